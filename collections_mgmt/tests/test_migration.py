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
