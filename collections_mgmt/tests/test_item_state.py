"""What nobody began is superseded when its list is: written for the list, read of each item."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestItemState(WorklistCommon):
    """Yesterday's list of five, of which one is in work and one is done; today's list is in use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.list_of_five()
        cls.before = cls.today
        cls.five_items = cls.items(cls.before).sorted("id")
        with freeze_time(cls.key_date):
            cls.five_items[0].action_start()
            cls.five_items[1].action_complete()
        cls.stored = cls.rows()
        cls.next_run = cls.run_list(cls.days(1))

    @classmethod
    def rows(cls):
        """The items of yesterday as they are stored."""
        return cls.snapshot("collections_worklist_item", f"run_id = {cls.before.id}")

    def found(self, *condition):
        return self.env["collections.worklist.item"].search([("run_id", "=", self.before.id), condition])

    def test_no_item_is_written_when_a_list_gives_way(self):
        self.assertEqual(self.rows(), self.stored)
        self.assertEqual({row["state"] for row in self.stored}, {"open", "in_progress", "completed"})

    def test_it_reads_as_superseded_and_what_was_begun_stays_as_it_is(self):
        expected = ["in_progress", "completed", "superseded", "superseded", "superseded"]
        self.assertEqual(self.five_items.mapped("state"), expected)
        self.assertEqual([row["state"] for row in self.five_items.read(["state"])], expected)
        self.assertEqual(set(self.items(self.next_run).mapped("state")), {"open"})

    def test_a_condition_finds_what_reads_so(self):
        begun, done, *untouched = (item.id for item in self.five_items)
        for condition, expected in (
            (("state", "=", "open"), []),
            (("state", "in", ("open", "planned")), []),
            (("state", "in", ("open", "in_progress")), [begun]),
            (("state", "in", ("open", "in_progress", "completed")), [begun, done]),
            (("state", "=", "superseded"), untouched),
            (("state", "in", ("completed", "superseded")), [done, *untouched]),
            (("state", "in", ("open", "planned", "superseded")), untouched),
            (("state", "!=", "completed"), [begun, *untouched]),
            (("state", "!=", "superseded"), [begun, done]),
            (("state", "not in", ("open", "in_progress")), [done, *untouched]),
            (("state", "not in", ("in_progress", "completed")), untouched),
            (("state", "=", False), []),
            (("state", "!=", False), [begun, done, *untouched]),
            (("state", "like", "supersed"), untouched),
        ):
            with self.subTest(condition=condition):
                self.assertCountEqual(self.found(*condition).ids, expected)
                self.assertCountEqual(self.five_items.filtered_domain([condition]).ids, expected, "in memory")

    def test_groups_and_order_are_by_what_it_reads(self):
        items = self.env["collections.worklist.item"]
        groups = dict(items._read_group([("run_id", "=", self.before.id)], ["state"], ["__count"]))
        self.assertEqual(groups, {"completed": 1, "in_progress": 1, "superseded": 3})
        ordered = items.search([("run_id", "=", self.before.id)], order="state, id")
        self.assertEqual(ordered.mapped("state"), ["completed", "in_progress", *["superseded"] * 3])

    def test_a_list_that_is_prepared_is_planned_until_its_day_comes(self):
        prepared = self.run_today(self.days(1), self.days(3))
        self.assertEqual(set(self.items(prepared).mapped("state")), {"planned"})
        self.run_list(self.days(3))
        self.assertEqual(set(self.items(prepared).mapped("state")), {"superseded"})

    def test_what_a_collector_begins_on_a_list_that_gave_way_is_refused(self):
        with self.assertRaisesRegex(UserError, "“Customer 002” is Superseded and cannot become In Progress"):
            self.five_items[2].action_start()
        self.assertEqual(self.rows(), self.stored)

    # ---------------------------------------------------------------------- put back
    def test_undone_work_of_yesterday_stands_on_the_list_of_today(self):
        item = self.five_items[0]
        item.action_reopen()
        self.assertRecordValues(
            item, [{"state": "open", "run_id": self.next_run.id, "key_date": self.days(1), "started_at": False}]
        )
        items = self.env["collections.worklist.item"].with_user(item.specialist_id)
        self.assertIn(item, items.search(items._get_my_domain()))

    def test_who_stands_on_the_list_already_is_not_put_on_it_twice(self):
        """As after a merge of two customers, of whom one was done on the first list of a day."""
        item, other = self.five_items[0], self.items(self.next_run)[0]
        other.account_id = item.account_id
        item.action_reopen()
        self.assertEqual((item.state, item.run_id), ("superseded", self.before))
        self.assertEqual(other.state, "open")
