from odoo import fields, models


class CollectionsDisputeReason(models.Model):
    """What customers object to, and the path to its resolution (I7, B19). Grain: one reason to choose from."""

    _name = "collections.dispute.reason"
    _description = "Reason of a Dispute"
    _inherit = ["collections.in.use"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    department_id = fields.Many2one("collections.dispute.department", string="Decided by", ondelete="restrict")
    due_days = fields.Integer(
        string="Time Limit (days)", default=7, help="To be decided within these days; then it is escalated."
    )
    maximum_days = fields.Integer(
        string="Chased Again after (days)",
        default=30,
        help="The disputed amount is not chased for so long at most, even if nothing is decided. 0: as long as it is "
        "open.",
    )
    pauses = fields.Boolean(
        string="Not Chased Meanwhile",
        default=True,
        help="Off: recorded and worked, and the amount is chased as before.",
    )
    deduction = fields.Boolean(help="The customer took something off by himself, and paid the rest.")
    default_outcome = fields.Selection(
        [("valid", "Valid"), ("invalid", "Invalid")], string="Usual Outcome", help="Proposed when it is decided."
    )
    path = fields.Html(translate=True, help="How such a dispute is resolved; shown in the dispute.")
    step_ids = fields.One2many("collections.dispute.step", "reason_id", string="Checklist", copy=True)

    _days_in_range = models.Constraint(
        "CHECK(due_days BETWEEN 0 AND 3650 AND maximum_days BETWEEN 0 AND 3650)",
        "The number of days must be between 0 and 3650.",
    )


class CollectionsDisputeStep(models.Model):
    """One step of the path of a reason. Grain: one line of its checklist."""

    _name = "collections.dispute.step"
    _description = "Step to Resolve a Dispute"
    _order = "sequence, id"

    reason_id = fields.Many2one("collections.dispute.reason", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
