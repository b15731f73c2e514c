"""What is known as of a day is brought forward: a night reads whom something touches, and is right for everybody."""

from datetime import datetime

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .contact_common import ContactCase
from .test_commitments_together import TogetherCase


@tagged("post_install", "-at_install")
class TestKept(TogetherCase, ContactCase):
    def night(self, day):
        """All accounts are derived, and what waited in the queue is worked off: until the next one only time passes."""
        self.env.flush_all()
        self.env.cr.flush()
        rewritten = self.env["collections.account"]._refresh(self.company, self.days(day))
        self.env["collections.refresh"].sudo().search([]).unlink()
        self.env.invalidate_all()
        return rewritten

    def stored(self):
        return self.derived(SQL.identifier("collections_account"))

    def read_anew(self, day):
        """What the ledger and the settings say, whatever is stored."""
        accounts = self.env["collections.account"]._judging()
        self.env.flush_all()
        return self.derived(accounts._lay("anew", accounts._layers(self.company), self.company, self.days(day)))

    def derived(self, source):
        names = sorted(self.env["collections.account"]._derived_fields())
        columns = SQL(", ").join(SQL.identifier("account", name) for name in names)
        query = SQL("SELECT id, %s FROM %s AS account WHERE company_id = %s", columns, source, self.company.id)
        return {row.pop("id"): row for row in self.env.execute_query_dict(query)}

    def assert_nights_are_right(self, first, last):
        for day in range(first, last + 1):
            with self.subTest(day=day):
                self.night(day)
                self.assertEqual(self.stored(), self.read_anew(day))

    def test_items_fall_due_and_pass_from_band_to_band(self):
        self.invoice(self.customer_2, 300, self.days(3))
        self.night(0)
        self.assert_nights_are_right(1, 13)
        self.company.collections_aging_limit_1 = 12
        self.assert_nights_are_right(14, 18)

    def test_nights_that_were_missed_are_caught_up(self):
        self.night(0)
        for day in (9, 40, 80, 200):
            self.night(day)
            self.assertEqual(self.stored(), self.read_anew(day), day)

    def test_the_end_of_a_discount_comes_nearer_and_passes(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "2 % within 10 days",
                "early_discount": True,
                "discount_days": 10,
                "discount_percentage": 2,
                "line_ids": [(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 45})],
            }
        )
        self.invoice(self.customer_3, 500, None, date=self.days(0), terms=terms)
        self.night(0)
        self.assertFalse(self.account_of(self.customer_3).discount_in_7)
        self.night(3)
        self.assertEqual(self.account_of(self.customer_3).discount_in_7, 500)
        self.assert_nights_are_right(4, 12)
        self.assertFalse(self.account_of(self.customer_3).discount_in_7)

    def test_days_that_were_agreed_on_pass(self):
        self.promise((self.line, 400), day=2)
        self.plan((4, 300), (8, 300), items=[(self.other_line, 600)])
        self.hold(start=1, days=3)
        self.resubmit(days=5)
        self.night(0)
        self.assert_nights_are_right(1, 12)
        self.assertTrue(self.acme.promise_broken)
        self.assertTrue(self.acme.plan_missed_days)

    def test_a_promise_of_another_customer_ends_with_whom_the_invoice_is_now(self):
        bolt = self.partners(1, prefix="Bolt")
        self.promise((self.line, 400), day=2)
        self.one.button_draft()
        self.one.partner_id = bolt
        self.one.action_post()
        self.refresh()
        self.night(0)
        self.assertEqual(self.account_of(bolt).promised, 400)
        self.assert_nights_are_right(1, 6)
        self.assertFalse(self.account_of(bolt).promised)

    def test_who_was_called_after_midnight_was_called_today(self):
        self.night(0)
        with freeze_time(datetime(2026, 7, 1, 6)):
            self.contact("reached", at=datetime(2026, 7, 1, 5, 30))
        self.env.cr.flush()
        self.env["collections.refresh"].sudo().search([]).unlink()  # worked off while the list was that of yesterday
        self.night(1)
        self.assertEqual(self.stored(), self.read_anew(1))
        self.assertRecordValues(self.acme, [{"days_since_contact": 0, "days_since_effective": 0}])
        self.assert_nights_are_right(2, 4)

    def test_whom_nothing_touches_is_a_day_older_and_not_read(self):
        self.night(0)
        self.env.cr.execute("UPDATE collections_account SET largest_overdue = 1 WHERE id = %s", [self.acme.id])
        before = self.acme.oldest_days
        self.night(1)
        self.assertRecordValues(self.acme, [{"largest_overdue": 1, "oldest_days": before + 1}])
        with freeze_time(self.days(1)):
            audit = self.env["collections.audit"].sudo()._audit(self.company)
        self.assertIn(self.acme, audit.difference_ids.account_id)
        self.night(2)  # as the list after the audit does
        self.assertEqual(self.stored(), self.read_anew(2))

    def test_the_same_night_again_rewrites_nobody(self):
        self.night(1)
        self.assertEqual(self.night(1), 0)

    def test_a_list_of_another_day_is_made_of_the_same_figures(self):
        self.promise((self.line, 400), day=2)
        self.night(0)
        for day in (0, 3, 20):
            source = self.env["collections.account"]._as_of(self.company, self.days(day))
            self.assertEqual(self.derived(source), self.read_anew(day), day)
