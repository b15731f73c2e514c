"""In the browser: a collector works three customers, a manager adds a rule, a supervisor makes a list, moves work."""

from odoo.tests import HttpCase, tagged

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestTours(WorklistCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.member_ids.filtered(lambda member: member.user_id == cls.collector_2).capacity = 0
        five = cls.partners(5)
        ages_and_amounts = [(50, 9000), (50, 2000), (10, 1500), (10, 900), (10, 100)]
        cls.debts(*[(partner, amount, age) for partner, (age, amount) in zip(five, ages_and_amounts, strict=True)])
        cls.today = cls.run_list()

    def test_a_collector_works_three_customers_and_understands_their_priority(self):
        self.start_tour("/odoo/collections", "collections_collector_tour", login=self.collector.login)
        items = self.items(self.today)
        self.assertEqual(items.mapped("state"), ["completed"] * 3 + ["open"] * 2)
        self.assertEqual(items[:3].completed_by_id, self.collector)

    def test_a_manager_adds_a_rule_from_a_ready_condition(self):
        self.start_tour("/odoo/collections-strategies", "collections_manager_tour", login=self.manager.login)
        rule = self.strategy.rule_ids.sorted("id")[-1]
        condition = self.env.ref("collections_mgmt.collections_condition_overdue_total")
        self.assertRecordValues(
            rule,
            [
                {
                    "condition_id": condition.id,
                    "name": condition.name,
                    "domain": condition.domain,
                    "points": 25,
                    "leave": False,
                    "comment": condition.description,
                }
            ],
        )

    def test_a_supervisor_generates_a_list(self):
        self.start_tour("/odoo/collections-runs", "collections_supervisor_tour", login=self.supervisor.login)
        run = self.env["collections.run"].search([("company_id", "=", self.company.id)], limit=1)
        self.assertRecordValues(run, [{"state": "current", "scheduled": False, "create_uid": self.supervisor.id}])
        self.assertEqual(self.today.state, "superseded")

    def test_a_supervisor_reassigns_all_customers_of_a_person_and_takes_it_back(self):
        self.start_tour("/odoo/collections-load", "collections_team_tour", login=self.supervisor.login)
        self.assertEqual(self.items(self.today).specialist_id, self.collector, "taken back")
        action = self.env["collections.mass.action"].search([("user_id", "=", self.supervisor.id)])
        self.assertRecordValues(action, [{"kind": "reassign", "state": "undone", "undone_count": 5}])
        account = self.items(self.today)[0].account_id
        self.assertIn("Test Collector → Test Collector 2", "".join(account.message_ids.mapped("body")))
