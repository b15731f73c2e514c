from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.organisation.steering import USUAL_DAYS


class CollectionsHoldCreate(models.TransientModel):
    """Asks why and until when customers or open items are not to be chased. Grain: one request for any number."""

    _name = "collections.hold.create"
    _description = "Put on Hold"
    _inherit = ["collections.selection.ask", "collections.customer.ask"]

    reason_id = fields.Many2one("collections.hold.reason", required=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", help="The last day on hold. Empty: until somebody ends it.")
    note = fields.Char()
    limit_text = fields.Char(compute="_compute_limit_text")

    @api.model
    def default_get(self, fields_list):
        """What was selected, customers or open items, from the day of their figures on for a week."""
        values = super().default_get(fields_list)
        accounts, items = self._selected()
        if not accounts:
            return values
        values.update(account_ids=accounts.ids, line_ids=items.ids, note=self._said())
        begin = accounts._last_key_date()
        days = min([USUAL_DAYS, *(limit for limit in accounts.profile_id.mapped("hold_days") if limit)])
        return {**values, "date_from": begin, "date_to": begin + timedelta(days=days - 1)}

    @api.depends("account_ids")
    def _compute_limit_text(self):
        for wizard in self:
            days = min(wizard.account_ids.profile_id.mapped("hold_days"), default=0)
            supervised = wizard.account_ids._is_supervised()
            wizard.limit_text = False if supervised else self.env._("You may hold for up to %s days.", days)

    def action_hold(self):
        """Put all of it on hold."""
        self.ensure_one()
        if not self.account_ids:
            raise UserError(self.env._("Choose customers or open items to put on hold."))
        common = {
            "reason_id": self.reason_id.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "note": self.note,
        }
        self.env["collections.hold"].create([{**common, **target} for target in self._targets()])
        return {"type": "ir.actions.act_window_close"}

    def _targets(self):
        """What is held: each open item, or each customer as a whole."""
        if not self.line_ids:
            return [{"account_id": account.id} for account in self.account_ids]
        items = self.env["collections.item"].search([("id", "in", self.line_ids.ids)])
        return [{"account_id": item.account_id.id, "line_id": item.id} for item in items]
