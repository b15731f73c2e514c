from functools import partial

from odoo import api, fields, models


class CollectionsAccount(models.Model):
    """Disputes of the account."""

    _inherit = "collections.account"

    dispute_ids = fields.One2many("collections.dispute", "account_id", string="Disputes", readonly=True)

    @api.model
    def _settled_relations(self):
        return [*super()._settled_relations(), "dispute_ids"]

    @api.model
    def _settle(self, company, key_date, ids=None):
        disputes = self.env["collections.dispute"].sudo()
        self._settle_those("dispute_ids", partial(disputes._settle, company, key_date), ids)
        return super()._settle(company, key_date, ids)

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.dispute"]

    def action_dispute(self):
        """Ask what this customer objects to, and why."""
        return self._steering_action("collections_mgmt.collections_dispute_create_action")
