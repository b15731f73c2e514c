"""Customers nobody touches are flagged, and told to the supervisor once (C12)."""

from datetime import date

from odoo import Command
from odoo.tests import freeze_time, tagged

from .worklist_common import WorklistCommon

MONDAY = date(2026, 6, 29)


@tagged("post_install", "-at_install")
class TestEscalation(WorklistCommon):
    """One customer on the list of each day from Monday on; three working days are allowed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.stale_days = 3
        cls.debts((cls.customer, 5000, 40))
        cls.refresh()
        cls.acme = cls.account_of(cls.customer)

    def lists(self, *days):
        """Lists made on days of June (from 29) and July."""
        for day in days:
            run = self.run_list(self.june(day))
        return self.items(run)

    def june(self, day):
        return date(2026, 6, day) if day <= 30 else date(2026, 7, day - 30)

    def escalate(self, day):
        flagged = self.env["collections.account"].sudo()._escalate(self.company, self.june(day))
        self.env.invalidate_all()
        return flagged

    def told(self):
        return self.env["mail.activity"].search(
            [("res_model", "=", "collections.account"), ("res_id", "=", self.acme.id)]
        )

    def test_a_customer_listed_for_three_days_without_being_touched_is_told_to_the_supervisor(self):
        self.lists(29, 30, 31)
        self.assertFalse(self.escalate(31), "the third day is not over")
        item = self.lists(32)
        self.assertEqual(self.escalate(32), self.acme)
        self.assertEqual(item.escalated_on, self.june(32))
        self.assertRecordValues(self.told(), [{"user_id": self.supervisor.id, "res_name": "Acme"}])

    def test_the_supervisor_is_told_once(self):
        self.lists(29, 30, 31, 32)
        self.escalate(32)
        self.lists(33)
        self.assertFalse(self.escalate(33))
        self.assertEqual(len(self.told()), 1)
        self.told().unlink()
        self.assertFalse(self.escalate(34), "not again after he dealt with it")

    def test_two_lists_on_a_day_are_one_day_and_weekends_are_none(self):
        self.lists(32, 32, 33, 34, 35)  # Thursday twice, Friday, Saturday, Sunday
        self.assertFalse(self.escalate(36))
        self.lists(36)
        self.assertEqual(self.escalate(37), self.acme)

    def test_a_customer_in_work_and_left_there_is_told(self):
        item = self.lists(29)
        with freeze_time(self.june(29)):
            item.with_user(item.specialist_id).action_start()
        for day, stale in ((32, False), (33, True)):
            with self.subTest(day=day):
                self.assertEqual(bool(self.escalate(day)), stale)

    def test_a_comment_is_a_touch_and_a_note_of_the_system_is_none(self):
        self.lists(29, 30)
        with freeze_time(self.june(30)):
            self.acme.with_user(self.collector).message_post(body="Will call back", message_type="comment")
        self.lists(31, 32, 33)
        with freeze_time(self.june(33)):
            self.acme._message_log(body="Something changed")
        self.assertFalse(self.escalate(33))
        self.lists(34)
        self.lists(36)
        self.assertEqual(self.escalate(36), self.acme)

    def test_working_the_customer_ends_the_escalation(self):
        item = self.lists(29, 30, 31, 32)
        self.escalate(32)
        with freeze_time(self.june(32)):
            item.with_user(item.specialist_id).action_start()
        self.env.invalidate_all()
        self.assertFalse(self.acme.escalated_on or self.told())

    def test_a_customer_on_no_list_any_more_loses_the_flag(self):
        self.lists(29, 30, 31, 32)
        self.escalate(32)
        self.items(self.env["collections.run"].search([("company_id", "=", self.company.id)])).state = "superseded"
        self.escalate(33)
        self.assertFalse(self.acme.escalated_on or self.told())

    def test_what_was_listed_long_ago_does_not_count(self):
        self.lists(1, 2, 3)
        self.lists(29)
        self.assertFalse(self.escalate(30))

    def test_a_group_without_days_escalates_nothing(self):
        self.group.stale_days = 0
        self.lists(29, 30, 31, 32)
        self.assertFalse(self.escalate(33))

    def test_without_a_supervisor_the_customer_is_flagged_all_the_same(self):
        self.lists(29, 30, 31, 32)
        self.group.supervisor_ids = [Command.clear()]
        self.assertEqual(self.escalate(32), self.acme)
        self.assertFalse(self.told())

    def test_the_number_of_statements_does_not_depend_on_the_number_of_customers(self):
        self.lists(29, 30, 31, 32)
        few = self.statements_again()
        self.debts(*((partner, 100, 5) for partner in self.partners(20)))
        self.refresh()
        self.lists(29, 30, 31, 32)
        self.assertEqual(self.statements_again(), few)
        self.assertEqual(len(self.env["collections.account"].search([("escalated_on", "!=", False)])), 21)

    def statements_again(self):
        """Without those that are asked once and then known to the server."""
        self.statements()
        return self.statements()

    def statements(self):
        """To tell the supervisor of all that are stale, of whom he knows of none yet."""
        self.env["collections.account"].search([("escalated_on", "!=", False)]).sudo()._settle_escalation()
        self.env["mail.followers"].search([("res_model", "=", "collections.account")]).unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.escalate(32)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_the_daily_job_escalates_every_company(self):
        self.lists(29, 30, 31, 32)
        with freeze_time(self.june(32)), self.without_commits():
            self.env["collections.account"].sudo()._cron_escalate()
        self.assertEqual(self.acme.escalated_on, self.june(32))

    def without_commits(self):
        from unittest.mock import patch

        return patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 100)
