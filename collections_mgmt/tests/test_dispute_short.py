"""Payments that are too short: why is asked when they are booked, and where the profile wants it nobody has to ask."""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestPaymentDialog(DisputeCase):
    def register(self, amount, lines=None):
        lines = lines or self.line
        wizards = self.env["account.payment.register"].with_user(self.accountant)
        form = Form(wizards.with_context(active_model="account.move.line", active_ids=lines.ids))
        if len(lines) > 1:
            form.group_payment = True
        form.amount = amount
        return form

    def test_the_difference_is_disputed_with_the_payment(self):
        form = self.register(4850)
        form.dispute_reason_id = self.taken_off.with_user(self.accountant)
        form.dispute_note = "Two pallets arrived wet"
        form.save().action_create_payments()
        self.assertRecordValues(
            self.account.dispute_ids,
            [
                {
                    "amount": 150,
                    "customer_amount": 150,
                    "reason_id": self.taken_off.id,
                    "description": "Two pallets arrived wet",
                    "raised_by_id": self.accountant.id,
                    "automatic": False,
                }
            ],
        )
        self.assertEqual(self.line.amount_residual, 150)

    def test_without_a_reason_nothing_is_disputed(self):
        self.register(4850).save().action_create_payments()
        self.assertFalse(self.account.dispute_ids)

    def test_nobody_is_asked_when_nothing_stays_open(self):
        form = self.register(4850)
        self.assertTrue(form.can_dispute)
        form.payment_difference_handling = "reconcile"
        self.assertFalse(form.can_dispute)
        self.assertFalse(self.register(5000).can_dispute)
        self.assertFalse(self.register(5100).can_dispute)

    def test_of_several_invoices_the_difference_is_of_those_due_last(self):
        later = self.items_of(self.invoice(self.delta, 100, self.days(-5)))
        form = self.register(4950, lines=self.line | later)
        form.dispute_reason_id = self.taken_off.with_user(self.accountant)
        form.save().action_create_payments()
        lines = self.account.dispute_ids.line_ids
        self.assertEqual({line.line_id: line.amount for line in lines}, {later: 100, self.line: 50})

    def test_without_a_booking_of_the_payment_it_is_the_same(self):
        """A payment method without an outstanding account books nothing before the bank statement comes."""
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        form = self.register(4850)
        form.dispute_reason_id = self.taken_off.with_user(self.accountant)
        form.save().action_create_payments()
        self.assertEqual(self.account.dispute_ids.amount, 150)


@tagged("post_install", "-at_install")
class TestByItself(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.profile_id = cls.profile
        cls.profile.write(
            {
                "short_dispute": True,
                "short_reason_id": cls.taken_off.id,
                "short_since": cls.days(-3),
                "short_tolerance": 10,
                "short_maximum": 20,
            }
        )
        cls.refresh()

    def recorded(self):
        self.env.flush_all()
        disputes = self.env["collections.dispute"].sudo()
        before = disputes.search([])
        for row in list(disputes._short_payments(self.company)):
            disputes._open_short(*row)
        return disputes.search([]) - before

    def short(self, paid, amount=1000, **vals):
        invoice = self.invoice(self.delta, amount, self.days(-10))
        self.pay(invoice, paid, **vals)
        return self.items_of(invoice)

    def test_a_small_difference_becomes_a_dispute_once(self):
        item = self.short(850)
        dispute = self.recorded()
        self.assertRecordValues(
            dispute,
            [{"amount": 150, "automatic": True, "reason_id": self.taken_off.id, "department_id": self.quality.id}],
        )
        self.assertEqual(dispute.line_ids.line_id, item)
        self.assertIn("150.00 of", dispute.description.replace("\xa0", " ").replace("$ ", ""))
        self.assertFalse(self.recorded())
        dispute.action_void()
        self.assertFalse(self.recorded(), "who voids it means it")

    def test_the_cron_records_it(self):
        self.short(850)
        with self.enter_registry_test_mode():
            self.env.ref("collections_mgmt.collections_dispute_short_cron").method_direct_trigger()
        self.assertEqual(self.account.dispute_ids.amount, 150)

    def test_only_where_it_is_switched_on(self):
        self.profile.short_dispute = False
        self.short(850)
        self.assertFalse(self.recorded())

    def test_what_is_within_the_tolerance_or_too_much_is_none(self):
        self.short(990)
        self.short(799)
        self.short(0.01)
        self.assertFalse(self.recorded())
        self.short(989.99)
        self.short(800)
        self.assertEqual(self.recorded().mapped("amount"), [200, 10.01])

    def test_with_a_share_too_both_have_to_tolerate_it(self):
        self.profile.short_tolerance_percent = 1
        self.short(95, amount=100)
        self.short(993)
        self.assertEqual(self.recorded().mapped("amount"), [5])

    def test_earlier_payments_are_left_alone(self):
        self.short(850, date=self.days(-4))
        self.assertFalse(self.recorded())
        self.short(850, date=self.days(-3))
        self.assertEqual(len(self.recorded()), 1)

    def test_a_credit_note_is_no_short_payment(self):
        invoice = self.invoice(self.delta, 1000, self.days(-10))
        self.match(invoice, self.credit_note(self.delta, 850))
        self.assertFalse(self.recorded())

    def test_what_is_promised_or_in_a_plan_is_no_objection(self):
        promised, planned = self.short(850), self.short(850)
        self.env["collections.promise"].with_user(self.manager).create(
            {
                "account_id": self.account.id,
                "date": self.days(5),
                "line_ids": [Command.create({"line_id": promised.id, "amount": 150})],
            }
        )
        self.env["collections.plan"].with_user(self.manager).create(
            {
                "account_id": self.account.id,
                "accepted": True,
                "item_ids": [Command.create({"line_id": planned.id, "amount": 150})],
                "installment_ids": [Command.create({"date": self.days(5), "principal": 150})],
            }
        )
        self.assertFalse(self.recorded())

    def test_of_other_customers_and_companies_nothing_is_recorded(self):
        self.short(850)
        other = self.env["res.company"].create({"name": "Another"})
        self.assertFalse(list(self.env["collections.dispute"].sudo()._short_payments(other)))
        self.account.profile_id = self.profile.copy({"name": "Others", "short_dispute": False})
        self.assertFalse(self.recorded())

    def test_switched_on_it_needs_a_reason(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.profile.short_reason_id = False
            self.env.flush_all()
