from odoo import api, fields, models
from odoo.tools import format_date


class CollectionsDisputeReasonChange(models.TransientModel):
    """Asks which reason a dispute really has, and who decides then. Grain: one dispute."""

    _name = "collections.dispute.reason.change"
    _inherit = "collections.dispute.ask"
    _description = "Change the Reason of a Dispute"

    reason_id = fields.Many2one(
        "collections.dispute.reason",
        required=True,
        compute="_compute_reason_id",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
    )
    department_id = fields.Many2one(
        "collections.dispute.department",
        string="Decided by",
        compute="_compute_department_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    note = fields.Text()
    consequence = fields.Char(compute="_compute_consequence")

    @api.depends("dispute_id")
    def _compute_reason_id(self):
        for wizard in self:
            wizard.reason_id = wizard.dispute_id.reason_id

    @api.depends("reason_id")
    def _compute_department_id(self):
        for wizard in self:
            same = wizard.reason_id == wizard.dispute_id.reason_id
            wizard.department_id = (wizard.dispute_id if same else wizard.reason_id).department_id

    @api.depends("reason_id", "department_id")
    def _compute_consequence(self):
        for wizard in self:
            wizard.consequence = wizard._consequence()

    def _consequence(self):
        decided = self.env._(
            "To be decided by %(who)s within %(days)s days from today. Steps that are done are kept.",
            who=self.department_id.name or self.env._("nobody yet"),
            days=self.reason_id.due_days,
        )
        dispute = self.dispute_id.sudo()
        taken_back = self.env._("The escalation is taken back.") if dispute.escalation_level else ""
        silent = self.department_id._nobody_hears(dispute.company_id)
        return " ".join(filter(None, [decided, taken_back, silent]))

    def action_change(self):
        """Change it; who may no longer see it goes on with his other disputes."""
        self.ensure_one()
        dispute = self.dispute_id
        dispute._change_reason(self.reason_id, self.department_id, self.note)
        told = self.env._(
            "%(number)s: to be decided by %(who)s until %(day)s.",
            number=dispute.sudo().name,
            who=self.department_id.name or self.env._("nobody yet"),
            day=format_date(self.env, dispute.sudo().date_due),
        )
        following = {"type": "ir.actions.act_window_close"}
        if not dispute.has_access("read"):
            following = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_dispute_action_mine")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": told, "next": following},
        }
