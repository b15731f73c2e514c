"""Processes and tasks in the timeline of a customer."""

from odoo.tests import tagged

from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestProcessTimeline(ProcessCase):
    def events(self, kind, user=None):
        """What the timeline says, newest first."""
        self.env.invalidate_all()
        events = self.acme.with_user(user or self.collector).timeline_ids.filtered(lambda event: event.kind == kind)
        return events.mapped(lambda event: (event.name, event.detail))

    def test_a_task_stands_there_when_it_begins_and_when_it_is_done(self):
        self.advance()
        self.assertEqual(self.events("process"), [(self.strategy.name, "Begun")])
        self.assertEqual(self.events("task"), [("Call", "To do until 07/03/2026")])
        self.task().with_user(self.collector).action_done()
        self.assertEqual(self.events("task"), [("Call", "Done"), ("Call", "To do until 07/03/2026")])

    def test_the_end_of_a_process_says_why(self):
        self.advance()
        lines = self.open_items(self.customer).line_id
        self.match(lines, self.unallocated_payment(self.customer, sum(lines.mapped("amount_residual"))).move_id)
        self.advance(1)
        self.assertEqual(self.events("process"), [(self.strategy.name, "Ended: Paid"), (self.strategy.name, "Begun")])

    def test_who_stopped_it_and_why_is_said_and_the_event_opens_it(self):
        self.advance()
        stop = self.env["collections.process.stop"].with_user(self.supervisor)
        stop.create({"process_ids": self.process().ids, "note": "Sold to a factor"}).action_stop()
        self.assertEqual(self.events("process")[0], (self.strategy.name, "Stopped: Sold to a factor"))
        event = self.acme.with_user(self.collector).timeline_ids.filtered(lambda each: each.kind == "process")[:1]
        self.assertEqual(event.user_id, self.supervisor)
        self.assertEqual(event.action_open()["res_model"], "collections.process")

    def test_who_does_not_see_the_customer_sees_none_of_it(self):
        self.advance()
        timeline = self.env["collections.timeline"].with_user(self.stranger)
        self.assertFalse(timeline.search([("account_id", "=", self.acme.id)]))
