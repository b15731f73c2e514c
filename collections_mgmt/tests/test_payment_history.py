"""How a customer paid (FM9): days late weighted by amount, worked out by hand. The key date is 2026-06-30."""

from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from .test_open_items import OpenItemsCase


@tagged("post_install", "-at_install")
class TestPaymentHistory(OpenItemsCase):
    def paid(self, amount, due, when, dated=None, **vals):
        """An invoice and its payment."""
        invoice = self.invoice(self.customer, amount, due, date=dated or due, **vals)
        return self.pay(invoice, date=when)

    def test_days_late_are_weighted_by_amount(self):
        self.paid(900, date(2026, 5, 1), date(2026, 5, 11))  # 10 days late
        self.paid(100, date(2026, 5, 1), date(2026, 6, 10))  # 40 days late
        # (900 x 10 + 100 x 40) / 1000
        self.assert_facts(avg_days_late=13, paid_12m=1000, late_share=100)

    def test_days_to_pay_count_from_the_invoice_date(self):
        self.paid(300, date(2026, 5, 1), date(2026, 5, 11), dated=date(2026, 4, 1))  # 40 days to pay, 10 late
        self.paid(100, date(2026, 5, 31), date(2026, 5, 21), dated=date(2026, 5, 1))  # 20 days to pay, 10 early
        # (300 x 40 + 100 x 20) / 400 and (300 x 10 - 100 x 10) / 400
        self.assert_facts(avg_days_to_pay=35, avg_days_late=5, late_share=75)

    def test_early_payments_are_negative(self):
        self.paid(100, date(2026, 6, 20), date(2026, 6, 5), dated=date(2026, 6, 1))
        self.assert_facts(avg_days_late=-15, avg_days_to_pay=4, late_share=0)

    def test_paid_on_the_due_date_is_not_late(self):
        self.paid(100, date(2026, 6, 20), date(2026, 6, 20))
        self.assert_facts(avg_days_late=0, late_share=0, paid_12m=100)

    def test_each_part_counts_with_its_own_date(self):
        invoice = self.invoice(self.customer, 1000, date(2026, 5, 1))
        self.pay(invoice, 250, date(2026, 5, 5))  # 4 days late
        self.pay(invoice, 500, date(2026, 5, 21))  # 20 days late
        # (250 x 4 + 500 x 20) / 750 = 14.67, to one decimal; the open rest is no payment
        self.assert_facts(avg_days_late=14.7, paid_12m=750)

    def test_each_instalment_counts_with_its_own_due_date(self):
        invoice = self.invoice(self.customer, 200, None, date=date(2026, 4, 1), terms=self.terms((50, 0), (50, 30)))
        self.pay(invoice, date=date(2026, 4, 21))
        # 100 were due on 1 April (20 days late), 100 on 1 May (10 days early)
        self.assert_facts(avg_days_late=5, late_share=50, paid_12m=200)

    def test_one_payment_for_several_invoices_counts_for_each(self):
        first = self.invoice(self.customer, 100, date(2026, 4, 1))
        second = self.invoice(self.customer, 300, date(2026, 4, 21))
        self.match(first, second, self.unallocated_payment(self.customer, 400, date(2026, 5, 1)).move_id)
        # (100 x 30 + 300 x 10) / 400
        self.assert_facts(avg_days_late=15, paid_12m=400, last_payment_amount=400)

    def test_money_received_before_the_invoice_was_paid_on_the_invoice_date(self):
        payment = self.unallocated_payment(self.customer, 100, date(2026, 4, 1))
        self.match(self.invoice(self.customer, 100, date(2026, 6, 1), date=date(2026, 5, 2)), payment.move_id)
        # it pays the moment the invoice is there: 30 days before it is due
        self.assert_facts(avg_days_late=-30, avg_days_to_pay=0)

    def test_a_credit_note_is_no_payment(self):
        invoice = self.invoice(self.customer, 1000, date(2026, 5, 1))
        self.match(invoice, self.credit_note(self.customer, 600, date(2026, 6, 20)))
        self.assert_facts(paid_12m=0, avg_days_late=0, last_payment_date=False)
        self.pay(invoice, date=date(2026, 5, 6))
        self.assert_facts(paid_12m=400, avg_days_late=5, last_payment_date=date(2026, 5, 6), last_payment_amount=400)

    def test_a_write_off_is_no_payment(self):
        invoice = self.invoice(self.customer, 1000, date(2026, 5, 1))
        self.pay(invoice, 990, date(2026, 5, 6))
        self.match(invoice, self.entry(self.customer, -10, date=date(2026, 6, 20)))
        self.assert_facts(paid_12m=990, avg_days_late=5, last_payment_date=date(2026, 5, 6), balance=0)

    def test_an_exchange_difference_is_no_payment(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0), ("2026-06-01", 4.0)])
        invoice = self.invoice(self.customer, 100, date(2026, 6, 11), date=date(2026, 1, 15), currency=euro)
        self.pay(invoice, 100, date(2026, 6, 21), currency=euro)
        # 25 dollars came for what was booked at 50; the other 25 are a loss
        self.assert_facts(paid_12m=25, avg_days_late=10, last_payment_amount=25, balance=0)

    def test_money_sent_back_is_no_payment(self):
        payment = self.paid(500, date(2026, 5, 1), date(2026, 5, 11))
        back = self.unallocated_payment(self.customer, -200, date(2026, 6, 20))
        self.match(self.credit_note(self.customer, 200, date(2026, 6, 1)), back.move_id)
        self.assertEqual(payment.amount, 500)
        self.assert_facts(
            paid_12m=500, avg_days_late=10, last_payment_date=date(2026, 5, 11), last_payment_amount=500, balance=0
        )

    def test_a_payment_bounced_and_made_again_counts_once(self):
        invoice = self.invoice(self.customer, 100, date(2026, 5, 1))
        bounced = self.pay(invoice, date=date(2026, 5, 3))
        bounced.action_draft()
        bounced.action_cancel()
        self.pay(invoice, date=date(2026, 5, 31))
        self.assert_facts(paid_12m=100, avg_days_late=30, last_payment_date=date(2026, 5, 31))

    def test_a_payment_reset_to_draft_is_no_payment(self):
        payment = self.paid(100, date(2026, 5, 1), date(2026, 5, 11))
        payment.move_id.button_draft()
        self.assertEqual(payment.move_id.state, "draft")
        self.assert_facts(paid_12m=0, avg_days_late=0, last_payment_date=False)

    def test_only_the_twelve_months_before_the_key_date_count(self):
        self.paid(1000, date(2025, 6, 1), date(2025, 6, 30), dated=date(2025, 5, 1))  # 12 months ago to the day
        self.assert_facts(paid_12m=0, sales_12m=0, last_payment_date=date(2025, 6, 30))
        self.paid(100, date(2025, 6, 21), date(2025, 7, 1), dated=date(2025, 7, 1))
        self.assert_facts(paid_12m=100, avg_days_late=10, sales_12m=100)

    def test_what_comes_after_the_key_date_is_not_known_yet(self):
        self.paid(100, date(2026, 6, 20), date(2026, 7, 1))
        self.assert_facts(paid_12m=0, last_payment_date=False)
        self.assert_facts(key_date=date(2026, 7, 1), paid_12m=100, avg_days_late=11, last_payment_date=date(2026, 7, 1))

    def test_the_trend_compares_the_last_six_months_with_the_six_before(self):
        self.paid(100, date(2025, 10, 1), date(2025, 10, 6))  # 5 days late, before
        self.paid(300, date(2025, 12, 1), date(2025, 12, 14))  # 13 days late, before: (500 + 3900) / 400 = 11
        self.assert_facts(delay_trend=0)
        self.paid(100, date(2026, 3, 1), date(2026, 3, 31))  # 30 days late, recent
        self.assert_facts(delay_trend=19)

    def test_the_last_six_months_begin_the_day_after(self):
        self.paid(100, date(2025, 12, 25), date(2025, 12, 30))  # six months before to the day: 5 days late, not recent
        self.paid(100, date(2025, 12, 29), date(2025, 12, 31))  # 2 days late, recent
        self.assert_facts(delay_trend=-3)

    def test_the_trend_is_unknown_without_both_halves(self):
        self.paid(100, date(2026, 3, 1), date(2026, 3, 31))
        self.assert_facts(delay_trend=0)
        account = self.account_of(self.customer)
        self.env.cr.execute("SELECT delay_trend FROM collections_account WHERE id = %s", [account.id])
        self.assertIsNone(self.env.cr.fetchone()[0])

    def test_the_last_payment_is_the_sum_of_its_day(self):
        self.unallocated_payment(self.customer, 70, date(2026, 6, 1))
        self.unallocated_payment(self.customer, 10, date(2026, 6, 9))
        self.unallocated_payment(self.customer, 20, date(2026, 6, 9))
        self.assert_facts(last_payment_date=date(2026, 6, 9), last_payment_amount=30, days_since_payment=21)

    def test_who_never_paid_counts_from_the_first_invoice(self):
        self.invoice(self.customer, 100, date(2026, 6, 1))
        self.invoice(self.customer, 100, date(2026, 5, 31))
        self.assert_facts(customer_since=date(2026, 5, 31), days_customer=30, days_since_payment=30)

    def test_sales_are_invoices_less_credit_notes(self):
        self.invoice(self.customer, 1000, date(2026, 6, 1))
        self.invoice(self.customer, 50, date(2026, 6, 1), move_type="out_receipt")
        self.credit_note(self.customer, 200, date(2026, 6, 2))
        self.entry(self.customer, 9999, date=date(2026, 6, 2))
        self.invoice(self.customer, 5000, date(2026, 7, 15), date=date(2026, 7, 1))
        self.assert_facts(sales_12m=850)

    def test_entries_that_were_paid_count_as_payments(self):
        entry = self.entry(self.customer, 400, due=date(2026, 5, 1), date=date(2026, 4, 1))
        self.match(entry, self.unallocated_payment(self.customer, 400, date(2026, 5, 9)).move_id)
        self.assert_facts(paid_12m=400, avg_days_late=8, avg_days_to_pay=38)

    def test_a_paid_invoice_in_draft_is_no_history(self):
        invoice = self.invoice(self.customer, 100, date(2026, 5, 1))
        self.pay(invoice, date=date(2026, 5, 11))
        invoice.button_draft()
        self.assert_facts(paid_12m=0, sales_12m=0, customer_since=False, last_payment_date=date(2026, 5, 11))


@tagged("post_install", "-at_install")
class TestHistoryBroughtForward(OpenItemsCase):
    """From day to day only what enters or leaves is added and taken away: the same as reading all of it."""

    def test_every_border_is_crossed_as_if_all_were_read_again(self):
        self.lead_a_life()
        self.refresh(key_date=self.days(0))
        # nothing is noticed any more: all that follows comes from the calendar alone
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["collections.refresh"].search([]).unlink()
        moved = set()
        before = self.stored_history()
        for day in range(3, 420, 13):
            self.refresh(key_date=self.days(day))
            now = self.stored_history()
            with self.subTest(day=day):
                self.assertEqual(now, self.history_read(self.days(day)))
            moved |= {name for name, value in now.items() if value != before[name]}
            before = now
        self.assertEqual(moved, set(self.columns()), "each column has moved, else nothing is proved")

    def days(self, number):
        return self.key_date + timedelta(days=number)

    def lead_a_life(self):
        """Paid late and early, in parts, ahead of the invoice, sent back, credited; some of it after the first day."""
        for number, day in enumerate((-300, -200, -150, -90, -30, -5, 4, 9, 40)):
            invoice = self.invoice(self.customer, 100 + number, self.days(day + 10), date=self.days(day))
            self.pay(invoice, 60, self.days(day + 3 + 7 * (number % 4)))
            self.pay(invoice, 20 + number, self.days(day + 25))
        ahead = self.unallocated_payment(self.customer, 50, self.days(-180))
        self.match(ahead.move_id, self.invoice(self.customer, 50, self.days(-160), date=self.days(-175)))
        self.credit_note(self.customer, 30, self.days(-100))
        self.credit_note(self.customer, 7, self.days(30))
        self.unallocated_payment(self.customer, 11, self.days(60))
        self.unallocated_payment(self.customer, 11, self.days(60), payment_type="outbound")

    def columns(self):
        averages = ["avg_days_late", "avg_days_to_pay", "late_share", "delay_trend"]
        since = {"customer_since"}  # the first invoice stays the first
        return [name for name in [*self.env["collections.account"]._history_columns(), *averages] if name not in since]

    def stored_history(self):
        return self.read_history(SQL.identifier("collections_account"))

    def history_read(self, key_date):
        accounts = self.env["collections.account"]._judging()
        return self.read_history(accounts._lay("whole", accounts._layers(self.company), self.company, key_date))

    def read_history(self, table):
        self.env.flush_all()
        names = SQL(", ").join(map(SQL.identifier, self.columns()))
        [row] = self.env.execute_query_dict(
            SQL("SELECT %s FROM %s WHERE partner_id = %s", names, table, self.customer.id)
        )
        return row
