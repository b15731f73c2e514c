from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...calc.spread import spread
from ...queries.dispute_claim import OPEN


class CollectionsDispute(models.Model):
    """Credit notes that name no document settle the disputed items, by amount and age (I3)."""

    _inherit = "collections.dispute"

    has_credits = fields.Boolean(
        compute="_compute_has_credits",
        compute_sudo=True,
        help="There are credit notes of the customer that name no document and are not allocated.",
    )

    @api.depends("state", "account_id")
    def _compute_has_credits(self):
        for dispute in self:
            dispute.has_credits = dispute.state in OPEN and bool(dispute._open_credits())

    def _open_credits(self):
        """Credit notes of the customer in the currency of the dispute that name no document, the first first."""
        names_none = Domain("move_id.move_type", "=", "out_refund") & Domain("move_id.reversed_entry_id", "=", False)
        return self.account_id._credits_to_allocate(self.currency_id, names_none)

    def action_match_credits(self):
        """Match such credit notes with what is disputed, and no more: one of the same amount, else the oldest first.

        For who may book: it is Odoo's own matching, and can be undone there.
        """
        self.ensure_one()
        self.check_access("write")
        self.env["account.move.line"].check_access("write")
        credits = self._open_credits() if self.state in OPEN else self.env["account.move.line"]
        if not credits:
            raise UserError(self.env._("No credit note of the customer is waiting to be allocated."))
        self.sudo().account_id._refresh_now()
        for credit, item, units in spread(*self._to_spread(credits)):
            item.with_env(self.env)._match_at_most(self.currency_id.round(units * self.currency_id.rounding), credit)
        self.sudo().account_id._refresh_now()

    def _to_spread(self, credits):
        """(credit, units) and (item, units disputed), the oldest first."""
        unit = self.currency_id.rounding
        lines = self.sudo().line_ids.filtered(lambda line: line.line_id and line.claimed > 0)
        ordered = lines.sorted(lambda line: (line.item_due_date, line.id))
        return (
            [(credit, round(-credit.amount_residual_currency / unit)) for credit in credits],
            [(line.line_id, round(line.claimed / unit)) for line in ordered],
        )
