"""Disputes: recorded, taken out of chasing in part, decided by a department, credited or collectible again."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestDisputeOpening(DisputeCase):
    def test_the_disputed_part_is_not_chased_and_the_rest_is(self):
        dispute = self.dispute(1200)
        self.assertRecordValues(self.item(), [{"disputed": 1200, "free": 3800, "residual": 5000}])
        self.assertRecordValues(
            self.account,
            [{"disputed": 1200, "to_collect": 3800, "disputed_share": 24, "dispute_count": 1, "dispute_days": 0}],
        )
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "new",
                    "amount": 1200,
                    "disputed": 1200,
                    "opened_on": self.key_date,
                    "date_due": self.days(7),
                    "pause_until": self.days(29),
                    "department_id": self.logistics.id,
                    "processor_id": self.lara.id,
                    "raised_by_id": self.collector.id,
                }
            ],
        )
        self.assertIn("1,200.00 disputed, to be decided by Logistics until 07/07/2026", self.notes(self.account))

    def test_more_than_is_open_and_not_disputed_yet_is_refused(self):
        self.dispute(1200)
        self.assertRefused(UserError, "at most .*3,800.00 can be disputed", self.dispute, 3800.01)
        self.dispute(3800)
        self.assertRecordValues(self.item(), [{"disputed": 5000, "free": 0}])

    def test_amounts_that_make_no_sense_are_refused(self):
        self.assertRefused(UserError, "at least one open item", self.dispute, 0)
        self.assertRefused(UserError, "say which amount", self.dispute, -5)
        other = self.items_of(self.invoice(self.customer_2, 10, self.days(-9)))
        self.assertRefused(UserError, "of one customer", self.request, {self.line: 1, other: 1})

    def test_it_is_not_chased_for_the_maximum_and_then_again_although_open(self):
        self.dispute(1200)
        self.assertEqual([self.item(days=day).disputed for day in (-1, 0, 29, 30)], [0, 1200, 1200, 0])

    def test_a_reason_may_leave_the_amount_in_chasing(self):
        self.dispute(1200, reason=self.dispute_reason("Information", self.logistics, pauses=False))
        self.assertRecordValues(self.item(), [{"disputed": 0, "free": 5000}])
        self.assertEqual(self.account.dispute_count, 1)


@tagged("post_install", "-at_install")
class TestDisputeDecision(DisputeCase):
    def test_invalid_is_collectible_again_at_once(self):
        dispute = self.dispute(1200)
        dispute.with_user(self.lara)._decide("invalid", note="Signed for")
        self.assertRecordValues(
            dispute,
            [{"state": "closed", "rejected_on": self.key_date, "disputed": 1200, "decided_by_id": self.lara.id}],
        )
        self.assertRecordValues(
            self.account, [{"disputed": 0, "to_collect": 5000, "dispute_rejected": 1200, "dispute_count": 0}]
        )
        told = self.notes(self.account)
        self.assertIn("Invalid, decided by Lara", told)
        self.assertIn("Signed for", told)
        self.assertIn("chased again at once", told)

    def test_valid_stays_out_of_chasing_until_it_is_credited(self):
        dispute = self.dispute(1200)
        dispute.with_user(self.lara)._decide("valid")
        self.assertEqual((dispute.state, dispute.accepted), ("decided", 1200))
        self.assertEqual([self.item(days=day).disputed for day in (0, 30, 300)], [1200] * 3)
        dispute.with_user(self.env.user).action_credit_note()
        note = dispute.credit_note_ids
        self.assertRecordValues(
            note, [{"state": "draft", "amount_total": 1200, "reversed_entry_id": self.line.move_id.id}]
        )
        note.action_post()
        self.settled(dispute)
        self.assertEqual(self.balance(dispute), {"credited": 1200})
        self.assertRecordValues(dispute, [{"state": "closed", "outcome": "valid", "closed_on": self.key_date}])
        self.assertRecordValues(self.item(), [{"disputed": 0, "free": 3800, "residual": 3800}])

    def test_partly_valid_splits_it(self):
        dispute = self.dispute(1200)
        dispute.with_user(self.lara)._decide("partly", 500)
        self.assertEqual(self.account.disputed, 500)
        self.assertEqual((self.account.dispute_rejected, self.account.dispute_rejected_days), (700, 0))
        self.assertEqual((dispute.accepted, dispute.rejected), (500, 700))
        self.assertRefused(
            UserError, "more than nothing", self.dispute(100).with_user(self.lara)._decide, "partly", 100
        )

    def test_a_credit_note_that_is_undone_opens_it_again(self):
        dispute = self.dispute(1200)
        dispute.with_user(self.lara)._decide("valid")
        dispute.action_credit_note()
        note = dispute.credit_note_ids
        note.action_post()
        self.settled(dispute)
        note.line_ids.remove_move_reconcile()
        self.settled(dispute)
        self.assertEqual((dispute.state, self.balance(dispute)), ("decided", {"disputed": 1200}))
        self.assertEqual(self.item().disputed, 1200)
