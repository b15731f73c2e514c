from odoo import fields, models
from odoo.tools import float_compare, format_amount, format_date

from .plan import INTEREST


class CollectionsProfile(models.Model):
    """What a specialist may agree on his own, the usual interest, and when a plan is in default (G4, G7, G8)."""

    _inherit = "collections.profile"

    plan_maximum = fields.Monetary(
        string="Largest Plan",
        tracking=True,
        help="A plan over more than this (in company currency) needs the approval of the supervisor. 0: no limit.",
    )
    plan_days = fields.Integer(
        string="Plan up to (days)",
        default=180,
        tracking=True,
        help="A plan whose last instalment is later than that needs the approval of the supervisor. 0: no limit.",
    )
    plan_count = fields.Integer(
        string="Instalments at Most",
        default=6,
        tracking=True,
        help="More instalments need the approval of the supervisor. 0: no limit.",
    )
    plan_grace_days = fields.Integer(
        string="Grace of an Instalment (days)",
        default=3,
        tracking=True,
        help="An instalment not paid that many days after its day puts the plan in default: all is due at once.",
    )
    plan_interest_method = fields.Selection(
        INTEREST, string="Interest of Plans", required=True, default="none", tracking=True
    )
    plan_interest_rate = fields.Float(
        string="Interest % a Year",
        digits=(16, 2),
        tracking=True,
        help="Proposed for a plan; less of it needs the approval of the supervisor.",
    )

    _plan_numbers_in_range = models.Constraint(
        "CHECK(plan_days BETWEEN 0 AND 3650 AND plan_count BETWEEN 0 AND 120 AND plan_grace_days BETWEEN 0 AND 60"
        " AND plan_maximum >= 0 AND plan_interest_rate BETWEEN 0 AND 100)",
        "Of plans: days must be between 0 and 3650, instalments between 0 and 120, days of grace between 0 and 60, "
        "interest between 0 and 100 %, the largest amount not negative.",
    )


class CollectionsPlan(models.Model):
    """Which of the limits a plan exceeds."""

    _inherit = "collections.plan"

    def _limits_exceeded(self):
        """Sentences on what needs approval, empty when the plan is within the limits of the profile."""
        self.ensure_one()
        plan = self.sudo()
        days = plan.installment_ids.mapped("date")
        return plan._limits_of(plan.account_id, plan.amount * plan.rate, days, plan.interest_method, plan.interest_rate)

    def _limits_of(self, account, amount, days, interest_method, interest_rate):
        """The same for what is not recorded yet.

        :param amount: in company currency
        """
        account = account.sudo()
        profile, begin = account.profile_id, account._last_key_date()
        return [
            *self._too_much(profile, amount, account.company_id.currency_id),
            *self._too_long(profile, days, begin),
            *self._too_cheap(profile, interest_rate if interest_method != "none" else 0),
        ]

    def _too_much(self, profile, amount, currency):
        limit = profile.plan_maximum
        if limit and float_compare(amount, limit, precision_rounding=currency.rounding) > 0:
            yield self.env._("It is over more than %s.", format_amount(self.env, limit, currency))

    def _too_long(self, profile, days, begin):
        if profile.plan_count and len(days) > profile.plan_count:
            yield self.env._("It has more than %s instalments.", profile.plan_count)
        last = fields.Date.add(begin, days=profile.plan_days)
        if profile.plan_days and days and max(days) > last:
            yield self.env._(
                "Its last instalment is later than %(day)s (%(days)s days ahead).",
                days=profile.plan_days,
                day=format_date(self.env, last),
            )

    def _too_cheap(self, profile, rate):
        usual = profile.plan_interest_rate if profile.plan_interest_method != "none" else 0
        if float_compare(rate, usual, precision_digits=2) < 0:
            yield self.env._("It bears less than the usual interest of %s %% a year.", usual)
