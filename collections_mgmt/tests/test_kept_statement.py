"""What is said about one customer is composed once for all; what is set counts at once, whoever set it."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..models.foundation import prepared
from ..models.foundation.kept_statement import MOST, kept_statements
from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestKeptStatements(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 300, 10), (cls.customer_3, 20, -5))
        cls.refresh()
        cls.acme, cls.bolt, cls.crane = (cls.account_of(c) for c in (cls.customer, cls.customer_2, cls.customer_3))

    def setUp(self):
        super().setUp()
        kept_statements(self.env).clear()
        self.again(self.acme, self.bolt)

    def again(self, *accounts):
        """Each of them derived alone."""
        for account in accounts:
            self.refresh(accounts=account)

    def written_elsewhere(self, record, **vals):
        """As another process writes: nothing here is told but that the transaction is a new one."""
        assign = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in vals.items())
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table), assign, record.id))
        self.env.invalidate_all()

    def kept(self, name):
        return [key for key in kept_statements(self.env) if name in key]

    def test_the_next_customer_is_said_in_the_same_words(self):
        account = self.registry["collections.account"]
        with patch.object(account, "_fact_columns", side_effect=AssertionError):
            with patch.object(account, "_history_columns", side_effect=AssertionError):
                self.again(self.crane, self.acme)
                self.refresh(key_date=self.days(1), accounts=self.bolt)
        self.assertEqual((self.crane.balance, self.bolt.oldest_days), (20, 11))
        self.assertEqual((len(self.kept("collections.segment")), len(self.kept("outcomes"))), (2, 2), "one of each day")

    def test_asked_of_the_customer_himself_it_is_said_in_the_same_words(self):
        """Amounts in conditions would be told in the currencies of whoever is asked."""
        kept_statements(self.env).clear()
        for account in (self.acme, self.bolt):
            account._refresh(self.company, self.key_date, account.ids)
        self.assertEqual((len(self.kept("collections.segment")), len(self.kept("outcomes"))), (1, 1))

    def test_one_by_one_and_all_at_once_give_the_same(self):
        self.invoice(self.customer, 70, self.days(-3))
        self.pay(self.invoice(self.customer_3, 300, self.days(-40)), date=self.days(-30))
        self.again(self.acme, self.bolt, self.crane)
        self.assertEqual(self.refresh(), 0)

    def test_a_changed_condition_of_a_segment_counts_at_once(self):
        big = self.condition("Big", "[('balance', '>=', 1000)]", 1)
        self.again(self.acme, self.bolt)
        self.assertEqual((self.acme.segment_id, self.bolt.segment_id), (big, self.segment))
        big.domain = "[('balance', '>=', 200)]"
        self.again(self.bolt)
        self.assertEqual(self.bolt.segment_id, big)
        self.written_elsewhere(big, domain="[('balance', '>=', 400)]")
        self.again(self.acme, self.bolt)
        self.assertEqual((self.acme.segment_id, self.bolt.segment_id), (big, self.segment))
        self.written_elsewhere(big, active=False)
        self.again(self.acme)
        self.assertEqual(self.acme.segment_id, self.segment)

    def test_what_is_taken_back_counts_no_longer(self):
        big = self.condition("Big", "[('balance', '>=', 1000)]", 1)
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            big.domain = "[('balance', '>=', 200)]"
            self.again(self.bolt)
            self.assertEqual(self.bolt.segment_id, big)
            raise ZeroDivisionError
        self.again(self.bolt)
        self.assertEqual(self.bolt.segment_id, self.segment)

    def test_a_changed_rule_counts_at_once_and_in_a_new_version(self):
        version, points = self.acme.version_id, self.acme.points
        holds = self.acme.rule_mask.index("1")
        rule = self.strategy._ordered_rules()[holds]
        rule.points += 7
        self.again(self.acme)
        self.assertNotEqual(self.acme.version_id, version)
        self.assertEqual(self.acme.points, points + 7)
        self.written_elsewhere(rule, domain="[('balance', '<', 0)]")
        self.again(self.acme)
        self.assertEqual(self.acme.rule_mask[holds], "0")
        self.assertEqual(self.acme.points, points + 7 - rule.points)
        self.written_elsewhere(rule, active=False)
        self.again(self.acme)
        self.assertEqual(len(self.acme.rule_mask), len(self.strategy.rule_ids.filtered("active")))

    def test_a_changed_script_makes_a_version_at_once(self):
        version = self.acme.version_id
        self.strategy.rule_ids[0].script = "Good morning {customer}"
        self.again(self.acme)
        self.assertNotEqual(self.acme.version_id, version)
        self.assertEqual(self.acme.version_id.content["rules"][0]["script"]["en_US"], "Good morning {customer}")

    def test_changed_settings_of_profile_and_company_count_at_once(self):
        self.assertEqual(self.bolt.to_collect, 300)
        self.profile.grace_days = 15
        self.again(self.acme, self.bolt)
        self.assertEqual((self.acme.to_collect, self.bolt.to_collect), (5000, 0))
        self.written_elsewhere(self.profile, grace_days=0)
        self.again(self.bolt)
        self.assertEqual(self.bolt.to_collect, 300)
        self.written_elsewhere(self.company, collections_aging_limit_1=5)
        self.again(self.bolt)
        self.assertEqual((self.bolt.aging_1, self.bolt.aging_2), (0, 300))

    def test_another_default_of_the_company_counts_at_once(self):
        self.env["ir.default"].set("res.partner", "credit_limit", 600, company_id=self.company.id)
        self.again(self.bolt)
        self.assertEqual(self.bolt.credit_limit, 600)
        self.env["ir.default"].set("res.partner", "credit_limit", 150, company_id=self.company.id)
        self.again(self.bolt)
        self.assertEqual(self.bolt.credit_limit, 150)

    def test_a_hold_of_the_day_counts_and_is_over_after_it(self):
        hold = {"account_id": self.acme.id, "date_from": self.days(1), "date_to": self.days(2)}
        reason = self.env["collections.hold.reason"].create({"name": "Fire"})
        self.env["collections.hold"].create({**hold, "reason_id": reason.id})
        found = []
        for day in range(4):
            self.refresh(key_date=self.days(day), accounts=self.acme)
            found.append(bool(self.acme.hold_id))
        self.assertEqual(found, [False, True, True, False])

    def test_a_day_and_a_word_of_a_condition_are_those_of_the_company(self):
        """Whoever has the customer derived, and whoever did it first."""
        self.company.partner_id.write({"tz": "UTC", "lang": "en_US"})
        self.env["res.lang"]._activate_lang("de_DE")
        category = self.env["res.partner.category"].create({"name": "Alpha"})
        category.with_context(lang="de_DE").name = "Anfang"
        self.customer.category_id = category
        self.written_elsewhere(self.customer, create_date="2026-06-01 00:11:00")
        domain = "[('partner_id.create_date', '>=', '2026-06-01'), ('partner_id.category_id.name', '=', 'Alpha')]"
        new = self.condition("New", domain, 1)
        for tz, lang in (("America/Los_Angeles", "de_DE"), ("UTC", "en_US"), ("Asia/Tokyo", "de_DE")):
            with self.subTest(tz=tz, lang=lang):
                kept_statements(self.env).clear()
                accounts = self.env["collections.account"].with_context(tz=tz, lang=lang)
                accounts._refresh(self.company, self.key_date, self.acme.ids)
                self.assertEqual(self.acme.segment_id, new)
                accounts._refresh(self.company, self.key_date)
                self.assertEqual(self.acme.segment_id, new)

    def test_what_is_read_while_a_condition_is_put_into_words_is_read_each_time(self):
        """All below a tag: which these are stands in no condition."""
        tags = self.env["res.partner.category"]
        above, below = tags.create([{"name": "Above"}, {"name": "Below"}])
        self.customer.category_id = below
        tagged_ones = self.condition("Tagged", f"[('partner_id.category_id', 'child_of', {above.id})]", 1)
        self.again(self.acme)
        self.assertEqual(self.acme.segment_id, self.segment)
        below.parent_id = above
        self.again(self.acme)
        self.assertEqual(self.acme.segment_id, tagged_ones)

    def test_what_is_no_column_is_put_into_words_each_time(self):
        domains = self.env["collections.segment"]
        last = {
            "[('balance', '>', 5), ('partner_id.country_id.code', '=', 'DE')]": True,
            "[('item_ids', 'any', [('days_overdue', '>', 3)])]": True,
            "[('item_ids.number', 'ilike', 'INV')]": False,
        }
        for text, lasts in last.items():
            with self.subTest(text=text):
                condition = self.condition("Any", text, 1)
                self.assertEqual(domains._last([text]), lasts)
                before = len(self.kept("collections.segment"))
                self.again(self.acme)
                self.assertEqual(len(self.kept("collections.segment")) - before, lasts)
                condition.active = False

    def test_open_items_that_conditions_ask_for_are_those_of_the_customer(self):
        old = self.condition("Old", "[('item_ids', 'any', [('days_overdue', '>', 30)])]", 1)
        self.again(self.acme, self.bolt)
        self.assertEqual((self.acme.segment_id, self.bolt.segment_id), (old, self.segment))
        self.refresh(key_date=self.days(30), accounts=self.bolt)
        self.assertEqual(self.bolt.segment_id, old)

    def test_no_more_than_some_are_kept(self):
        known = kept_statements(self.env)
        with prepared.planned_once(self.env, [1]):
            for number in range(MOST + 5):
                self.assertEqual(prepared.kept(self.env, ("number", number), lambda number=number: number), number)
        self.assertLessEqual(len(known), MOST)

    def test_what_is_given_cannot_be_looked_at(self):
        for look in (len, list, sorted):
            with self.assertRaises(TypeError):
                look(prepared.IDS)
        with self.assertRaises(TypeError):
            self.assertLess(prepared.KEY_DATE, self.key_date)
