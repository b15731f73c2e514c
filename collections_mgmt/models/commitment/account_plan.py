from functools import partial

from odoo import api, fields, models


class CollectionsAccount(models.Model):
    """What the customer pays in instalments."""

    _inherit = "collections.account"

    plan_ids = fields.One2many("collections.plan", "account_id", string="Plans", readonly=True)

    @api.model
    def _settled_relations(self):
        return [*super()._settled_relations(), "plan_ids"]

    @api.model
    def _settle(self, company, key_date, ids=None):
        """Plans in force are served before promises, those in default after them."""
        judge = partial(self.env["collections.plan"]._judge, company, key_date)
        planning = []  # their ids, or None for all; empty: nobody has a plan
        self._settle_those("plan_ids", planning.append, ids)
        for some in planning:
            judge(some)
        result = super()._settle(company, key_date, ids)
        for some in planning:
            judge(some, in_default=True)
        return result

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.plan"]

    def action_plan(self):
        """Ask in which instalments the customer pays what he owes."""
        return self._steering_action("collections_mgmt.collections_plan_create_action")
