"""FM15: original = still open + paid + credited + cleared + written off, whatever is booked and undone."""

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..queries.dispute_balance import BALANCE
from ..queries.open_item import WATERFALL
from .dispute_common import DisputeCase

STEPS = ("pay", "credit", "write off", "net", "pay and write off", "undo")
STEPS += ("dispute", "decide", "credit note", "cancel", "split")
sequences = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 1100), st.integers(0, 9)), min_size=2, max_size=9)


class BalanceCase(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expense = cls.company_data["default_account_expense"]
        cls.neutral = cls.env["account.account"].create(
            {"name": "Clearing", "code": "199998", "account_type": "asset_current", "reconcile": True}
        )
        cls.euro = cls._enable_currency("EUR")

    def new_item(self, amount=1000, currency=None):
        invoice = self.invoice(self.customer_3, amount, self.days(-10), currency=currency)
        return self.items_of(invoice)

    def write_off(self, line, amount, account=None):
        """Clear part of an open item by an entry, by default against expenses."""
        entry = self.entry(self.customer_3, -amount)
        other = entry.line_ids.filtered(lambda each: each.account_id != self.receivable)
        entry.button_draft()
        other.account_id = account or self.expense
        entry.action_post()
        self.match(line, entry)

    def pay_and_write_off(self, line, paid, written_off):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=line.move_id.ids
        )
        wizard.create(
            {
                "amount": paid,
                "payment_date": self.key_date,
                "payment_difference_handling": "reconcile",
                "writeoff_account_id": self.expense.id,
            }
        )._create_payments()


@tagged("post_install", "-at_install")
class TestDisputeBalance(BalanceCase):
    def booked(self, dispute):
        return self.balance(self.settled(dispute))

    def test_a_payment_takes_the_undisputed_part_first(self):
        line = self.new_item()
        dispute = self.dispute(150, line)
        self.pay(line.move_id, 850)
        self.assertEqual(self.booked(dispute), {"disputed": 150})
        self.pay(line.move_id, 50)
        self.assertEqual(self.booked(dispute), {"disputed": 100, "paid": 50})
        last = self.pay(line.move_id, 100)
        self.assertEqual(self.booked(dispute), {"paid": 150})
        self.assertEqual((dispute.state, dispute.outcome, dispute.settled), ("closed", "withdrawn", True))
        last.move_id.line_ids.remove_move_reconcile()
        self.assertEqual(self.booked(dispute), {"disputed": 100, "paid": 50})
        self.assertEqual((dispute.state, dispute.outcome, dispute.closed_on), ("in_process", False, False))

    def test_a_credit_note_takes_the_disputed_part_first(self):
        line = self.new_item()
        dispute = self.dispute(150, line)
        self.match(line, self.credit_note(self.customer_3, 100))
        self.assertEqual(self.booked(dispute), {"disputed": 50, "credited": 100})
        self.match(line, self.credit_note(self.customer_3, 300))
        self.assertEqual(self.booked(dispute), {"credited": 150})
        self.assertEqual((dispute.state, dispute.outcome), ("closed", "valid"))

    def test_what_was_paid_or_credited_before_does_not_count(self):
        line = self.new_item()
        self.match(line, self.credit_note(self.customer_3, 100))
        self.pay(line.move_id, 200)
        dispute = self.dispute(700, line)
        self.assertEqual(self.booked(dispute), {"disputed": 700})

    def test_a_write_off_is_told_from_a_payment_in_the_same_entry(self):
        line = self.new_item()
        dispute = self.dispute(150, line)
        self.pay_and_write_off(line, 850, 150)
        self.assertEqual(self.booked(dispute), {"written_off": 150})
        self.assertEqual((dispute.state, dispute.outcome), ("closed", "written_off"))

    def test_an_entry_against_expenses_is_a_write_off_and_another_one_a_clearing(self):
        line = self.new_item()
        dispute = self.dispute(1000, line)
        self.write_off(line, 100)
        self.write_off(line, 200, self.neutral)
        self.assertEqual(self.booked(dispute), {"disputed": 700, "written_off": 100, "cleared": 200})

    def test_an_invoice_that_is_cancelled_clears_it(self):
        line = self.new_item()
        dispute = self.dispute(150, line)
        line.move_id.button_draft()
        self.assertEqual(self.booked(dispute), {"disputed": 150}, "a draft comes back")
        line.move_id.button_cancel()
        self.assertEqual(self.booked(dispute), {"cleared": 150})

    def test_of_two_disputes_of_an_item_the_older_takes_first_but_for_its_own_credit_note(self):
        line = self.new_item()
        older, newer = self.dispute(300, line), self.dispute(200, line)
        newer.with_user(self.lara)._decide("valid")
        newer.action_credit_note()
        newer.credit_note_ids.action_post()
        self.assertEqual((self.booked(older), self.booked(newer)), ({"disputed": 300}, {"credited": 200}))
        again = self.dispute(200, line)
        self.match(line, self.credit_note(self.customer_3, 350))
        self.assertEqual(
            (self.booked(older), self.booked(again)), ({"credited": 300}, {"disputed": 150, "credited": 50})
        )

    def test_what_was_rejected_stays_open_when_it_is_disputed_anew(self):
        line = self.new_item()
        first = self.dispute(300, line)
        first.with_user(self.lara)._decide("partly", 100)
        second = self.dispute(900, line)
        self.assertEqual((self.booked(first), self.booked(second)), ({"disputed": 300}, {"disputed": 900}))
        self.assertEqual((first.line_ids.claimed, second.line_ids.claimed), (100, 900))

    def test_amounts_are_of_the_currency_of_the_item(self):
        line = self.new_item(currency=self.euro)
        dispute = self.dispute(150, line)
        self.assertEqual(dispute.currency_id, self.euro)
        self.pay(line.move_id, 900)
        self.assertEqual(self.booked(dispute), {"disputed": 100, "paid": 50})

    def test_reading_the_ledger_again_writes_nothing(self):
        dispute = self.dispute(150, self.new_item())
        self.settled(dispute)
        before = dispute.write_date, dispute.line_ids.write_date
        self.settled(dispute)
        self.assertEqual((dispute.write_date, dispute.line_ids.write_date), before)

    def test_the_number_of_statements_does_not_depend_on_the_number_of_disputes(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["collections.dispute"].sudo()._settle(self.company, self.key_date)
            return self.env.cr.sql_log_count - before

        self.dispute(150, self.new_item())
        one = statements()
        for _number in range(4):
            self.dispute(150, self.new_item())
        self.assertEqual(statements(), one)


@tagged("post_install", "-at_install")
class TestDisputeBalanceProperty(BalanceCase):
    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(sequences)
    def test_the_parts_add_up_after_any_sequence(self, sequence):
        with contextlib.closing(self.env.cr.savepoint()):
            self.run_sequence(sequence)
        self.env.invalidate_all()

    def run_sequence(self, sequence):
        line = self.new_item()
        disputes = self.dispute(300, line)
        for step, amount, number in sequence:
            disputes |= self.take(step, line, disputes, min(amount, line.amount_residual_currency), number)
            self.settled(disputes[:1])
            self.check(line, disputes, (step, amount, number))
            before = disputes.line_ids.read([*BALANCE, "claimed"]), disputes.mapped("state")
            self.settled(disputes[:1])
            again = disputes.line_ids.read([*BALANCE, "claimed"]), disputes.mapped("state")
            self.assertEqual(before, again, "reading it again changes nothing")

    def take(self, step, line, disputes, amount, number):
        """One step, as far as it is possible now; the disputes it made."""
        new = disputes.browse()
        one = disputes[number % len(disputes)]
        if step == "undo":
            partials = line.matched_credit_ids
            partials[number % len(partials) if partials else 0 :][:1].unlink()
        elif step == "decide":
            if one.state in ("new", "in_process"):
                one._decide(("valid", "invalid", "partly")[number % 3], 1)
        elif step == "credit note":
            if one.state == "decided" and one.outcome != "written_off" and one._to_credit():
                one.action_credit_note()
                one.credit_note_ids.filtered(lambda note: note.state == "draft").action_post()
        elif step == "split":
            new |= self.split(one, amount)
        elif step == "cancel":
            if number == 0 and line.parent_state == "posted":
                line.move_id.button_draft()
        elif line.parent_state == "posted" and amount > 0:
            new |= self.book(step, line, amount)
        return new

    def split(self, dispute, amount):
        part = dispute.line_ids
        if dispute.state in ("new", "in_process") and 0 < amount <= part.claimed and amount < part.amount:
            return dispute._split({part: amount}, reason_id=self.taken_off.id)
        return dispute.browse()

    def book(self, step, line, amount):
        if step == "pay":
            self.pay(line.move_id, amount)
        elif step == "credit":
            self.match(line, self.credit_note(self.customer_3, amount))
        elif step == "write off":
            self.write_off(line, amount)
        elif step == "net":
            self.write_off(line, amount, self.neutral)
        elif step == "pay and write off" and amount > 1:
            self.pay_and_write_off(line, amount - 1, 1)
        elif step == "dispute":
            amount = min(amount, disputable := self.env["collections.dispute.line"]._disputable(line)[line.id])
            return self.dispute(amount, line) if disputable > 0 else self.env["collections.dispute"]
        return self.env["collections.dispute"]

    def check(self, line, disputes, step):
        currency = line.currency_id
        for part in disputes.line_ids:
            amounts = [part[name] for name in BALANCE]
            self.assertGreaterEqual(min(amounts), 0, step)
            self.assertTrue(currency.is_zero(part.amount - sum(amounts)), (step, amounts))
        claimed = round(sum(disputes.line_ids.mapped("claimed")), 2)
        self.assertLessEqual(claimed, max(0, line.amount_residual_currency), step)
        for item in self.item(line):
            self.assertTrue(currency.is_zero(item.residual - item.free - sum(item[part] for part in WATERFALL)), step)
