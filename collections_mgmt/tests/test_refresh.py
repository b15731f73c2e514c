"""Deriving accounts: only what was asked for, only what changed, the same for a day to come, in as few statements."""

from odoo.tests import tagged
from odoo.tools import SQL

from ..models.foundation import bulk
from .common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestRefresh(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number, customer in enumerate((cls.customer, cls.customer_2, cls.customer_3), 1):
            cls.invoice(customer, 1000 * number, cls.days(-20 * number))
            cls.invoice(customer, 100, cls.days(10 * number), date=cls.days(-1))
        cls.pay(cls.invoice(cls.customer, 300, cls.days(-40)), date=cls.days(-30))
        cls.credit_note(cls.customer_2, 50, cls.days(-3))

    def stored(self, ids=None):
        """Every column of the accounts but the day they were written."""
        accounts = self.env["collections.account"]
        names = [
            name
            for name, field in accounts._fields.items()
            if field.store and field.column_type and name not in ("write_date", "write_uid")
        ]
        self.env.flush_all()
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        where = SQL("company_id = %s", self.company.id)
        if ids is not None:
            where = SQL("%s AND id = ANY(%s)", where, list(ids))
        return self.env.execute_query_dict(
            SQL("SELECT %s FROM collections_account WHERE %s ORDER BY id", columns, where)
        )

    def test_a_refresh_of_some_touches_only_them(self):
        self.refresh()
        one, other = self.account_of(self.customer), self.account_of(self.customer_2)
        before = self.stored((other | self.account_of(self.customer_3)).ids)
        for customer in (self.customer, self.customer_2):
            self.invoice(customer, 5000, self.days(-50))
        rewritten = self.refresh(accounts=one)
        self.assertGreater(rewritten, 0)
        self.assertEqual(one.overdue, 6000)
        self.assertEqual(self.stored((other | self.account_of(self.customer_3)).ids), before)
        self.refresh()
        self.assertEqual(other.overdue, 7000)

    def test_a_refresh_of_some_gives_what_a_refresh_of_all_gives(self):
        self.refresh()
        for account in self.env["collections.account"].search([("company_id", "=", self.company.id)]):
            account._refresh(self.company, self.days(1), account.ids)
        one_by_one = self.stored()
        self.assertEqual(self.refresh(key_date=self.days(1)), 0)
        self.assertEqual(self.stored(), one_by_one)

    def test_a_refresh_of_nobody_touches_nobody(self):
        self.refresh()
        self.invoice(self.customer, 5000, self.days(-50))
        before = self.stored()
        self.assertEqual(self.env["collections.account"]._refresh(self.company, self.key_date, []), 0)
        self.assertEqual(self.stored(), before)

    def test_a_second_refresh_rewrites_nothing(self):
        self.assertGreater(self.refresh(), 0)
        self.assertEqual(self.refresh(), 0)

    def test_a_new_key_date_and_back_gives_the_same(self):
        self.refresh()
        before = self.stored()
        self.refresh(key_date=self.days(30))
        self.assertNotEqual(self.stored(), before)
        self.refresh()
        self.assertEqual(self.stored(), before)

    def test_the_database_plans_as_before_once_it_is_done(self):
        names = ("enable_nestloop", "enable_seqscan", "join_collapse_limit", "from_collapse_limit")

        def settings():
            return [self.env.execute_query(SQL("SELECT current_setting(%s)", name)) for name in names]

        before, some = settings(), self.account_of(self.customer).ids
        for ids in (None, some, some * (bulk.FEW + 1)):
            self.env["collections.account"]._refresh(self.company, self.key_date, ids)
            self.assertEqual(settings(), before)

    def test_other_companies_are_left_alone(self):
        other = self.setup_other_company(name="Other")["company"]
        self.invoice(self.customer, 100, self.days(-5), company=other)
        self.refresh()
        self.assertFalse(self.account_of(self.customer, other).key_date)

    def as_of(self, key_date):
        """The accounts as they would be, all columns, from the same names as ``stored``."""
        source = self.env["collections.account"]._as_of(self.company, key_date)
        names = SQL(", ").join(SQL.identifier(name) for name in self.stored()[0])
        return self.env.execute_query_dict(
            SQL("SELECT %s FROM %s AS account WHERE company_id = %s ORDER BY id", names, source, self.company.id)
        )

    def test_another_day_is_derived_without_writing_and_just_as_refreshing_would(self):
        self.refresh()
        for days in (-15, 0, 1, 45, 400):
            with self.subTest(days=days):
                before = self.stored()
                ahead = self.as_of(self.days(days))
                self.assertEqual(self.stored(), before, "nothing is written")
                self.refresh(key_date=self.days(days))
                self.assertEqual(ahead, self.stored())

    def test_another_day_is_derived_by_the_parameters_of_profile_and_strategy(self):
        self.profile.write({"grace_days": 5, "minimum_amount": 1050, "credit_netting": "net"})
        self.strategy.days_before_due = 20
        self.refresh()
        ahead = self.as_of(self.days(3))
        self.refresh(key_date=self.days(3))
        self.assertEqual(ahead, self.stored())

    def test_a_customer_derived_alone_is_what_he_is_among_all(self):
        self.profile.write({"grace_days": 5, "credit_netting": "net"})
        self.refresh(key_date=self.days(3))
        among_all = self.stored()
        self.refresh(key_date=self.days(-3))
        accounts = self.env["collections.account"].search([("company_id", "=", self.company.id)])
        for account in accounts:
            accounts._refresh(self.company, self.days(3), account.ids)
        self.assertTrue(sum(accounts.mapped("to_collect")))
        self.assertEqual(self.stored(), among_all)

    def statements(self, call):
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

    def test_the_number_of_statements_does_not_depend_on_the_number_of_customers(self):
        def refresh():
            self.env["collections.account"]._refresh(self.company, self.key_date)

        self.refresh(key_date=self.days(-1))
        few = self.statements(refresh)
        for number in range(30):
            customer = self.new_customer(f"Customer {number}")
            self.invoice(customer, 500 * number + 1, self.days(-3 * number))
        self.refresh(key_date=self.days(-1))
        many = self.statements(refresh)
        self.assertEqual(self.env["collections.account"].search_count([("company_id", "=", self.company.id)]), 33)
        self.assertEqual(many, few)

    def test_accounts_are_made_once(self):
        accounts = self.env["collections.account"]
        self.assertGreaterEqual(accounts._ensure_accounts(), 3)
        self.assertEqual(accounts._ensure_accounts(), 0)
        self.pay(self.invoice(self.new_customer("Settled"), 10, self.days(-3)))
        self.assertEqual(accounts._ensure_accounts(), 0, "who owes nothing needs no account yet")
        self.assertEqual(accounts._ensure_accounts(open_only=False), 1)
