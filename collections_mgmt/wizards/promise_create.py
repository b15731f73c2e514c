from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_date

from ..calc import promise as calc
from ..calc.share import fill

EVERY = [("week", "Week"), ("fortnight", "Two Weeks"), ("month", "Month")]
STEPS = {"week": relativedelta(weeks=1), "fortnight": relativedelta(weeks=2), "month": relativedelta(months=1)}
PROPOSED = 200  # items; with more, people choose


class CollectionsPromiseCreate(models.TransientModel):
    """Asks what one customer promises: which items, how much of each, for which days. Grain: one request."""

    _name = "collections.promise.create"
    _description = "Promise to Pay"
    _inherit = ["collections.customer.ask"]

    account_id = fields.Many2one("collections.account", string="Customer", required=True, readonly=True)
    partner_id = fields.Many2one(related="account_id.partner_id", string="Company of the Customer")
    date = fields.Date(string="Promised For", required=True)
    contact_id = fields.Many2one("res.partner", string="Promised By")
    channel = fields.Selection(
        selection=lambda self: self.env["collections.promise"]._fields["channel"].selection,
        required=True,
        default="phone",
    )
    promised_on = fields.Date(
        string="Said On", help="The day of the call: today, or up to two weeks ago when it is recorded late."
    )
    note = fields.Char()
    line_ids = fields.One2many("collections.promise.create.line", "wizard_id", string="Items")
    replace = fields.Boolean(
        string="Instead of Earlier Promises",
        help="What was promised before of these items is closed. Otherwise it stands, and only the rest is promised.",
    )
    has_promised = fields.Boolean(compute="_compute_has_promised")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    lump_sum = fields.Monetary(
        string="Amount",
        compute="_compute_lump_sum",
        store=True,
        readonly=False,
        help="What the customer promises in all: it is put on the oldest items first.",
    )
    part_count = fields.Integer(string="Payments", default=1)
    every = fields.Selection(EVERY, default="week")
    total = fields.Char(compute="_compute_total")
    limit_text = fields.Char(compute="_compute_limit_text")
    credits_text = fields.Char(compute="_compute_credits_text")
    can_send = fields.Boolean(compute="_compute_can_send")
    send_confirmation = fields.Boolean(help="An e-mail with amounts, day and payment reference to the customer.")

    # --------------------------------------------------------------------------------------------------------- proposal
    @api.model
    def default_get(self, fields_list):
        """The selected items, or those of the customer that are overdue and free, for the next working day."""
        values = super().default_get(fields_list)
        items = self._proposed_items()
        account = items.account_id or self.env["collections.account"].browse(values.get("account_id"))
        account.check_access("read")
        if not items:
            return values
        items.line_id.mapped("currency_id")  # read together, not one by one as the lines are made
        free_at_all = any(item.currency_id.compare_amounts(item.free_currency, 0) > 0 for item in items)
        date = account.company_id._working_day(account._last_key_date() + timedelta(days=1))
        lines = [self._line_vals(item, date, not free_at_all) for item in items]
        return {
            **values,
            "account_id": account.id,
            "date": date,
            "promised_on": self._day_of_the_call(account),
            "contact_id": self._person_of_the_call(account).id,
            "channel": self._channel_of_the_call(),
            "note": self._said(),
            "replace": not free_at_all,
            "line_ids": [Command.create(line) for line in lines],
        }

    @api.model
    def _person_of_the_call(self, account):
        """Who said it, else who is called about what is open."""
        return self._call().partner_id or account._contact_for("dunning", "phone")

    @api.model
    def _channel_of_the_call(self):
        """That of the contact, as far as promises tell it apart; else they call."""
        channel = self._call().channel or "phone"
        return channel if channel in dict(self._fields["channel"]._description_selection(self.env)) else "other"

    @api.model
    def _day_of_the_call(self, account):
        """That of the contact the promise follows from, else today."""
        today = account._last_key_date()
        return min(self._call().day or today, today)

    @api.model
    def _proposed_items(self):
        context = self.env.context
        items = self.env["collections.item"]
        if context.get("active_model") == items._name:
            chosen = items.browse(context.get("active_ids", [])).filtered(lambda item: item.residual_currency > 0)
            if not chosen:
                raise UserError(self.env._("Credits are not promised: choose what the customer owes."))
            return chosen
        account_id = context.get("default_account_id")
        debts = items.search([("account_id", "=", account_id), ("residual", ">", 0)], limit=PROPOSED)
        if again := context.get("collections_promised_again"):
            promise = self.env["collections.promise"].browse(again)
            return debts.filtered(lambda item: item.line_id in promise.line_ids.line_id)
        overdue = debts.filtered(lambda item: item.days_overdue > 0)
        return overdue.filtered(lambda item: item.free_currency > 0) or overdue.filtered("promised") or debts

    @api.model
    def _line_vals(self, item, date, replace):
        free, promised = item.free_currency, item._promised_currency()
        return {
            "line_id": item.line_id.id,
            "name": item.name,
            "due_date": item.due_date,
            "days_overdue": item.days_overdue,
            "free": free,
            "promised": promised,
            "amount": free + promised if replace else free,
            "date": date,
        }

    @api.onchange("replace")
    def _onchange_replace(self):
        """What was to be promised in full still is; an amount that was said stays."""
        for line in self.line_ids.filtered(lambda line: line._is_in_full()):
            line.amount = line._available()

    @api.onchange("lump_sum")
    def _onchange_lump_sum(self):
        """Oldest items first; what is left over is said."""
        if not self.currency_id or not self.currency_id.compare_amounts(self.lump_sum, self._sum()):
            return None
        left = self._put_on_oldest(self.lump_sum)
        return left and {
            "warning": {"title": self.env._("More than these items owe"), "message": self._left_over_text(left)}
        }

    def _put_on_oldest(self, amount):
        """Put ``amount``, in the one currency of the items, on those due first.

        :return: what is left over, None when they take all of it
        """
        lines = self.line_ids.sorted(lambda line: (line.due_date, line.name or ""))
        parts, left = fill(amount, [line._available() for line in lines])
        for line, part in zip(lines, parts, strict=True):
            line.amount = self.currency_id.round(part)
        return left if self.currency_id.compare_amounts(left, 0) > 0 else None

    def _left_over_text(self, left):
        more = format_amount(self.env, left, self.currency_id)
        return self.env._("%s is left over: it is more than these items owe.", more)

    @api.onchange("date")
    def _onchange_date(self):
        """Items that are for one day are all for the new one; several days stay as they were split."""
        if len(set(self.line_ids.mapped("date"))) <= 1:
            self.line_ids.date = self.date

    # ------------------------------------------------------------------------------------------------------------- told
    @api.depends("line_ids.promised")
    def _compute_has_promised(self):
        for wizard in self:
            wizard.has_promised = any(line.promised for line in wizard.line_ids)

    @api.depends("line_ids.amount", "line_ids.date", "part_count")
    def _compute_total(self):
        for wizard in self:
            total = " · ".join(
                self.env._(
                    "%(amount)s for %(day)s",
                    amount=format_amount(self.env, sum(lines.mapped("amount")), currency),
                    day=format_date(self.env, day) if day else "?",
                )
                for (day, currency), lines in wizard._promised_lines()
            )
            if wizard._is_unsplit():
                total = self.env._("%(total)s, in %(count)s payments", total=total, count=wizard.part_count)
            wizard.total = total

    @api.depends("line_ids.amount", "line_ids.currency_id")
    def _compute_lump_sum(self):
        for wizard in self:
            wizard.lump_sum = wizard._sum()

    def _sum(self):
        """What is promised of all items, when they are in one currency."""
        return sum(self.line_ids.mapped("amount")) if self.currency_id else 0

    @api.depends("line_ids.currency_id")
    def _compute_currency_id(self):
        """That of the items, when it is one."""
        for wizard in self:
            currencies = wizard.line_ids.currency_id
            wizard.currency_id = currencies if len(currencies) == 1 else False

    @api.depends("account_id", "promised_on")
    def _compute_limit_text(self):
        for wizard in self:
            account = wizard.account_id
            profile = account.sudo().profile_id
            if not profile or account._is_supervised():
                wizard.limit_text = False
                continue
            last = (wizard.promised_on or account._last_key_date()) + timedelta(days=profile.promise_days)
            wizard.limit_text = self.env._(
                "Later than %s needs the approval of the supervisor.", format_date(self.env, last)
            )

    @api.depends("account_id")
    def _compute_credits_text(self):
        """Whether he sets them off is for him to say, so they are told and not taken off."""
        for wizard in self:
            account, wizard.credits_text = wizard.account_id, False
            if account.credits > 0:
                amount = format_amount(self.env, account.credits, account.currency_id)
                wizard.credits_text = self.env._("Open credits of %s are not taken off.", amount)

    @api.depends("account_id")
    def _compute_can_send(self):
        for wizard in self:
            account = wizard.account_id
            wizard.can_send = account._sending_is_on() and not account._silent_until()

    # ---------------------------------------------------------------------------------------------------------- actions
    def action_split(self):
        """Divide every amount over several days, the first of them the promised day."""
        self.ensure_one()
        self._split()
        return self._again()

    def _split(self):
        if not 1 < self.part_count <= 24:
            raise UserError(self.env._("Split into two to 24 payments; for more agree on a plan."))
        every, company = STEPS[self.every or "week"], self.account_id.company_id
        first = self.env["collections.promise"]._asked_day(self.date)
        days = [company._working_day(first + every * number) for number in range(self.part_count)]
        for line in self.line_ids:
            line._split(days)

    def _is_unsplit(self):
        """Several payments were entered, and nobody divided the amounts yet."""
        return self.part_count > 1 and len(set(self.line_ids.mapped("date"))) == 1

    def _again(self):
        """The same dialog, with what was changed."""
        return {**self._get_records_action(target="new"), "name": self.env._("Promise to Pay")}

    def action_promise(self):
        """Record it: a promise for each day and currency."""
        self.ensure_one()
        if self._is_unsplit():
            self._split()
        vals_list = [
            {
                "account_id": self.account_id.id,
                "date": day,
                "contact_id": self.contact_id.id,
                "channel": self.channel,
                "promised_on": self.promised_on,
                "note": self.note,
                "beside": not self.replace,
                "line_ids": [Command.create({"line_id": line.line_id.id, "amount": line.amount}) for line in lines],
            }
            for (day, _currency), lines in self._promised_lines()
        ]
        if not vals_list:
            raise UserError(self.env._("Enter how much of which item is promised."))
        promises = self.env["collections.promise"].create(vals_list)
        if self.send_confirmation:
            promises.filtered("can_send").action_send_confirmation()
        return promises._recorded()

    def action_promise_and_next(self):
        """Record it, and open the next customer of the list."""
        return self._and_next(self.action_promise())

    def _promised_lines(self):
        """(day, currency) -> lines, in order of the days; what has no amount is left out."""
        lines = self.line_ids.filtered(lambda line: line.amount)
        groups = lines.grouped(lambda line: (line.date, line.currency_id))
        return sorted(groups.items(), key=lambda each: (str(each[0][0] or ""), each[0][1].id))


class CollectionsPromiseCreateLine(models.TransientModel):
    """Grain: one open item for one day in the dialog."""

    _name = "collections.promise.create.line"
    _description = "Item of a Promise to Pay"
    _order = "date, due_date, id"

    wizard_id = fields.Many2one("collections.promise.create", required=True, ondelete="cascade")
    line_id = fields.Many2one("account.move.line", string="Journal Item", required=True, ondelete="cascade")
    name = fields.Char(string="Number", readonly=True)
    due_date = fields.Date(readonly=True)
    days_overdue = fields.Integer(string="Days Late", readonly=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    free = fields.Monetary(readonly=True)
    promised = fields.Monetary(string="Promised Before", readonly=True)
    amount = fields.Monetary(string="Promised Now")
    date = fields.Date(string="For", required=True)

    def _available(self):
        """How much of the item can be promised."""
        return self.free + self.promised if self.wizard_id.replace else self.free

    def _is_in_full(self):
        """Whether it is all that can be promised, instead of earlier promises or beside them."""
        return any(
            not self.currency_id.compare_amounts(self.amount, available)
            for available in (self.free, self.free + self.promised)
        )

    def _split(self, days):
        """One line for each of ``days``, with equal amounts; the last takes what is left."""
        self.ensure_one()
        rounding = self.currency_id.rounding
        parts = calc.split(round(self.amount / rounding), len(days))
        amounts = [self.currency_id.round(units * rounding) for units in parts]
        for day, amount in zip(days[1:], amounts[1:], strict=True):
            self.copy({"date": day, "amount": amount})
        self.write({"date": days[0], "amount": amounts[0]})
