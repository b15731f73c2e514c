from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount

from ..calc import schedule
from ..models.commitment.plan import EVERY, INTEREST, MOST, SHIFTS
from ..models.commitment.plan_type import CLEARING

PROPOSED = 200  # items; with more, people choose


class CollectionsPlanCreate(models.TransientModel):
    """Asks in which instalments one customer pays; shows them while the terms are chosen. Grain: one request."""

    _name = "collections.plan.create"
    _description = "Plan in Instalments"
    _inherit = ["collections.customer.ask"]

    account_id = fields.Many2one("collections.account", string="Customer", required=True, readonly=True)
    partner_id = fields.Many2one(related="account_id.partner_id", string="Company of the Customer")
    previous_id = fields.Many2one("collections.plan", string="In Place Of", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    key_date = fields.Date(required=True, readonly=True)
    line_ids = fields.One2many("collections.plan.create.line", "wizard_id", string="Items")
    amount = fields.Monetary(string="Debt", compute="_compute_amount")

    type_id = fields.Many2one(
        "collections.plan.type",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        help="Terms that are often agreed on; they may be changed.",
    )
    company_id = fields.Many2one(related="account_id.company_id")
    clearing = fields.Selection(CLEARING, string="Payments Settle", required=True, default="oldest")
    count = fields.Integer(string="Instalments", required=True, default=3)
    every = fields.Selection(EVERY, required=True, default="month")
    first_date = fields.Date(string="First On", required=True)
    first_kind = fields.Selection(
        [("same", "Like the others"), ("percent", "A share in percent"), ("amount", "An amount")],
        string="First Instalment",
        required=True,
        default="same",
    )
    first_percent = fields.Float(string="Share %", digits=(16, 2), default=30)
    first_amount = fields.Monetary()
    shift = fields.Selection(SHIFTS, string="Weekends and Holidays", required=True, default="after")
    interest_method = fields.Selection(INTEREST, string="Interest", required=True, default="none")
    interest_rate = fields.Float(string="Interest % a Year", digits=(16, 2))
    explicit = fields.Boolean(
        string="Own Days and Amounts", help="Change days and amounts one by one instead of equal instalments."
    )
    installment_ids = fields.One2many("collections.plan.create.installment", "wizard_id", string="Instalments Shown")
    contact_id = fields.Many2one("res.partner", string="Agreed With")
    accepted = fields.Boolean(
        string="The Customer Agreed",
        default=True,
        help="Otherwise the plan is a proposal: it counts once the customer has agreed.",
    )
    signed = fields.Boolean(compute="_compute_signed", compute_sudo=True, help="It counts once it is signed.")
    note = fields.Char()

    total_text = fields.Char(compute="_compute_texts")
    difference_text = fields.Char(compute="_compute_texts")
    limit_text = fields.Text(compute="_compute_texts")
    interest_text = fields.Char(compute="_compute_texts")

    # --------------------------------------------------------------------------------------------------------- proposal
    @api.model
    def default_get(self, fields_list):
        """The selected items, or those of the customer that are overdue and free; the usual terms of his profile."""
        values = super().default_get(fields_list)
        previous = self.env["collections.plan"].browse(values.get("previous_id"))
        previous.check_access("read")
        lines = self._proposed_of_plan(previous) if previous else self._proposed_of_items(values)
        account = previous.account_id or self.env["collections.account"].browse(values.get("account_id"))
        if lines and not account:
            account = self.env["collections.item"].browse(lines[0]["line_id"]).account_id
        account.check_access("read")
        if not account:
            return values
        values.update(account_id=account.id, line_ids=[Command.create(line) for line in lines])
        values.update(currency_id=lines[0]["currency_id"] if lines else account.currency_id.id)
        values.update(self._usual_terms(account), **(self._terms_of(previous) if previous else {}))
        wizard = self.new(values)
        return {**values, "installment_ids": [Command.create(part) for part in wizard._shown_parts()]}

    @api.model
    def _usual_terms(self, account):
        profile, day = account.sudo().profile_id, account._last_key_date()
        first = schedule.days(day, "month", 2)[1]
        return {
            "key_date": day,
            "first_date": first,
            "every": "month",
            "shift": "after",
            "first_kind": "same",
            "count": min(3, profile.plan_count or 3),
            "interest_method": profile.plan_interest_method or "none",
            "interest_rate": profile.plan_interest_rate,
            "contact_id": (self._call().partner_id or account._contact_for("dunning", "phone")).id,
            "note": self._said(),
        }

    @api.model
    def _proposed_of_items(self, values):
        """Values of the items: those chosen, else overdue and free ones in the currency most is owed in."""
        context, items = self.env.context, self.env["collections.item"]
        if context.get("active_model") == items._name:
            selected = items.browse(context.get("active_ids", []))
            selected.check_access("read")
            chosen = selected.filtered(lambda item: item.residual_currency > 0)
            if not chosen:
                raise UserError(self.env._("Credits are not paid in instalments: choose what the customer owes."))
            if len(chosen.currency_id) > 1:
                raise UserError(self.env._("Items in different currencies need a plan each: choose those of one."))
            return [self._line_vals(item, item.free_currency) for item in chosen]
        domain = [("account_id", "=", values.get("account_id")), ("residual", ">", 0), ("free", ">", 0)]
        debts = items.search(domain, limit=PROPOSED)
        debts = debts.filtered(lambda item: item.days_overdue > 0) or debts
        groups = debts.grouped("currency_id").values()
        most = max(groups, key=lambda group: sum(group.mapped("free")), default=debts)
        return [self._line_vals(item, item.free_currency) for item in most]

    @api.model
    def _proposed_of_plan(self, plan):
        """What is open of a plan and not disputed, but for interest that was booked and is taken back with it."""
        open_of = {
            item.line_id.id: item.amount - item.paid - item.credited - item.disputed
            for item in plan.item_ids
            if not item.is_interest or item.paid or item.credited
        }
        items = self.env["collections.item"].search([("id", "in", list(open_of))])
        return [self._line_vals(item, open_of[item.id], plan) for item in items if open_of[item.id] > 0]

    @api.model
    def _terms_of(self, plan):
        """The terms of the plan that is changed, and its instalments that are not paid, from the key date on."""
        day = plan.account_id._last_key_date()
        left = plan.installment_ids.filtered(lambda part: part.state != "paid")
        return {
            "every": plan.every,
            "shift": plan.shift,
            "count": max(1, len(left)),
            "first_date": max(min(left.mapped("date"), default=day), day),
            "interest_method": plan.interest_method,
            "interest_rate": plan.interest_rate,
            "type_id": plan.type_id.id,
            "clearing": plan.clearing,
            "contact_id": plan.contact_id.id,
            "note": plan.note,
        }

    @api.model
    def _line_vals(self, item, free, plan=None):
        freed = free if plan and plan.state == "active" else 0
        return {
            "line_id": item.line_id.id,
            "name": item.name,
            "due_date": item.due_date,
            "days_overdue": item.days_overdue,
            "currency_id": item.currency_id.id,
            "free": item.free_currency + freed,
            "amount": free,
        }

    # --------------------------------------------------------------------------------------------------------- preview
    @api.depends("account_id")
    def _compute_signed(self):
        for wizard in self:
            wizard.signed = wizard.account_id.profile_id.plan_signed

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.line_ids.mapped("amount"))

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """Its terms, as a proposal; those of a plan that is changed were agreed on."""
        if self.type_id and self.type_id != self.previous_id.type_id:
            self.update({**self.type_id._terms(), "explicit": False})
            self._onchange_terms()

    @api.onchange(
        "line_ids",
        "count",
        "every",
        "first_date",
        "first_kind",
        "first_percent",
        "first_amount",
        "shift",
        "interest_method",
        "interest_rate",
        "explicit",
        "installment_ids",
    )
    def _onchange_terms(self):
        """Instalments follow the terms; once they are changed one by one, only the interest does."""
        if self.explicit:
            self._show_interest()
        else:
            self.installment_ids = [Command.clear(), *(Command.create(part) for part in self._shown_parts())]

    def _shown_parts(self):
        try:
            return self._parts()
        except UserError:  # said when it is recorded, and below the instalments meanwhile
            return []

    def _parts(self):
        """Values of the instalments by the terms.

        :raise UserError: when the terms make no plan
        """
        if not 1 <= self.count <= MOST:
            raise UserError(self.env._("A plan has one to %s instalments.", MOST))
        if not self.first_date:
            raise UserError(self.env._("Say when the first instalment is due."))
        principals, dates = self._principals(), self._dates()
        interest = self._interest(principals, dates)
        return [
            {
                "date": day,
                "principal": self._amount(principal),
                "interest": self._amount(added),
            }
            for day, principal, added in zip(dates, principals, interest, strict=True)
        ]

    def _principals(self):
        total, first = self._units(self.amount), self._first_units()
        try:
            if self.interest_method == "annuity":
                return schedule.annuity(total, self.interest_rate, self.every, self.count, first)
            return schedule.equal(total, self.count, first)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(amount)s cannot be paid in %(count)s instalments that way: choose fewer, or another first one.",
                    amount=format_amount(self.env, self.amount, self.currency_id),
                    count=self.count,
                )
            ) from error

    def _first_units(self):
        if self.first_kind == "percent":
            return self._units(self.currency_id.round(self.amount * self.first_percent / 100))
        return self._units(self.first_amount) if self.first_kind == "amount" else None

    def _dates(self):
        days, company = schedule.days(self.first_date, self.every, self.count), self.account_id.company_id
        return [company._working_day(day, self.shift) for day in days]

    def _interest(self, principals, dates):
        plans = self.env["collections.plan"]
        return plans._interest_units(
            self.interest_method, self.interest_rate, self.every, principals, dates, self.key_date
        )

    def _show_interest(self):
        """The interest of instalments that were changed one by one."""
        parts = self.installment_ids.filtered("date").sorted("date")
        interest = self._interest([self._units(part.principal) for part in parts], parts.mapped("date"))
        for part, units in zip(parts, interest, strict=True):
            part.interest = self._amount(units)

    def _units(self, amount):
        return round(amount / self.currency_id.rounding)

    def _amount(self, units):
        return self.currency_id.round(units * self.currency_id.rounding)

    # ------------------------------------------------------------------------------------------------------------- told
    @api.depends("installment_ids.principal", "installment_ids.interest", "installment_ids.date", "line_ids.amount")
    def _compute_texts(self):
        for wizard in self:
            wizard.total_text = wizard._total_text()
            wizard.difference_text = wizard._difference_text()
            wizard.limit_text = wizard._limit_text()
            wizard.interest_text = wizard._interest_text()

    def _total_text(self):
        parts = self.installment_ids
        principal, interest = sum(parts.mapped("principal")), sum(parts.mapped("interest"))
        values = {
            "total": format_amount(self.env, principal + interest, self.currency_id),
            "count": len(parts),
            "interest": format_amount(self.env, interest, self.currency_id),
        }
        if self.currency_id.is_zero(interest):
            return self.env._("%(total)s in %(count)s instalments", **values)
        return self.env._("%(total)s in %(count)s instalments, %(interest)s of it interest", **values)

    def _difference_text(self):
        missing = self.amount - sum(self.installment_ids.mapped("principal"))
        if self.currency_id.is_zero(missing):
            return False
        if not self.explicit:
            try:
                self._parts()
            except UserError as error:
                return error.args[0]
        return self.env["collections.plan"].new({"currency_id": self.currency_id.id})._difference_sentence(missing)

    def _limit_text(self):
        account = self.account_id
        if not account or account._is_supervised():
            return False
        company = account.sudo().company_id
        amount = self.currency_id._convert(self.amount, company.currency_id, company, self.key_date)
        days = [day for day in self.installment_ids.mapped("date") if day]
        reasons = self.env["collections.plan"]._limits_of(
            account, amount, days, self.interest_method, self.interest_rate
        )
        return self.env._("The supervisor has to approve it: %s", " ".join(reasons)) if reasons else False

    def _interest_text(self):
        if self.interest_method == "none":
            return False
        if self.account_id.sudo().company_id.collections_plan_interest_product_id:
            return self.env._("The interest is booked as a debit note when the plan comes in force.")
        return self.env._("The interest is agreed but not booked: no product is set for it in the settings.")

    # ---------------------------------------------------------------------------------------------------------- actions
    def action_plan(self):
        """Record it."""
        self.ensure_one()
        lines = self.line_ids.filtered("amount")
        parts = (
            self.installment_ids.mapped(lambda part: {"date": part.date, "principal": part.principal})
            if self.explicit
            else self._parts()
        )
        plan = self.env["collections.plan"].create(
            {
                "account_id": self.account_id.id,
                "previous_id": self.previous_id.id,
                "contact_id": self.contact_id.id,
                "note": self.note,
                "every": self.every,
                "shift": self.shift,
                "explicit": self.explicit,
                "interest_method": self.interest_method,
                "interest_rate": self.interest_rate if self.interest_method != "none" else 0,
                "accepted": self.accepted,
                "type_id": self.type_id.id,
                "clearing": self.clearing,
                "item_ids": [Command.create({"line_id": line.line_id.id, "amount": line.amount}) for line in lines],
                "installment_ids": [
                    Command.create({"date": part["date"], "principal": part["principal"]}) for part in parts
                ],
            }
        )
        return plan._recorded()

    def action_plan_and_next(self):
        """Record it, and open the next customer of the list."""
        return self._and_next(self.action_plan())


class CollectionsPlanCreateLine(models.TransientModel):
    """Grain: one open item in the dialog."""

    _name = "collections.plan.create.line"
    _description = "Item of a New Plan"
    _order = "due_date, id"

    wizard_id = fields.Many2one("collections.plan.create", required=True, ondelete="cascade")
    line_id = fields.Many2one("account.move.line", string="Journal Item", required=True, ondelete="cascade")
    name = fields.Char(string="Number", readonly=True)
    due_date = fields.Date(readonly=True)
    days_overdue = fields.Integer(string="Days Late", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    free = fields.Monetary(readonly=True)
    amount = fields.Monetary(string="In the Plan")


class CollectionsPlanCreateInstallment(models.TransientModel):
    """Grain: one instalment in the dialog."""

    _name = "collections.plan.create.installment"
    _description = "Instalment of a New Plan"
    _order = "date, id"

    wizard_id = fields.Many2one("collections.plan.create", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    date = fields.Date(string="Due", required=True)
    principal = fields.Monetary(string="Of the Debt")
    interest = fields.Monetary(readonly=True)
    amount = fields.Monetary(compute="_compute_amount")

    @api.depends("principal", "interest")
    def _compute_amount(self):
        for part in self:
            part.amount = part.principal + part.interest
