"""Money paid online and not yet booked is not chased (``queries/payment_under_way.py``)."""

from odoo import Command
from odoo.tests import tagged

from .test_open_items import OpenItemsCase


@tagged("post_install", "-at_install")
class TestPaymentUnderWay(OpenItemsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.method = cls.env.ref("payment.payment_method_unknown").sudo()
        cls.provider = (
            cls.env["payment.provider"]
            .sudo()
            .create(
                {"name": "Test", "state": "test", "company_id": cls.company.id, "payment_method_ids": cls.method.ids}
            )
        )
        cls.counter = 0

    def online(self, amount, invoices, state="pending", **vals):
        type(self).counter += 1
        payment = (
            self.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": self.provider.id,
                    "payment_method_id": self.method.id,
                    "reference": f"T1-{self.counter}",
                    "amount": amount,
                    "currency_id": invoices.currency_id.id,
                    "partner_id": self.customer.id,
                    "operation": "online_direct",
                    "invoice_ids": [Command.set(invoices.ids)],
                    **vals,
                }
            )
        )
        self.set_state(payment, state)
        return payment

    def set_state(self, payment, state, booked=False):
        """What the provider would say; not every provider authorises first."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE payment_transaction SET state = %s, is_post_processed = %s WHERE id = %s",
            [state, booked, payment.id],
        )
        self.env.invalidate_all()

    def parts(self):
        return [(item.in_payment, item.free) for item in self.open_items(self.customer)]

    def test_a_pending_payment_covers_its_amount(self):
        self.online(300, self.invoice(self.customer, 1000, self.days(-10)))
        self.assertEqual(self.parts(), [(300, 700)])
        self.assert_facts(in_payment=300, free_overdue=700, to_collect=700, overdue=1000, balance=1000)

    def test_money_counts_from_pending_until_it_is_booked(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        payment = self.online(300, invoice)
        for state, booked, covered in (
            ("draft", False, 0),
            ("pending", False, 300),
            ("authorized", False, 300),
            ("done", False, 300),
            ("done", True, 0),
            ("cancel", False, 0),
            ("error", False, 0),
        ):
            with self.subTest(state=state, booked=booked):
                self.set_state(payment, state, booked)
                self.assertEqual(self.parts(), [(covered, 1000 - covered)])

    def test_a_payment_for_several_invoices_pays_the_oldest_first(self):
        later = self.invoice(self.customer, 200, self.days(-10))
        oldest = self.invoice(self.customer, 100, self.days(-30))
        last = self.invoice(self.customer, 400, self.days(10))
        self.online(150, later | oldest | last)
        self.assertEqual(self.parts(), [(100, 0), (50, 150), (0, 400)])

    def test_a_payment_for_instalments_pays_the_oldest_first(self):
        terms = self.terms((50, 0), (50, 60))
        self.online(150, self.invoice(self.customer, 200, None, date=self.days(-30), terms=terms))
        self.assertEqual(self.parts(), [(100, 0), (50, 50)])

    def test_a_payment_never_covers_more_than_the_residual(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.online(1500, invoice)
        self.assertEqual(self.parts(), [(1000, 0)])

    def test_two_payments_of_one_invoice_add_up(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.online(300, invoice)
        self.online(400, invoice, "authorized")
        self.assertEqual(self.parts(), [(700, 300)])

    def test_two_payments_of_the_same_invoices_cover_both(self):
        invoices = self.invoice(self.customer, 100, self.days(-30)) | self.invoice(self.customer, 200, self.days(-10))
        self.online(100, invoices)
        self.online(100, invoices)
        self.assertEqual(self.parts(), [(100, 0), (100, 100)])

    def test_two_payments_of_one_invoice_in_instalments_go_on_with_the_next_one(self):
        invoice = self.invoice(self.customer, 200, None, date=self.days(-30), terms=self.terms((50, 0), (50, 60)))
        self.online(80, invoice)
        self.online(50, invoice)
        self.assertEqual(self.parts(), [(100, 0), (30, 70)])

    def test_payments_of_overlapping_invoices_never_cover_more_than_is_open(self):
        first = self.invoice(self.customer, 100, self.days(-30))
        second = self.invoice(self.customer, 200, self.days(-9))
        self.online(80, first)
        self.online(150, first | second)
        self.assertEqual(self.parts(), [(100, 0), (50, 150)])

    def test_other_operations_bring_no_money(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        for operation in ("validation", "refund"):
            self.online(300, invoice, operation=operation)
        self.assertEqual(self.parts(), [(0, 1000)])

    def test_a_payment_of_unknown_operation_is_money(self):
        self.online(300, self.invoice(self.customer, 1000, self.days(-10)), operation=False)
        self.assertEqual(self.parts(), [(300, 700)])

    def test_a_payment_of_a_blocked_invoice_is_counted_once(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.online(300, invoice)
        invoice.action_toggle_block_payment()
        item = self.open_items(self.customer)
        self.assertEqual((item.held, item.in_payment, item.free), (1000, 0, 0))

    def test_a_payment_in_foreign_currency_covers_its_share(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        self.online(30, self.invoice(self.customer, 100, self.days(-10), currency=euro))
        item = self.open_items(self.customer)
        self.assertEqual((item.residual, item.in_payment, item.free, item.free_currency), (50, 15, 35, 70))

    def test_a_paid_invoice_needs_no_cover(self):
        invoice = self.invoice(self.customer, 1000, self.days(-10))
        self.online(1000, invoice)
        self.pay(invoice)
        self.assertEqual(self.parts(), [])
        self.assert_facts(in_payment=0)
