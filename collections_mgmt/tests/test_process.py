"""The process of a strategy (B14): steps begin, wait, run out of time, stand still and end, on fixed days."""

from datetime import datetime, time, timedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestProcess(ProcessCase):
    # ------------------------------------------------------------------------------------------------ beginning, ending
    def test_whoever_comes_on_the_list_begins_with_the_first_step(self):
        self.advance()
        self.assertRecordValues(
            self.process(), [{"state": "running", "strategy_id": self.strategy.id, "started_on": self.key_date}]
        )
        self.assertRecordValues(
            self.task(),
            [
                {
                    "name": "Call",
                    "state": "open",
                    "due_on": self.days(3),
                    "user_id": self.worklist_item(self.today, self.customer).specialist_id.id,
                    "step_id": self.call.id,
                }
            ],
        )

    def test_a_call_that_reaches_somebody_is_the_step_that_asks_for_it(self):
        self.advance()
        reached, nobody = (
            self.env["collections.contact.outcome"].create({"name": name, "effective": effective})
            for name, effective in (("Reached", True), ("No answer", False))
        )
        contacts = self.env["collections.contact"].with_user(self.collector)
        vals = {"account_id": self.acme.id, "at": datetime.combine(self.key_date, time(0))}
        contacts.create({**vals, "outcome_id": nobody.id, "channel": "phone"})
        contacts.create({**vals, "outcome_id": reached.id, "channel": "email"})
        contacts.create({**vals, "outcome_id": reached.id, "channel": "phone", "at": vals["at"] - timedelta(days=3)})
        self.assertEqual(self.story(), [("Call", "open")])
        contacts.create({**vals, "outcome_id": reached.id, "channel": "phone"})
        self.assertEqual(self.story(), [("Call", "done")])
        self.assertEqual(self.tasks().note, "Reached")

    def test_nothing_begins_while_it_is_switched_off(self):
        self.strategy.process_on = False
        self.advance()
        self.assertFalse(self.process() | self.process(self.bolt))

    def test_the_ready_processes_are_switched_off_and_have_four_steps(self):
        for name in ("overdue", "preventive", "strategic"):
            strategy = self.env.ref(f"collections_mgmt.collections_strategy_{name}")
            self.assertEqual(len(strategy.step_ids), 4)
            self.assertFalse(strategy.process_on)

    def test_a_second_time_on_the_same_day_changes_nothing(self):
        self.advance()
        before = [
            self.snapshot(table) for table in ("collections_process", "collections_process_task", "mail_activity")
        ]
        self.advance()
        after = [self.snapshot(table) for table in ("collections_process", "collections_process_task", "mail_activity")]
        self.assertEqual(before, after)

    def test_it_ends_when_all_is_paid_and_keeps_its_history(self):
        self.advance()
        process = self.process()
        self.pay_all(self.customer)
        self.advance(1)
        self.assertRecordValues(process, [{"state": "ended", "ended_on": self.days(1), "end_reason": "paid"}])
        self.assertEqual(self.story(), [("Call", "cancelled")])

    def test_who_owes_again_later_begins_anew(self):
        self.advance()
        self.pay_all(self.customer)
        self.advance(1)
        self.invoice(self.customer, 5000, self.days(2), date=self.days(-30))
        self.advance(5)
        self.assertEqual(self.process().started_on, self.days(5))
        self.advance(6)  # the Monday after
        self.assertEqual(self.story(), [("Call", "cancelled"), ("Call", "open")])

    def test_another_strategy_ends_it_and_begins_its_own(self):
        self.advance()
        first = self.process()
        other = self.simple_strategy(name="Other", process_on=True, step_ids=[Command.create({"name": "Visit"})])
        self.acme.strategy_override_id = other
        self.env.invalidate_all()
        self.assertEqual((first.state, first.end_reason), ("ended", "strategy"))
        self.assertEqual(self.story(), [("Call", "cancelled"), ("Visit", "open")])

    def test_an_archived_strategy_ends_its_processes(self):
        self.advance()
        process = self.process()
        other = self.simple_strategy(name="Other")
        self.group.strategy_id = other
        self.strategy.active = False
        self.advance(1)
        self.assertEqual((process.state, process.end_reason), ("ended", "strategy"))

    def test_switching_it_off_ends_running_ones(self):
        self.advance()
        process = self.process()
        self.strategy.process_on = False
        self.advance(1)
        self.assertEqual((process.state, process.end_reason), ("ended", "off"))
        self.assertFalse(self.task())

    def test_an_archived_customer_is_in_no_process(self):
        self.advance()
        process = self.process()
        self.acme.active = False
        self.env.invalidate_all()
        self.assertEqual((process.state, process.end_reason), ("ended", "archived"))

    # ------------------------------------------------------------------------------------------------------------ steps
    def test_the_next_step_waits_from_the_day_the_one_before_was_done(self):
        self.advance()
        self.done(2)
        self.assertFalse(self.task())
        self.advance(8)
        self.assertFalse(self.task())
        self.advance(9)
        self.assertEqual(self.story(), [("Call", "done"), ("Letter", "open")])

    def test_an_automatic_step_tells_and_goes_on(self):
        salesperson = self.salesperson(self.customer)
        self.advance()
        self.done(0)
        self.advance(7)
        self.done(7)
        self.advance(9)
        self.assertEqual(self.story()[2:], [("Sales", "done")])
        self.assertRecordValues(
            self.told(salesperson), [{"res_model": "res.partner", "res_id": self.customer.id, "summary": "Sales"}]
        )
        self.advance(15)
        self.assertFalse(self.task())
        self.advance(16)
        self.assertRecordValues(self.task(), [{"name": "Review", "user_id": self.supervisor.id}])

    def salesperson(self, partner):
        user = self.env["res.users"].create({"name": "Seller", "login": "test_seller", "email": "seller@example.com"})
        partner.user_id = user
        return user

    def test_after_the_last_step_all_steps_are_taken_until_he_pays(self):
        self.advance()
        for days in (0, 7, 16):
            self.advance(days)
            if self.task():
                self.done(days)
            self.advance(days + 2)
        self.assertEqual(self.process().state, "finished")
        self.advance(60)
        self.assertEqual(self.process().state, "finished")
        self.assertEqual([name for name, _state in self.story()], ["Call", "Letter", "Sales", "Review"])

    def test_a_step_whose_condition_does_not_hold_is_passed_over_and_the_rest_is_no_sooner(self):
        self.letter.domain = "[('overdue', '>', 100000)]"
        self.review.wait_days = 4
        self.advance()
        self.done(0)
        self.advance(8)
        self.assertEqual(self.story(), [("Call", "done")])
        self.advance(9)
        self.assertEqual(self.story(), [("Call", "done"), ("Sales", "done")])
        self.advance(13)
        self.assertEqual(self.task().name, "Review")

    def test_the_condition_is_asked_of_each_customer_on_the_day(self):
        self.call.domain = "[('overdue', '>', 4000)]"
        self.advance()
        self.assertEqual(self.task().name, "Call")
        self.assertFalse(self.task(self.bolt))
        self.advance(7)
        self.assertEqual(self.task(self.bolt).name, "Letter")

    def test_a_condition_may_ask_for_what_is_derived_last(self):
        self.call.domain = "[('priority', '=', 'high')]"
        self.advance()
        self.assertEqual(self.task().name, "Call")

    # ------------------------------------------------------------------------------------------------------ time is up
    def test_when_time_is_up_the_supervisor_takes_it_and_is_told_once(self):
        self.advance()
        self.advance(3)
        self.assertFalse(self.task().escalated_on)
        self.advance(4)
        self.advance(5)
        self.assertRecordValues(
            self.task(), [{"name": "Call", "escalated_on": self.days(4), "user_id": self.supervisor.id}]
        )
        told = self.told(self.supervisor).filtered(lambda activity: activity.res_id == self.acme.id)
        self.assertEqual(told.mapped("summary"), ["Call"])
        self.done(5)
        self.assertFalse(told.active, "done with the task")

    def test_or_the_next_step_follows(self):
        self.advance()
        self.done(0)
        self.advance(7)  # due on the second day: Thursday
        self.advance(9)
        self.assertEqual(self.task().name, "Letter")
        self.advance(10)
        self.assertEqual(self.story(), [("Call", "done"), ("Letter", "expired")])
        self.advance(12)
        self.assertEqual(self.story()[2:], [], "a Sunday")
        self.advance(13)
        self.assertEqual(self.story()[2:], [("Sales", "done")])

    def test_a_limit_on_a_weekend_ends_on_monday(self):
        self.call.limit_days = 4
        self.advance()
        self.assertEqual(self.task().due_on, self.days(6))

    def test_without_a_supervisor_it_stays_where_it_is(self):
        self.group.supervisor_ids = [Command.clear()]
        self.advance()
        user = self.task().user_id
        self.advance(4)
        self.assertEqual((self.task().user_id, self.task().escalated_on), (user, self.days(4)))

    # ------------------------------------------------------------------------------------------------ standing still
    def test_a_hold_stops_the_clock(self):
        self.advance()
        self.hold(user=self.supervisor, days=10)
        self.assertEqual(self.process().paused_on, self.key_date)
        self.advance(9)
        self.assertFalse(self.task().escalated_on)
        self.assertTrue(self.task().paused)
        self.advance(10)
        self.assertEqual(self.task().due_on, self.days(13))
        self.assertFalse(self.process().paused_on)
        self.advance(14)
        self.assertTrue(self.task().escalated_on)

    def test_a_hold_while_waiting_moves_the_next_step(self):
        self.advance()
        self.done(0)
        self.hold(user=self.supervisor, days=5)
        self.advance(5)
        self.advance(12)  # a Sunday
        self.assertFalse(self.task())
        self.advance(13)
        self.assertEqual(self.story()[-1], ("Letter", "open"))

    def supervisors_call(self):
        """The first step is for the supervisor: his activity."""
        self.call.executor = "supervisor"
        self.advance()
        return self.task().activity_id

    def test_an_activity_waits_with_its_process(self):
        activity = self.supervisors_call()
        self.assertEqual(activity.date_deadline, self.days(3))
        self.hold(user=self.supervisor, days=10)
        self.advance(6)
        self.assertEqual(activity.date_deadline, self.days(9), "as many days are left as there were")
        self.advance(6)
        self.assertEqual(activity.date_deadline, self.days(9))
        self.advance(10)
        self.assertEqual((activity.date_deadline, self.task().due_on), (self.days(13), self.days(13)))
        self.advance(12)
        self.assertEqual(activity.date_deadline, self.days(13))

    def test_a_later_day_he_gave_his_activity_stays(self):
        activity = self.supervisors_call()
        activity.with_user(self.supervisor).date_deadline = self.days(30)
        self.hold(user=self.supervisor, days=10)
        self.advance(6)
        self.advance(10)
        self.assertEqual(activity.date_deadline, self.days(30))

    def test_a_step_skipped_takes_its_activity_away(self):
        activity = self.supervisors_call()
        self.task().with_user(self.supervisor)._finish("skipped", "Met him")
        self.assertFalse(activity.exists())

    def test_marking_the_activity_of_handing_over_hands_over(self):
        self.call.write({"kind": "hand_over", "executor": "supervisor", "group_id": self.other_group.id})
        self.advance()
        self.told(self.supervisor).filtered(lambda activity: activity.res_id == self.acme.id).with_user(
            self.supervisor
        ).action_feedback()
        self.assertEqual(self.acme.group_id, self.other_group)

    # -------------------------------------------------------------------------------------------- changed while running
    def test_a_deleted_step_leaves_its_task_and_the_process_goes_on_after_it(self):
        self.advance()
        self.call.unlink()
        self.advance(1)
        self.assertEqual(self.story(), [("Call", "open")])
        self.done(1)
        self.advance(8)
        self.assertEqual(self.story(), [("Call", "done"), ("Letter", "open")])

    def test_a_changed_step_changes_no_task(self):
        self.advance()
        self.call.write({"name": "Visit", "limit_days": 30, "executor": "supervisor"})
        self.advance(1)
        self.assertEqual((self.task().name, self.task().due_on), ("Call", self.days(3)))

    def test_a_new_step_before_the_place_is_not_for_those_beyond_it(self):
        self.advance()
        self.done(0)
        self.strategy.step_ids = [Command.create({"name": "First", "sequence": 0})]
        self.advance(1)
        self.assertFalse(self.task())
        self.strategy.step_ids = [Command.create({"name": "Between", "sequence": 1})]
        self.advance(1)
        self.assertEqual(self.task().name, "Between")

    def test_an_archived_step_is_left_out(self):
        self.advance()
        self.letter.active = False
        self.done(0)
        self.advance(2)
        self.assertEqual(self.story(), [("Call", "done"), ("Sales", "done")])

    def test_a_copied_strategy_has_the_steps_and_a_draft_has_none(self):
        copy = self.strategy.copy()
        self.assertEqual(copy.step_ids.mapped("name"), ["Call", "Letter", "Sales", "Review"])
        self.assertFalse(copy.process_on)
        self.strategy.with_user(self.supervisor).action_draft_copy()
        draft = self.strategy.draft_ids
        self.assertFalse(draft.step_ids)
        draft.action_put_in_force()
        self.assertEqual(len(self.strategy.step_ids), 4)
        self.assertTrue(self.strategy.process_on)

    # ------------------------------------------------------------------------------------------------------- by people
    def test_done_and_skipped_are_noted_with_who_and_what(self):
        self.advance()
        task = self.task()
        task.with_user(task.user_id)._finish("skipped", "Spoke with him yesterday")
        self.assertRecordValues(
            task,
            [{"state": "skipped", "closed_by_id": task.user_id.id, "closed_on": self.key_date,
              "note": "Spoke with him yesterday"}],
        )  # fmt: skip
        self.assertIn("Skipped · Call · Spoke with him yesterday", self.notes(self.acme))

    def test_skipping_needs_a_reason(self):
        self.advance()
        self.assertRefused(UserError, "Say why", self.task().with_user(self.supervisor)._finish, "skipped", "  ")

    def test_done_twice_is_done_once(self):
        self.advance()
        task = self.task().with_user(self.supervisor)
        task.action_done()
        task.action_done()
        self.assertEqual(self.notes(self.acme).count("Done · Call"), 1)
        self.assertRefused(UserError, "is Done and cannot become Skipped", task._finish, "skipped", "No")

    def test_a_task_added_by_hand_stands_beside_the_process(self):
        self.advance()
        added = self.acme.with_user(self.collector)._add_task(
            {"name": "Send the contract", "kind": "other", "executor": "supervisor", "due_on": self.days(1)}
        )
        self.assertRecordValues(
            added, [{"ad_hoc": True, "added_by_id": self.collector.id, "user_id": self.supervisor.id}]
        )
        self.advance(4)
        self.assertEqual(added.state, "open")
        self.assertEqual(self.acme.process_task_id.name, "Call")
        self.assertIn("Send the contract", self.told(self.supervisor).mapped("summary"))
        added.with_user(self.supervisor).action_done()
        self.assertEqual(self.process().task_id.name, "Call")

    def test_a_task_for_a_day_that_has_passed_is_refused(self):
        wizard = self.env["collections.process.task.add"].with_user(self.collector)
        wizard = wizard.create({"account_ids": self.acme.ids, "name": "Send the contract", "due_on": "0001-01-01"})
        self.assertRefused(UserError, "01/01/0001 has passed", wizard.action_add)
        wizard.due_on = self.days(0)
        wizard.action_add()
        self.assertEqual(self.acme.process_task_ids.filtered("ad_hoc").due_on, self.days(0))

    def test_handing_over_gives_the_customer_to_the_other_group_for_a_time(self):
        self.call.write({"kind": "hand_over", "executor": "supervisor", "group_id": self.other_group.id})
        self.advance()
        self.done(0)
        self.assertEqual(self.acme.group_id, self.other_group)
        self.assertEqual(self.acme.assignment_id.given_by_id, self.supervisor)

    def test_a_step_of_another_group_is_for_its_members(self):
        self.call.write({"executor": "group", "group_id": self.other_group.id})
        self.advance()
        self.assertRecordValues(self.task(), [{"user_id": False, "group_id": self.other_group.id}])
        self.task().with_user(self.stranger).action_done()
        self.assertEqual(self.tasks().closed_by_id, self.stranger)

    def test_a_stopped_process_begins_nothing_until_he_owed_nothing(self):
        self.advance()
        self.process().with_user(self.supervisor)._stop("The director deals with it")
        self.advance(30)
        self.assertEqual(self.process().state, "stopped")
        self.assertEqual(self.story(), [("Call", "cancelled")])
        self.process().with_user(self.supervisor).action_restart()
        self.assertEqual(self.task().name, "Call")

    def test_tasks_follow_the_customer_to_whom_he_is_with_on_the_list(self):
        self.advance()
        other = (self.collector | self.collector_2) - self.task().user_id
        self.worklist_item(self.today, self.customer).specialist_id = other
        self.advance(1)
        self.assertEqual(self.task().user_id, other)

    # --------------------------------------------------------------------------------------------- where it stands
    def test_the_account_says_where_it_is(self):
        self.advance()
        self.assertIn("Step 1 of 4: Call", self.acme.process_line)
        self.assertEqual(self.acme.process_step_id, self.call)
        self.done(0)
        self.assertEqual(self.acme.process_line, "Step 2 of 4, Letter, on 07/07/2026")
        self.assertEqual(self.acme.process_step_id, self.letter)

    def test_the_account_says_that_a_task_is_late_from_the_day_after_its_last(self):
        for days, late in ((0, False), (3, False), (4, True)):
            self.advance(days)
            self.assertEqual(self.acme.process_late, late, days)
        self.assertEqual(self.task().due_on, self.days(3))

    def test_the_live_job_follows_a_payment(self):
        self.advance()
        process = self.process()
        self.pay_all(self.customer)
        refresh = self.env["collections.refresh"]
        refresh._refresh_accounts(self.company, self.key_date, self.acme)
        self.env.invalidate_all()
        self.assertEqual(process.end_reason, "paid")

    def test_a_list_of_another_day_and_a_simulation_touch_no_process(self):
        self.advance()
        before = self.snapshot("collections_process_task")
        with freeze_time(self.key_date):
            self.env["collections.run"]._generate(self.company, self.days(30))
        self.assertEqual(self.snapshot("collections_process_task"), before)

    # ---------------------------------------------------------------------------------------------------- configuration
    def test_steps_that_make_no_sense_are_refused(self):
        for vals, words in (
            ({"executor": "group"}, "choose the other group"),
            ({"kind": "hand_over"}, "choose the other group"),
            ({"kind": "hand_over", "group_id": self.other_group.id, "automatic": True}, "a person decides"),
            ({"domain": "[('nonsense', '=', 1)]"}, "cannot be read"),
            ({"domain": "[('last_payment_date', '>', 'today -30d')]"}, "follows the clock"),
            ({"domain": "[('my_position', '!=', False)]"}, ""),
        ):
            with self.subTest(vals=vals):
                self.assertRefused(ValidationError, words, self.call.write, vals)

    # ------------------------------------------------------------------------------------------------------- statements
    def test_the_number_of_statements_does_not_depend_on_the_number_of_customers(self):
        self.statements(0)  # caches are filled
        few = self.statements(0)
        self.debts(*((partner, 100, 5) for partner in self.partners(30)))
        self.refresh()
        self.assertEqual(self.statements(0), few)
        self.assertEqual(len(self.env["collections.process"].search([("state", "=", "running")])), 33)

    def statements(self, days):
        """Of everybody beginning, of everybody escalating."""
        self.env["mail.activity"].search([("res_model", "=", "collections.account")]).unlink()
        self.env["collections.process.task"].sudo().search([]).unlink()
        self.env["collections.process"].sudo().search([]).unlink()
        self.env["mail.followers"].search([("res_model", "=", "collections.account")]).unlink()
        counts = []
        for day in (days, days + 4):
            self.refresh(key_date=self.days(day))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["collections.process"]._advance(self.company, self.days(day))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        return counts
