"""Events that nobody books, after which the history must still be what the ledger says."""

from odoo.tests import tagged

from . import test_payment_history


@tagged("post_install", "-at_install")
class TestHistoryAttacks(test_payment_history.TestHistoryBroughtForward):
    test_every_border_is_crossed_as_if_all_were_read_again = None

    def settled(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["collections.refresh"].search([]).unlink()

    def work_off(self):
        """What was noticed is in the queue."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def assert_true_to_ledger(self, day, *partners):
        key_date = self.days(day)
        self.refresh(key_date=key_date)
        for partner in partners or (self.customer,):
            self.customer = partner
            self.assertEqual(self.stored_history(), self.history_read(key_date), partner.name)

    def paid_invoice(self, partner, amount, day):
        invoice = self.invoice(partner, amount, self.days(day + 10), date=self.days(day))
        self.pay(invoice, date=self.days(day + 15))
        return invoice

    def test_a_ledger_account_is_of_the_trade_no_more(self):
        invoice = self.paid_invoice(self.customer, 100, -50)
        self.invoice(self.customer, 10, self.days(-5))
        self.refresh(key_date=self.days(0))
        self.settled()
        ledger = self.items_of(invoice).account_id
        ledger.non_trade = True
        self.work_off()
        self.assert_true_to_ledger(1)

    def test_a_contact_of_one_is_merged_into_another(self):
        alone = self.new_customer("Alone")
        for partner in (self.customer, self.customer_2):
            self.invoice(partner, 10, self.days(-5))
        self.paid_invoice(alone, 100, -50)
        self.refresh(key_date=self.days(0))
        alone.write({"parent_id": self.customer.id, "is_company": False})
        self.work_off()
        self.refresh(key_date=self.days(0))
        self.settled()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((alone | self.customer_2).ids, self.customer_2)
        self.work_off()
        self.assert_true_to_ledger(1, self.customer_2, self.customer)

    def test_a_payment_that_settled_nothing_is_cancelled(self):
        self.invoice(self.customer, 10, self.days(-5))
        payment = self.unallocated_payment(self.customer, 20, self.days(-3))
        self.refresh(key_date=self.days(0))
        self.settled()
        payment.action_draft()
        payment.action_cancel()
        self.assert_true_to_ledger(1)

    def test_an_invoice_goes_to_another_customer_by_way_of_a_draft(self):
        invoice = self.invoice(self.customer, 100, self.days(-5))
        for partner in (self.customer, self.customer_2):
            self.invoice(partner, 10, self.days(-5))
        self.refresh(key_date=self.days(0))
        self.settled()
        invoice.button_draft()
        self.env.flush_all()
        invoice.partner_id = self.customer_2
        self.env.flush_all()
        invoice.action_post()
        self.assert_true_to_ledger(1, self.customer_2, self.customer)
