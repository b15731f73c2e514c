"""A whole dispute gets another reason, and with it another department."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .dispute_common import DisputeCase


class ReasonChangeCase(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        steps = [Command.create({"name": name}) for name in ("Count", "Ask the driver")]
        cls.pallets.step_ids = steps
        cls.broken = cls.dispute_reason(
            "Broken", cls.quality, due_days=5, maximum_days=20, priority="3",
            step_ids=[Command.create({"name": name}) for name in ("Count", "Look at pictures")],
        )  # fmt: skip

    def change(self, dispute, reason=None, user=None, **vals):
        user = user or self.collector
        action = dispute.with_user(user).action_change_reason()
        wizard = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        result = wizard.create({"reason_id": (reason or self.broken).id, **vals}).action_change()
        self.env.invalidate_all()
        return result


@tagged("post_install", "-at_install")
class TestDisputeReasonChange(ReasonChangeCase):
    def test_department_processor_and_his_task_are_those_of_the_new_reason(self):
        dispute = self.dispute(1200)
        dispute.with_user(self.lara).action_start()
        self.change(dispute, note="Wet, not missing")
        self.assertRecordValues(
            dispute,
            [
                {
                    "reason_id": self.broken.id,
                    "department_id": self.quality.id,
                    "processor_id": self.quentin.id,
                    "state": "new",
                    "amount": 1200,
                    "priority": "3",
                }
            ],
        )
        self.assertEqual(dispute.activity_ids.user_id, self.quentin)
        self.assertNotIn(self.lara.partner_id, dispute.message_partner_ids)
        self.assertTrue(any("Wet, not missing" in message.body for message in dispute.message_ids))
        self.assertEqual(self.item().disputed, 1200, "it is not chased meanwhile")
        self.assertIn("to be decided by Quality until", self.notes(self.account))

    def test_time_begins_anew_but_the_customer_objected_when_he_did(self):
        dispute = self.dispute(1200)
        self.env["collections.dispute"].sudo()._escalate(self.company, self.days(8))
        self.refresh(key_date=self.days(10))
        self.change(dispute)
        self.assertRecordValues(
            dispute,
            [
                {
                    "opened_on": self.days(0),
                    "date_due": self.days(15),
                    "pause_until": self.days(19),
                    "escalated_on": False,
                    "escalation_level": 0,
                }
            ],
        )

    def test_steps_that_are_done_stay(self):
        dispute = self.dispute(1200)
        dispute.with_user(self.lara).task_ids[0].done = True
        self.change(dispute)
        self.assertEqual(
            dispute.task_ids.mapped(lambda task: (task.name, task.done, task.done_by_id)),
            [("Count", True, self.lara), ("Look at pictures", False, self.env["res.users"])],
        )

    def test_a_priority_set_by_hand_stays(self):
        dispute = self.dispute(1200)
        dispute.priority = "0"
        self.change(dispute)
        self.assertEqual(dispute.priority, "0")

    def test_only_the_department_changes_and_the_steps_stay(self):
        dispute = self.dispute(1200)
        tasks = dispute.task_ids
        self.change(dispute, self.pallets, department_id=self.quality.id)
        self.assertEqual((dispute.processor_id, dispute.task_ids), (self.quentin, tasks))

    def test_the_dialog_proposes_the_department_of_the_reason(self):
        dispute = self.dispute(1200)
        form = Form(
            self.env["collections.dispute.reason.change"]
            .with_user(self.collector)
            .with_context(default_dispute_id=dispute.id)
        )
        self.assertEqual((form.reason_id, form.department_id), (self.pallets, self.logistics))
        form.reason_id = self.broken
        self.assertEqual(form.department_id, self.quality)
        self.assertIn("Quality within 5 days", form.consequence)

    def test_the_dialog_says_what_is_lost_and_when_nobody_hears_of_it(self):
        dispute = self.dispute(1200)
        dispute.sudo().escalation_level = 1
        self.quality.write({"email": False, "user_ids": [Command.clear()], "head_id": False})
        form = Form(
            self.env["collections.dispute.reason.change"]
            .with_user(self.collector)
            .with_context(default_dispute_id=dispute.id)
        )
        self.assertNotIn("Nobody of", form.consequence)
        form.reason_id = self.broken
        self.assertIn("The escalation is taken back. Nobody of Quality hears of it", form.consequence)

    def test_who_gives_it_away_goes_on_with_his_own(self):
        dispute = self.dispute(1200)
        result = self.change(dispute, user=self.lara)
        self.assertEqual(result["params"]["next"]["res_model"], "collections.dispute")
        self.assertFalse(dispute.with_user(self.lara).has_access("read"))
        self.assertEqual(self.change(dispute, self.pallets)["params"]["next"]["type"], "ir.actions.act_window_close")

    def test_what_makes_no_sense_is_refused(self):
        dispute = self.dispute(1200)
        self.assertRefused(UserError, "already", self.change, dispute, self.pallets)
        dispute.with_user(self.lara)._decide("valid")
        self.assertRefused(UserError, "reopen it", self.change, dispute)

    def test_who_does_not_see_it_does_not_change_it(self):
        dispute = self.dispute(1200)
        for user in (self.quentin, self.stranger, self.auditor):
            with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.assertRefused(AccessError, "", dispute.with_user(user)._change_reason, self.broken, self.quality)


@tagged("post_install", "-at_install")
class TestDisputeReasonHistory(ReasonChangeCase, MailCommon):
    @classmethod
    def default_env_context(cls):
        return {}

    def test_the_history_says_what_it_was_and_the_department_is_written_to(self):
        dispute = self.dispute(1200, reason=self.taken_off)
        self.flush_tracking()
        with self.mock_mail_gateway():
            self.change(dispute, self.pallets)
            self.flush_tracking()
        self.assertIn("logistics@example.com", str([mail["email_to"] for mail in self._mails]))
        changed = dispute.message_ids.sudo().tracking_value_ids
        said = changed.mapped(lambda value: (value.old_value_char, value.new_value_char))
        self.assertIn(("Deduction", "Pallets missing"), said)
        self.assertIn(("Quality", "Logistics"), said)
