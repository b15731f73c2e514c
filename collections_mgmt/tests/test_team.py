"""The team of the supervisor: who has how much, what became of the lists, pages, and helping each other out."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestTeam(WorklistCommon):
    """Six customers; the first collector has four (9000 down to 6000), the second two, a third colleague none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.idle = cls.user_of("test_idle", "specialist")
        cls.group.member_ids = [Command.create({"user_id": cls.idle.id, "capacity": 50})]
        cls.another_team()
        cls.six = cls.partners(6)
        cls.debts(*[(partner, 9000 - 1000 * n, 40 + n) for n, partner in enumerate(cls.six)])
        cls.debts((cls.customer, 20, 40))  # below what a list holds
        cls.refresh()
        cls.accounts = cls.accounts_of(cls.six)
        cls.accounts[:4].specialist_id = cls.collector
        cls.accounts[4:].specialist_id = cls.collector_2
        cls.acme = cls.account_of(cls.customer)
        cls.today = cls.run_list()

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.key_date))
        self.env.flush_all()
        self.env.invalidate_all()

    def item(self, number):
        return self.items(self.today).filtered(lambda item: item.account_id == self.accounts[number])

    def my_list(self, user):
        items = self.env["collections.worklist.item"].with_user(user)
        return items.search(items._get_my_domain())

    # ------------------------------------------------------------------------------------------- overview (D1)
    def test_the_oldest_is_also_of_what_is_in_work(self):
        for number in range(4):
            self.item(number).with_user(self.collector).action_start()
        self.assertRecordValues(
            self.load(specialist_id=self.collector.id), [{"open_count": 0, "in_progress_count": 4, "oldest_days": 43}]
        )

    def load(self, user=None, **conditions):
        self.env.flush_all()
        domain = [("company_id", "=", self.company.id), *((name, "=", value) for name, value in conditions.items())]
        return self.env["collections.team.load"].with_user(user or self.supervisor).search(domain)

    def test_open_in_progress_and_done_with_amounts_and_ages(self):
        self.item(0).with_user(self.collector).action_complete()
        self.item(1).with_user(self.collector).action_start()
        self.assertRecordValues(
            self.load(specialist_id=self.collector.id),
            [
                {
                    "open_count": 2,
                    "in_progress_count": 1,
                    "to_do_count": 3,
                    "done_count": 1,
                    "to_collect": 8000 + 7000 + 6000,
                    "done_amount": 9000,
                    "average_days": 42,
                    "oldest_days": 43,
                    "done_share": 25,
                    "capacity": 100,
                    "capacity_share": 40,
                    "load_share": 60,
                    "workload": 100,
                }
            ],
        )

    def test_the_workload_is_relative_to_the_busiest_and_to_capacity(self):
        self.group.member_ids.filtered(lambda member: member.user_id == self.collector_2).capacity = 25
        loads = {load.specialist_id: load.workload for load in self.load()}
        self.assertEqual(loads, {self.collector_2: 100, self.collector: 50, self.idle: 0})

    def test_a_member_with_nothing_to_do_is_there(self):
        self.assertRecordValues(
            self.load(specialist_id=self.idle.id), [{"to_do_count": 0, "done_count": 0, "capacity": 50}]
        )

    def test_the_figures_are_those_of_the_items_a_click_opens(self):
        self.item(0).with_user(self.collector).action_complete()
        self.item(1).specialist_id = False
        self.env.flush_all()
        for load in self.load():
            action = load.action_view_items()
            items = self.env["collections.worklist.item"].with_user(self.supervisor).search(action["domain"])
            done = items.filtered(lambda item: item.state == "completed")
            self.assertEqual((len(items - done), len(done)), (load.to_do_count, load.done_count))
            self.assertEqual(sum((items - done).mapped("to_collect")), load.to_collect)

    def test_who_left_the_list_is_neither_counted_nor_added_up(self):
        self.accounts[0].active = False
        self.assertEqual(self.item(0).state, "superseded")
        load = self.load(specialist_id=self.collector.id)
        self.assertRecordValues(
            load, [{"to_do_count": 3, "to_collect": 8000 + 7000 + 6000, "average_days": 42, "oldest_days": 43}]
        )
        domain = load.action_view_items()["domain"]
        items = self.env["collections.worklist.item"].with_user(self.supervisor).search(domain)
        self.assertEqual((len(items), sum(items.mapped("to_collect"))), (3, 21000))

    def test_what_was_done_today_stays_done_after_another_list_of_the_day(self):
        self.item(0).with_user(self.collector).action_complete()
        self.run_list()
        load = self.load(specialist_id=self.collector.id)
        self.assertRecordValues(load, [{"done_count": 1, "done_amount": 9000, "to_do_count": 3, "done_share": 25}])
        done = self.item(0)
        self.assertTrue(done.in_use)
        self.run_list(self.days(1))
        self.env.invalidate_all()
        self.assertEqual(self.load(specialist_id=self.collector.id).done_count, 0, "on the list of the next day")
        self.assertFalse(done.in_use)

    def test_earlier_lists_do_not_count_but_what_is_in_work_from_them_does(self):
        self.item(0).with_user(self.collector).action_start()
        self.run_list(self.days(1))
        self.assertEqual(sum(self.load().mapped("to_do_count")), 6)

    def test_a_supervisor_sees_his_groups_and_a_specialist_his_own(self):
        self.accounts[5].group_override_id = self.other_group
        self.run_list()
        both = self.group | self.other_group
        for user, groups in (
            (self.supervisor, self.group),
            (self.supervisor_2, self.other_group),
            (self.collector, self.group),
            (self.stranger, self.other_group),
            (self.manager, both),
            (self.auditor, both),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.load(user).group_id, groups)

    def test_figures_are_read_one_by_one_and_grouped(self):
        load = self.load(specialist_id=self.collector.id)
        self.env.invalidate_all()
        self.assertEqual(load.read(["to_do_count"])[0]["to_do_count"], 4)
        [(group, count)] = self.env["collections.team.load"]._read_group(
            [("group_id", "=", self.group.id)], ["group_id"], ["to_do_count:sum"]
        )
        self.assertEqual((group, count), (self.group, 6))

    def test_reassigning_from_the_overview_is_about_the_customers_of_that_row(self):
        self.item(5).specialist_id = False
        self.env.flush_all()
        nobody = self.env["res.users"]
        for person, customers in ((self.collector, self.accounts[:4]), (nobody, self.accounts[5])):
            context = self.load(specialist_id=person.id).action_reassign()["context"]
            actions = self.env["collections.mass.action"].with_user(self.supervisor).with_context(**context)
            action = actions.create({"specialist_id": self.idle.id})
            action.action_preview()
            self.assertEqual(action.line_ids.mapped("res_id"), customers.ids)

    # ------------------------------------------------------------------------------------------- analysis (D6)
    def test_what_became_of_the_list_by_day_and_priority(self):
        self.item(0).with_user(self.collector).action_complete()
        self.item(1).with_user(self.collector).action_start()
        self.run_list()  # once more the same day
        self.run_list(self.days(1))
        self.run_today(self.key_date, self.days(3))  # prepared
        self.env.flush_all()
        rows = (
            self.env["collections.worklist.analysis"]
            .with_user(self.supervisor)
            ._read_group(
                [("company_id", "=", self.company.id)],
                ["key_date:day"],
                ["item_count:sum", "completed_count:sum", "in_progress_count:sum", "left_count:sum"]
                + ["to_collect:sum", "completed_amount:sum", "left_amount:sum"],
            )
        )
        self.assertEqual(rows, [(self.key_date, 6, 1, 1, 4, 39000, 9000, 22000)], "tomorrow is not yet there")
        with freeze_time(self.days(1)):
            rows = self.env["collections.worklist.analysis"]._read_group(
                [("company_id", "=", self.company.id), ("key_date", "=", self.days(1))], [], ["item_count:sum"]
            )
        self.assertEqual(rows, [(5,)], "the one in work has its place on the list of the day before")

    def test_who_sees_what_became_of_the_lists(self):
        analysis = self.env["collections.worklist.analysis"]
        for user, count in ((self.supervisor, 6), (self.supervisor_2, 0), (self.collector, 6), (self.auditor, 6)):
            with self.subTest(user=user.login):
                self.assertEqual(analysis.with_user(user).search_count([("company_id", "=", self.company.id)]), count)

    # --------------------------------------------------------------------------------------- items at a time (C7)
    def two_at_a_time(self):
        self.group.page_size = 2
        self.today = self.run_list()

    def test_the_first_page_is_the_most_urgent(self):
        self.two_at_a_time()
        self.assertEqual(self.my_list(self.collector).account_id, self.accounts[:2])
        self.assertEqual(self.my_list(self.collector_2).account_id, self.accounts[4:])
        self.assertEqual(self.accounts[0].with_user(self.collector).my_position, "No. 1 of 2")

    def test_the_next_page_comes_by_a_button_until_nothing_waits(self):
        self.two_at_a_time()
        items = self.env["collections.worklist.item"].with_user(self.collector)
        self.assertEqual(items.action_get_further()["tag"], "soft_reload")
        self.assertEqual(self.my_list(self.collector).account_id, self.accounts[:4])
        self.assertEqual(items.action_get_further()["tag"], "display_notification")

    def test_the_way_to_the_next_customer_stays_on_the_page(self):
        self.two_at_a_time()
        self.item(0).with_user(self.collector).action_complete()
        action = self.item(1).with_user(self.collector).action_complete_and_next()["params"]["action"]
        self.assertEqual(action["res_model"], "collections.worklist.item", "back to the list, where the button is")

    def test_the_button_is_there_only_where_lists_come_in_pages(self):
        self.two_at_a_time()
        items = self.env["collections.worklist.item"]
        view = self.env.ref("collections_mgmt.collections_worklist_item_view_list_my")
        for user, size, there in ((self.collector, 2, True), (self.stranger, 2, False), (self.collector, 0, False)):
            self.group.page_size = size
            self.run_list()
            arch = items.with_user(user).get_view(view.id, "list")["arch"]
            self.assertEqual("action_get_further" in arch, there)

    def test_the_supervisor_sees_the_whole_list(self):
        self.two_at_a_time()
        load = self.env["collections.team.load"].with_user(self.supervisor)
        self.assertEqual(load.search([("specialist_id", "=", self.collector.id)]).to_do_count, 4)

    def test_without_a_size_the_whole_list_is_there(self):
        self.two_at_a_time()
        self.group.page_size = 0
        self.run_list()
        self.assertEqual(len(self.my_list(self.collector)), 4)

    # ----------------------------------------------------- customers of a colleague, and those on no list (C8)
    def test_a_colleague_of_the_group_takes_over_with_a_note(self):
        item = self.item(0).with_user(self.idle)
        item.action_take_over()
        self.assertRecordValues(
            item.sudo(), [{"specialist_id": self.idle.id, "original_specialist_id": self.collector.id, "state": "open"}]
        )
        note = self.accounts[0].message_ids[0]
        self.assertEqual(note.author_id, self.idle.partner_id)
        self.assertIn("Taken over from Test Collector", note.body)

    def test_who_gets_his_customer_back_stands_in_for_nobody(self):
        self.item(0).with_user(self.idle).action_take_over()
        self.item(0).with_user(self.collector).action_take_over()
        self.assertRecordValues(self.item(0), [{"specialist_id": self.collector.id, "original_specialist_id": False}])

    def test_who_was_taken_over_is_not_taken_over_from_the_helper_by_a_third(self):
        self.item(0).with_user(self.idle).action_take_over()
        with self.assertRaisesRegex(UserError, "Test Idle has taken over “Customer 000” already"):
            self.item(0).with_user(self.collector_2).action_take_over()
        self.assertEqual(self.item(0).specialist_id, self.idle)

    def test_who_was_given_to_another_after_a_take_over_may_be_taken_over_again(self):
        self.item(0).with_user(self.idle).action_take_over()
        self.item(0).specialist_id = self.collector
        self.item(0).with_user(self.collector_2).action_take_over()
        self.assertEqual(self.item(0).specialist_id, self.collector_2)

    def test_several_are_taken_over_at_once_from_the_customer_too(self):
        (self.item(0) | self.item(4)).with_user(self.idle).action_take_over()
        self.accounts[1].with_user(self.idle).action_item_take_over()
        self.assertEqual(self.my_list(self.idle).account_id, self.accounts[0] | self.accounts[1] | self.accounts[4])

    def test_a_customer_in_work_or_done_stays_with_who_works_him(self):
        self.item(0).with_user(self.collector).action_start()
        self.item(1).with_user(self.collector).action_complete()
        for number in (0, 1):
            with self.assertRaises(UserError):
                self.item(number).with_user(self.idle).action_take_over()

    def test_strangers_and_auditors_take_over_nothing(self):
        for user in (self.stranger, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.item(0).with_user(user).action_take_over()

    def test_a_customer_on_no_list_is_put_on_the_own_one_and_stays(self):
        acme = self.acme.with_user(self.idle)
        self.assertFalse(acme.item_state)
        acme.action_put_on_my_list()
        item = self.items(self.today, account_id=self.acme.id)
        self.assertRecordValues(
            item,
            [
                {
                    "specialist_id": self.idle.id,
                    "added_by_id": self.idle.id,
                    "state": "in_progress",
                    "group_id": self.group.id,
                    "to_collect": 20,
                    "run_id": self.today.id,
                }
            ],
        )
        self.run_list(self.days(1))
        self.assertEqual(self.my_list(self.idle).account_id, self.acme)
        self.assertIn("Put on the list by hand", self.acme.message_ids[0].body)

    def test_who_was_taken_off_the_lists_by_somebody_is_put_on_none(self):
        reason = self.env["collections.hold.reason"].create({"name": "Fire"})
        self.env["collections.hold"].create({"account_id": self.acme.id, "reason_id": reason.id})
        with self.assertRaises(UserError) as caught:
            self.acme.with_user(self.idle).action_put_on_my_list()
        self.assertIn("Fire", str(caught.exception))
        self.assertFalse(self.acme.item_state)

    def test_a_customer_on_a_list_is_not_put_on_another(self):
        with self.assertRaises(UserError) as caught:
            self.accounts[0].with_user(self.idle).action_put_on_my_list()
        self.assertIn("Test Collector, Open", str(caught.exception))

    def test_only_who_sees_the_customer_and_collects_puts_him_on_his_list(self):
        for user in (self.stranger, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.acme.with_user(user).action_put_on_my_list()

    def test_without_a_list_in_use_nothing_is_put_on_it(self):
        self.today.state = "superseded"
        self.items(self.today).state = "superseded"
        with self.assertRaises(UserError) as caught:
            self.acme.with_user(self.idle).action_put_on_my_list()
        self.assertIn("no list in use", str(caught.exception))
