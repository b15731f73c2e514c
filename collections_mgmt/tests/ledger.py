"""Random ledgers for property tests, built in bulk, and the plain reading of them that the SQL must agree with."""

from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from odoo import Command

from ..models.portfolio.account_dispute import AMOUNTS

KINDS = ("out_invoice",) * 5 + ("payment",) * 3 + ("out_refund", "out_receipt", "entry")
FATES = ("posted",) * 6 + ("draft", "cancelled", "blocked", "reset", "reset and cancelled", "reversed", "unmatched")
# what may be done to a document of an earlier day
LATER = (
    "reset",
    "reset and posted",
    "reset and cancelled",
    "reversed",
    "unmatched",
    "unmatched",
    "blocked",
    "paid",
    "paid",
)
CUSTOMERS = 4
TERMS = 6
SALES = ("out_invoice", "out_refund", "out_receipt")

documents = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "fate": st.sampled_from(FATES),
        "customer": st.integers(0, CUSTOMERS - 1),
        "in_branch": st.booleans(),
        "currency": st.sampled_from((0, 0, 1, 2)),
        "units": st.integers(1, 99) | st.integers(100, 500_000),
        "day": st.integers(-420, 15),
        "term": st.integers(0, TERMS - 1),
    }
)
matches = st.tuples(st.integers(0, 999), st.integers(0, 999))
ledgers = st.fixed_dictionaries(
    {
        "documents": st.lists(documents, min_size=3, max_size=14),
        "matches": st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=9),
        "days": st.sampled_from((0, 0, 3, -30, 60)),
    }
)


class LedgerBuilder:
    """Books a drawn ledger. ``case`` is a test case of ``CollectionsCommon`` with ``customers`` and so on."""

    def __init__(self, case):
        self.case = case
        self.env = case.env
        self.bookings = 0

    def taken_bookings(self):
        """Number of documents, matches and changes since it was asked last."""
        bookings, self.bookings = self.bookings, 0
        return bookings

    def build(self, drawn):
        """:return: list of the moves, in the order drawn"""
        moves = self._create(drawn["documents"])
        self.bookings += len(moves)
        fates = list(zip(moves, (document["fate"] for document in drawn["documents"]), strict=True))
        posted = [move.id for move, fate in fates if fate not in ("draft", "cancelled")]
        self.env["account.move"].browse(posted).action_post()
        for move, fate in fates:
            if fate == "cancelled":
                move.button_cancel()
        self.match(moves, drawn.get("matches", ()))
        for move, fate in fates:
            self._meet(move, fate)
        return moves

    def match(self, moves, drawn):
        for one, other in drawn:
            self._match(moves[one % len(moves)], moves[other % len(moves)])

    def change(self, moves, drawn):
        """Do to documents booked before what ``drawn``, pairs of a position and one of ``LATER``, says."""
        for number, fate in drawn:
            move = moves[number % len(moves)]
            if move.state == "posted":
                self._meet(move, fate)

    def _meet(self, move, fate):
        happens = getattr(self, "_" + fate.split()[0], None)
        if happens:
            happens(move)
            self.bookings += 1
        if fate == "reset and cancelled":
            move.button_cancel()
        elif fate == "reset and posted":
            move.action_post()

    def _create(self, drawn):
        """One batch for each company; the moves in the order drawn."""
        moves, batches = {}, defaultdict(list)
        for number, document in enumerate(drawn):
            batches[self.case.companies[document["in_branch"]]].append((number, document))
        for company, batch in batches.items():
            vals = [self._values(document, company) for _number, document in batch]
            created = self.env["account.move"].with_company(company).create(vals).with_env(self.env)
            moves.update(zip((number for number, _document in batch), created, strict=True))
        return [moves[number] for number in range(len(drawn))]

    def _values(self, document, company):
        case = self.case
        currency = case.currencies[document["currency"]]
        amount = currency.round(document["units"] * (1 if currency.decimal_places == 0 else 0.01))
        customer = case.customers[document["customer"]]
        day = case.days(document["day"])
        if document["kind"] in SALES:
            terms = case.all_terms[document["term"]]
            return case.document_vals(
                customer, amount, None, day, currency, company, terms=terms, move_type=document["kind"]
            )
        journal = case.bank if document["kind"] == "payment" else case.company_data["default_journal_misc"]
        sign = -1 if document["kind"] == "payment" else (1, -1)[document["term"] % 2]
        balance = currency._convert(amount, company.currency_id, company, day) * sign
        lines = [
            {"account_id": case.receivable.id, "amount_currency": sign * amount, "balance": balance},
            {
                "account_id": case.company_data["default_account_revenue"].id,
                "amount_currency": -sign * amount,
                "balance": -balance,
            },
        ]
        common = {"partner_id": customer.id, "currency_id": currency.id}
        return {
            "move_type": "entry",
            "company_id": company.id,
            "journal_id": journal.id,
            "date": day,
            "line_ids": [Command.create({**line, **common}) for line in lines],
        }

    def _match(self, one, other):
        """Reconcile what is open of the two, if an accountant could."""
        if one == other or {one.state, other.state} != {"posted"}:
            return
        lines = (one + other).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        if len(lines.partner_id.commercial_partner_id) == 1 and len(set(lines.mapped("balance"))) > 1:
            lines.reconcile()
            self.bookings += 1

    def _paid(self, move):
        """What is open of it is received, or paid out."""
        if move.move_type in SALES and move.payment_state in ("not_paid", "partial"):
            self.case.pay(move, date=move.date + timedelta(days=9))

    def _blocked(self, move):
        if move.move_type in SALES and move.payment_state in ("not_paid", "partial"):
            move.action_toggle_block_payment()

    def _reset(self, move):
        move.button_draft()

    def _reversed(self, move):
        if move.state == "posted" and move.move_type in SALES and move.payment_state in ("not_paid", "partial"):
            day = move.date + timedelta(days=3)
            move._reverse_moves([{"date": day, "invoice_date": day}], cancel=True)

    def _unmatched(self, move):
        move.line_ids.remove_move_reconcile()


class PlainReading:
    """The facts of an account straight from their definitions, over records and in Python. Slow, and obvious."""

    def __init__(self, env, company, key_date):
        self.env, self.company, self.key_date = env, company, key_date
        self.lines = env["account.move.line"].search(
            [
                ("company_id", "child_of", company.id),
                ("parent_state", "=", "posted"),
                ("account_type", "=", "asset_receivable"),
                ("account_id.non_trade", "=", False),
            ]
        )

    def lines_of(self, partner):
        return self.lines.filtered(lambda line: line.partner_id.commercial_partner_id == partner)

    def items_of(self, partner):
        """The open items."""
        return self.lines_of(partner).filtered(
            lambda line: (
                not line.reconciled
                and (line.amount_residual or line.amount_residual_currency)
                and (not line.no_followup or self.company.collections_include_no_followup)
            )
        )

    def facts(self, partner):
        items = [self._item(line) for line in self.items_of(partner)]
        facts = {
            "key_date": self.key_date,
            **self._open(items),
            **self._ageing(items),
            **self._ahead(items),
            **self._covered(items),
            **self._history(self.lines_of(partner)),
            **self._behaviour(self.lines_of(partner)),
            **self._credit(partner, total(item["residual"] for item in items)),
        }
        return {**facts, **self._nothing_said(facts), "behaviour": self._behaviour_class(facts)}

    def _nothing_said(self, facts):
        """Ledgers of this kind know no contacts, promises, disputes ...: theirs are read in tests of their own."""
        nothing = ("resubmission_id", "resubmission_date", "resubmission_days", "resubmission_reason_id")
        nothing += ("no_contact_until", "callback_at", "last_contact_date", "last_effective_date", "days_since_contact")
        nothing += ("promise_date", "promises_kept_share", "promises_paid_share", "promise_slippage")
        nothing += ("promises_stood_share",)
        zero = ("promise_due_today", "promise_due_7", "promise_broken", "promises_broken_90", "promises_partial")
        zero += ("promise_level", "disputed_share", *AMOUNTS)
        zero += ("plan_missed_days", "plan_defaulted", "instalment_due_7")
        nothing += ("instalment_date", "instalment_days")
        nothing += ("process_step_kind", "process_step_days", "process_due_on", "process_limit_days")
        since = facts["customer_since"] or facts["oldest_due_date"]
        return {
            **dict.fromkeys(nothing),
            **dict.fromkeys(zero, 0),
            "resubmission_due": False,
            **dict.fromkeys(("in_process", "process_taken", "process_escalated"), False),
            "failed_contacts": 0,
            "days_since_effective": max(0, (self.key_date - since).days) if since else 0,
        }

    def _item(self, line):
        move = line.move_id
        residual, due = money(line.amount_residual), line.date_maturity or line.date
        coverable = residual > 0 and line.amount_residual_currency > 0
        held = residual if coverable and move.payment_state == "blocked" else 0
        settled = move.move_type != "entry" and move.payment_state in ("in_payment", "paid", "reversed")
        return {
            "residual": residual,
            "due": due,
            "late": (self.key_date - due).days,
            "discount": line.discount_date,
            "held": held,
            "in_payment": residual if coverable and settled and not held else 0,
        }

    def _open(self, items):
        debits = [item for item in items if item["residual"] > 0]
        late = [item["residual"] for item in debits if item["late"] > 0]
        credits = -total(item["residual"] for item in items if item["residual"] < 0)
        return {
            "item_count": len(debits),
            "balance": total(item["residual"] for item in items),
            "credits": credits,
            "overdue": total(late),
            "not_due": total(item["residual"] for item in debits) - total(late),
            "oldest_due_date": min((item["due"] for item in debits), default=None),
            "oldest_days": max(0, *(item["late"] for item in debits)) if debits else 0,
            "largest_overdue": max(late, default=0),
            "overdue_share": percent(total(late), total(item["residual"] for item in debits)),
            "credits_share": percent(credits, total(late)),
        }

    def _ageing(self, items):
        bands = dict.fromkeys((f"aging_{n}" for n in range(1, 6)), 0)
        limits = [self.company[f"collections_aging_limit_{n}"] for n in range(1, 5)]
        for item in items:
            if item["residual"] > 0 and item["late"] > 0:
                bands[f"aging_{1 + sum(item['late'] > limit for limit in limits)}"] += item["residual"]
        return bands

    def _ahead(self, items):
        def within(days, name):
            last = self.key_date + timedelta(days=days)
            return total(
                item["residual"]
                for item in items
                if item["residual"] > 0 and item[name] and self.key_date <= item[name] <= last
            )

        ahead = {f"due_in_{days}": within(days, "due") for days in (7, 14, 30)}
        return {**ahead, "discount_in_7": within(7, "discount")}

    def _covered(self, items):
        parts = dict.fromkeys(("legal", "placed", "disputed", "planned", "promised", "dunned"), 0)
        for part in ("held", "in_payment"):
            parts[part] = total(item[part] for item in items)
        parts["free_overdue"] = total(
            item["residual"] - item["held"] - item["in_payment"]
            for item in items
            if item["residual"] > 0 and item["late"] > 0
        )
        return parts

    def _history(self, lines):
        known = lines.filtered(lambda line: line.date <= self.key_date)
        first = min(
            known.filtered(lambda line: line.move_id.move_type in ("out_invoice", "out_receipt")).mapped("date"),
            default=None,
        )
        received = defaultdict(Decimal)
        for line in known.filtered(lambda line: line.journal_id.type in ("bank", "cash", "credit")):
            received[line.date] -= money(line.balance)
        last = max((day for day, amount in received.items() if amount > 0), default=None)
        since = last or first
        year_ago = self.key_date - relativedelta(months=12)
        return {
            "customer_since": first,
            "days_customer": (self.key_date - first).days if first else None,
            "sales_12m": total(
                money(line.balance) for line in known if line.move_id.move_type in SALES and line.date > year_ago
            ),
            "last_payment_date": last,
            "last_payment_amount": received[last] if last else 0,
            "days_since_payment": (self.key_date - since).days if since else None,
        }

    def _payments(self, lines):
        """(amount, day, days late, days to pay) of every payment of an invoice or entry in the last 12 months."""
        for line in lines.filtered(lambda line: line.move_id.move_type in ("out_invoice", "out_receipt", "entry")):
            for partial in line.matched_credit_ids:
                paid, day = partial.credit_move_id, partial.max_date
                if paid.parent_state != "posted" or paid.journal_id.type not in ("bank", "cash", "credit"):
                    continue
                if self.key_date - relativedelta(months=12) < day <= self.key_date and partial.amount > 0:
                    due, dated = line.date_maturity or line.date, line.move_id.invoice_date or line.date
                    yield money(partial.amount), day, (day - due).days, (day - dated).days

    def _behaviour(self, lines):
        payments = list(self._payments(lines))
        half = self.key_date - relativedelta(months=6)
        recent = mean((amount, late) for amount, day, late, _age in payments if day > half)
        before = mean((amount, late) for amount, day, late, _age in payments if day <= half)
        return {
            "paid_12m": total(amount for amount, *_rest in payments),
            "avg_days_late": tenths(mean((amount, late) for amount, _day, late, _age in payments)),
            "avg_days_to_pay": tenths(mean((amount, age) for amount, _day, _late, age in payments)),
            "late_share": percent(
                total(amount for amount, _day, late, _age in payments if late > 0), total(row[0] for row in payments)
            ),
            "delay_trend": None if recent is None or before is None else tenths(recent - before),
            "paid_days_late": total(amount * late for amount, _day, late, _age in payments),
            "paid_days_to_pay": total(amount * age for amount, _day, _late, age in payments),
            "paid_late": total(amount for amount, _day, late, _age in payments if late > 0),
            "paid_6m": total(amount for amount, day, *_rest in payments if day > half),
            "paid_6m_days_late": total(amount * late for amount, day, late, _age in payments if day > half),
        }

    def _behaviour_class(self, facts):
        """A11 as the help of the field tells it."""
        overdue, late = facts["overdue"], facts["avg_days_late"]
        if not facts["item_count"]:
            return None
        if overdue and 2 * max(overdue - facts["free_overdue"], facts["credits"]) >= overdue:
            return "deprioritised"
        habitual = late is not None and late >= 15 and facts["late_share"] > 50
        if habitual or (facts["delay_trend"] or 0) >= 10 or facts["trust"] == "bad":
            return "at_risk"
        pays_fast = facts["paid_12m"] > 0 and late is not None and late <= 5
        if overdue and (pays_fast or (facts["credit_used"] or 0) > 90):
            return "low_hanging"
        return "regular"

    def _credit(self, partner, balance):
        partner = partner.with_company(self.company)
        limit = money(partner.credit_limit)
        return {
            "credit_limit": limit,
            "credit_used": percent(max(Decimal(0), balance), limit),
            "credit_over": max(Decimal(0), balance - limit) if limit else 0,
            "trust": partner.trust,
        }

    def to_collect(self, partner, profile, horizon=0):
        """FM1: free items later than the grace days or due within the horizon, less credits where they are netted."""
        amount = Decimal(0)
        items = [self._item(line) for line in self.items_of(partner)]
        for item in items:
            overdue = item["late"] > max(0, profile.grace_days)
            ahead = horizon > 0 and -horizon <= item["late"] <= 0
            if item["residual"] > 0 and (overdue or ahead):
                amount += item["residual"] - item["held"] - item["in_payment"]
        if profile.credit_netting == "net":
            amount -= self._open(items)["credits"]
        return max(Decimal(0), amount)


def money(amount):
    return Decimal(str(amount))


def total(amounts):
    return sum(amounts, Decimal(0))


def mean(pairs):
    """Mean of (weight, value) pairs, None without any."""
    pairs = list(pairs)
    weight = sum(weight for weight, _value in pairs)
    return sum(weight * value for weight, value in pairs) / weight if weight else None


def tenths(value):
    return None if value is None else Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent(part, whole):
    return tenths(Decimal(part) * 100 / Decimal(whole)) if whole else None
