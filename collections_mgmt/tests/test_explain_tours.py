"""In the browser: a collector asks why, a supervisor drafts a strategy and simulates it."""

from odoo.tests import HttpCase, tagged

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestExplainTours(WorklistCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.member_ids.filtered(lambda member: member.user_id == cls.collector_2).capacity = 0
        six = cls.partners(6)
        ages_and_amounts = [(50, 9000), (50, 2000), (10, 1500), (10, 900), (10, 100), (10, 40)]
        cls.debts(*[(partner, amount, age) for partner, (age, amount) in zip(six, ages_and_amounts, strict=True)])
        cls.today = cls.run_list()

    def test_a_collector_asks_why_a_customer_is_not_on_the_list_and_why_another_is(self):
        before = self.snapshot("collections_account")
        self.start_tour("/odoo/collections-customers", "collections_why_tour", login=self.collector.login)
        self.assertEqual(self.snapshot("collections_account"), before)

    def test_a_supervisor_drafts_a_strategy_and_simulates_it(self):
        tables = ("collections_account", "collections_worklist_item", "collections_run")
        before = {table: self.snapshot(table) for table in tables}
        self.start_tour("/odoo/collections-strategies", "collections_simulation_tour", login=self.supervisor.login)
        self.assertEqual({table: self.snapshot(table) for table in tables}, before)
        draft = self.strategy.draft_ids
        self.assertEqual(draft.create_uid, self.supervisor)
        simulation = self.env["collections.simulation"].search([("strategy_id", "=", draft.id)])
        entering = simulation.line_ids.filtered(lambda line: line.change == "enters")
        self.assertEqual(self.customers(entering), ["Customer 005"])
