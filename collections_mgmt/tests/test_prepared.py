"""Statements about a few rows are planned once for each connection, and say the same as ever."""

from datetime import date
from decimal import Decimal

from odoo.tests import tagged
from odoo.tools import SQL

from ..models.foundation import prepared
from .common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestPrepared(CollectionsCommon):
    def setUp(self):
        super().setUp()
        self.cr = self.env.cr
        self.addCleanup(self.forget)

    def forget(self):
        for name in self.names():
            self.cr.execute(SQL("DEALLOCATE %s", SQL.identifier(name)))

    def names(self):
        self.cr.execute(
            SQL("SELECT name FROM pg_prepared_statements WHERE starts_with(name, %s)", prepared.PREFIX),
            log_exceptions=False,
        )
        return {name for (name,) in self.cr.fetchall()}

    def square(self, number):
        return prepared.query(self.env, SQL("SELECT %s * %s", number, number))

    def test_one_plan_serves_all_values_of_the_same_types(self):
        before = self.names()
        with prepared.planned_once(self.env, [1]):
            self.assertEqual([self.square(2), self.square(3)], [[(4,)], [(9,)]])
            self.assertEqual(len(self.names() - before), 1)
            self.assertEqual(self.square(Decimal("1.5")), [(2.25,)])
        self.assertEqual(len(self.names() - before), 2)

    def test_values_come_back_as_they_were_given(self):
        values = [True, 7, "50 % of 'it'", date(2026, 6, 30), 1.5, Decimal("0.10"), [1, 2], ["a"], None]
        columns = SQL(", ").join(SQL("%s", value) for value in values)
        with prepared.planned_once(self.env, [1]):
            [row] = prepared.query(self.env, SQL("SELECT %s", columns))
        self.assertEqual(list(row), [*values[:5], 0.1, *values[6:]])

    def test_what_has_no_type_of_its_own_stays_in_the_text(self):
        with prepared.planned_once(self.env, [1]):
            self.assertEqual(prepared.query(self.env, SQL("SELECT 1 WHERE 1 = ANY(%s)", [])), [])
            self.assertEqual(prepared.query(self.env, SQL("SELECT 1 WHERE 1 IN %s", (1, 2))), [(1,)])
            self.assertEqual(prepared.query(self.env, SQL("SELECT 1 WHERE 1 = %s", None)), [])

    def test_all_customers_and_many_of_them_are_planned_for_what_they_are(self):
        before = self.names()
        for ids in (None, list(range(prepared.FEW + 1))):
            with prepared.planned_once(self.env, ids):
                self.assertEqual(self.square(2), [(4,)])
        self.assertEqual(self.names(), before)

    def test_no_more_than_some_are_kept(self):
        with prepared.planned_once(self.env, [1]):
            for number in range(prepared.MOST + 5):
                prepared.query(self.env, SQL(f"SELECT {number}"))
        self.assertLessEqual(len(self.names()), prepared.MOST)

    def test_a_failure_ends_it(self):
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint(), prepared.planned_once(self.env, [1]):
            raise ZeroDivisionError
        before = self.names()
        self.square(5)
        self.assertEqual(self.names(), before)

    def test_after_an_index_is_gone_the_plan_is_made_anew(self):
        self.cr.execute("CREATE TEMP TABLE few (id int PRIMARY KEY); INSERT INTO few VALUES (1), (2)")
        question = SQL("SELECT id FROM few WHERE id = ANY(%s)", [2])
        with prepared.planned_once(self.env, [1]):
            self.assertEqual(prepared.query(self.env, question), [(2,)])
            self.cr.execute("ALTER TABLE few DROP CONSTRAINT few_pkey")
            self.assertEqual(prepared.query(self.env, question), [(2,)])

    def test_large_numbers_are_as_good_as_small_ones(self):
        with prepared.planned_once(self.env, [1]):
            self.assertEqual(prepared.query(self.env, SQL("SELECT 1 WHERE 7 < %s", 2**31)), [(1,)])
            self.assertEqual(prepared.query(self.env, SQL("SELECT 1 WHERE 7 = ANY(%s)", [-(2**40)])), [])
            self.assertEqual(prepared.query(self.env, SQL("SELECT 1 WHERE 7 < ANY(%s)", [2**40, 2**41])), [(1,)])

    def test_after_an_update_of_modules_a_column_may_have_another_type(self):
        self.cr.execute("CREATE TEMP TABLE few (id int); INSERT INTO few VALUES (1)")
        question = SQL("SELECT id FROM few WHERE id = %s", 1)
        with prepared.planned_once(self.env, [1]):
            prepared.query(self.env, question)
        self.cr.execute("ALTER TABLE few ALTER id TYPE text")
        self.patch(self.env.registry, "registry_sequence", self.env.registry.registry_sequence + 1)
        question = SQL("SELECT id FROM few WHERE id = %s", "1")
        with prepared.planned_once(self.env, [1]):
            self.assertEqual(prepared.query(self.env, question), [("1",)])
