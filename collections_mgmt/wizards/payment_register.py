from odoo import api, fields, models


class AccountPaymentRegister(models.TransientModel):
    """Who books a payment that is too short says why: the difference becomes a dispute (I12)."""

    _inherit = "account.payment.register"

    dispute_reason_id = fields.Many2one(
        "collections.dispute.reason",
        string="Why It Is Too Short",
        help="The difference stays open and is disputed: who is responsible looks into it, and the customer is not "
        "chased for it meanwhile. Empty: nothing is recorded.",
    )
    dispute_note = fields.Char(string="What the Customer Says")
    can_dispute = fields.Boolean(compute="_compute_can_dispute")

    @api.depends("payment_difference", "payment_difference_handling", "currency_id", "line_ids", "can_edit_wizard")
    def _compute_can_dispute(self):
        """Of one customer, in one currency, and what is missing stays open."""
        may = self.env["account.payment"]._may_dispute()
        for wizard in self:
            wizard.can_dispute = (
                may
                and wizard.can_edit_wizard
                and (wizard.partner_type, wizard.payment_type) == ("customer", "inbound")
                and wizard.payment_difference_handling == "open"
                and wizard.currency_id == wizard.line_ids.currency_id
                and wizard.currency_id.compare_amounts(wizard.payment_difference, 0) > 0
                and not wizard.is_register_payment_on_draft
            )

    def _create_payments(self):
        disputed = self._disputed_amounts() if self.dispute_reason_id and self.can_dispute else {}
        payments = super()._create_payments()
        if disputed:
            self._dispute_difference(disputed)
        return payments

    def _disputed_amounts(self):
        """Journal item -> what is missing of it: a payment pays what was due first."""
        left, amounts = self.payment_difference, {}
        for line in self.line_ids.sorted(lambda line: (line.date_maturity or line.date, line.id), reverse=True):
            amounts[line] = self.currency_id.round(max(0, min(left, line.amount_residual_currency)))
            left -= amounts[line]
        return {line: amount for line, amount in amounts.items() if amount}

    def _dispute_difference(self, amounts):
        lines = self.env["account.move.line"].union(*amounts)
        requests = self.env["collections.dispute.create"].with_context(
            active_model="account.move.line", active_ids=lines.ids
        )
        request = requests.create({"reason_id": self.dispute_reason_id.id, "description": self.dispute_note})
        for line in request.line_ids:
            line.amount = amounts.get(line.line_id, 0)
        request.action_open()
