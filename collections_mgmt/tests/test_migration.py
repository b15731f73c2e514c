"""Each script of migrations/ leaves the data as the new version wants them."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.tests import tagged

from .test_run import RunCase

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@tagged("post_install", "-at_install")
class TestMigration(RunCase):
    def migrate(self, name):
        spec = spec_from_file_location("migration", MIGRATIONS / name)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.0.0")

    def test_19_0_1_1_0_derives_the_columns_it_brings(self):
        self.run_list()
        before = self.snapshot("collections_account")
        self.assertTrue(any(row["behaviour"] for row in before))
        self.assertTrue(any(row["home_group_id"] for row in before))
        self.env.cr.execute("UPDATE collections_account SET behaviour = NULL, home_group_id = NULL, boosted = NULL")
        self.migrate("19.0.1.1.0/post-derive_accounts.py")
        self.env.invalidate_all()
        unwritten = {"write_date", "write_uid"}
        self.assertEqual(
            [{name: value for name, value in row.items() if name not in unwritten} for row in before],
            [
                {name: value for name, value in row.items() if name not in unwritten}
                for row in self.snapshot("collections_account")
            ],
        )

    # ------------------------------------------------------------------------------------------- 19.0.1.3.0, processes
    def ready_strategy(self, name, steps_removed=True, older=True):
        """A ready strategy as an older database has it: without steps, from before there were any."""
        strategy = self.env.ref(f"collections_mgmt.collections_strategy_{name}")
        strategy.process_on = False  # on in demo data
        if steps_removed:
            strategy.with_context(active_test=False).step_ids.unlink()
        self.env.flush_all()
        day = "2020-01-01" if older else "2099-01-01"
        self.env.cr.execute("UPDATE collections_strategy SET create_date = %s WHERE id = %s", [day, strategy.id])
        return strategy

    def migrate_processes(self):
        self.migrate("19.0.1.3.0/post-process_steps.py")
        self.env.invalidate_all()

    def test_19_0_1_3_0_brings_the_ready_processes_switched_off(self):
        overdue = self.ready_strategy("overdue")
        self.migrate_processes()
        self.assertEqual(len(overdue.step_ids), 4)
        self.assertFalse(overdue.process_on)
        self.assertEqual(self.env.ref("collections_mgmt.collections_process_step_overdue_letter").strategy_id, overdue)
        known = self.env["ir.model.data"].search([("name", "=", "collections_process_step_overdue_letter")])
        self.assertTrue(known.noupdate, "it is the manager's from now on")

    def test_19_0_1_3_0_a_second_time_changes_nothing(self):
        overdue = self.ready_strategy("overdue")
        self.migrate_processes()
        overdue.step_ids[0].name = "Ring him up"
        self.migrate_processes()
        self.assertEqual(len(overdue.step_ids), 4)
        self.assertEqual(overdue.step_ids[0].name, "Ring him up")

    def test_19_0_1_3_0_brings_back_nothing_a_manager_deleted(self):
        preventive = self.ready_strategy("preventive", older=False)
        strategic = self.ready_strategy("strategic", steps_removed=False)
        strategic.step_ids[1:].unlink()
        strategic.step_ids.active = False
        self.migrate_processes()
        self.assertFalse(preventive.step_ids)
        self.assertEqual(len(strategic.with_context(active_test=False).step_ids), 1)

    def test_19_0_1_3_0_leaves_the_rest_of_the_data_as_people_have_it(self):
        self.ready_strategy("overdue")
        cron = self.env.ref("collections_mgmt.collections_process_cron_advance")
        cron.name = "Forward!"
        self.env.ref("collections_mgmt.collections_strategy_preventive").unlink()
        self.migrate_processes()
        self.assertEqual(cron.name, "Forward!")
        self.assertFalse(self.env.ref("collections_mgmt.collections_strategy_preventive", raise_if_not_found=False))

    # ------------------------------------------------------------------------------------- 19.0.1.3.0, dispute reasons
    def no_reasons(self, older):
        """A database without any, which had the add-on before there were disputes or together with them."""
        for name in ("reason", "root.cause", "department"):
            self.env[f"collections.dispute.{name}"].with_context(active_test=False).search([]).unlink()
        day = "2020-01-01" if older else "2099-01-01"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_model_data SET create_date = %s"
            " WHERE module = 'collections_mgmt' AND name = 'model_collections_account'",
            [day],
        )

    def migrate_reasons(self):
        self.migrate("19.0.1.3.0/post-dispute_reasons.py")
        self.env.invalidate_all()
        return self.env["collections.dispute.reason"].search([])

    def test_19_0_1_3_0_brings_the_reasons_to_who_had_no_disputes(self):
        self.no_reasons(older=True)
        reasons = self.migrate_reasons()
        self.assertGreater(len(reasons), 10)
        self.assertTrue(reasons.department_id)
        known = self.env["ir.model.data"].search([("name", "=", "collections_dispute_reason_price")])
        self.assertTrue(known.noupdate, "it is the manager's from now on")

    def test_19_0_1_3_0_brings_no_reasons_to_who_came_with_them_or_has_some(self):
        self.no_reasons(older=False)
        self.assertFalse(self.migrate_reasons())
        self.no_reasons(older=True)
        own = self.env["collections.dispute.reason"].create({"name": "Wet pallets"})
        self.assertEqual(self.migrate_reasons(), own)
