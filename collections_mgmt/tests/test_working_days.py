"""Public holidays as Odoo keeps them: plans, promises, callbacks, resubmissions and steps leave them out."""

from datetime import date, datetime

from odoo.tests import BaseCase, Form, tagged

from ..calc.working_days import closed_days, working_day
from .process_common import ProcessCase
from .steering_common import SteeringCase


class TestClosedDays(BaseCase):
    def test_a_day_is_closed_from_ten_to_three(self):
        day = date(2026, 12, 24)
        for hours, closed in (((0, 23), True), ((10, 15), True), ((11, 23), False), ((0, 14), False)):
            with self.subTest(hours=hours):
                begin, end = (datetime(2026, 12, 24, hour) for hour in hours)
                self.assertEqual(closed_days(begin, end) == [day], closed)

    def test_a_long_weekend_is_left(self):
        easter = {date(2026, 4, 3), date(2026, 4, 6)}
        self.assertEqual(working_day(date(2026, 4, 3), holidays=easter), date(2026, 4, 7))
        self.assertEqual(working_day(date(2026, 4, 5), "before", easter), date(2026, 4, 2))


@tagged("post_install", "-at_install")
class TestHolidays(SteeringCase):
    """The key date is Tuesday, the 30th of June 2026."""

    def test_real_time_off_of_everybody_closes_the_company_of_one_person_does_not(self):
        first, last = self.days(0), self.days(10)
        self.closed_on(self.days(1))
        self.closed_on(self.days(2), calendar_id=False)
        person = self.env["resource.resource"].sudo().create({"name": "Ill", "company_id": self.company.id})
        self.closed_on(self.days(3), resource_id=person.id)
        part_time = self.env["resource.calendar"].sudo().create({"name": "Part time", "company_id": self.company.id})
        self.closed_on(self.days(6), calendar_id=part_time.id)
        self.closed_on(self.days(7), time_type="other")
        self.assertEqual(self.company._holidays(first, last), {self.days(1), self.days(2)})

    def test_days_are_those_of_the_place_where_the_company_is(self):
        self.company.resource_calendar_id.sudo().tz = "America/Los_Angeles"
        self.env["resource.calendar.leaves"].sudo().create(
            {
                "name": "Independence Day",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-07-03 07:00:00",
                "date_to": "2026-07-04 06:59:59",
            }
        )
        self.assertEqual(self.company._holidays(self.days(0), self.days(10)), {date(2026, 7, 3)})

    def test_branches_are_closed_with_their_root_and_other_companies_are_not(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.closed_on(self.days(1))
        self.assertEqual(branch._holidays(self.days(0), self.days(10)), {self.days(1)})
        self.assertFalse(elsewhere._holidays(self.days(0), self.days(10)))

    def test_a_promise_is_proposed_for_the_next_working_day(self):
        self.closed_on(self.days(1))
        wizard = self.env["collections.promise.create"].with_user(self.collector)
        proposed = wizard.with_context(default_account_id=self.acme.id).create({"account_id": self.acme.id})
        self.assertEqual(proposed.date, self.days(2))
        proposed.write({"part_count": 2, "every": "week"})
        self.closed_on(self.days(9))
        proposed.action_split()
        self.assertEqual(proposed.line_ids.sorted("date").mapped("date"), [self.days(2), self.days(10)])

    def test_a_resubmission_is_proposed_for_a_working_day(self):
        self.closed_on(self.days(7))
        wizard = self.env["collections.resubmission.create"].with_user(self.collector)
        asked = wizard.with_context(active_model="collections.account", active_ids=self.acme.ids).create({})
        self.assertEqual(asked.again_on, self.days(8))

    def test_a_callback_is_proposed_for_a_working_day(self):
        outcome = self.env["collections.contact.outcome"].create(
            {"name": "Call again", "follow_up": "resubmission", "days": 1}
        )
        self.closed_on(self.days(1))
        dialog = self.env["collections.contact.create"].with_user(self.collector)
        with Form(dialog.with_context(active_model="collections.account", active_ids=self.acme.ids)) as form:
            form.outcome_id = outcome
            self.assertEqual(form.again_on, self.days(2))


@tagged("post_install", "-at_install")
class TestProcessHolidays(ProcessCase):
    def test_a_step_begins_on_a_working_day(self):
        self.advance()
        self.done(0)
        self.closed_on(self.days(7))
        self.assertEqual(self.acme.process_line, "Step 2 of 4, Letter, on 07/08/2026")
        self.advance(7)
        self.assertFalse(self.task())
        self.advance(8)
        self.assertEqual(self.task().name, "Letter")

    def test_no_process_begins_with_a_call_on_a_holiday(self):
        self.closed_on(self.key_date)
        self.advance()
        self.assertFalse(self.task())
        self.assertEqual(self.process().state, "running")
        self.advance(1)
        self.assertEqual(self.task().name, "Call")

    def test_a_limit_on_a_holiday_ends_on_the_next_working_day(self):
        self.closed_on(self.days(3))  # a Friday
        self.advance()
        self.assertEqual(self.task().due_on, self.days(6))

    def test_a_limit_moved_by_a_pause_ends_on_a_working_day(self):
        self.call.executor = "supervisor"
        self.advance()
        self.hold(user=self.supervisor, days=10)
        self.closed_on(self.days(13))
        self.advance(10)
        self.assertEqual((self.task().due_on, self.task().activity_id.date_deadline), (self.days(14), self.days(14)))

    def test_many_holidays_take_no_more_statements(self):
        self.closed_on(self.days(39))
        self.advance()
        counts = []
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["collections.process"]._advance(self.company, self.key_date)
            counts.append(self.env.cr.sql_log_count - before)
            for day in range(40, 60):
                self.closed_on(self.days(day))
        self.assertEqual(*counts)
