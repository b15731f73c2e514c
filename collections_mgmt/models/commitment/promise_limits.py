from odoo import fields, models
from odoo.tools import float_compare, format_amount, format_date


class CollectionsProfile(models.Model):
    """What a specialist may agree on his own, and how a promise is judged (F5, F11)."""

    _inherit = "collections.profile"

    promise_days = fields.Integer(
        string="Promise up to (days ahead)",
        default=30,
        tracking=True,
        help="For how many days ahead a specialist may accept a promise. Later ones need the approval of the "
        "supervisor. 0: every promise for a later day needs it.",
    )
    promise_minimum = fields.Monetary(
        string="Smallest Promise",
        tracking=True,
        help="A promise of less than this (in company currency) needs the approval of the supervisor. 0: no limit.",
    )
    promise_maximum = fields.Monetary(
        string="Largest Promise",
        tracking=True,
        help="A promise of more than this (in company currency) needs the approval of the supervisor. 0: no limit.",
    )
    promise_count = fields.Integer(
        string="Open Promises at Once",
        default=5,
        tracking=True,
        help="More open promises of one customer need the approval of the supervisor. 0: no limit.",
    )
    promise_repeats = fields.Integer(
        string="Promises of One Item",
        tracking=True,
        help="One more promise of an item, after so many that were not kept, needs the approval of the supervisor. "
        "0: no limit.",
    )
    promise_tolerance_days = fields.Integer(
        string="Promise Tolerance (days)",
        default=2,
        tracking=True,
        help="Days after the promised day on which a payment still keeps the promise; until then nobody is chased.",
    )
    promise_tolerance_percent = fields.Float(
        string="Promise Tolerance %",
        digits=(16, 1),
        tracking=True,
        help="How much of the promised amount may be missing while the promise still counts as kept.",
    )
    promise_confirm_days = fields.Integer(
        string="Close Promises after (days)",
        default=14,
        tracking=True,
        help="Days after its items were cleared on which a promise is closed: a payment taken back later no longer "
        "changes it.",
    )

    _promise_days_in_range = models.Constraint(
        "CHECK(promise_days BETWEEN 0 AND 365 AND promise_tolerance_days BETWEEN 0 AND 60"
        " AND promise_confirm_days BETWEEN 0 AND 365 AND promise_count >= 0)",
        "Days of promises must be between 0 and 365, days of tolerance between 0 and 60, numbers not negative.",
    )
    _promise_repeats_not_negative = models.Constraint(
        "CHECK(promise_repeats >= 0)", "The number of promises of one item cannot be negative."
    )
    _promise_amounts_not_negative = models.Constraint(
        "CHECK(promise_minimum >= 0 AND promise_maximum >= 0)", "Limits of promises cannot be negative."
    )
    _promise_tolerance_in_range = models.Constraint(
        "CHECK(promise_tolerance_percent BETWEEN 0 AND 50)", "The tolerance must be between 0 and 50 %."
    )


class CollectionsPromise(models.Model):
    """Which of the limits a promise exceeds."""

    _inherit = "collections.promise"

    def _limits_exceeded(self):
        """Sentences on what needs approval, empty when the promise is within the limits of the profile."""
        self.ensure_one()
        profile = self.sudo().account_id.profile_id
        return [sentence for sentence in (self._too_late(profile), *self._too_much(profile)) if sentence]

    def _too_late(self, profile):
        if not profile or (self.date - self.promised_on).days <= profile.promise_days:
            return False
        last = fields.Date.add(self.promised_on, days=profile.promise_days)
        return self.env._(
            "It is for a later day than %(day)s (%(days)s days ahead).",
            days=profile.promise_days,
            day=format_date(self.env, last),
        )

    def _too_much(self, profile):
        currency = self.sudo().company_id.currency_id
        amount, limits = (
            self._amount_company(),
            {"minimum": profile.promise_minimum, "maximum": profile.promise_maximum},
        )
        told = {name: format_amount(self.env, limit, currency) for name, limit in limits.items()}
        if limits["minimum"] and float_compare(amount, limits["minimum"], precision_rounding=currency.rounding) < 0:
            yield self.env._("It is for less than %s.", told["minimum"])
        if limits["maximum"] and float_compare(amount, limits["maximum"], precision_rounding=currency.rounding) > 0:
            yield self.env._("It is for more than %s.", told["maximum"])
        if profile.promise_count and self._count_open() > profile.promise_count:
            yield self.env._("The customer has more than %s open promises.", profile.promise_count)
        if profile.promise_repeats:
            yield from self._too_often(profile.promise_repeats)

    def _too_often(self, limit):
        for line, level in self.sudo()._levels().items():
            if level - 1 >= limit:
                yield self.env._(
                    "“%(item)s” was promised before and not paid: %(count)s times.",
                    item=line.item_name,
                    count=level - 1,
                )

    def _amount_company(self):
        """The promised amount in company currency, at the rate of the booking of its items."""
        return sum(line.amount * line.rate for line in self.sudo().line_ids)

    def _count_open(self):
        """Open promises of the customer with this one, without those it replaces."""
        others = self.sudo().search(
            [("account_id", "=", self.account_id.id), ("fulfilment", "=", "open"), ("state", "!=", "confirmed")]
        )
        replaced = self._lines_to_replace()
        return len(
            others.filtered(lambda other: other.state == "to_approve" or other._live_lines() - replaced) | self.sudo()
        )
