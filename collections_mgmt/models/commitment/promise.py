from odoo import api, fields, models

# life cycle (F3): only what is open or in process follows accounting
STATES = [
    ("to_approve", "Awaiting Approval"),
    ("open", "Open"),
    ("in_process", "In Process"),
    ("confirmed", "Closed"),
]
# what became of it (F2): the result of judging it from the ledger
FULFILMENTS = [
    ("open", "Open"),
    ("kept", "Kept"),
    ("partial", "Partly Kept"),
    ("broken", "Broken"),
    ("credited", "Settled by Credit"),
]
CLOSED = [
    ("cleared", "Items cleared"),
    ("replaced", "Replaced by a new promise"),
    ("withdrawn", "Withdrawn"),
    ("refused", "Not approved"),
]
CHANNELS = [("phone", "Phone"), ("email", "E-mail"), ("letter", "Letter"), ("visit", "Visit"), ("other", "Other")]
# what whoever records a promise says himself; all else follows
ASKED = ("account_id", "date", "contact_id", "channel", "note", "beside")


class CollectionsPromise(models.Model):
    """A promise to pay (F1). Grain: what one customer promised for one day, of any number of items in one currency.

    It is neither changed nor deleted: it is judged from the ledger, replaced, withdrawn or closed, and stays as
    history. ``state`` is its life cycle, ``fulfilment`` what became of it. Amounts are in the currency of the items.
    """

    _name = "collections.promise"
    _description = "Promise to Pay"
    _inherit = ["mail.thread", "mail.activity.mixin", "collections.state.door", "collections.agreement"]
    _order = "date desc, id desc"

    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, index=True, ondelete="cascade", readonly=False
    )
    partner_id = fields.Many2one(related="account_id.partner_id", string="Contact of the Customer")
    company_id = fields.Many2one(related="account_id.company_id")
    group_id = fields.Many2one(related="account_id.group_id")
    date = fields.Date(string="Promised For", required=True)
    promised_on = fields.Date(required=True, readonly=True, help="The day on which the customer said so.")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    line_ids = fields.One2many("collections.promise.line", "promise_id", string="Items")
    amount = fields.Monetary(compute="_compute_amount", store=True, help="What was promised.")
    contact_id = fields.Many2one("res.partner", string="Promised By", ondelete="set null", index="btree_not_null")
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    note = fields.Char()
    beside = fields.Boolean(
        string="In Addition", readonly=False, help="Earlier promises of the same items that are still open stand."
    )
    given_by_id = fields.Many2one(
        "res.users", string="Recorded By", required=True, readonly=True, index=True, ondelete="restrict"
    )

    tolerance_days = fields.Integer(readonly=True, help="By the profile of the customer when it was promised.")
    tolerance_percent = fields.Float(string="Tolerance %", readonly=True, digits=(16, 1))
    last_day = fields.Date(
        compute="_compute_last_day", store=True, help="Payments up to this day keep the promise, with the tolerance."
    )

    state = fields.Selection(STATES, string="Status", required=True, readonly=True, default="to_approve")
    fulfilment = fields.Selection(FULFILMENTS, string="Result", required=True, readonly=True, default="open")
    level = fields.Integer(
        compute="_compute_level",
        store=True,
        aggregator="max",
        help="1 for the first promise of an item, and one more for each promise of it that was not kept.",
    )
    paid = fields.Monetary(readonly=True, help="Paid in time, tolerance included.")
    credited = fields.Monetary(readonly=True, help="Settled in time by credit notes, write-offs and the like.")
    late = fields.Monetary(string="Settled Late", readonly=True)
    disputed = fields.Monetary(readonly=True, help="Not to be chased: the customer objected after he promised.")
    missing = fields.Monetary(
        compute="_compute_missing", help="Promised and not settled to this day, but for what is disputed."
    )
    last_payment_date = fields.Date(string="Last Payment", readonly=True)
    covered_on = fields.Date(string="Paid in Full", readonly=True)
    judged_on = fields.Date(string="Result Since", readonly=True)

    closed_because = fields.Selection(CLOSED, string="Closed", readonly=True)
    closed_on = fields.Date(readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")

    _live = models.Index("(account_id) WHERE state IN ('open', 'in_process')")
    _not_for_the_past = models.Constraint("CHECK(date >= promised_on)", "Nobody promises for a day that is over.")

    @property
    def _mail_post_access(self):
        """As for the customer: who collects may note down what was said."""
        return self.env["collections.account"]._mail_post_access

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for promise in self:
            promise.amount = sum(promise.line_ids.mapped("amount"))

    @api.depends("date", "tolerance_days")
    def _compute_last_day(self):
        for promise in self:
            promise.last_day = promise.date and fields.Date.add(promise.date, days=promise.tolerance_days)

    @api.depends("line_ids.level")
    def _compute_level(self):
        for promise in self:
            promise.level = max(promise.line_ids.mapped("level"), default=1)

    @api.depends("amount", "paid", "credited", "late", "disputed")
    def _compute_missing(self):
        for promise in self:
            settled = promise.paid + promise.credited + promise.late
            promise.missing = promise.amount - settled - promise.disputed

    # --------------------------------------------------------------------------------------------------------- creation
    @api.model_create_multi
    def create(self, vals_list):
        asked = [self._asked_items(vals.get("line_ids")) for vals in vals_list]
        recording = self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        promises = super(CollectionsPromise, recording).create(
            [self._given_vals(vals, items) for vals, items in zip(vals_list, asked, strict=True)]
        )
        promises = promises.with_env(self.env)
        promises._give(asked)
        return promises

    def _given_vals(self, vals, items):
        """What is said, and what follows from it: nobody chooses the result of his promise."""
        account = self.env["collections.account"].browse(vals.get("account_id"))
        profile = account.sudo().profile_id
        return {
            **{name: vals[name] for name in ASKED if name in vals},
            "date": self._asked_day(vals.get("date")),
            "given_by_id": self.env.uid,
            **self._said_vals(vals, account.sudo()),
            "currency_id": next(iter(items)).currency_id.id,
            "tolerance_days": profile.promise_tolerance_days,
            "tolerance_percent": profile.promise_tolerance_percent,
        }

    def _give(self, asked):
        """Write the items, and let the promises count, or ask for approval."""
        self.sudo().account_id._lock_agreements()
        self.sudo()._write_items(asked)
        self.sudo()._check_promised_on()
        supervised = self.filtered(lambda promise: promise.account_id._is_supervised())
        reasons = {promise: promise._limits_exceeded() for promise in self - supervised}
        waiting = self.filtered(lambda promise: reasons.get(promise))
        (self - waiting)._take_effect()
        waiting._check_free()
        for promise in waiting:
            promise._ask_for_approval("\n".join(reasons[promise]))

    def _write_items(self, asked):
        vals_list = [
            {"promise_id": promise.id, "line_id": line.id, "amount": amount}
            for promise, items in zip(self, asked, strict=True)
            for line, amount in items.items()
        ]
        self.env["collections.promise.line"].create(vals_list)
