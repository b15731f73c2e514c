"""What is noticed of bookings, by whom, and at what cost: the queue between accounting and collections (B18)."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command
from odoo.tests import new_test_user, tagged

from .live_common import LiveCommon


@tagged("post_install", "-at_install")
class TestNoticing(LiveCommon):
    def assert_noticed(self, *customers):
        self.assertEqual(sorted(self.noticed().mapped("name")), sorted(customer.name for customer in customers))

    def settled(self):
        """Nothing waits any more."""
        self.env.cr.flush()
        self.queue.search([]).unlink()
        self.env.cr.postcommit.clear()

    # ---------------------------------------------------------------------- bookings
    def test_posting_an_invoice_is_noticed(self):
        self.invoice(self.customer_2, 100, self.days(-3))
        self.assert_noticed(self.customer_2)

    def test_a_draft_is_not(self):
        self.invoice(self.customer_2, 100, self.days(-3), post=False)
        self.assert_noticed()

    def test_a_payment_is_noticed(self):
        self.pay(self.invoices[self.customer], 10)
        self.assert_noticed(self.customer)

    def test_money_not_yet_allocated_is_noticed(self):
        self.unallocated_payment(self.customer_3, 10)
        self.assert_noticed(self.customer_3)

    def test_a_payment_that_bounces_is_noticed(self):
        self.pay(self.invoices[self.customer])
        self.settled()
        self.invoices[self.customer].line_ids.remove_move_reconcile()
        self.assert_noticed(self.customer)

    def test_reset_to_draft_and_cancelling_are_noticed(self):
        self.invoices[self.customer].button_draft()
        self.assert_noticed(self.customer)
        self.settled()
        self.invoices[self.customer_2].button_cancel()
        self.assert_noticed(self.customer_2)

    def test_a_credit_note_for_an_invoice_is_noticed(self):
        self.invoices[self.customer]._reverse_moves([{"date": self.key_date}], cancel=True)
        self.assert_noticed(self.customer)

    def test_a_moved_due_date_is_noticed(self):
        self.items_of(self.invoices[self.customer]).date_maturity = self.days(20)
        self.assert_noticed(self.customer)

    def test_blocking_an_invoice_is_noticed(self):
        self.invoices[self.customer].action_toggle_block_payment()
        self.assert_noticed(self.customer)
        self.settled()
        self.invoices[self.customer].action_toggle_block_payment()
        self.assert_noticed(self.customer)

    def test_excluding_an_item_from_follow_up_is_noticed(self):
        self.items_of(self.invoices[self.customer]).no_followup = True
        self.assert_noticed(self.customer)

    def test_an_item_that_goes_to_another_customer_is_noticed_for_both(self):
        entry = self.entry(self.customer, 70, self.days(-9))
        self.settled()
        self.items_of(entry).partner_id = self.customer_2
        self.assert_noticed(self.customer, self.customer_2)

    def test_the_customer_of_a_contact_is_noticed_and_the_root_company_of_a_branch(self):
        contact = self.new_customer("Anna", parent_id=self.customer.id, is_company=False)
        self.settled()
        self.invoice(contact, 100, self.days(-3), company=self.branch())
        self.assert_noticed(self.customer)

    def test_an_online_payment_under_way_is_noticed_and_that_it_failed(self):
        method = self.env.ref("payment.payment_method_unknown").sudo()
        provider = self.env["payment.provider"].sudo()
        provider = provider.create(
            {"name": "Test", "state": "test", "company_id": self.company.id, "payment_method_ids": method.ids}
        )
        transaction = self.env["payment.transaction"].sudo()
        transaction = transaction.create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": "T1",
                "amount": 5000,
                "currency_id": self.currency.id,
                "partner_id": self.customer.id,
                "state": "draft",
                "invoice_ids": [Command.set(self.invoices[self.customer].ids)],
            }
        )
        self.settled()
        for state in ("pending", "done", "cancel"):
            transaction.state = state
            self.assert_noticed(self.customer)
            self.settled()

    def test_bills_and_the_rest_of_the_ledger_are_not_noticed(self):
        bill = self.invoice(self.new_customer("Vendor"), 100, self.days(-3), move_type="in_invoice")
        self.entry(False, 50, account=self.company_data["default_account_expense"])
        self.assertEqual(bill.state, "posted")
        self.assert_noticed()

    # ---------------------------------------------------------------------- contacts and settings
    def test_a_contact_under_another_parent_is_noticed_for_the_parent_who_has_his_account_now(self):
        contact = self.new_customer("Anna", is_company=False)
        self.invoice(contact, 40, self.days(-3))
        self.refresh()
        self.settled()
        contact.parent_id = self.customer_2
        self.assert_noticed(self.customer_2)

    def test_a_parent_without_account_is_noticed_too(self):
        parent = self.new_customer("Holding")
        contact = self.new_customer("Anna", is_company=False)
        self.invoice(contact, 40, self.days(-3))
        self.refresh()
        self.settled()
        contact.parent_id = parent
        self.assert_noticed(parent)

    def test_credit_limit_trust_and_archiving_are_noticed_and_a_new_name_is_not(self):
        for vals in ({"credit_limit": 10}, {"trust": "bad"}, {"active": False}):
            self.customer.write(vals)
            self.assert_noticed(self.customer)
            self.settled()
        self.customer.name = "Acme Limited"
        self.assert_noticed()

    def test_merged_contacts_wait_as_the_one_that_is_kept(self):
        self.pay(self.invoices[self.customer_2], 10)
        self.assert_noticed(self.customer_2)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.customer_2).ids, self.customer)
        self.assert_noticed(self.customer)

    def test_a_setting_of_the_account_is_noticed(self):
        self.account_of(self.customer).specialist_id = self.collector
        self.assert_noticed(self.customer)

    def test_the_ageing_limits_are_noticed_for_everybody(self):
        self.company.collections_aging_limit_1 = 20
        self.assert_noticed(self.customer, self.customer_2, self.customer_3)

    def test_the_credit_limit_of_all_who_have_none_of_their_own_is_noticed_for_everybody(self):
        defaults = self.env["ir.default"]
        for company in (self.company, False):
            defaults.set("res.partner", "credit_limit", 700, company_id=company and company.id)
            self.assertLessEqual(
                {self.customer.name, self.customer_2.name, self.customer_3.name}, set(self.noticed().mapped("name"))
            )
            self.settled()
        defaults.set("res.partner", "comment", "<p>Hello</p>", company_id=self.company.id)
        self.assert_noticed()

    def test_other_contexts_have_a_door_of_their_own(self):
        for records in (
            self.customer,
            self.account_of(self.customer),
            self.invoices[self.customer],
            self.invoices[self.customer].line_ids,
        ):
            self.queue._notice(records)
            self.assert_noticed(self.customer)
            self.settled()
        self.queue._notice(self.customer.browse())
        self.assert_noticed()

    # ---------------------------------------------------------------------- by whom, and at what cost
    def test_who_has_nothing_to_do_with_collections_books_as_before(self):
        clerk = new_test_user(self.env, "test_clerk", "account.group_account_invoice", company_id=self.company.id)
        invoice = self.invoices[self.customer].with_user(clerk)
        wizard = self.env["account.payment.register"].with_user(clerk)
        wizard.with_context(active_model="account.move", active_ids=invoice.ids).create({})._create_payments()
        self.assert_noticed(self.customer)

    def test_what_is_rolled_back_is_not_noticed(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.pay(self.invoices[self.customer], 10)
            raise ZeroDivisionError
        self.assert_noticed()

    def triggers(self):
        cron = self.env.ref("collections_mgmt.collections_refresh_cron")
        return self.env["ir.cron.trigger"].sudo().search_count([("cron_id", "=", cron.id)])

    def test_the_job_is_woken_up_once_a_transaction(self):
        self.settled()
        before = self.triggers()
        self.pay(self.invoices[self.customer], 10)
        self.env.cr.flush()
        self.pay(self.invoices[self.customer_2], 10)
        self.env.cr.flush()
        self.assertEqual(self.triggers(), before + 1)

    def test_a_trigger_taken_back_by_a_savepoint_is_pulled_again(self):
        self.settled()
        before = self.triggers()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.pay(self.invoices[self.customer], 10)
            self.env.cr.flush()
            raise ZeroDivisionError
        self.pay(self.invoices[self.customer_2], 10)
        self.env.cr.flush()
        self.assertEqual(self.triggers(), before + 1)

    @contextmanager
    def unnoticed(self):
        """As without this add-on."""
        queue = type(self.env["collections.refresh"])
        with patch.object(queue, "_notice_ids"), patch.object(queue, "_notice_now"):
            yield

    def register(self, invoice):
        """Register a payment as the accountant does, and count the statements up to the commit."""
        self.env.cr.flush()
        self.env.invalidate_all()
        self.env.cr.postcommit.clear()
        before = self.env.cr.sql_log_count
        wizard = self.env["account.payment.register"]
        wizard.with_context(active_model="account.move", active_ids=invoice.ids).create({})._create_payments()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def test_registering_a_payment_costs_three_statements_more_at_most(self):
        self.register(self.invoice(self.customer, 10, self.days(-1)))
        with self.unnoticed():
            without = self.register(self.invoice(self.customer, 10, self.days(-1)))
        invoice = self.invoice(self.customer, 10, self.days(-1))
        self.assertLessEqual(self.register(invoice) - without, 3)

    def test_many_bookings_in_one_transaction_cost_one_batch(self):
        invoices = [self.invoice(self.customer, 10 + n, self.days(-1)) for n in range(8)]
        self.settled()
        inserts = []
        model = type(self.queue)
        original = model._append
        with patch.object(model, "_append", lambda queue, rows: inserts.append(rows) or original(queue, rows)):
            for invoice in invoices:
                self.match(self.items_of(invoice), self.unallocated_payment(self.customer, 10).move_id)
            self.assert_noticed(self.customer)
        self.assertEqual(len(inserts), 1)
        self.assertEqual(self.queue.search_count([("partner_id", "=", self.customer.id)]), 1)
