"""An undecided dispute goes up level by level (I9): whose turn it is, once each, by itself or by hand."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .dispute_common import DisputeCase


class EscalationCase(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env, login="test_boss", name="Boss", company_id=cls.company.id,
            groups="base.group_user,collections_mgmt.collections_mgmt_group_dispute_processor",
        )  # fmt: skip

    def level(self, days, executor, since="due", reason=None, **vals):
        vals = {"days": days, "executor": executor, "since": since, "reason_id": (reason or self.pallets).id, **vals}
        return self.env["collections.dispute.escalation"].create(vals)

    def ladder(self):
        """Logistics itself after a day, its head after three, the boss after ten, the supervisor with the pause."""
        self.level(1, "processor", sequence=10)
        self.level(3, "head", sequence=20)
        self.level(10, "user", sequence=30, user_id=self.boss.id)
        self.level(1, "supervisor", since="pause", sequence=40)

    def escalate(self, days):
        return self.env["collections.dispute"].sudo()._escalate(self.company, self.days(days))

    def told(self, dispute):
        kind = self.env.ref("collections_mgmt.mail_activity_type_dispute_escalated")
        return dispute.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    def by_hand(self, dispute, user=None, to=None, note="They stop ordering"):
        user = user or self.collector
        action = dispute.with_user(user).action_escalate()
        wizard = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        wizard = wizard.create({"note": note, **({"user_id": to.id} if to else {})})
        wizard.action_escalate()
        return wizard


@tagged("post_install", "-at_install")
class TestDisputeEscalationLevels(EscalationCase):
    def test_it_goes_up_level_by_level_and_each_is_told_once(self):
        self.ladder()
        dispute = self.dispute(1200)  # to be decided in 7 days, chased again after 30
        seen = []
        for day in range(7, 34):
            if dispute in self.escalate(day):
                seen.append((day, dispute.escalation_level, dispute.escalation, dispute.escalated_to_id))
                self.assertEqual(dispute.escalated_on, self.days(day))
        self.assertEqual(
            seen,
            [
                (8, 1, "due", self.lara),
                (10, 2, "due", self.hugo),
                (17, 3, "due", self.boss),
                (30, 4, "pause", self.supervisor),
            ],
        )
        self.assertEqual(self.told(dispute).user_id, self.lara | self.hugo | self.boss | self.supervisor)
        self.assertEqual(len(self.told(dispute)), 4)

    def test_a_level_that_was_passed_over_is_not_told_later(self):
        self.ladder()
        dispute = self.dispute(1200)
        self.escalate(40)
        self.assertEqual((dispute.escalation_level, self.told(dispute).user_id), (4, self.supervisor))
        self.assertFalse(self.escalate(41) & dispute)

    def test_a_reason_with_levels_of_its_own_has_no_others(self):
        self.level(1, "head", reason=self.taken_off, sequence=10)
        one, other = self.dispute(100), self.dispute(100, reason=self.taken_off)
        self.escalate(40)
        self.assertEqual((one.escalation_level, one.escalation), (2, "pause"))
        self.assertEqual((other.escalation_level, other.escalation), (1, "due"))
        self.assertEqual(other.escalated_to_id, self.supervisor, "the department has no head")

    def test_without_levels_nothing_is_escalated(self):
        self.env["collections.dispute.escalation"].search([]).unlink()
        dispute = self.dispute(100)
        self.assertFalse(self.escalate(60))
        self.assertFalse(dispute.escalated_on)

    def test_who_it_is_escalated_to_sees_and_decides_it_whatever_his_department(self):
        self.level(1, "user", user_id=self.boss.id)
        mine, other = self.dispute(100), self.dispute(200, reason=self.taken_off)
        seen = self.env["collections.dispute"].with_user(self.boss)
        self.assertFalse(seen.search([]))
        self.escalate(8)
        self.env.invalidate_all()
        self.assertEqual(seen.search([]), mine)
        self.assertEqual(mine.with_user(self.boss).line_ids.amount, 100)
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            other.with_user(self.boss).read(["name"])
        mine.with_user(self.boss)._decide("invalid")
        self.assertFalse(self.told(mine))

    def test_nobody_of_another_company_or_archived_is_told(self):
        self.level(1, "user", user_id=self.boss.id)
        self.hugo.active = False
        dispute = self.dispute(100)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.boss.write({"company_ids": elsewhere.ids, "company_id": elsewhere.id})
        self.escalate(8)
        self.assertEqual(dispute.escalated_to_id, self.supervisor)

    def test_more_time_takes_it_back_and_it_begins_below(self):
        dispute = self.dispute(1200)
        self.escalate(8)
        dispute.with_user(self.supervisor).date_due = self.days(20)
        self.assertRecordValues(dispute, [{"escalated_on": False, "escalation_level": 0, "escalated_to_id": False}])
        self.assertFalse(self.told(dispute), "nothing is left to do for the head")
        self.assertIn(dispute, self.escalate(21))

    def test_a_level_is_complete(self):
        self.assertRefused(ValidationError, "give the role", self.level, 1, "user", user_id=self.accountant.id)
        for vals in ({"days": 0, "executor": "head"}, {"days": 1, "executor": "user"}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.level(**vals)
                self.env.flush_all()

    def test_managers_say_who_is_told_and_nobody_else(self):
        level = self.level(1, "head")
        manager = self.user_of("test_manager_levels", "manager")
        level.with_user(manager).days = 2
        for user in (self.lara, self.collector, self.supervisor, self.auditor):
            self.assertEqual(level.with_user(user).days, 2)
            with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
                level.with_user(user).days = 3

    def test_it_is_found_by_level_in_the_analysis(self):
        dispute = self.dispute(1200)
        self.escalate(30)
        self.env.flush_all()
        rows = self.env["collections.dispute.analysis"]._read_group(
            [("partner_id", "=", self.delta.id)], ["escalation", "escalation_level"], ["dispute_count:sum"]
        )
        self.assertEqual(rows, [("pause", 2, 1)])
        self.assertEqual(dispute.escalation_level, 2)


@tagged("post_install", "-at_install")
class TestDisputeEscalationByHand(EscalationCase):
    def test_a_person_escalates_it_with_a_reason_to_whoever_is_next(self):
        dispute = self.dispute(1200)
        self.by_hand(dispute)
        self.assertRecordValues(
            dispute,
            [
                {
                    "escalation": "hand",
                    "escalation_level": 1,
                    "escalated_on": self.days(0),
                    "escalated_to_id": self.hugo.id,
                    "escalation_note": "They stop ordering",
                }
            ],
        )
        self.assertIn("They stop ordering", self.told(dispute).note)
        self.assertEqual(self.told(dispute).summary, f"Escalated by {self.collector.name}")
        self.assertFalse(self.escalate(8) & dispute, "the head knows already")
        self.assertIn(dispute, self.escalate(30))
        self.assertEqual((dispute.escalation, dispute.escalated_to_id), ("pause", self.supervisor))
        self.assertFalse(dispute.escalation_note, "that was the reason of before")

    def test_departments_escalate_too_and_to_whom_they_choose(self):
        dispute = self.dispute(1200)
        self.by_hand(dispute, user=self.lara, to=self.boss, note="Above my limit")
        self.assertEqual(dispute.escalated_to_id, self.boss)
        self.assertEqual(dispute.with_user(self.boss).escalation_note, "Above my limit")

    def test_after_the_last_level_nobody_is_proposed(self):
        dispute = self.dispute(1200)
        self.escalate(30)
        form = Form(self.env["collections.dispute.escalate"].with_user(self.lara).with_context(
            default_dispute_id=dispute.id
        ))  # fmt: skip
        self.assertFalse(form.user_id)
        self.by_hand(dispute, to=self.boss)
        self.assertEqual((dispute.escalation_level, dispute.escalated_to_id), (2, self.boss))

    def test_what_makes_no_sense_is_refused(self):
        dispute = self.dispute(1200)
        self.assertRefused(UserError, "Say why", self.by_hand, dispute, note="  ")
        self.assertRefused(UserError, "cannot see to it", self.by_hand, dispute, to=self.accountant)
        dispute.with_user(self.lara)._decide("valid")
        self.assertRefused(UserError, "nothing is left to escalate", dispute.with_user(self.lara).action_escalate)

    def test_who_does_not_see_it_does_not_escalate_it(self):
        dispute = self.dispute(1200)
        for user in (self.quentin, self.stranger, self.auditor):
            with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.assertRefused(AccessError, "", dispute.with_user(user)._escalate_by_hand, self.boss, "x")


@tagged("post_install", "-at_install")
class TestDisputeEscalationMail(EscalationCase, MailCommon):
    @classmethod
    def default_env_context(cls):
        return {}

    def test_the_address_of_the_department_is_written_to_where_a_level_says_so(self):
        self.level(1, "processor", sequence=10)
        self.level(3, "head", sequence=20, mail_department=True)
        dispute = self.dispute(1200)
        self.env.flush_all()
        for day, mails in ((8, 0), (10, 1), (11, 0)):
            with self.mock_mail_gateway():
                self.escalate(day)
            letters = [mail for mail in self._mails if "logistics@example.com" in str(mail["email_to"])]
            self.assertEqual(len(letters), mails, day)
        self.assertIn("still to be decided", dispute.message_ids.filtered("subject")[0].subject)


@tagged("post_install", "-at_install")
class TestDisputeEscalationMigration(EscalationCase):
    def migrate(self, name):
        spec = spec_from_file_location("migration", Path(__file__).parent.parent / "migrations/19.0.1.3.0" / name)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()

    def test_what_was_escalated_before_there_were_levels_is_not_told_again(self):
        late, chased, fresh = self.dispute(100), self.dispute(200), self.dispute(300)
        late.date_due = self.days(1)
        chased.pause_until = self.days(1)
        self.escalate(2)
        self.assertEqual((late | chased | fresh).mapped("escalation_level"), [1, 2, 0])
        self.env.flush_all()
        self.env.cr.execute("UPDATE collections_dispute SET escalation_level = NULL, escalated_to_id = NULL")
        self.migrate("post-dispute_escalation.py")
        self.assertEqual((late | chased | fresh).mapped("escalation_level"), [1, 2, 0])
        self.assertEqual((late.escalated_to_id, chased.escalated_to_id), (self.hugo, self.supervisor))
        self.assertFalse(self.escalate(3) & (late | chased))

    def test_open_disputes_from_before_get_their_coordinator(self):
        mine, closed = self.dispute(100), self.dispute(200)
        closed.with_user(self.lara)._decide("invalid")
        self.account.specialist_id = self.collector_2
        self.env.flush_all()
        self.env.cr.execute("UPDATE collections_dispute SET coordinator_id = NULL")
        self.env.invalidate_all()
        self.migrate("post-dispute_coordinator.py")
        self.assertEqual((mine | closed).mapped("coordinator_id"), self.collector_2)
        self.assertFalse(closed.coordinator_id)
        self.assertIn(self.collector_2.partner_id, mine.message_partner_ids)
