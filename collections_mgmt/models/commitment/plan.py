from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import clean_context

from ...calc import schedule

STATES = [
    ("to_approve", "Awaiting Approval"),
    ("proposed", "Waiting for Acceptance"),
    ("active", "In Force"),
    ("defaulted", "In Default"),
    ("completed", "Completed"),
    ("replaced", "Replaced"),
    ("cancelled", "Cancelled"),
]
EVERY = [
    ("week", "Week"),
    ("fortnight", "Two Weeks"),
    ("month", "Month"),
    ("month_end", "End of Month"),
    ("quarter", "Three Months"),
]
SHIFTS = [("after", "To the next working day"), ("before", "To the working day before"), ("no", "Not at all")]
INTEREST = [
    ("none", "Without interest"),
    ("annuity", "Equal payments (annuity)"),
    ("simple", "By days on what is outstanding"),
]
MOST = 120  # instalments
# what whoever records a plan says himself; all else follows
ASKED = (
    "account_id",
    "contact_id",
    "note",
    "every",
    "shift",
    "explicit",
    "interest_method",
    "interest_rate",
    "accepted",
    "previous_id",
)


class CollectionsPlan(models.Model):
    """An agreement to pay in instalments (G1). Grain: one version of one agreement over items of one customer.

    It is neither changed nor deleted: it is judged from the ledger, replaced by a new version, cancelled or completed,
    and stays as history. The items keep their due dates. Amounts are in the currency of the items.
    """

    _name = "collections.plan"
    _description = "Instalment Plan"
    _inherit = ["mail.thread", "mail.activity.mixin", "collections.state.door", "collections.agreement"]
    _order = "id desc"
    _rec_names_search = ["number", "account_id.partner_id.name"]

    number = fields.Char(required=True, readonly=True, index="trigram")
    version = fields.Integer(required=True, readonly=True, default=1, aggregator=None)
    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, index=True, ondelete="cascade", readonly=False
    )
    partner_id = fields.Many2one(related="account_id.partner_id", string="Contact of the Customer")
    company_id = fields.Many2one(related="account_id.company_id")
    group_id = fields.Many2one(related="account_id.group_id")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    item_ids = fields.One2many("collections.plan.item", "plan_id", string="Items")
    installment_ids = fields.One2many("collections.plan.installment", "plan_id", string="Instalments")
    contact_id = fields.Many2one("res.partner", string="Agreed With", ondelete="set null", index="btree_not_null")
    note = fields.Char()
    given_by_id = fields.Many2one(
        "res.users", string="Recorded By", required=True, readonly=True, index=True, ondelete="restrict"
    )
    recorded_on = fields.Date(required=True, readonly=True)
    previous_id = fields.Many2one("collections.plan", string="In Place Of", index="btree_not_null", ondelete="set null")

    every = fields.Selection(EVERY, string="Frequency", required=True, default="month")
    shift = fields.Selection(SHIFTS, string="Weekends and Holidays", required=True, default="after")
    explicit = fields.Boolean(string="Own Amounts", help="Days and amounts were agreed one by one.")
    interest_method = fields.Selection(INTEREST, string="Interest Is", required=True, default="none")
    interest_rate = fields.Float(string="Interest % a Year", digits=(16, 2), aggregator="avg")
    grace_days = fields.Integer(
        readonly=True, aggregator="avg", help="Days after its day on which an instalment may still be paid."
    )
    accepted = fields.Boolean(string="Agreed", help="The customer agreed to it. Otherwise it is a proposal.")
    accepted_on = fields.Date(string="Agreed On", readonly=True)

    amount = fields.Monetary(string="Debt", readonly=True, help="What of the items is paid in instalments.")
    interest = fields.Monetary(compute="_compute_totals", store=True)
    total = fields.Monetary(compute="_compute_totals", store=True, help="With interest.")
    count = fields.Integer(string="Number of Instalments", compute="_compute_totals", store=True, aggregator=None)
    first_date = fields.Date(string="First Instalment", compute="_compute_totals", store=True)
    last_date = fields.Date(string="Last Instalment", compute="_compute_totals", store=True)
    rate = fields.Float(readonly=True, digits=0, aggregator=None, help="Company currency per unit, as booked.")

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, default="to_approve", group_expand=True
    )
    started_on = fields.Date(string="In Force Since", readonly=True)
    paid = fields.Monetary(readonly=True)
    credited = fields.Monetary(readonly=True, help="Settled by credit notes, write-offs and the like.")
    disputed = fields.Monetary(
        readonly=True, default=0, help="Of what is still open, not expected while it is disputed."
    )
    open_amount = fields.Monetary(
        string="Still Open", readonly=True, help="Of what is booked: interest is among it once its debit note is."
    )
    next_date = fields.Date(string="Next Due", readonly=True, help="Day of the oldest instalment not yet paid.")
    next_amount = fields.Monetary(readonly=True, help="What of it is missing, of what is booked.")
    to_pay = fields.Monetary(
        string="Still to Pay", compute="_compute_to_pay", help="What the customer still has to pay, with interest."
    )
    to_pay_next = fields.Monetary(
        compute="_compute_to_pay_next",
        help="What the customer has to pay with the next instalment, with interest.",
    )
    covered_until = fields.Date(
        readonly=True, help="The last day on which the next instalment may be paid: until then nothing is chased."
    )
    defaulted_on = fields.Date(string="In Default Since", readonly=True)
    completed_on = fields.Date(readonly=True)

    _judged = models.Index("(account_id) WHERE state IN ('active', 'defaulted', 'completed')")
    _version_once = models.UniqueIndex(
        "(number, version) WHERE state NOT IN ('to_approve', 'proposed', 'cancelled')",
        "This version of the plan is there already.",
    )
    _rate_in_range = models.Constraint(
        "CHECK(interest_rate BETWEEN 0 AND 100)", "Interest must be between 0 and 100 % a year."
    )

    @property
    def _mail_post_access(self):
        """As for the customer: who collects may note down what was said."""
        return self.env["collections.account"]._mail_post_access

    @api.depends("installment_ids.amount", "installment_ids.date")
    def _compute_totals(self):
        for plan in self:
            parts = plan.installment_ids
            days = parts.mapped("date")
            plan.interest = sum(parts.mapped("interest"))
            plan.total = sum(parts.mapped("amount"))
            plan.count = len(parts)
            plan.first_date, plan.last_date = min(days, default=False), max(days, default=False)

    @api.depends("state", "open_amount", "total", "paid", "credited")
    def _compute_to_pay(self):
        """Interest is agreed also where no debit note is booked for it. What falls due at once is the debt; a plan is
        completed by what is booked.
        """
        for plan in self:
            plan.to_pay = plan.total - plan.paid - plan.credited if plan.state == "active" else plan.open_amount

    @api.depends("next_date", "installment_ids.paid", "installment_ids.credited", "installment_ids.disputed")
    def _compute_to_pay_next(self):
        """What is missing up to the next instalment: payments that were to be interest have paid of the next debt."""
        for plan in self:
            last = plan.next_date
            parts = [part for part in plan.installment_ids if last and part.date <= last]
            plan.to_pay_next = sum(part.amount - part.paid - part.credited - part.disputed for part in parts)

    # --------------------------------------------------------------------------------------------------------- creation
    @api.model_create_multi
    def create(self, vals_list):
        asked = [(self._asked_items(vals.get("item_ids")), self._asked_installments(vals)) for vals in vals_list]
        given = [self._given_vals(vals, items) for vals, (items, _parts) in zip(vals_list, asked, strict=True)]
        plain = self._plain()
        recording = plain.with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        plans = super(CollectionsPlan, recording).create(given).with_env(plain.env)
        for plan, (items, parts) in zip(plans, asked, strict=True):
            plan._write_terms(items, parts)
        plans._give()
        return plans.with_env(self.env)

    def _plain(self):
        """The same without defaults that the caller may have put into the context."""
        return self.with_env(self.env(context=clean_context(self.env.context)))

    def _asked_installments(self, vals):
        """The (day, principal) of the instalments from the commands of ``installment_ids``, in their order."""
        parts = []
        for command in vals.get("installment_ids") or ():
            if command[0] != Command.CREATE or not command[2].get("date"):
                raise UserError(self.env._("Each instalment needs a day and an amount."))
            parts.append((self._asked_day(command[2]["date"]), self._asked_amount(command[2].get("principal"))))
        if not 1 <= len(parts) <= MOST:
            raise UserError(self.env._("A plan has one to %s instalments.", MOST))
        return sorted(parts)

    def _given_vals(self, vals, items):
        """What is said, and what follows from it: nobody chooses the state of his plan."""
        account = self.env["collections.account"].browse(vals.get("account_id"))
        account.check_access("read")
        previous = self.browse(vals.get("previous_id") or ())
        previous.check_access("read")
        if previous and previous.account_id != account:
            raise UserError(self.env._("“%s” is a plan of another customer.", previous.display_name))
        if not 0 <= self._asked_amount(vals.get("interest_rate")) <= 100:
            raise UserError(self.env._("Interest must be between 0 and 100 % a year."))
        return {
            **{name: vals[name] for name in ASKED if name in vals},
            "number": previous.number or self.env["ir.sequence"].sudo().next_by_code("collections.plan") or "/",
            "version": previous.version + 1,
            "given_by_id": self.env.uid,
            "recorded_on": account.sudo()._last_key_date(),
            "currency_id": next(iter(items)).currency_id.id,
            "grace_days": account.sudo().profile_id.plan_grace_days,
            "amount": sum(items.values()),
        }

    def _write_terms(self, items, parts):
        """Write items and instalments; the interest is reckoned here, whatever was shown."""
        plan = self.sudo()
        plan.env["collections.plan.item"].create(
            [{"plan_id": plan.id, "line_id": line.id, "amount": amount} for line, amount in items.items()]
        )
        plan._check_parts(parts)
        unit = plan.currency_id.rounding
        interest = plan._interest_units(
            plan.interest_method,
            plan.interest_rate,
            plan.every,
            [round(principal / unit) for _day, principal in parts],
            [day for day, _principal in parts],
            plan.recorded_on,
        )
        plan.env["collections.plan.installment"].create(
            [
                {
                    "plan_id": plan.id,
                    "sequence": number,
                    "date": day,
                    "principal": plan.currency_id.round(principal),
                    "interest": plan.currency_id.round(units * unit),
                }
                for number, ((day, principal), units) in enumerate(zip(parts, interest, strict=True), 1)
            ]
        )
        plan.rate = plan._booked_rate()

    @api.model
    def _interest_units(self, method, rate, every, principals, dates, start):
        """Interest of each instalment, in units of the rounding of the currency (FM14)."""
        if method == "annuity":
            return schedule.period_interest(principals, rate, every)
        if method == "simple":
            return schedule.daily_interest(principals, dates, start, rate)
        return [0] * len(principals)

    def _check_parts(self, parts):
        """Refuse instalments that do not say when what of the debt is paid."""
        days = [day for day, _principal in parts]
        if len(set(days)) < len(days):
            raise UserError(self.env._("Two instalments are for the same day: put them together."))
        if any(self.currency_id.compare_amounts(principal, 0) <= 0 for _day, principal in parts):
            raise UserError(self.env._("An instalment is nothing or less: agree on fewer instalments."))
        missing = self.amount - sum(self.currency_id.round(principal) for _day, principal in parts)
        if not self.currency_id.is_zero(missing):
            raise UserError(self._difference_sentence(missing))
        self._check_days(days)

    def _check_days(self, days):
        if days and min(days) < self.recorded_on:
            raise UserError(self.env._("The first instalment is for a day that is over: choose a later one."))

    def _booked_rate(self):
        lines = self.item_ids.line_id
        in_currency = sum(lines.mapped("amount_residual_currency"))
        return sum(lines.mapped("amount_residual")) / in_currency if in_currency else 1

    def _give(self):
        """Let the plans count, propose them, or ask for approval first."""
        self.sudo().account_id._lock_agreements()
        supervised = self.filtered(lambda plan: plan.account_id._is_supervised())
        reasons = {plan: plan._limits_exceeded() for plan in self - supervised}
        waiting = self.filtered(lambda plan: reasons.get(plan))
        waiting.sudo()._check_free()
        for plan in waiting:
            plan._ask_for_approval("\n".join(reasons[plan]))
        (self - waiting)._take_effect_or_propose()
