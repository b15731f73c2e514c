"""What somebody tried with disputes who means no good, or did not look: refused, or without effect."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from .test_dispute_escalation import EscalationCase


@tagged("post_install", "-at_install")
class TestDisputeAsked(EscalationCase):
    def test_dialogs_tell_nothing_of_a_dispute_one_does_not_see(self):
        dispute = self.dispute(1200)
        asked = {
            "collections.dispute.escalate": {"note": "x"},
            "collections.dispute.reason.change": {},
            "collections.dispute.split": {"reason_id": self.taken_off.id},
        }
        for user in (self.quentin, self.stranger):
            for model, vals in asked.items():
                wizards = self.env[model].with_user(user)
                vals = {**vals, "dispute_id": dispute.id}
                with self.subTest(model, user=user.login), mute_logger("odoo.addons.base.models.ir_rule"):
                    self.assertRefused(AccessError, "", wizards.create, vals)
                    self.env.invalidate_all()
                    told = ("reason_id", "user_id", "department_id", "currency_id")
                    spec = {name: {} for name in told if name in wizards._fields}
                    self.assertRefused(
                        AccessError, "", wizards.onchange, vals, ["dispute_id"], {"dispute_id": {}, **spec}
                    )

    def test_nor_of_its_items(self):
        dispute = self.dispute(1200)
        self.env.invalidate_all()
        lines = self.env["collections.dispute.split.line"].with_user(self.quentin)
        with mute_logger("odoo.addons.base.models.ir_rule"):
            self.assertRefused(AccessError, "", lambda: lines.new({"line_id": dispute.line_ids.id}).claimed)


@tagged("post_install", "-at_install")
class TestDisputePeople(EscalationCase):
    def test_it_is_given_only_to_people_who_may_see_it(self):
        dispute = self.dispute(1200)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        vals = {"company_id": elsewhere.id, "company_ids": elsewhere.ids}
        foreign = self.user_of("test_foreign", "specialist")
        foreign.write(vals)
        gone = self.user_of("test_gone", "specialist")
        gone.active = False
        for user in (foreign, gone):
            self.assertRefused(
                ValidationError, "cannot see to it",
                dispute.with_user(self.collector).write, {"coordinator_id": user.id},
            )  # fmt: skip
        for user in (foreign, gone, self.accountant):
            self.assertRefused(
                ValidationError, "cannot see to it", dispute.with_user(self.lara).write, {"processor_id": user.id}
            )
        for user in (self.hugo, self.collector_2):
            dispute.with_user(self.lara).processor_id = user

    def test_people_of_another_company_get_nothing_by_themselves(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.lara.write({"company_id": elsewhere.id, "company_ids": elsewhere.ids})
        self.assertEqual(self.dispute(100).processor_id, self.hugo)
        self.hugo.write({"company_id": elsewhere.id, "company_ids": elsewhere.ids})
        self.assertFalse(self.dispute(100).processor_id)


@tagged("post_install", "-at_install")
class TestDisputeEscalationUsedUp(EscalationCase):
    def test_by_hand_nobody_of_the_ladder_is_passed_over(self):
        dispute = self.dispute(1200)
        self.assertRefused(UserError, "You know of it", self.by_hand, dispute, user=self.lara, to=self.lara)
        for user in (self.boss, self.quentin):
            self.by_hand(dispute, user=self.lara, to=user)
        self.assertEqual((dispute.escalation_level, dispute.escalated_to_id), (0, self.quentin))
        self.assertIn(dispute, self.escalate(8))
        self.assertEqual((dispute.escalation_level, dispute.escalated_to_id), (1, self.hugo))
        self.escalate(30)
        self.assertEqual(dispute.escalated_to_id, self.supervisor)

    def test_who_is_next_anyway_may_take_it(self):
        dispute = self.dispute(1200)
        self.by_hand(dispute, user=self.hugo, to=self.hugo)
        self.assertEqual((dispute.escalation_level, dispute.escalated_to_id), (1, self.hugo))

    def test_the_same_person_has_it_once_and_reads_it_as_it_was_written(self):
        dispute = self.dispute(1200)
        for note in ("First", "Above <b>5000\nand a<b & more"):
            self.by_hand(dispute, to=self.boss, note=note)
        activity = self.told(dispute)
        self.assertEqual(activity.user_id, self.boss)
        self.assertEqual(html2plaintext(activity.note), "Above <b>5000\nand a<b & more")
        self.assertEqual(dispute.escalation_note, "Above <b>5000\nand a<b & more")


@tagged("post_install", "-at_install")
class TestDisputeReasonAttacks(EscalationCase):
    def change(self, dispute, reason, user, department=None):
        department = department or reason.department_id
        dispute.with_user(user)._change_reason(reason, department)
        self.env.invalidate_all()

    def test_another_reason_makes_the_pause_no_longer_but_by_a_supervisor(self):
        endless = self.dispute_reason("Endless", self.logistics, maximum_days=0)
        chased = self.dispute_reason("Chased", self.logistics, maximum_days=90, pauses=False)
        dispute = self.dispute(1200)
        self.change(dispute, endless, self.lara)
        self.assertEqual(dispute.pause_until, self.days(29))
        self.change(dispute, self.pallets, self.supervisor)
        self.change(dispute, endless, self.supervisor)
        self.assertFalse(dispute.pause_until)
        self.change(dispute, self.pallets, self.lara)
        self.assertEqual(dispute.pause_until, self.days(29))
        self.change(dispute, chased, self.lara)
        self.change(dispute, self.pallets, self.lara)
        self.assertFalse(dispute.pauses)
        self.change(dispute, endless, self.supervisor)
        self.assertTrue(dispute.pauses)

    def test_what_is_archived_is_no_longer_chosen(self):
        dispute = self.dispute(1200)
        self.quality.active = False
        self.assertRefused(UserError, "archived", self.change, dispute, self.taken_off, self.collector)
        self.assertRefused(UserError, "archived", self.change, dispute, self.pallets, self.collector, self.quality)
        self.taken_off.active = False
        self.assertRefused(UserError, "archived", self.change, dispute, self.taken_off, self.collector, self.logistics)

    def test_a_dispute_has_a_priority(self):
        dispute = self.dispute(1200)
        self.assertRefused(ValidationError, "how urgent", dispute.with_user(self.collector).write, {"priority": False})

    def test_days_are_numbers_a_calendar_knows(self):
        for record, name in (
            (self.pallets, "due_days"),
            (self.pallets, "maximum_days"),
            (self.level(1, "head"), "days"),
        ):
            record[name] = 3650
            self.env.flush_all()
            for days in (3651, 2_000_000_000, -1):
                with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    record[name] = days
                    self.env.flush_all()
