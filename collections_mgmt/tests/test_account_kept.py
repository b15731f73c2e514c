"""What is known as of a day is brought forward: a night reads whom something touches, and is right for everybody."""

from datetime import datetime

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..queries.named_columns import named_columns
from .contact_common import ContactCase
from .test_commitments_together import TogetherCase

AGREED = ("promise", "promise_line", "dispute", "dispute_line", "plan", "plan_item", "plan_installment")
AGREED += ("resubmission", "process", "process_task")


class KeptCase(TogetherCase, ContactCase):
    def night(self, day):
        """All accounts are derived, and what waited in the queue is worked off: until the next one only time passes."""
        self.env.flush_all()
        self.env.cr.flush()
        for name in AGREED:  # in a transaction before this one
            table = SQL.identifier(f"collections_{name}")
            self.env.cr.execute(SQL("UPDATE %s SET write_date = write_date - INTERVAL '1 day'", table))
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
        """As they are read: the day as of which it is, and the days until then."""
        accounts = self.env["collections.account"].sudo()
        columns = {name: accounts._field_to_sql("account", name) for name in sorted(accounts._derived_fields())}
        columns = named_columns(columns)
        query = SQL("SELECT id, %s FROM %s AS account WHERE company_id = %s", columns, source, self.company.id)
        return {row.pop("id"): row for row in self.env.execute_query_dict(query)}


@tagged("post_install", "-at_install")
class TestKept(KeptCase):
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

    def test_whom_nothing_touches_is_not_written_and_is_of_the_day_wherever_he_is_shown(self):
        self.night(0)
        row = SQL("SELECT * FROM collections_account WHERE id = %s", self.acme.id)
        written, days = self.env.execute_query_dict(row), self.acme.oldest_days
        self.night(3)
        self.assertEqual(self.env.execute_query_dict(row), written)
        accounts = self.env["collections.account"].with_user(self.collector)
        acme = accounts.browse(self.acme.id)
        self.assertEqual((acme.key_date, acme.oldest_days), (self.days(3), days + 3))
        mine = [("id", "=", acme.id)]
        self.assertIn(acme, accounts.search([*mine, ("oldest_days", "=", days + 3), ("key_date", "=", self.days(3))]))
        self.assertFalse(accounts.search([*mine, ("oldest_days", "=", days)]))
        self.assertEqual(accounts._read_group(mine, ["key_date:day"], ["oldest_days:max"])[0][1], days + 3)
        by_age = accounts.search([("oldest_days", ">", 0)], order="oldest_days desc, id").mapped("oldest_days")
        self.assertEqual(by_age, sorted(by_age, reverse=True))
        asked = accounts.with_context(collections_key_date=self.days(10))
        self.assertIn(acme, asked.search([*mine, ("oldest_days", "=", days + 10)]))
        self.assertEqual(max(acme.item_ids.mapped("days_overdue")), days + 3)
        self.assertFalse({"sortable", "searchable"} - {k for k, v in acme.fields_get()["oldest_days"].items() if v})

    def test_who_is_derived_alone_for_a_later_day_is_of_that_one(self):
        self.night(0)
        self.refresh(key_date=self.days(1), accounts=self.acme)
        self.assertEqual((self.acme.key_date, self.account_of(self.customer_3).key_date), (self.days(1), self.days(0)))
        self.night(2)
        self.assertEqual((self.acme.key_date, self.account_of(self.customer_3).key_date), (self.days(2), self.days(2)))
        self.assertEqual(self.stored(), self.read_anew(2))

    def test_for_an_earlier_day_everybody_is_written(self):
        self.night(5)
        self.night(3)
        self.assertEqual(self.stored(), self.read_anew(3))
        self.assertEqual(self.account_of(self.customer_3).key_date, self.days(3))
        self.assert_nights_are_right(4, 6)

    def test_the_same_night_again_rewrites_nobody(self):
        self.night(1)
        self.assertEqual(self.night(1), 0)

    def test_a_list_of_another_day_is_made_of_the_same_figures(self):
        self.promise((self.line, 400), day=2)
        self.night(0)
        for day in (0, 3, 20):
            source = self.env["collections.account"]._as_of(self.company, self.days(day))
            self.assertEqual(self.derived(source), self.read_anew(day), day)


@tagged("post_install", "-at_install")
class TestNoticedOfOthers(KeptCase):
    """What happens with one customer and changes the figures of another is noticed: the night does not look for it."""

    def setUp(self):
        super().setUp()
        self.merging = self.env["base.partner.merge.automatic.wizard"]

    def started(self):
        self.night(0)
        self.assertEqual(self.stored(), self.read_anew(0))

    def assert_right_the_next_night(self):
        self.env.flush_all()
        self.env.cr.flush()
        with freeze_time(self.days(0)):
            while self.env["collections.refresh"].sudo()._refresh_batch(self.company):
                self.env.cr.flush()
        self.night(1)
        self.assertEqual(self.stored(), self.read_anew(1))

    def person_of(self, customer):
        return self.env["res.partner"].create({"name": f"Person of {customer.name}", "parent_id": customer.id})

    def transaction(self, invoices, amount):
        provider = self.env["payment.provider"].sudo().search([], limit=1)
        return (
            self.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": provider.copy({"company_id": self.company.id, "name": "Kept"}).id,
                    "payment_method_id": self.env["payment.method"].sudo().search([], limit=1).id,
                    "amount": amount,
                    "currency_id": self.company.currency_id.id,
                    "partner_id": self.customer.id,
                    "reference": f"kept {amount}",
                    "state": "pending",
                    "operation": "online_direct",
                    "invoice_ids": [(6, 0, invoices.ids)],
                }
            )
        )

    def test_a_contact_merged_into_another_customer_takes_his_payment_along(self):
        for into in (self.customer_2, self.person_of(self.customer_3)):
            person = self.person_of(self.customer)
            self.unallocated_payment(person, 50, date=self.days(-1))
            self.started()
            self.merging.create({})._merge((person | into).ids, into)
            self.assert_right_the_next_night()

    def test_the_day_of_a_payment_of_another_customer_changes(self):
        paid = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": self.days(-2),
                "payment_ref": "Together",
                "amount": 100,
                "partner_id": self.customer_2.id,
            }
        )
        _liquidity, suspense, _other = paid._seek_for_lines()
        suspense.account_id = self.receivable
        self.match(self.one, suspense)
        self.started()
        paid.date = self.days(-1)
        self.assert_right_the_next_night()

    def test_what_another_customer_booked_becomes_a_payment_with_its_journal(self):
        journal = self.env["account.journal"].create({"name": "Clearing", "code": "KEPT", "type": "general"})
        income = self.company_data["default_account_revenue"]
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": self.days(-3),
                "line_ids": [
                    (0, 0, {"account_id": self.receivable.id, "partner_id": self.customer_2.id, "balance": -100}),
                    (0, 0, {"account_id": income.id, "balance": 100}),
                ],
            }
        )
        entry.action_post()
        self.match(self.one, entry)
        self.started()
        journal.type = "bank"
        self.assert_right_the_next_night()

    def test_one_transaction_for_invoices_of_two_customers(self):
        theirs = self.invoice(self.customer_2, 500, self.days(-3))
        self.transaction(self.one | theirs, 1200)
        self.started()
        self.pay(self.one, 800, date=self.days(0))
        self.assert_right_the_next_night()
        self.assertEqual(self.account_of(self.customer_2).in_payment, 500)

    def test_a_transaction_that_is_deleted(self):
        transaction = self.transaction(self.one, 300)
        self.started()
        self.assertEqual(self.acme.in_payment, 300)
        transaction.unlink()
        self.assert_right_the_next_night()
        self.assertFalse(self.acme.in_payment)

    def test_accounts_of_companies_with_different_currencies_are_derived_together(self):
        other = self.env["res.company"].create({"name": "Euro Ltd", "currency_id": self.env.ref("base.EUR").id})
        elsewhere = self.acme.sudo().create({"partner_id": self.customer.id, "company_id": other.id})
        (self.acme.sudo() | elsewhere)._refresh_now()
        self.assertTrue(elsewhere.key_date)
