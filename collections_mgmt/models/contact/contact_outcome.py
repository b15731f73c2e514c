from odoo import fields, models

FOLLOW_UPS = [
    ("nothing", "Nothing"),
    ("resubmission", "Callback or Resubmission"),
    ("promise", "Promise"),
    ("dispute", "Dispute"),
    ("plan", "Instalment Plan"),
    ("hold", "Hold"),
]


class CollectionsContactOutcome(models.Model):
    """What a contact led to (E7). Grain: one outcome to choose from.

    ``effective``: it was talked with somebody who can pay or decide. What follows is asked for in the same dialog, or
    in the one that opens after it.
    """

    _name = "collections.contact.outcome"
    _description = "Outcome of a Contact"
    _inherit = ["collections.in.use"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    for_direction = fields.Selection(
        [("both", "Both"), ("out", "Outgoing"), ("in", "Incoming")],
        string="For Contacts",
        required=True,
        default="both",
        help="Offered for contacts of this direction only.",
    )
    effective = fields.Boolean(
        default=True, help="Somebody who can pay or decide was reached. Counts for rules and for the analysis."
    )
    follow_up = fields.Selection(
        FOLLOW_UPS, string="What Follows", required=True, default="nothing", help="What is asked for next."
    )
    days = fields.Integer(
        string="Again after (days)", default=1, help="Proposed for the callback or resubmission that follows."
    )
    description = fields.Text(translate=True, help="When to use it.")

    _days_in_bounds = models.Constraint("CHECK(days BETWEEN 0 AND 365)", "Again after 0 to 365 days.")
