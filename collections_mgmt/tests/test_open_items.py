"""What counts as open, and for how much: the accounting traps, one test each (shared/ODOO_ACCOUNTING.md, section 4)."""

from datetime import date

from odoo.tests import tagged

from .common import CollectionsCommon


class OpenItemsCase(CollectionsCommon):
    def facts(self, partner=None, company=None, key_date=None):
        """The account of a customer, derived anew; also of one who never had an open item."""
        self.env["collections.account"]._ensure_accounts(open_only=False)
        self.refresh(company, key_date)
        return self.account_of(partner or self.customer, company)

    def assert_facts(self, partner=None, company=None, key_date=None, **expected):
        account = self.facts(partner, company, key_date)
        self.assertEqual({name: account[name] for name in expected}, expected)

    def assert_residuals(self, *expected, partner=None, key_date=None):
        items = self.open_items(partner or self.customer, key_date)
        self.assertEqual(items.mapped("residual"), list(expected))
        return items


@tagged("post_install", "-at_install")
class TestOpenItems(OpenItemsCase):
    # ------------------------------------------------------------------------------------------------ 1, 2: due dates
    def test_each_instalment_is_an_open_item_with_its_own_due_date(self):
        terms = self.terms((30, 0), (30, 30), (40, 90))
        invoice = self.invoice(self.customer, 1000, None, date=self.days(-60), terms=terms)
        self.assertEqual(invoice.invoice_date_due, self.days(30), "Odoo's own due date is that of the last")
        items = self.assert_residuals(300, 300, 400)
        self.assertEqual(items.mapped("due_date"), [self.days(-60), self.days(-30), self.days(30)])
        self.assertEqual(items.mapped("days_overdue"), [60, 30, -30])
        self.assert_facts(item_count=3, overdue=600, not_due=400, oldest_days=60, largest_overdue=300, aging_1=300)

    def test_a_partial_payment_leaves_the_rest(self):
        self.pay(self.invoice(self.customer, 1000, self.days(-10)), 400, self.days(-1))
        item = self.assert_residuals(600)
        self.assertEqual(item.amount, 1000)
        self.assert_facts(balance=600, overdue=600, item_count=1)

    def test_a_payment_of_one_instalment_leaves_the_others(self):
        invoice = self.invoice(self.customer, 1000, None, date=self.days(-60), terms=self.terms((50, 0), (50, 90)))
        self.pay(invoice, 500)
        self.assert_residuals(500)
        self.assert_facts(overdue=0, not_due=500, oldest_days=0)

    def test_a_paid_invoice_is_no_open_item(self):
        self.pay(self.invoice(self.customer, 1000, self.days(-10)))
        self.assert_residuals()
        self.assert_facts(balance=0, item_count=0, overdue=0, oldest_due_date=False)

    # ---------------------------------------------------------------------------------------------------- 3: credits
    def test_credit_notes_and_unallocated_payments_are_open_items_that_reduce_the_balance_only(self):
        self.invoice(self.customer, 1000, self.days(-10))
        self.credit_note(self.customer, 200, self.days(-5))
        self.unallocated_payment(self.customer, 333, self.days(-2))
        self.assert_residuals(1000, -200, -333)
        self.assert_facts(balance=467, credits=533, overdue=1000, item_count=1, credits_share=53.3)

    def test_credits_are_netted_where_the_profile_says_so(self):
        self.invoice(self.customer, 1000, self.days(-10))
        self.unallocated_payment(self.customer, 400)
        self.profile.credit_netting = "net"
        self.assert_facts(to_collect=600)
        self.profile.credit_netting = "show"
        self.assert_facts(to_collect=1000)

    def test_who_owes_nothing_net_is_left_alone(self):
        self.invoice(self.customer, 1000, self.days(-10))
        self.unallocated_payment(self.customer, 1000)
        self.assert_facts(to_collect=0, overdue=1000, balance=0, verdict="nothing")

    # ------------------------------------------------------------------------------------------------ 4: suspense
    def test_money_in_suspense_changes_no_figure_until_it_is_matched(self):
        self.invoice(self.customer, 1000, self.days(-10))
        before = self.facts().read()[0]
        self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "partner_id": self.customer.id,
                "payment_ref": "who knows",
                "amount": 1000,
                "date": self.days(-1),
            }
        )
        self.assertEqual(self.refresh(), 0)
        self.assertEqual(self.facts().read()[0], before)

    # ------------------------------------------------------------------------------------------ 5, 6: payment_state
    def set_payment_state(self, invoice, state):
        """As other accounting add-ons do: the state moves while the receivable line stays open."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE account_move SET payment_state = %s WHERE id = %s", [state, invoice.id])
        self.env.invalidate_all()

    def test_an_invoice_in_payment_with_full_residual_is_owed_but_not_chased(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        for state in ("in_payment", "paid", "reversed"):
            with self.subTest(state):
                self.set_payment_state(invoice, state)
                item = self.assert_residuals(1000)
                self.assertEqual((item.in_payment, item.free, item.free_currency), (1000, 0, 0))
                self.assert_facts(balance=1000, overdue=1000, in_payment=1000, free_overdue=0, to_collect=0)

    def test_the_payment_state_of_an_entry_says_nothing(self):
        self.company.collections_include_no_followup = True
        self.set_payment_state(self.entry(self.customer, 500, self.days(-10)), "paid")
        self.assertEqual(self.assert_residuals(500).free, 500)

    def test_invoices_from_before_the_books_are_not_open(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.set_payment_state(invoice, "invoicing_legacy")
        self.env.cr.execute("UPDATE account_move_line SET parent_state = 'cancel' WHERE move_id = %s", [invoice.id])
        self.assert_residuals()

    def test_a_blocked_invoice_is_held(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        invoice.action_toggle_block_payment()
        self.assertEqual(invoice.payment_state, "blocked")
        item = self.assert_residuals(1000)
        self.assertEqual((item.held, item.free), (1000, 0))
        self.assert_facts(balance=1000, overdue=1000, held=1000, free_overdue=0, to_collect=0)

    def test_a_blocked_invoice_that_is_paid_is_not_open(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        invoice.action_toggle_block_payment()
        self.pay(invoice, 300)
        self.assertEqual(self.assert_residuals(700).held, 700)
        self.pay(invoice)
        self.assertEqual(invoice.payment_state, "blocked", "the block outlives the payment")
        self.assert_residuals()
        self.assert_facts(balance=0, held=0)

    # ------------------------------------------------------------------------------------- 7, 8, 9: documents change
    def test_a_draft_is_not_open(self):
        self.invoice(self.customer, 1000, self.days(-10), post=False)
        self.assert_residuals()
        self.assertFalse(self.account_of(self.customer), "nor does it make a customer of anybody")

    def test_a_paid_invoice_reset_to_draft_leaves_no_credit_behind(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.pay(invoice)
        invoice.button_draft()
        self.assertEqual((invoice.state, invoice.payment_state), ("draft", "paid"))
        self.assert_residuals()
        self.assert_facts(balance=0, credits=0)

    def test_a_partly_paid_invoice_reset_to_draft_is_not_open(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.pay(invoice, 400)
        invoice.button_draft()
        self.assert_residuals()
        invoice.action_post()
        self.assert_residuals(600)

    def test_a_cancelled_invoice_gives_its_payment_back(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.pay(invoice, 400)
        invoice.button_draft()
        invoice.button_cancel()
        self.assert_residuals(-400)
        self.assert_facts(balance=-400, credits=400, overdue=0)

    def test_the_items_follow_when_an_invoice_gets_other_terms(self):
        invoice = self.invoice(self.customer, 900, self.days(-10))
        line = self.assert_residuals(900).line_id
        invoice.button_draft()
        invoice.invoice_payment_term_id = self.terms((50, 0), (50, 60))
        invoice.action_post()
        items = self.assert_residuals(450, 450)
        self.assertEqual(items.move_id, invoice)
        self.assertLessEqual(len(items.line_id & line), 1)
        self.assert_facts(item_count=2, overdue=450, not_due=450)

    def test_a_due_date_moved_after_posting_counts_at_once(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.assert_facts(overdue=1000, oldest_days=10)
        self.items_of(invoice).date_maturity = self.days(5)
        self.assert_facts(overdue=0, not_due=1000, oldest_days=0, due_in_7=1000)

    def test_an_invoice_posted_a_moment_ago_is_there(self):
        self.invoice(self.customer, 1000, self.days(-10))
        account = self.facts()
        self.assertEqual(account.overdue, 1000)
        invoice = self.invoice(self.customer, 500, self.days(-20))
        self.assert_facts(overdue=1500, sales_12m=1500, customer_since=self.days(-20))
        self.pay(invoice, date=self.days(-1))
        self.assert_facts(overdue=1000, paid_12m=500, last_payment_date=self.days(-1), last_payment_amount=500)

    # ------------------------------------------------------------------------------------------ 15: early discount
    def test_an_early_payment_discount_makes_nothing_overdue(self):
        terms = self.terms((100, 30), early_discount=True, discount_percentage=2, discount_days=7)
        self.invoice(self.customer, 1000, None, date=self.days(-3), terms=terms)
        item = self.assert_residuals(1000)
        self.assertEqual((item.discount_date, item.due_date, item.days_overdue), (self.days(4), self.days(27), -27))
        self.assert_facts(balance=1000, overdue=0, not_due=1000, discount_in_7=1000, due_in_7=0, due_in_30=1000)

    def test_an_early_payment_discount_is_gone_after_its_last_day(self):
        terms = self.terms((100, 30), early_discount=True, discount_percentage=2, discount_days=7)
        self.invoice(self.customer, 1000, None, date=self.days(-3), terms=terms)
        last = self.days(4)
        self.assertEqual(self.open_items(self.customer, last).discount_date, last)
        self.assertFalse(self.open_items(self.customer, self.days(5)).discount_date)
        self.assert_facts(key_date=self.days(5), discount_in_7=0, overdue=0)

    def test_a_strategy_may_work_by_discount_date(self):
        terms = self.terms((100, 30), early_discount=True, discount_percentage=2, discount_days=7)
        self.invoice(self.customer, 1000, None, date=self.days(-3), terms=terms)
        self.strategy.days_before_due = 5
        self.assert_facts(to_collect=0)
        self.strategy.by_discount_date = True
        self.assert_facts(to_collect=1000)

    # ------------------------------------------------------------------------------------- 16, 19: taken back
    def reverse(self, invoice, **kwargs):
        return self._reverse_invoice(invoice, date=self.days(-1), **kwargs)

    def test_a_reversed_invoice_is_not_open_and_was_not_paid(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        credit_note = self.reverse(invoice, post=True)
        self.match(invoice, credit_note)
        self.assertEqual(invoice.payment_state, "reversed")
        self.assert_residuals()
        self.assert_facts(balance=0, sales_12m=0, paid_12m=0, last_payment_date=False)

    def test_a_credit_note_for_part_leaves_the_rest(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.match(invoice, self.credit_note(self.customer, 250, self.days(-1)))
        self.assert_residuals(750)

    def test_an_invoice_reversed_and_made_anew_is_open_once(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        new = self.reverse(invoice, is_modify=True)
        self.assertEqual(invoice.payment_state, "reversed")
        self.assert_residuals()
        new.action_post()
        self.assert_residuals(1000)

    def test_a_payment_unmatched_opens_the_invoice_again(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.pay(invoice, date=self.days(-1))
        self.assert_facts(balance=0, paid_12m=1000)
        self.items_of(invoice).remove_move_reconcile()
        self.assert_facts(balance=0, overdue=1000, credits=1000, paid_12m=0)

    def test_a_bounced_payment_opens_the_invoice_again(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        payment = self.pay(invoice, date=self.days(-1))
        payment.action_draft()
        payment.action_cancel()
        self.assert_facts(balance=1000, overdue=1000, credits=0, paid_12m=0, last_payment_date=False)

    # ------------------------------------------------------------------------------------- 20: miscellaneous entries
    def test_opening_balances_count_only_where_the_company_says_so(self):
        self.entry(self.customer, 500, self.days(-40))
        self.assert_residuals()
        self.assert_facts(balance=0)
        self.company.collections_include_no_followup = True
        item = self.assert_residuals(500)
        self.assertEqual((item.move_type, item.days_overdue), ("entry", 40))
        self.assert_facts(balance=500, overdue=500)

    def test_an_entry_without_due_date_is_due_on_its_date(self):
        self.company.collections_include_no_followup = True
        entry = self.entry(self.customer, 500, due=None, date=self.days(-3))
        self.items_of(entry).date_maturity = False
        self.assertEqual(self.assert_residuals(500).due_date, self.days(-3))

    def test_an_invoice_excluded_from_follow_up_is_left_out(self):
        invoice = self.invoice(self.customer, 500, self.days(-40))
        self.items_of(invoice).no_followup = True
        self.assert_residuals()

    # ------------------------------------------------------------------------------------------------ 22: the days
    def test_due_today_is_not_overdue(self):
        self.invoice(self.customer, 100, self.key_date)
        self.invoice(self.customer, 200, self.days(-1))
        items = self.assert_residuals(200, 100)
        self.assertEqual(items.mapped("days_overdue"), [1, 0])
        self.assert_facts(overdue=200, not_due=100, due_in_7=100, aging_1=200)

    def test_the_limits_of_the_ageing_belong_to_the_older_side_from_the_next_day(self):
        for days in (1, 30, 31, 60, 61, 90, 91, 120, 121, 900):
            self.invoice(self.customer, days, self.days(-days))
        self.assert_facts(aging_1=31, aging_2=91, aging_3=151, aging_4=211, aging_5=1021, overdue=1505)

    def test_the_company_sets_the_limits_of_the_ageing(self):
        self.company.write({f"collections_aging_limit_{n}": n * 5 for n in (1, 2, 3, 4)})
        for days in (5, 6, 20, 21):
            self.invoice(self.customer, days, self.days(-days))
        self.assert_facts(aging_1=5, aging_2=6, aging_3=0, aging_4=20, aging_5=21)

    # ----------------------------------------------------------------------------------------------- odd documents
    def test_a_zero_invoice_is_no_open_item(self):
        invoice = self.invoice(self.customer, 0, self.days(-10))
        self.assertEqual(invoice.state, "posted")
        self.assert_residuals()
        self.assert_facts(item_count=0, customer_since=self.days(-10))

    def test_a_receivable_line_without_partner_belongs_to_nobody(self):
        self.company.collections_include_no_followup = True
        self.entry(None, 500, self.days(-10))
        self.refresh()
        self.assertFalse(self.open_items())
        self.assertFalse(self.env["collections.account"].search([("company_id", "=", self.company.id)]))

    def test_non_trade_receivables_are_not_collected(self):
        self.company.collections_include_no_followup = True
        other = self.receivable.copy({"non_trade": True})
        self.entry(self.customer, 500, self.days(-10), account=other)
        self.assertFalse(self.account_of(self.customer))
        self.invoice(self.customer, 70, self.days(-10))
        self.assert_residuals(70)
        self.assert_facts(balance=70)

    def test_all_receivable_accounts_of_a_customer_count(self):
        self.company.collections_include_no_followup = True
        self.entry(self.customer, 500, self.days(-10), account=self.receivable.copy())
        self.invoice(self.customer, 70, self.days(-9))
        self.assert_residuals(500, 70)

    def test_receipts_are_open_items(self):
        self.invoice(self.customer, 80, self.days(-10), move_type="out_receipt")
        self.assert_residuals(80)
        self.assert_facts(overdue=80, sales_12m=80)

    def test_what_the_company_owes_a_customer_as_supplier_is_not_offset(self):
        self.invoice(self.customer, 1000, self.days(-10))
        self.invoice(self.customer, 600, self.days(-10), move_type="in_invoice")
        self.assert_residuals(1000)
        self.assert_facts(balance=1000, sales_12m=1000)


@tagged("post_install", "-at_install")
class TestOpenItemsInCurrencies(OpenItemsCase):
    """Trap 10. The euro is worth half a dollar in January, a quarter from June; the books are in dollars."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency("EUR", rates=[("2026-01-01", 2.0), ("2026-06-01", 4.0)])
        cls.january = date(2026, 1, 15)

    def euros(self, amount=100, due=None):
        return self.invoice(self.customer, amount, due or self.days(-30), date=self.january, currency=self.euro)

    def test_a_residual_keeps_the_rate_of_its_booking(self):
        self.euros()
        item = self.assert_residuals(50)
        self.assertEqual((item.residual_currency, item.free, item.free_currency), (100, 50, 100))
        self.assertEqual((item.currency_id, item.company_currency_id), (self.euro, self.currency))
        self.assert_facts(balance=50, overdue=50, to_collect=50, sales_12m=50)

    def test_the_covered_part_is_converted_at_the_rate_of_the_item(self):
        invoice = self.euros(99.99)
        invoice.action_toggle_block_payment()
        item = self.open_items(self.customer)
        self.assertEqual((item.residual, item.held, item.free, item.free_currency), (50, 50, 0, 0))

    def test_an_exchange_difference_leaves_nothing_open(self):
        invoice = self.euros()
        payment = self.pay(invoice, 100, date=self.days(-1), currency=self.euro)
        self.assertEqual(payment.amount_company_currency_signed, 25)
        self.assert_residuals()
        self.assert_facts(balance=0, paid_12m=25, last_payment_amount=25)

    def test_a_partial_payment_in_currency_leaves_the_rest_at_the_old_rate(self):
        self.pay(self.euros(), 40, date=self.days(-1), currency=self.euro)
        item = self.open_items(self.customer)
        self.assertEqual(item.residual_currency, 60)
        self.assertEqual(item.residual, self.items_of(item.move_id).amount_residual)
        self.assertEqual(item.free, item.residual)

    def leave(self, invoice, residual, residual_currency):
        """What a rounded exchange difference leaves: one residual zero, the other not."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET amount_residual = %s, amount_residual_currency = %s WHERE id = %s",
            [residual, residual_currency, self.items_of(invoice).id],
        )
        self.env.invalidate_all()

    def test_a_leftover_in_company_currency_only_is_still_whole(self):
        self.leave(self.euros(), 0.01, 0)
        item = self.assert_residuals(0.01)
        self.assertEqual((item.residual_currency, item.free, item.free_currency), (0, 0.01, 0))
        self.assert_facts(balance=0.01)

    def test_a_leftover_in_foreign_currency_only_is_worth_nothing(self):
        self.leave(self.euros(), 0, 0.03)
        item = self.assert_residuals(0)
        self.assertEqual((item.residual_currency, item.free, item.free_currency), (0.03, 0, 0.03))
        self.assert_facts(balance=0, overdue=0, item_count=0)

    def test_a_leftover_that_is_blocked_divides_by_nothing(self):
        invoice = self.euros()
        invoice.action_toggle_block_payment()
        self.leave(invoice, 0.01, 0)
        self.assertEqual(self.assert_residuals(0.01).free, 0.01)
        self.leave(invoice, 0, 0.03)
        self.assertEqual(self.assert_residuals(0).held, 0)
