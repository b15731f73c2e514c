"""Whatever is in the books: every fact of an account is what a plain reading of the ledger gives."""

import os
from contextlib import closing
from decimal import Decimal

from hypothesis import HealthCheck, Phase, given, settings, strategies

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..queries.customer import customers_without_account
from ..queries.domain_mask import domain_mask
from ..queries.named_columns import named_columns
from ..queries.open_item import WATERFALL
from ..queries.payment_history import last_payment, payment_behaviour, sales_history
from ..queries.payment_under_way import payment_under_way
from .common import CollectionsCommon
from .ledger import LedgerBuilder, PlainReading, ledgers

EXAMPLES = int(os.environ.get("COLLECTIONS_EXAMPLES", "24"))
# a ledger takes a second to book: shrinking one that fails would take the night
PLAN = {"deadline": None, "derandomize": True, "database": None, "phases": [Phase.generate]}
PLAN["suppress_health_check"] = list(HealthCheck)


class RandomLedgerCase(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contact = cls.new_customer("Anna", parent_id=cls.customer.id, is_company=False)
        cls.customers = [cls.customer, cls.customer_2, cls.customer_3, contact]
        cls.companies = (cls.company, cls.branch())
        cls.currencies = [
            cls.currency,
            cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.9137), ("2026-03-01", 0.8219)]),
            cls.setup_other_currency("JPY", rates=[("2025-01-01", 151.37), ("2026-01-01", 143.11)]),
        ]
        cls.all_terms = [
            cls.terms((100, 0)),
            cls.terms((100, 30)),
            cls.terms((30, 0), (70, 30)),
            cls.terms((33.3, 10), (33.3, 45), (33.4, 100)),
            cls.terms((100, 30), early_discount=True, discount_percentage=2, discount_days=7),
            cls.terms((50, 14), (50, 400)),
        ]
        cls.customer.credit_limit = 1500
        cls.customer_2.write({"credit_limit": 0.01, "trust": "bad"})
        cls.env.flush_all()

    def stored(self, names, account):
        """As it is read: the day as of which it is known, and the days until then."""
        self.env.flush_all()
        columns = named_columns({name: account.sudo()._field_to_sql("account", name) for name in names})
        query = SQL("SELECT %s FROM collections_account account WHERE id = %s", columns, account.id)
        [row] = self.env.execute_query_dict(query)
        return {name: Decimal(str(value)) if isinstance(value, float) else value for name, value in row.items()}


@tagged("post_install", "-at_install")
class TestFactsProperty(RandomLedgerCase):
    def check_facts(self, key_date):
        reading = PlainReading(self.env, self.company, key_date)
        self.env["collections.account"]._ensure_accounts(open_only=False)
        self.refresh(key_date=key_date)
        accounts = self.env["collections.account"].search([("company_id", "=", self.company.id)])
        self.assertEqual(accounts.partner_id, reading.lines.partner_id.commercial_partner_id, "one account a customer")
        for account in accounts:
            expected = reading.facts(account.partner_id)
            facts = {"key_date", *account._fact_columns(key_date), *account._deduced_columns(key_date)}
            facts |= account._history_columns().keys()
            self.assertEqual(set(expected), facts, "every fact has its plain reading")
            self.assertEqual(self.stored(list(expected), account), expected)
            self.check_items(account, reading, key_date)
            horizon = account.strategy_id.days_before_due
            self.assertEqual(
                self.stored(["to_collect"], account),
                {"to_collect": reading.to_collect(account.partner_id, account.profile_id, horizon)},
            )

    def check_items(self, account, reading, key_date):
        items = self.open_items(account.partner_id, key_date)
        self.assertEqual(items.line_id, reading.items_of(account.partner_id))
        self.assertEqual(len(items), len(items.line_id), "one row a line")
        for item in items:
            covered = sum(item[part] for part in WATERFALL)
            self.assertEqual(self.currency.compare_amounts(covered + item.free, item.residual), 0)

    def check(self, drawn):
        with closing(self.env.cr.savepoint()):
            LedgerBuilder(self).build(drawn)
            self.check_facts(self.days(drawn["days"]))
        self.env.invalidate_all()

    @settings(max_examples=EXAMPLES, **PLAN)
    @given(ledgers)
    def test_every_fact_is_what_a_plain_reading_of_the_ledger_gives(self, drawn):
        self.check(drawn)

    @settings(max_examples=EXAMPLES // 4, **PLAN)
    @given(ledgers, strategies.lists(strategies.integers(-31, 31), min_size=3, max_size=5))
    def test_what_is_kept_is_what_a_plain_reading_gives_from_day_to_day(self, drawn, steps):
        with closing(self.env.cr.savepoint()):
            LedgerBuilder(self).build(drawn)
            self.env["collections.account"]._ensure_accounts(open_only=False)
            day = drawn["days"]
            self.refresh(key_date=self.days(day))
            self.env["collections.refresh"].search([]).unlink()  # worked off: from here on nothing happens but time
            for step in steps:
                day += step
                self.check_facts(self.days(day))
        self.env.invalidate_all()

    @settings(max_examples=EXAMPLES // 3 + 1, **PLAN)
    @given(ledgers)
    def test_with_other_parameters_too(self, drawn):
        self.company.write({"collections_include_no_followup": True, "collections_aging_limit_1": 7})
        self.profile.write({"grace_days": 12, "credit_netting": "show"})
        self.strategy.days_before_due = 10
        self.check(drawn)


@tagged("post_install", "-at_install")
class TestQueries(RandomLedgerCase):
    """The grain and the columns each query promises in its docstring."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number, customer in enumerate(cls.customers):
            terms = cls.all_terms[number]
            invoice = cls.invoice(customer, 1000, None, date=cls.days(-50), terms=terms)
            cls.invoice(customer, 77, cls.days(-3), company=cls.companies[1])
            cls.pay(invoice, 10 + number, cls.days(-5))
            cls.credit_note(customer, 5, cls.days(-1))
        cls.invoices = cls.env["account.move"].search(
            [("move_type", "=", "out_invoice"), ("partner_id", "in", [partner.id for partner in cls.customers])]
        )

    def read_rows(self, query, grain):
        """Columns and rows; no two rows have the same ``grain``."""
        self.env.flush_all()
        self.env.cr.execute(query)
        columns = [column.name for column in self.env.cr.description]
        rows = self.env.cr.dictfetchall()
        keys = [tuple(row[name] for name in grain) for row in rows]
        self.assertEqual(len(keys), len(set(keys)), "one row each")
        self.assertTrue(rows)
        return set(columns), rows

    def assert_columns(self, columns, names):
        self.assertEqual(columns, set(names.split()))

    def scope(self):
        return self.env["collections.account"]._scope(self.company)

    def here(self):
        return SQL("line.company_id = ANY(%s)", self.scope().branch_ids)

    def test_customers_without_account(self):
        query = customers_without_account(self.env, self.scope(), open_only=True)
        columns, rows = self.read_rows(query, ("partner_id", "company_id"))
        self.assert_columns(columns, "partner_id company_id")
        missing = {row["partner_id"] for row in rows if row["company_id"] == self.company.id}
        self.assertEqual(missing, {self.customer.id, self.customer_2.id, self.customer_3.id}, "contacts have none")
        self.assertNotIn(self.companies[1].id, {row["company_id"] for row in rows}, "nor have branches")
        self.env["collections.account"]._ensure_accounts()
        self.env.cr.execute(query)
        self.assertFalse(self.env.cr.fetchall())

    def test_open_items(self):
        self.env["collections.account"]._ensure_accounts()
        columns, rows = self.read_rows(self.env["collections.item"]._open_items(self.key_date, self.here()), ("id",))
        promised = {name for name, field in self.env["collections.item"]._fields.items() if field.store}
        self.assertLessEqual(promised - {"display_name"}, columns)
        reading = PlainReading(self.env, self.company, self.key_date)
        expected = [line.id for partner in self.customers[:3] for line in reading.items_of(partner)]
        self.assertEqual({row["id"] for row in rows}, set(expected))

    def test_item_facts(self):
        self.env["collections.account"]._ensure_accounts()
        query = self.env["collections.account"]._item_facts(self.scope(), self.key_date)
        columns, rows = self.read_rows(query, ("partner_id",))
        self.assert_columns(
            columns,
            "partner_id item_count balance credits overdue not_due aging_1 aging_2 aging_3 aging_4 aging_5 "
            "oldest_due_date largest_overdue due_in_7 due_in_14 due_in_30 discount_in_7",
        )
        self.assertEqual(len(rows), 3)

    def test_covered_facts(self):
        self.env["collections.account"]._ensure_accounts()
        scope = self.scope()._replace(partner_ids=[customer.id for customer in self.customers])
        for invoice in self.env["account.move"].search([("move_type", "=", "out_invoice")]):
            invoice.action_toggle_block_payment()
        query = self.env["collections.account"]._covered_facts(scope, self.key_date)
        columns, rows = self.read_rows(query, ("partner_id",))
        self.assert_columns(columns, "partner_id overdue " + " ".join(WATERFALL))
        self.assertEqual(len(rows), 3)

    def test_sales_history(self):
        self.env["collections.account"]._ensure_accounts()
        columns, rows = self.read_rows(sales_history(self.scope(), self.key_date), ("id",))
        self.assert_columns(columns, "id customer_since sales_12m")
        self.assertEqual(len(rows), 3)

    def test_last_payment(self):
        self.env["collections.account"]._ensure_accounts()
        columns, rows = self.read_rows(last_payment(self.scope(), self.key_date), ("id",))
        self.assert_columns(columns, "id last_payment_date last_payment_amount")
        self.assertEqual(len(rows), 3)

    def test_payment_behaviour(self):
        self.env["collections.account"]._ensure_accounts()
        columns, rows = self.read_rows(payment_behaviour(self.scope(), self.key_date), ("id",))
        self.assert_columns(columns, "id paid_12m paid_days_late paid_days_to_pay paid_late paid_6m paid_6m_days_late")
        self.assertEqual({row["paid_12m"] for row in rows}, {10 + 13, 11, 12})

    def test_payments_under_way(self):
        method = self.env.ref("payment.payment_method_unknown").sudo()
        provider = (
            self.env["payment.provider"]
            .sudo()
            .create({"name": "Test", "state": "test", "company_id": self.company.id, "payment_method_ids": method.ids})
        )
        for number, invoices in enumerate((self.invoices, self.invoices[:2], self.invoices[1])):
            self.env["payment.transaction"].sudo().create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": method.id,
                    "reference": f"T1-{number}",
                    "amount": 1500,
                    "currency_id": self.currency.id,
                    "partner_id": self.customer.id,
                    "state": "pending",
                    "invoice_ids": [Command.set(invoices.ids)],
                }
            )
        columns, rows = self.read_rows(payment_under_way(), ("line_id",))
        self.assert_columns(columns, "line_id amount")
        self.assertTrue(all(row["amount"] >= 0 for row in rows))

    def test_domain_mask(self):
        self.refresh()
        accounts = self.env["collections.account"]
        domains = [
            [],
            [("overdue", ">", 500)],
            ["|", ("trust", "=", "bad"), ("credit_used", ">", 50)],
            [("item_ids", "any", [("residual", ">=", 700)])],
            [("partner_id.name", "ilike", "ac")],
            [("oldest_due_date", "=", False)],
        ]
        here = [("company_id", "=", self.company.id)]
        query, mask = domain_mask(accounts, domains)
        query.add_where(SQL("collections_account.company_id = %s", self.company.id))
        columns, rows = self.read_rows(query.select(SQL("collections_account.id"), SQL("%s AS mask", mask)), ("id",))
        self.assert_columns(columns, "id mask")
        for position, domain in enumerate(domains):
            holds = {row["id"] for row in rows if row["mask"][position] == "1"}
            self.assertEqual(holds, set(accounts.search([*here, *domain]).ids), domain)
        self.assertEqual({len(row["mask"]) for row in rows}, {len(domains)})
