from odoo import api, fields, models

from ...queries.behaviour import behaviour, behaviour_signals

BEHAVIOURS = [
    ("low_hanging", "Low-Hanging Fruit"),
    ("at_risk", "At Risk"),
    ("deprioritised", "De-Prioritised"),
    ("regular", "Regular"),
]


class CollectionsAccount(models.Model):
    """Behavioural segmentation (A11): a class by how the customer pays; a fact that conditions may ask for."""

    _inherit = "collections.account"

    behaviour = fields.Selection(
        BEHAVIOURS,
        readonly=True,
        help="De-prioritised: half of the overdue or more is covered (on hold, disputed, planned, promised, under way, "
        "just dunned), or open credits are half of it or more. At risk: pays 15 days late on average and more than "
        "half late, or 10 days later than half a year ago, and neither objects nor keeps a plan; or trust is bad, two "
        "promises were broken in 90 days, a plan is in default, or a deduction is not paid 7 days after it was "
        "rejected. Low-hanging fruit: overdue, but pays within 5 days after the due date, or has used more than 90 % "
        "of the credit limit. The first that holds in this order; regular otherwise; empty without open items.",
    )

    @api.model
    def _deduced_columns(self, key_date):
        return {**super()._deduced_columns(key_date), "behaviour": behaviour(self._behaviour_signals())}

    @api.model
    def _behaviour_signals(self):
        """Class -> list of SQL conditions over ``account``, in the order in which the classes are tried. Contexts add
        theirs.
        """
        return behaviour_signals()
