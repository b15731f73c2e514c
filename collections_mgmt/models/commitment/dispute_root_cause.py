from odoo import fields, models


class CollectionsDisputeRootCause(models.Model):
    """Why such disputes arise at all, and what is done about it. Grain: one cause to choose from."""

    _name = "collections.dispute.root.cause"
    _description = "Root Cause of Disputes"
    _inherit = ["collections.in.use"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    department_id = fields.Many2one("collections.dispute.department", string="Arises in", ondelete="restrict")
    corrective_action = fields.Text(translate=True, help="What is done so that it does not happen again.")
    fixed_on = fields.Date(string="Remedied on", help="Disputes after this day repeat a problem that was remedied.")
