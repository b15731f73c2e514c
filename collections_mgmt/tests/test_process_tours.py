"""In the browser: a collector works a task, a salesperson answers one, a manager adds a step."""

from odoo.tests import HttpCase, tagged

from .steering_common import SteeringCase
from .test_process_access import ProcessAccessCase


@tagged("post_install", "-at_install")
class TestProcessTours(ProcessAccessCase, HttpCase):
    def setUp(self):
        super(SteeringCase, self).setUp()  # the browser has its own clock

    def test_a_collector_works_a_task_and_adds_one(self):
        self.group.member_ids.filtered(lambda member: member.user_id == self.collector_2).unlink()
        self.run_list()
        self.advance()
        self.start_tour("/odoo/collections-tasks", "collections_process_tour", login=self.collector.login)
        self.assertEqual(
            self.tasks().mapped(lambda task: (task.name, task.state, task.note, task.closed_by_id.login)),
            [
                ("Call", "done", "Nobody there", self.collector.login),
                ("Call Mrs Winter", "skipped", "She is on leave", self.collector.login),
            ],
        )

    def test_a_salesperson_answers_a_task(self):
        task = self.given_to_sales()
        self.start_tour("/odoo/my-customers-receivables", "collections_sales_tour", login=self.seller.login)
        self.assertRecordValues(task, [{"state": "done", "note": "They wait for the manual"}])

    def test_a_manager_adds_a_step(self):
        self.start_tour("/odoo/collections-strategies", "collections_process_steps_tour", login=self.manager.login)
        step = self.strategy.step_ids.sorted("id")[-1]
        self.assertRecordValues(step, [{"name": "Visit them", "kind": "visit", "executor": "specialist"}])
