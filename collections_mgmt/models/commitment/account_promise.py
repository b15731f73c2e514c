from functools import partial

from odoo import api, fields, models


class CollectionsAccount(models.Model):
    """What the customer promised."""

    _inherit = "collections.account"

    promise_ids = fields.One2many("collections.promise", "account_id", string="Promises", readonly=True)

    @api.model
    def _settled_relations(self):
        return [*super()._settled_relations(), "promise_ids"]

    @api.model
    def _settle(self, company, key_date, ids=None):
        result = super()._settle(company, key_date, ids)
        self._settle_those("promise_ids", partial(self.env["collections.promise"]._judge, company, key_date), ids)
        return result

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.promise"]

    def action_promise(self):
        """Ask what the customer promises to pay, and when."""
        return self._steering_action("collections_mgmt.collections_promise_create_action")
