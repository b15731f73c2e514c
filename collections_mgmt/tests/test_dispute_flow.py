"""Around disputes: short payments, escalation, facts and ready conditions, figures by problem, merged customers."""

from ast import literal_eval

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestShortPayment(DisputeCase):
    def from_payment(self, payment, user):
        action = payment.with_user(user).action_dispute()
        wizard = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        return wizard.create({"reason_id": self.taken_off.id})

    def test_the_difference_becomes_a_dispute(self):
        payment = self.pay(self.line.move_id, 4850)
        self.assertTrue(payment.is_short)
        wizard = self.from_payment(payment, self.collector)
        self.assertRecordValues(wizard.line_ids, [{"amount": 150, "disputable": 150}])
        action = wizard.action_open()
        dispute = self.env["collections.dispute"].browse(action["res_id"])
        self.assertRecordValues(dispute, [{"amount": 150, "deduction": True, "department_id": self.quality.id}])
        self.assertRefused(UserError, "at least one open item", self.from_payment(payment, self.collector).action_open)

    def test_who_books_records_it_without_a_role_in_collections(self):
        payment = self.pay(self.line.move_id, 4850)
        wizard = self.from_payment(payment, self.accountant)
        self.assertEqual(wizard.customer, "Delta")
        action = wizard.action_open()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(self.account.dispute_ids.raised_by_id, self.accountant)
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            self.account.dispute_ids.with_user(self.accountant).read(["amount"])

    def test_a_payment_in_full_or_of_nothing_has_no_difference(self):
        full, loose = self.pay(self.line.move_id), self.unallocated_payment(self.delta, 5)
        self.assertEqual((full | loose).mapped("is_short"), [False, False])
        self.assertRefused(UserError, "Nothing is left open", full.action_dispute)

    def test_a_plain_user_gets_nowhere(self):
        payment = self.pay(self.line.move_id, 4850)
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            payment.with_user(self.lara).action_dispute()


@tagged("post_install", "-at_install")
class TestDisputeEscalation(DisputeCase):
    def escalate(self, days):
        return self.env["collections.dispute"].sudo()._escalate(self.company, self.days(days))

    def told(self, dispute):
        kind = self.env.ref("collections_mgmt.mail_activity_type_dispute_escalated")
        return dispute.activity_ids.filtered(lambda activity: activity.activity_type_id == kind).user_id

    def test_the_head_is_told_when_the_time_limit_ran_out_and_the_supervisor_when_it_is_chased_again(self):
        dispute = self.dispute(1200)
        self.assertFalse(self.escalate(7) & dispute)
        self.assertIn(dispute, self.escalate(8))
        self.assertEqual(
            (self.told(dispute), dispute.escalation, dispute.escalated_on), (self.hugo, "due", self.days(8))
        )
        self.assertFalse(self.escalate(9) & dispute, "once")
        self.assertIn(dispute, self.escalate(30))
        self.assertEqual((self.told(dispute), dispute.escalation), (self.hugo | self.supervisor, "pause"))
        self.assertFalse(self.escalate(31) & dispute)

    def test_who_decides_ends_it_and_more_time_takes_it_back(self):
        dispute, decided = self.dispute(1200), self.dispute(10)
        self.escalate(8)
        dispute.with_user(self.supervisor).date_due = self.days(20)
        decided.with_user(self.lara)._decide("valid")
        self.assertFalse(self.told(decided))
        self.assertFalse(dispute.escalated_on)
        self.assertFalse(self.escalate(20) & (dispute | decided))
        self.assertIn(dispute, self.escalate(21))


@tagged("post_install", "-at_install")
class TestDisputeFacts(DisputeCase):
    def holds(self, name):
        condition = self.env.ref(f"collections_mgmt.collections_condition_dispute_{name}")
        return bool(self.account.filtered_domain(literal_eval(condition.domain)))

    def test_ready_conditions_follow_the_disputes(self):
        names = ("open", "open_amount", "old", "all", "rejected", "invalid_deduction")
        self.assertEqual([name for name in names if self.holds(name)], [])
        dispute = self.dispute(5000, reason=self.taken_off)
        self.assertEqual([name for name in names if self.holds(name)], ["open", "open_amount", "all"])
        dispute.with_user(self.quentin)._decide("invalid")
        self.assertEqual([name for name in names if self.holds(name)], ["invalid_deduction"])
        self.refresh(key_date=self.days(7), accounts=self.account)
        self.assertEqual([name for name in names if self.holds(name)], ["rejected", "invalid_deduction"])
        self.pay(self.line.move_id, 5000)
        self.refresh(key_date=self.days(8), accounts=self.account)
        self.assertEqual([name for name in names if self.holds(name)], [])
        self.assertEqual((dispute.paid, dispute.state, dispute.outcome), (5000, "closed", "invalid"))

    def test_booking_is_noticed_and_the_list_follows(self):
        dispute = self.dispute(5000)
        self.assertNotIn("Delta", self.listed())
        dispute.with_user(self.lara)._decide("invalid")
        self.assertIn("Delta", self.listed())

    def test_a_dispute_moves_along_when_customers_are_merged(self):
        dispute = self.dispute(1200)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.delta | self.customer).ids, self.customer)
        self.assertEqual((dispute.account_id, dispute.partner_id), (self.acme, self.customer))
        self.assertEqual((dispute.line_ids.account_id, self.acme.disputed), (self.acme, 1200))

    def test_problems_are_counted_open_and_closed(self):
        one, two, _three = self.dispute(100), self.dispute(200), self.dispute(400, reason=self.taken_off)
        one.with_user(self.lara)._decide("invalid")
        voided = self.dispute(50)
        voided.with_user(self.collector).action_void()
        self.env.flush_all()
        rows = self.env["collections.dispute.analysis"]._read_group(
            [("partner_id", "=", self.delta.id)],
            ["reason_id"],
            ["dispute_count:sum", "open_count:sum", "amount:sum", "open_amount:sum"],
        )
        self.assertEqual(set(rows), {(self.pallets, 2, 1, 300, 200), (self.taken_off, 1, 1, 400, 400)})
        flow = self.env["collections.dispute.flow"]._read_group(
            [("partner_id", "=", self.delta.id)], ["event"], ["dispute_count:sum"]
        )
        self.assertEqual(set(flow), {("opened", 3), ("closed", 1)})
        seen = self.env["collections.dispute.analysis"].with_user(self.lara).search([])
        self.assertEqual(seen.dispute_id, one | two, "departments see their own problems")

    def test_everybody_opens_his_screens(self):
        self.dispute(100)
        for user in (self.lara, self.collector, self.supervisor, self.auditor):
            for model in ("collections.dispute", "collections.dispute.analysis", "collections.dispute.flow"):
                with self.subTest(user=user.login, model=model):
                    self.assertTrue(self.env[model].with_user(user).search([("partner_id", "=", self.delta.id)]))
        account = self.account.with_user(self.auditor)
        self.assertTrue(account.read(list(account.get_view(view_type="form")["models"]["collections.account"])))


@tagged("post_install", "-at_install")
class TestDisputeCreditNote(DisputeCase):
    def credited(self, tax, amount, lines=((100, 3), (57.13, 1))):
        vals = [
            {"name": "Goods", "price_unit": price, "quantity": quantity, "tax_ids": [(6, 0, tax.ids)]}
            for price, quantity in lines
        ]
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.delta.id,
                "invoice_date": self.days(-20),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [(0, 0, val) for val in vals],
            }
        )
        invoice.action_post()
        dispute = self.dispute(amount or invoice.amount_total, self.items_of(invoice))
        dispute.with_user(self.lara)._decide("valid")
        dispute.action_credit_note()
        return dispute, dispute.credit_note_ids

    def tax(self, amount, **vals):
        return self.env["account.tax"].create({"name": f"Tax {amount} {vals}", "amount": amount, **vals})

    def test_the_amount_is_met_to_the_cent_with_tax_on_top_or_included(self):
        for tax in (self.tax(19), self.tax(7.7), self.tax(21, price_include_override="tax_included"), self.tax(0)):
            for amount in (100, 33.33, 0.07):
                with self.subTest(tax=tax.name, amount=amount):
                    _dispute, note = self.credited(tax, amount)
                    self.assertAlmostEqual(note.amount_total, amount, 2)
                    if amount == 100:
                        expected = 100 * tax.amount / (100 + tax.amount)
                        self.assertAlmostEqual(note.amount_tax, expected, 1)

    def test_the_whole_invoice_is_credited_line_by_line(self):
        _dispute, note = self.credited(self.tax(19), None)
        self.assertEqual(note.invoice_line_ids.mapped("quantity"), [3, 1])

    def test_there_is_one_draft_at_a_time(self):
        dispute, note = self.credited(self.tax(19), 100)
        self.assertRefused(UserError, "Nothing is left to credit", dispute.action_credit_note)
        note.unlink()
        dispute.action_credit_note()
        self.assertEqual(dispute.credit_note_ids.state, "draft")

    def test_there_is_none_without_a_decision_or_an_invoice(self):
        self.assertRefused(UserError, "follows from a decision", self.dispute(10).action_credit_note)
        entry = self.items_of(self.entry(self.delta, 300, self.days(-9), no_followup=False))
        dispute = self.dispute(10, entry)
        dispute.with_user(self.lara)._decide("valid")
        self.assertRefused(UserError, "is no invoice: credit it by hand", dispute.action_credit_note)
