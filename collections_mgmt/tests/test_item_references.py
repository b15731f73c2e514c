"""What work-list items refer to without a foreign key: nothing dangles when it is deleted."""

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..models.foundation.unchecked_reference import UncheckedReference
from .worklist_common import WorklistCommon

KEPT = ("res.company", "collections.strategy.version")  # never deleted while rows refer to them


@tagged("post_install", "-at_install")
class TestItemReferences(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.list_of_five()
        with freeze_time(cls.key_date):
            cls.list = cls.run_list()
        cls.item = cls.worklist_item(cls.list, cls.five[0])

    def delete(self, record):
        record.unlink()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_deleted_group_is_let_go_of(self):
        group = self.team("Gone", self.collector, strategy=self.item.sudo().group_id.strategy_id)
        self.item.sudo().group_id = group
        self.delete(group)
        self.assertFalse(self.item.group_id)

    def test_a_deleted_segment_is_let_go_of(self):
        segment = self.env["collections.segment"].create({"name": "Gone", "domain": "[('overdue', '>', 9)]"})
        self.item.sudo().segment_id = segment
        self.delete(segment)
        self.assertFalse(self.item.segment_id)

    def test_a_deleted_user_is_let_go_of(self):
        user = self.user_of("gone", "specialist")
        names = ("specialist_id", "original_specialist_id", "completed_by_id", "added_by_id")
        self.item.sudo().write(dict.fromkeys(names, user.id))
        self.delete(user)
        self.assertFalse(any(self.item[name] for name in names))

    def test_a_deleted_run_takes_its_items_along(self):
        with freeze_time(self.key_date):
            self.run_list()
        self.delete(self.list.sudo())
        self.assertFalse(self.item.exists())

    def test_a_deleted_contact_takes_its_account_and_items_along(self):
        customer = self.new_customer("Never invoiced")
        account = (
            self.env["collections.account"].sudo().create({"partner_id": customer.id, "company_id": self.company.id})
        )
        item = self.item.sudo().copy({"account_id": account.id})
        self.delete(customer.sudo())
        self.assertFalse(account.exists())
        self.assertFalse(item.exists())

    def test_a_deleted_strategy_profile_and_boost_are_let_go_of_by_accounts(self):
        account = self.item.account_id.sudo()
        strategy = self.env["collections.strategy"].create(
            {"name": "Gone", "rule_ids": [Command.create({"name": "One", "domain": "[]", "points": 1})]}
        )
        profile = self.env["collections.profile"].create({"name": "Gone"})
        account.write({"strategy_id": strategy.id, "profile_id": profile.id})
        self.delete(strategy)
        self.delete(profile)
        self.assertFalse(account.strategy_id)
        self.assertFalse(account.profile_id)

    def test_everything_referred_to_without_a_foreign_key_lets_its_rows_go(self):
        for model in self.env.values():
            for name, field in model._fields.items():
                if isinstance(field, UncheckedReference) and model._auto and field.comodel_name not in KEPT:
                    with self.subTest(f"{model._name}.{name}"):
                        self.assertTrue(hasattr(self.env[field.comodel_name], "_unchecked_references"))

    def test_the_database_checks_nothing_of_an_item(self):
        self.assertFalse(self.checked("collections_worklist_item"))

    def test_the_database_checks_of_an_account_what_people_set_and_nothing_derived(self):
        owners, by_people = {"partner_id", "company_id"}, self.env["collections.account"]._setting_fields()
        self.assertLessEqual(self.checked("collections_account"), owners | by_people)

    def test_a_deleted_user_has_written_nothing(self):
        user = self.user_of("gone", "manager")
        for record in (self.item, self.item.account_id):
            self.env.cr.execute(f"UPDATE {record._table} SET create_uid = %s, write_uid = %s", [user.id, user.id])
        self.env.invalidate_all()
        self.delete(user)
        for record in (self.item, self.item.account_id):
            self.assertFalse(record.create_uid | record.write_uid)

    def checked(self, table):
        """Columns with a foreign key."""
        self.env.cr.execute(
            """
            SELECT attname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
             WHERE contype = 'f' AND conrelid = %s::regclass
            """,
            [table],
        )
        return {column for (column,) in self.env.cr.fetchall()}
