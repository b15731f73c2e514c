"""Simulations: who enters, leaves and changes priority, who would get how much, and nothing of today touched."""

from unittest.mock import patch

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.worklist import simulation as simulation_module
from .worklist_common import WorklistCommon

TABLES = ("collections_account", "collections_worklist_item", "collections_run", "collections_run_load")


class SimulationCase(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Acme high (100), Bolt low (20), Crane not overdue, Dome left out by the exit rule
        cls.dome = cls.new_customer("Dome")
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 300, 5), (cls.customer_3, 700, -3), (cls.dome, 40, 9))
        cls.refresh()
        cls.today = cls.run_list()

    def setUp(self):
        super().setUp()
        frozen = freeze_time(self.key_date)
        frozen.start()
        self.addCleanup(frozen.stop)

    def draft(self, user=None):
        action = self.strategy.with_user(user or self.supervisor).action_draft_copy()
        return self.env["collections.strategy"].browse(action["res_id"])

    def simulate(self, strategy, instead_of=None, key_date=None, user=None, company=None):
        self.env.flush_all()
        user = user or self.supervisor
        return (
            self.env["collections.simulation"]
            .with_user(user)
            ._start(
                strategy.with_user(user),
                (instead_of or self.strategy).with_user(user),
                company or self.company,
                key_date or self.key_date,
            )
        )

    def changes(self, simulation):
        return {
            line.account_id.partner_id.name: (line.change, line.priority_before, line.priority_after)
            for line in simulation.sudo().line_ids
        }

    def bands(self, simulation):
        return {
            band["key"]: (band.get("count_before", 0), band.get("count_after", 0))
            for band in simulation.summary["bands"]
        }


@tagged("post_install", "-at_install")
class TestSimulation(SimulationCase):
    def test_who_enters_who_leaves_and_who_changes_priority(self):
        draft = self.draft()
        draft.rule_ids[0].domain = "[('to_collect', '>', 1000)]"
        draft.rule_ids[1].points = 60
        simulation = self.simulate(draft)
        self.assertEqual(simulation.state, "done")
        self.assertEqual(
            self.changes(simulation),
            {"Acme": ("leaves", "high", False), "Bolt": ("up", "low", "medium"), "Dome": ("enters", False, "medium")},
        )
        self.assertEqual(self.bands(simulation), {"high": (1, 0), "medium": (0, 2), "low": (1, 0)})
        counts = {change["key"]: change["count"] for change in simulation.summary["changes"]}
        self.assertEqual(counts, {"enters": 1, "leaves": 1, "up": 1, "down": 0})

    def test_working_ahead_brings_those_who_fall_due(self):
        draft = self.draft()
        draft.days_before_due = 7
        draft.rule_ids = [Command.create({"name": "Soon", "domain": "[('due_in_7', '>', 0)]", "points": 10})]
        simulation = self.simulate(draft)
        self.assertEqual(self.changes(simulation)["Crane"], ("enters", False, "low"))
        line = simulation.line_ids.filtered(lambda each: each.account_id.partner_id == self.customer_3)
        self.assertEqual((line.to_collect_before, line.to_collect_after), (0, 700))

    def test_it_agrees_with_the_run_that_follows(self):
        draft = self.draft()
        draft.rule_ids[0].leave = False
        draft.rule_ids[0].points = 70
        day = self.days(10)
        simulation = self.simulate(draft, key_date=day)
        loads = {
            (load.specialist_id, load.priority): (load.count_after, load.amount_after)
            for load in simulation.sudo().load_ids
            if load.count_after
        }
        draft.with_user(self.manager).action_put_in_force()
        run = self.run_list(day)
        self.assertEqual(
            {(load.specialist_id, load.priority): (load.item_count, load.to_collect) for load in run.load_ids}, loads
        )

    def test_before_is_the_list_of_today(self):
        simulation = self.simulate(self.draft())
        self.assertFalse(simulation.line_ids, "a draft as it was copied changes nothing")
        self.assertEqual(
            {(load.specialist_id, load.priority): load.count_before for load in simulation.load_ids},
            {(load.specialist_id, load.priority): load.item_count for load in self.today.load_ids},
        )
        self.assertEqual(simulation.load_ids.mapped("count_before"), simulation.load_ids.mapped("count_after"))

    def test_nothing_of_today_is_touched(self):
        draft = self.draft()
        draft.rule_ids[1].points = 60
        before = {table: self.snapshot(table) for table in TABLES}
        self.simulate(draft)
        self.simulate(draft, key_date=self.days(30))
        for table, rows in before.items():
            self.assertEqual(self.snapshot(table), rows, table)

    def test_groups_that_work_otherwise_are_left_out(self):
        other = self.team("Others", self.collector_2, self.supervisor, self.simple_strategy(name="Theirs"))
        self.account_of(self.customer_2).group_override_id = other
        draft = self.draft()
        draft.rule_ids[1].points = 60
        simulation = self.simulate(draft)
        self.assertNotIn("Bolt", self.changes(simulation))
        self.assertEqual(simulation.group_ids, self.group)

    def test_a_strategy_nobody_works_by_takes_the_place_of_one_in_force(self):
        other = self.simple_strategy(name="Other")
        other.rule_ids[1].points = 500
        simulation = self.simulate(other, user=self.manager)
        self.assertEqual(self.changes(simulation), {"Bolt": ("up", "low", "high")})
        self.assertEqual(self.bands(simulation)["high"], (1, 2))

    def test_two_simulations_stand_beside_each_other(self):
        one, two = self.draft(), self.draft()
        one.rule_ids[1].points = 60
        first, second = self.simulate(one), self.simulate(two)
        self.assertTrue(self.changes(first))
        self.assertFalse(self.changes(second))

    def test_the_number_of_statements_does_not_grow_with_the_customers(self):
        draft = self.draft()
        self.simulate(draft)

        def statements():
            before = self.env.cr.sql_log_count
            self.simulate(draft)
            return self.env.cr.sql_log_count - before

        few = statements()
        self.debts(*[(partner, 100 + n, 20) for n, partner in enumerate(self.partners(40))])
        self.env["collections.account"]._ensure_accounts()
        self.assertLessEqual(statements(), few + 3)

    # --------------------------------------------------------------------------------------------------------- refusals
    def test_what_makes_no_sense_is_refused_in_words(self):
        draft = self.draft()
        unused = self.simple_strategy(name="Unused")
        with self.assertRaisesRegex(UserError, "as of now only"):
            self.simulate(draft, key_date=self.days(-1))
        with self.assertRaisesRegex(UserError, "No group works by"):
            self.simulate(unused, unused, user=self.manager)
        pointless = self.draft()
        pointless.rule_ids[1:].unlink()
        with self.assertRaisesRegex(UserError, "gives nobody points"):
            self.simulate(pointless)
        draft.unlink()
        with self.assertRaisesRegex(UserError, "was deleted"):
            self.simulate(draft)

    def test_a_simulation_outlives_its_draft_but_is_not_repeated(self):
        draft = self.draft()
        draft.rule_ids[1].points = 60
        simulation = self.simulate(draft)
        draft.unlink()
        self.env.invalidate_all()
        self.assertEqual(simulation.strategy_name, "Simple (draft)")
        self.assertTrue(simulation.line_ids)
        with self.assertRaisesRegex(UserError, "was deleted"):
            simulation.action_again()

    def test_again_makes_another_one(self):
        simulation = self.simulate(self.draft())
        again = simulation.action_again()
        self.assertNotEqual(again["res_id"], simulation.id)

    def test_drill_down_and_old_ones_go(self):
        draft = self.draft()
        draft.rule_ids[1].points = 60
        simulation = self.simulate(draft)
        action = simulation.with_context(change="up").action_view_lines()
        self.assertEqual(action["domain"], [("simulation_id", "=", simulation.id)])
        self.assertEqual(action["context"], {"search_default_up": 1})
        self.assertEqual(simulation.with_context(change="x").action_view_lines()["context"], {})
        line = simulation.line_ids[:1]
        self.assertEqual(line.action_open_account()["res_id"], line.account_id.id)
        with freeze_time(self.days(10)):
            simulation.sudo()._gc_old()
        self.assertTrue(simulation.exists())
        self.env.cr.execute("UPDATE collections_simulation SET create_date = '2026-06-01'")
        simulation.sudo()._gc_old()
        self.assertFalse(simulation.exists())

    # ----------------------------------------------------------------------------------------------------------- rights
    def test_simulations_are_for_supervisors_of_the_groups_and_managers_and_the_auditor_reads(self):
        chief = self.user_of("test_chief", "supervisor")
        self.team("Others", self.collector_2, chief, self.simple_strategy(name="Theirs"))
        draft = self.draft()
        draft.rule_ids[1].points = 60
        for user in (self.collector, self.auditor, chief):
            with mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"):
                with self.assertRaises(AccessError):
                    self.simulate(draft, user=user)
        simulation = self.simulate(draft)
        self.assertTrue(self.simulate(draft, user=self.manager))
        for user, seen in ((self.supervisor, 2), (self.manager, 2), (self.auditor, 2), (chief, 0)):
            self.env.invalidate_all()
            found = self.env["collections.simulation"].with_user(user).search([("company_id", "=", self.company.id)])
            self.assertEqual(len(found), seen, user.name)
            lines = self.env["collections.simulation.line"].with_user(user).search([])
            self.assertEqual(bool(lines), bool(seen))
        for model in ("", ".line", ".load"):
            self.assertFalse(self.env[f"collections.simulation{model}"].with_user(self.collector).has_access("read"))
            for operation in ("write", "create"):
                records = self.env[f"collections.simulation{model}"].with_user(self.manager)
                self.assertFalse(records.has_access(operation), "results are written by nobody")
        simulation.with_user(self.supervisor).unlink()

    def test_a_supervisor_sees_the_customers_of_his_groups_only(self):
        chief = self.user_of("test_chief", "supervisor")
        other = self.team("Others", self.collector_2, chief, self.strategy)
        self.account_of(self.customer_2).group_override_id = other
        draft = self.draft()
        draft.rule_ids[1].points = 60
        draft.rule_ids[0].domain = "[('to_collect', '>', 1000)]"
        simulation = self.simulate(draft)
        for user, names in ((self.supervisor, ["Acme", "Dome"]), (chief, ["Bolt"])):
            self.env.invalidate_all()
            lines = simulation.with_user(user).line_ids
            self.assertEqual(sorted(lines.account_id.mapped("partner_id.name")), names)
        self.env.invalidate_all()
        self.assertEqual(self.bands(simulation.with_user(chief)), {"high": (0, 0), "medium": (0, 1), "low": (1, 0)})

    def test_not_for_a_company_one_does_not_work_for(self):
        other = self.setup_other_company(name="Other company")["company"]
        with self.assertRaisesRegex(AccessError, "do not work for"):
            self.simulate(self.draft(), company=other)

    def test_the_wizard_proposes_the_original_and_today(self):
        draft = self.draft()
        wizard = (
            self.env["collections.simulation.start"]
            .with_user(self.supervisor)
            .create({"strategy_id": draft.id, "company_id": self.company.id})
        )
        self.assertEqual((wizard.instead_of_id, wizard.key_date), (self.strategy, self.key_date))
        action = wizard.action_simulate()
        self.assertEqual(self.env["collections.simulation"].browse(action["res_id"]).state, "done")


@tagged("post_install", "-at_install")
class TestSimulationQueue(SimulationCase):
    """Many customers: in the background, with progress."""

    def setUp(self):
        super().setUp()
        self.patch(simulation_module, "AT_ONCE", 2)

    def queued(self):
        draft = self.draft()
        draft.rule_ids[1].points = 60
        simulation = self.simulate(draft)
        self.assertEqual((simulation.state, simulation.progress), ("queued", 0))
        return simulation.sudo()

    def run_cron(self, simulation):
        with self.enter_registry_test_mode():
            self.env.ref("collections_mgmt.ir_cron_collections_simulation").method_direct_trigger()
        simulation.invalidate_recordset()

    def test_it_is_calculated_by_the_background_and_tells_its_progress(self):
        simulation = self.queued()
        self.run_cron(simulation)
        self.assertEqual((simulation.state, simulation.progress), ("done", 100), simulation.error_text)
        self.assertEqual(self.changes(simulation)["Bolt"], ("up", "low", "medium"))
        self.assertEqual(simulation.progress_ids.percent, 80)

    def test_the_progress_shows_while_it_waits(self):
        simulation = self.queued()
        with self.enter_registry_test_mode():
            simulation._write_progress(35)
        simulation.progress_ids.invalidate_recordset()
        simulation.invalidate_recordset()
        self.assertEqual(simulation.progress, 35)

    def test_a_strategy_deleted_meanwhile_is_told(self):
        simulation = self.queued()
        simulation.strategy_id.unlink()
        self.run_cron(simulation)
        self.assertEqual(simulation.state, "failed")
        self.assertIn("was deleted", simulation.error_text)

    def test_something_unforeseen_is_told_and_the_job_goes_on(self):
        simulation = self.queued()
        with (
            patch.object(self.registry["collections.simulation"], "_insert_lines", side_effect=ZeroDivisionError),
            patch.object(self.env.cr.__class__, "rollback", lambda cr: None),
            mute_logger("odoo.addons.collections_mgmt.models.worklist.simulation_calculation"),
        ):
            self.run_cron(simulation)
        self.assertEqual(simulation.state, "failed")
        self.assertIn("unforeseen", simulation.error_text)

    def test_a_collision_leaves_it_waiting(self):
        simulation = self.queued()
        collision = psycopg2.errors.SerializationFailure()
        with (
            patch.object(self.registry["collections.simulation"], "_insert_lines", side_effect=collision),
            patch.object(self.env.cr.__class__, "rollback", lambda cr: None),
        ):
            self.run_cron(simulation)
        self.assertEqual(simulation.state, "queued")
        self.run_cron(simulation)
        self.assertEqual(simulation.state, "done")
