"""Nobody falls through: runs warn of whom no list can hold, the archived leave, contacts take accounts along."""

from odoo import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools.convert import convert_file

from .worklist_common import WorklistCommon

DATA = ("condition", "strategy", "profile", "group", "segment")


@tagged("post_install", "-at_install")
class TestRunWarnings(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["collections.segment"].search([("id", "!=", cls.segment.id)]).active = False
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 300, 10), (cls.customer_3, 20, -5))

    def warned(self, run, text):
        self.assertEqual(run.item_count, 0)
        self.assertEqual(run.warning_text, text)
        self.assertIn(text, run.log.splitlines())
        self.assertRegex(run.log, r"(?m)^ +\d+\.\d\d s .*items written$")

    def test_all_is_well_and_nothing_is_warned_of(self):
        run = self.run_list()
        self.assertEqual((run.item_count, run.warning_text), (2, False))

    def test_an_archived_strategy_empties_the_list_with_a_warning(self):
        self.strategy.active = False
        self.warned(self.run_list(), "Strategy “Simple” is archived: 2 customers with overdue items are on no list.")

    def test_an_archived_group_and_profile_too(self):
        self.group.active = False
        self.warned(self.run_list(), "Group “Team” is archived: 2 customers with overdue items are on no list.")
        self.group.active = True
        self.profile.active = False
        self.warned(self.run_list(), "Profile “Test” is archived: 2 customers with overdue items are on no list.")

    def test_without_any_segment_nobody_is_on_a_list(self):
        self.segment.active = False
        self.warned(self.run_list(), "2 customers with overdue items belong to no segment: nobody collects from them.")

    def test_a_strategy_that_lost_its_points_is_named(self):
        self.strategy.rule_ids.sudo().points = 0
        self.warned(
            self.run_list(), "No rule of strategy “Simple” gives points: 2 customers with overdue items are on no list."
        )

    def test_who_is_left_out_on_purpose_is_no_matter_of_warning(self):
        self.segment.group_id = False
        run = self.run_list()
        self.assertEqual((run.item_count, run.warning_text), (0, False))

    def test_a_list_made_ahead_warns_as_well(self):
        self.strategy.active = False
        run = self.run_today(self.key_date, self.days(3))
        self.assertIn("Strategy “Simple” is archived", run.warning_text)


@tagged("post_install", "-at_install")
class TestArchivedAccount(WorklistCommon):
    def test_an_archived_account_leaves_the_list_at_once(self):
        self.debts((self.customer, 5000, 40), (self.customer_2, 300, 10), (self.customer_3, 900, 10))
        run = self.run_list()
        ahead = self.run_today(self.key_date, self.days(1))
        begun = self.worklist_item(run, self.customer_3)
        begun.with_user(begun.specialist_id).action_start()
        accounts = (self.account_of(c) for c in (self.customer, self.customer_3))
        for account in accounts:
            account.with_user(self.supervisor).action_archive()
        self.assertEqual(self.worklist_item(run, self.customer).state, "superseded")
        self.assertEqual(self.worklist_item(ahead, self.customer).state, "superseded")
        self.assertEqual(self.worklist_item(run, self.customer_2).state, "open")
        self.assertEqual(begun.state, "in_progress", "who is in work stays with who works him")


@tagged("post_install", "-at_install")
class TestNewParent(WorklistCommon):
    """A customer becomes a contact of another one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = new_test_user(
            cls.env,
            "contact_editor",
            groups="base.group_user,base.group_partner_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.anna = cls.new_customer("Anna", is_company=False)
        cls.debts((cls.customer, 5000, 40), (cls.anna, 300, 10))
        cls.list = cls.run_list()
        cls.account = cls.account_of(cls.anna)
        cls.account.specialist_id = cls.collector_2
        cls.note = cls.account.message_post(body="Pays in cash")

    def join(self, parent):
        with freeze_time(self.key_date):
            self.anna.with_user(self.editor).parent_id = parent

    def test_settings_notes_and_work_go_to_the_account_of_the_company(self):
        begun = self.worklist_item(self.list, self.anna)
        begun.with_user(begun.specialist_id).action_start()
        company = self.account_of(self.customer)
        self.join(self.customer)
        self.assertFalse(self.account.exists())
        self.assertEqual(company.balance, 5300)
        self.assertEqual(company.specialist_id, self.collector_2)
        self.assertEqual(self.note.res_id, company.id)
        self.assertEqual(company.worklist_item_ids, begun, "one item, the one furthest along")

    def test_what_the_company_has_set_itself_stays(self):
        company = self.account_of(self.customer)
        company.specialist_id = self.collector
        self.join(self.customer)
        self.assertEqual(company.specialist_id, self.collector)

    def test_a_company_without_an_account_takes_it_over(self):
        self.join(self.customer_3)
        self.assertEqual((self.account.partner_id, self.account.balance), (self.customer_3, 300))
        self.assertEqual(self.account_of(self.customer_3), self.account)

    def test_two_who_join_a_company_without_an_account_share_one(self):
        with freeze_time(self.key_date):
            people = self.anna | self.new_customer("Ben", is_company=False)
            self.debts((people[1], 200, 5))
            other = self.account_of(people[1])
            people.with_user(self.editor).parent_id = self.customer_3
        [account] = (self.account | other).exists()
        self.assertEqual((account.partner_id, account.balance), (self.customer_3, 500))

    def test_a_company_that_gets_a_parent_stays_a_customer_of_its_own(self):
        self.customer_2.with_user(self.editor).parent_id = self.customer
        account = self.account_of(self.customer)
        self.customer.with_user(self.editor).parent_id = self.customer_3
        self.assertEqual(account.partner_id, self.customer)


@tagged("post_install", "-at_install")
class TestShippedData(WorklistCommon):
    def test_what_a_customer_deleted_does_not_come_back_with_an_update(self):
        deleted = [
            self.env.ref("collections_mgmt.collections_condition_held"),
            self.env.ref("collections_mgmt.collections_strategy_preventive"),
            self.env.ref("collections_mgmt.collections_segment_all"),
        ]
        accounts = self.env["collections.account"].sudo().with_context(active_test=False)
        accounts.search([("segment_id", "=", deleted[-1].id)]).segment_id = False  # nobody is in it any more
        for record in deleted:
            record.unlink()
        before = self.counts()
        for name in DATA:
            convert_file(self.env, "collections_mgmt", f"data/collections_{name}_data.xml", {}, mode="update")
        self.assertEqual(self.counts(), before)

    def counts(self):
        names = [f"collections.{name}" for name in DATA]
        return {name: self.env[name].with_context(active_test=False).search_count([]) for name in names}
