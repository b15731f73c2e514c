from odoo import api, fields, models
from odoo.exceptions import UserError

from .dispute_department import COLLECTING

BOOKING = "account.group_account_invoice"


class AccountPayment(models.Model):
    """A customer paid less than the invoice: the difference becomes a dispute (I12)."""

    _inherit = "account.payment"

    is_short = fields.Boolean(
        compute="_compute_is_short", help="An invoice this payment was matched with is still open in part."
    )

    @api.depends("move_id.line_ids.matched_debit_ids", "state")
    def _compute_is_short(self):
        for payment in self:
            payment.is_short = bool(payment._short_items())

    def _short_items(self):
        """Journal items of customers that this payment paid in part."""
        if self.partner_type != "customer" or self.payment_type != "inbound":
            return self.env["account.move.line"]
        items = self.sudo().move_id.line_ids.matched_debit_ids.debit_move_id
        open_items = items.filtered(lambda item: item.account_type == "asset_receivable" and not item.reconciled)
        return open_items.filtered(lambda item: item.parent_state == "posted" and item.amount_residual_currency > 0)

    def action_dispute(self):
        """Ask why the customer paid less."""
        self.ensure_one()
        self.check_access("read")
        items = self._short_items()
        if not items:
            raise UserError(self.env._("Nothing is left open of what this payment was matched with."))
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_dispute_create_action")
        action["context"] = {"active_model": "account.move.line", "active_ids": items.ids, "disputes_all": True}
        return action

    @api.model
    def _may_dispute(self):
        """Who books payments records what they lack, also without a role in collections."""
        return self.env.user.has_groups(f"{COLLECTING},{BOOKING}")
