"""Part of a dispute becomes one of its own (I5), and FM15 stays true for both."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestDisputeSplit(DisputeCase):
    def ask(self, dispute, amount, user=None, reason=None, **vals):
        """The dialog with ``amount`` of its first item entered."""
        user = user or self.collector
        action = dispute.with_user(user).action_split()
        wizard = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        wizard = wizard.create({"reason_id": (reason or self.taken_off).id, **vals})
        wizard.line_ids[0].amount = amount
        return wizard

    def split(self, dispute, amount, **vals):
        self.ask(dispute, amount, **vals).action_split()
        self.env.invalidate_all()
        return dispute.sudo().split_ids

    def booked(self, dispute):
        return self.balance(self.settled(dispute))

    def test_part_of_it_goes_to_another_department_for_another_reason(self):
        dispute = self.dispute(1000, description="Pallets", customer_reference="C-7")
        new = self.split(dispute, 400, description="Was too late")
        self.assertRecordValues(
            dispute | new,
            [
                {"amount": 600, "customer_amount": 600, "reason_id": self.pallets.id, "processor_id": self.lara.id},
                {
                    "amount": 400,
                    "customer_amount": 400,
                    "reason_id": self.taken_off.id,
                    "processor_id": self.quentin.id,
                },
            ],
        )
        self.assertRecordValues(
            new,
            [
                {
                    "state": "new",
                    "split_from_id": dispute.id,
                    "customer_reference": "C-7",
                    "raised_by_id": self.collector.id,
                }
            ],
        )
        self.assertEqual(self.item().disputed, 1000, "chased is what was chased before")
        self.assertIn(f"split off into {new.name} (Deduction)", dispute.message_ids[0].preview)
        self.assertTrue(any(f"split from {dispute.name}" in message.preview for message in new.message_ids))

    def test_what_was_credited_and_paid_stays_with_the_first_and_comes_back_to_it(self):
        dispute = self.dispute(5000)
        note = self.credit_note(self.delta, 1000)
        self.match(self.line, note)
        payment = self.pay(self.line.move_id, 500)
        self.settled(dispute)
        wizard = self.ask(dispute, 2000)
        self.assertEqual((wizard.line_ids.claimed, wizard.staying), (3500, 1500))
        wizard.action_split()
        new = dispute.split_ids
        self.assertEqual(dispute.amount, 3000)
        self.assertEqual(self.booked(dispute), {"disputed": 1500, "paid": 500, "credited": 1000})
        self.assertEqual(self.booked(new), {"disputed": 2000})
        payment.move_id.line_ids.remove_move_reconcile()
        self.assertEqual(self.booked(dispute), {"disputed": 2000, "credited": 1000})
        self.items_of(note).remove_move_reconcile()
        self.assertEqual(self.booked(dispute), {"disputed": 3000})
        self.assertEqual(self.booked(new), {"disputed": 2000})

    def test_the_rest_after_a_credit_note_is_proposed_and_the_first_is_closed_with_what_was_credited(self):
        dispute = self.dispute(1000)
        self.match(self.line, self.credit_note(self.delta, 700))
        self.settled(dispute)
        action = dispute.with_user(self.collector).action_split()
        wizard = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"])
        wizard = wizard.create({"reason_id": self.taken_off.id})
        self.assertEqual(wizard.line_ids.amount, 300)
        wizard.action_split()
        self.env.invalidate_all()
        self.assertRecordValues(dispute, [{"state": "closed", "outcome": "valid", "amount": 700, "credited": 700}])
        self.assertEqual(self.booked(dispute.split_ids), {"disputed": 300})

    def test_part_is_accepted_in_the_same_dialog(self):
        dispute = self.dispute(1000)
        new = self.split(dispute, 400, user=self.lara, staying_is="valid")
        self.assertRecordValues(dispute, [{"state": "decided", "outcome": "valid", "decided_by_id": self.lara.id}])
        dispute.action_credit_note()
        self.assertEqual(dispute.credit_note_ids.amount_total, 600)
        dispute.credit_note_ids.action_post()
        self.assertEqual((self.booked(dispute), self.booked(new)), ({"credited": 600}, {"disputed": 400}))
        self.assertEqual(new.raised_by_id, self.collector, "who collects is told of both")

    def test_a_whole_item_moves_and_the_others_stay(self):
        other = self.items_of(self.invoice(self.delta, 300, self.days(-5)))
        self.refresh()
        self.request({self.line: 200, other: 300}).action_open()
        dispute = self.account.dispute_ids
        new = self.split(dispute, 200)
        self.assertEqual((dispute.line_ids.line_id, new.line_ids.line_id), (other, self.line))
        self.assertEqual((dispute.amount, new.amount), (300, 200))

    def test_the_customer_objected_when_he_did(self):
        dispute = self.dispute(1000)
        self.refresh(key_date=self.days(10))
        reason = self.dispute_reason("Price", self.quality, due_days=5, maximum_days=20)
        new = self.split(dispute, 400, reason=reason)
        self.assertRecordValues(
            new, [{"opened_on": self.days(0), "date_due": self.days(15), "pause_until": self.days(19)}]
        )

    def test_what_makes_no_sense_is_refused(self):
        dispute = self.dispute(1000)
        self.assertRefused(UserError, "at least one item", self.ask(dispute, 0).action_split)
        self.assertRefused(UserError, "Nothing would stay", self.ask(dispute, 1000).action_split)
        self.assertRefused(UserError, "at most", self.ask(dispute, 1000.01).action_split)
        self.assertRefused(UserError, "which amount", self.ask(dispute, -1).action_split)
        wizard = self.ask(dispute, 400)
        dispute.with_user(self.lara)._decide("valid")
        self.assertRefused(UserError, "no longer to be decided", wizard.action_split)
        self.assertRefused(UserError, "no longer to be decided", dispute.with_user(self.collector).action_split)
        self.assertEqual(dispute.amount, 1000)

    def test_who_does_not_see_it_does_not_split_it(self):
        dispute = self.dispute(1000)
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            dispute.with_user(self.quentin).action_split()
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            dispute.with_user(self.quentin)._split({dispute.line_ids: 400}, reason_id=self.taken_off.id)
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            dispute.with_user(self.accountant).action_split()

    def test_a_promise_does_not_seem_broken_meanwhile(self):
        dispute = self.dispute(5000)
        notes = self.account.message_ids
        self.split(dispute, 400)
        told = (self.account.message_ids - notes).mapped("preview")
        self.assertEqual(len(told), 1, told)
