from odoo import api, fields, models


class CollectionsDisputeEscalate(models.TransientModel):
    """Asks to whom a dispute is escalated, and why. Grain: one dispute."""

    _name = "collections.dispute.escalate"
    _inherit = "collections.dispute.ask"
    _description = "Escalate a Dispute"

    user_id = fields.Many2one(
        "res.users",
        string="To",
        required=True,
        compute="_compute_user_id",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        domain=lambda self: self.env["collections.dispute.department"]._domain_processors(),
    )
    note = fields.Text(string="Why", required=True)

    @api.depends("dispute_id")
    def _compute_user_id(self):
        for wizard in self:
            wizard.user_id = wizard.dispute_id._next_told() if wizard.dispute_id else False

    def action_escalate(self):
        """Put it before that person."""
        self.ensure_one()
        self.dispute_id._escalate_by_hand(self.user_id, self.note)
        return {"type": "ir.actions.act_window_close"}
