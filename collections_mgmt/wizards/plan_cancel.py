from odoo import fields, models

from ..models.commitment.plan_state import CANCELLED


class CollectionsPlanCancel(models.TransientModel):
    """Asks why a plan is cancelled. Grain: one request."""

    _name = "collections.plan.cancel"
    _description = "Cancel a Plan"

    plan_id = fields.Many2one("collections.plan", required=True, readonly=True)
    because = fields.Selection([reason for reason in CANCELLED if reason[0] != "refused"], required=True)
    note = fields.Char()

    def action_cancel(self):
        """Cancel it."""
        self.ensure_one()
        self.plan_id._cancel(self.because, self.note)
        return {"type": "ir.actions.act_window_close"}
