"""A small rest of a dispute is written off by itself: where the company wants it, and nothing that it may not."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestSmallRest(DisputeCase):
    """Of 5,000 a customer disputes 150, and pays all but 3."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expense = cls.company_data["default_account_expense"]
        cls.company.write(
            {
                "collections_write_off_limit": 5,
                "collections_write_off_account_id": cls.expense.id,
                "collections_write_off_journal_id": cls.company_data["default_journal_misc"].id,
            }
        )

    def rest(self, rest=3, disputed=150, line=None):
        line = line or self.line
        dispute = self.dispute(disputed, line)
        self.pay(line.move_id, line.amount_residual_currency - rest, currency=line.currency_id)
        return self.settled(dispute)

    def written_off(self, day=0):
        self.env.flush_all()
        written = self.env["collections.dispute"].sudo()._write_off_rests(self.company, self.days(day))
        self.env.invalidate_all()
        return written

    def test_it_is_booked_matched_told_and_closed(self):
        dispute = self.rest()
        self.assertEqual(self.written_off(), dispute)
        move = dispute.write_off_move_ids
        self.assertRecordValues(move, [{"state": "posted", "date": self.key_date, "company_id": self.company.id}])
        self.assertEqual(move.line_ids.filtered(lambda line: line.account_id == self.expense).balance, 3)
        self.assertTrue(self.line.reconciled)
        self.assertRecordValues(dispute, [{"state": "closed", "settled": True, "disputed": 0, "written_off": 3}])
        self.assertIn(move.name, self.notes(dispute))
        self.assertIn("written off by itself", self.notes(dispute))

    def test_it_is_off_by_default_and_without_an_account(self):
        self.rest()
        for values in (
            {"collections_write_off_limit": 0},
            {"collections_write_off_account_id": False},
            {"collections_write_off_journal_id": False},
        ):
            with self.subTest(**values), self.env.cr.savepoint() as savepoint:
                self.company.write(values)
                self.assertFalse(self.written_off())
                savepoint.rollback()
        fresh = self.env["res.company"].create({"name": "Fresh"})
        self.assertFalse(fresh.collections_write_off_limit)

    def test_the_limit_is_a_limit(self):
        dispute = self.rest(5)
        larger = self.rest(5.01, line=self.items_of(self.invoice(self.delta, 1000, self.days(-9))))
        self.assertEqual(self.written_off(), dispute)
        self.assertEqual(larger.disputed, 5.01)

    def test_the_limit_is_in_the_currency_of_the_company(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        line = self.items_of(self.invoice(self.delta, 1000, self.days(-9), currency=euro))
        dispute = self.rest(10, line=line)
        self.assertEqual(self.written_off(), dispute)
        [entry] = dispute.write_off_move_ids.line_ids.filtered(lambda each: each.account_id == self.expense)
        self.assertEqual((entry.balance, entry.amount_currency), (5, 10))
        self.assertTrue(line.reconciled)

    def test_what_is_small_from_the_beginning_is_no_rest(self):
        dispute = self.dispute(3)
        self.pay(self.line.move_id, 4997)
        self.settled(dispute)
        self.assertFalse(self.written_off())

    def test_what_the_customer_owes_after_all_is_not_given_up(self):
        dispute = self.dispute(150)
        self.pay(self.line.move_id, 4850)
        dispute.with_user(self.lara)._decide("partly", 100)
        self.pay(self.line.move_id, 48)
        self.settled(dispute)
        self.assertFalse(self.written_off())

    def test_what_is_on_hold_or_blocked_waits(self):
        dispute = self.rest()
        hold = self.hold_item(self.line, user=self.manager)
        self.assertFalse(self.written_off())
        hold.action_end()
        hold = self.hold(user=self.manager, account=self.account)
        self.assertFalse(self.written_off())
        hold.action_end()
        self.line.move_id.action_toggle_block_payment()
        self.assertFalse(self.written_off())
        self.line.move_id.action_toggle_block_payment()
        self.assertEqual(self.written_off(), dispute)

    def test_nothing_is_booked_into_a_closed_period(self):
        self.rest()
        self.company.fiscalyear_lock_date = self.days(10)
        self.assertFalse(self.written_off())

    def test_what_accounting_refuses_is_left_to_people(self):
        dispute = self.rest()
        self.expense.active = False
        with mute_logger("odoo.addons.collections_mgmt.models.commitment.dispute_write_off"):
            self.assertFalse(self.written_off())
        self.assertEqual(dispute.disputed, 3)

    def test_the_cron_does_it_every_morning(self):
        dispute = self.rest()
        with self.enter_registry_test_mode():
            self.env.ref("collections_mgmt.collections_dispute_write_off_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(dispute.written_off, 3)

    def test_taken_back_it_is_not_done_again(self):
        dispute = self.rest()
        self.written_off()
        dispute.write_off_move_ids.line_ids.remove_move_reconcile()
        self.settled(dispute)
        self.assertEqual((dispute.state, dispute.disputed), ("in_process", 3))
        self.assertFalse(self.written_off())

    def test_undisputed_parts_stay_open(self):
        """Of a credit note the disputed part takes first: 149 of 150 are credited, and 4,851 are open."""
        dispute = self.dispute(150)
        self.match(self.line.move_id, self.credit_note(self.delta, 149))
        self.settled(dispute)
        self.assertEqual(self.written_off(), dispute)
        self.assertEqual(self.line.amount_residual, 4850)
        self.assertEqual((dispute.state, dispute.written_off), ("closed", 1))
