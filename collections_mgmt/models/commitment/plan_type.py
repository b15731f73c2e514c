from odoo import fields, models

from .plan import EVERY, INTEREST, SHIFTS

FIRST = [("same", "Like the others"), ("percent", "A share in percent")]
# which of the items a payment settles first
CLEARING = [("oldest", "Oldest due first"), ("smallest", "Smallest first"), ("entered", "As entered")]


class CollectionsPlanType(models.Model):
    """Terms that are often agreed on (G2). Grain: one kind of plan to choose from; what is chosen may be changed."""

    _name = "collections.plan.type"
    _description = "Type of an Instalment Plan"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", domain=[("parent_id", "=", False)], index=True, help="Empty: for all companies."
    )
    count = fields.Integer(string="Instalments", required=True, default=3, aggregator=None)
    every = fields.Selection(EVERY, string="Frequency", required=True, default="month")
    shift = fields.Selection(SHIFTS, string="Weekends and Holidays", required=True, default="after")
    first_kind = fields.Selection(FIRST, string="First Instalment", required=True, default="same")
    first_percent = fields.Float(string="Share %", digits=(16, 2), default=30, aggregator=None)
    interest_method = fields.Selection(INTEREST, string="Interest", required=True, default="none")
    interest_rate = fields.Float(string="Interest % a Year", digits=(16, 2), aggregator=None)
    own_grace = fields.Boolean(help="Otherwise that of the profile of the customer.")
    grace_days = fields.Integer(
        string="Grace (days)", aggregator=None, help="Days after its day on which an instalment may still be paid."
    )
    clearing = fields.Selection(CLEARING, string="Settles", required=True, default="oldest")

    _terms_in_range = models.Constraint(
        "CHECK(count BETWEEN 1 AND 120 AND first_percent BETWEEN 0 AND 100 AND interest_rate BETWEEN 0 AND 100"
        " AND grace_days BETWEEN 0 AND 60)",
        "A plan has one to 120 instalments, shares and interest are between 0 and 100 %, the grace is 0 to 60 days.",
    )

    def _terms(self):
        """What the dialog takes over."""
        names = ("count", "every", "shift", "first_kind", "first_percent", "interest_method", "interest_rate")
        return {name: self[name] for name in (*names, "clearing")}


class CollectionsPlan(models.Model):
    _inherit = "collections.plan"

    type_id = fields.Many2one("collections.plan.type", readonly=True, ondelete="set null")
    clearing = fields.Selection(
        CLEARING,
        string="Payments Settle",
        required=True,
        readonly=True,
        default="oldest",
        help="Which of the items a payment settles first, where it does not name one.",
    )

    def _given_vals(self, vals, items):
        """The type was released by a manager: its grace counts, whatever the profile says."""
        given = super()._given_vals(vals, items)
        plan_type = self.env["collections.plan.type"].browse(vals.get("type_id") or ())
        plan_type.check_access("read")
        if plan_type.own_grace:
            given["grace_days"] = plan_type.grace_days
        return given | {"type_id": plan_type.id} | {name: vals[name] for name in ("clearing",) if name in vals}
