"""What work-list items refer to without a foreign key: nothing dangles when it is deleted."""

from odoo.tests import freeze_time, tagged

from .worklist_common import WorklistCommon


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

    def test_the_database_checks_no_reference_of_an_item_row_by_row(self):
        self.env.cr.execute(
            """
            SELECT confrelid::regclass::text FROM pg_constraint
             WHERE contype = 'f' AND conrelid = 'collections_worklist_item'::regclass
            """
        )
        checked = {table for (table,) in self.env.cr.fetchall()}
        self.assertLessEqual(checked, {"collections_priority_override", "res_users"}, "create_uid and write_uid")
