from odoo import api, fields, models

from ..models.commitment.dispute import OUTCOMES


class CollectionsDisputeDecide(models.TransientModel):
    """Asks who is right, how far, and why. Grain: one decision about one or several disputes."""

    _name = "collections.dispute.decide"
    _description = "Decide a Dispute"

    dispute_ids = fields.Many2many("collections.dispute", string="Disputes", required=True)
    count = fields.Integer(compute="_compute_count")
    currency_id = fields.Many2one("res.currency", compute="_compute_count")
    disputed = fields.Monetary(compute="_compute_count")
    outcome = fields.Selection(OUTCOMES, string="The Claim Is", required=True)
    accepted = fields.Monetary(string="Accepted Amount", help="How much of it the customer is right about.")
    root_cause_id = fields.Many2one("collections.dispute.root.cause")
    note = fields.Text(string="Why", help="Told to who collects; the customer will ask.")
    consequence = fields.Char(compute="_compute_consequence")

    @api.depends("dispute_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.dispute_ids)
            wizard.currency_id = wizard.dispute_ids.currency_id[:1]
            wizard.disputed = sum(wizard.dispute_ids.mapped("amount"))

    @api.depends("outcome")
    def _compute_consequence(self):
        texts = self.env["collections.dispute"]._consequences()
        for wizard in self:
            wizard.consequence = texts.get(wizard.outcome)

    def action_decide(self):
        """Take the decision for all of them."""
        self.ensure_one()
        accepted = self.accepted if self.outcome == "partly" else None
        self.dispute_ids._decide(self.outcome, accepted, self.note, self.root_cause_id)
        return {"type": "ir.actions.act_window_close"}
