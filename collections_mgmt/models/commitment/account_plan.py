from odoo import api, fields, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """What the customer pays in instalments."""

    _inherit = "collections.account"

    plan_ids = fields.One2many("collections.plan", "account_id", string="Plans", readonly=True)

    @api.model
    def _settle(self, company, key_date, ids=None):
        result = super()._settle(company, key_date, ids)
        self.env["collections.plan"]._judge(company, key_date, ids)
        return result

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.plan"]

    def _lock_agreements(self):
        """Let nobody else agree on anything with these accounts until the end of the transaction.

        A lock alone is not enough: who waits for it goes on with what he read before. Of a row that was written he
        is told, and his request starts anew.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE collections_account SET write_date = write_date WHERE id = ANY(%s)", sorted(self.ids))
        )

    def action_plan(self):
        """Ask in which instalments the customer pays what he owes."""
        return self._steering_action("collections_mgmt.collections_plan_create_action")
