from odoo import models
from odoo.exceptions import UserError

from ..portfolio.item_dispute import FREE


class CollectionsItem(models.Model):
    """Links by which customers pay online, on Odoo's own page of the invoice (``account_payment``)."""

    _inherit = "collections.item"

    def action_payment_link(self):
        """Show links by which these open items can be paid."""
        self.check_access("read")
        if len(self.account_id) != 1:
            raise UserError(self.env._("Payment links are for one customer: choose open items of one."))
        items = self._asked_for()
        if not items._payable():
            raise UserError(items._not_payable_text() or self.env._("Choose invoices the customer owes."))
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_payment_link_action")
        action["context"] = {
            "active_model": self._name,
            "active_ids": items.ids,
            FREE: self.env.context.get(FREE, False),
        }
        return action

    def _payable(self):
        """Invoice -> what is open and asked for of the chosen items of it, of those that can be paid online.

        :return: dict account.move -> amount in its currency; more than one due date of an invoice is one payment
        """
        self.check_access("read")
        debts = self.filtered(lambda item: item.payable_currency > 0).grouped("move_id")
        return {
            move: move.currency_id.round(sum(items.mapped("payable_currency")))
            for move, items in debts.items()
            if move.sudo()._has_to_be_paid()
        }

    def _payment_links(self):
        """Invoice -> the address at which what is open of these items can be paid."""
        return {move: self._payment_link(move, amount) for move, amount in self._payable().items()}

    def _payment_link(self, move, amount):
        link = self.env["payment.link.wizard"].sudo()
        values = {
            "res_model": move._name,
            "res_id": move.id,
            "amount": amount,
            "currency_id": move.currency_id.id,
            "partner_id": move.partner_id.id,
        }
        return link.new(values).link.replace("//my/", "/my/")  # Odoo's own has the slash twice

    def _not_payable_text(self):
        """Which of these cannot be paid online, and why; nothing when all can."""
        payable = self._payable()
        reasons = [
            f"{move.name}: {' '.join((move.sudo()._get_online_payment_error() or '').split())}"
            for move in self.move_id
            if move not in payable and move.move_type != "out_refund"
        ]
        return "\n".join(reasons)

    def _pays_online(self):
        """Whether somebody takes the payment: a provider for these invoices is switched on."""
        return any(
            self.env["payment.provider"]
            .sudo()
            ._get_compatible_providers(move.company_id.id, move.partner_id.id, amount, currency_id=move.currency_id.id)
            for move, amount in list(self._payable().items())[:1]
        )
