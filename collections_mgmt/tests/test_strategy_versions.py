"""Versions of a strategy: what changed, which runs used them, which may go; drafts and how they come into force."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .worklist_common import WorklistCommon


class VersionsCase(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 300, 5))
        cls.refresh()

    def versions(self, strategy=None):
        return self.env["collections.strategy.version"].search(
            [("strategy_id", "=", (strategy or self.strategy).id)], order="id"
        )

    def change(self):
        self.refresh()
        return self.versions()[-1].change_text.split("\n")


@tagged("post_install", "-at_install")
class TestVersions(VersionsCase):
    def test_the_history_says_what_changed(self):
        self.assertEqual(self.versions().change_text, "The first version.")
        self.strategy.high = 80
        self.assertEqual(self.change(), ["High from: 70 → 80"])
        self.strategy.rule_ids[1].write({"points": 25, "comment": "Call"})
        self.assertEqual(
            self.change(), ["Maximum: 100 → 105", "“Overdue”, Points: 20 → 25", "“Overdue”, Comment:  → Call"]
        )
        self.strategy.rule_ids[1].domain = "[('overdue', '>=', 10)]"
        [line] = self.change()
        self.assertIn("10.00 or more", line)
        self.strategy.rule_ids = [
            Command.delete(self.strategy.rule_ids[3].id),
            Command.create({"name": "New", "points": 50, "sequence": 9}),
        ]
        self.assertEqual(self.change(), ["Added: “New”", "Removed: “Older than 30 days”"])

    def test_the_version_in_force_is_the_one_the_strategy_says_now(self):
        self.strategy.high = 80
        self.refresh()
        first, second = self.versions()
        self.assertEqual((first.in_force, second.in_force), (False, True))
        self.strategy.high = 70
        self.versions().invalidate_recordset()
        self.assertEqual((first.in_force, second.in_force), (True, False), "back to what it said")

    def test_a_version_knows_the_runs_that_used_it(self):
        run = self.run_list()
        first = self.versions()
        self.strategy.high = 80
        later = self.run_list(self.days(1))
        second = self.versions()[-1]
        self.assertEqual((first.run_ids, second.run_ids), (run, later))
        self.assertEqual((first.run_count, first.last_used), (1, self.key_date))
        self.assertEqual(
            second.with_user(self.auditor).action_view_runs()["domain"], [("version_ids", "in", second.ids)]
        )
        self.items(run).unlink()
        self.assertEqual(self.versions()._unused(), self.versions().browse(), "the run still knows it")

    def test_versions_that_explain_nothing_go_and_the_others_stay(self):
        self.run_list()
        used = self.versions()
        self.strategy.high = 80
        self.refresh()
        forgotten = self.versions() - used
        self.strategy.high = 85
        self.refresh()
        in_force = self.versions() - used - forgotten
        self.env["collections.strategy.version"].sudo()._gc_unused()
        self.assertEqual(self.versions(), used | in_force)

    def test_a_strategy_that_explains_lists_cannot_be_deleted_and_one_that_does_not_can(self):
        self.run_list()
        with self.assertRaisesRegex(UserError, "in use: Collection Group"):
            self.strategy.unlink()
        self.group.strategy_id = self.simple_strategy(name="Instead")
        with self.assertRaisesRegex(UserError, "archive it instead"):
            self.strategy.unlink()
        other = self.simple_strategy(name="Other")
        other._current_version()
        other.unlink()
        self.assertFalse(other.exists())


@tagged("post_install", "-at_install")
class TestDrafts(VersionsCase):
    def draft(self, user=None):
        action = self.strategy.with_user(user or self.supervisor).action_draft_copy()
        return self.env["collections.strategy"].with_user(user or self.supervisor).browse(action["res_id"])

    def assertNotAllowed(self, function, *args):
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                function(*args)
                self.env.flush_all()
        self.env.invalidate_all()

    def test_a_draft_says_the_same_and_is_used_by_nobody(self):
        draft = self.draft()
        self.assertEqual(draft.draft_of_id, self.strategy)
        self.assertEqual(draft.rule_ids.mapped("name"), self.strategy.rule_ids.mapped("name"))
        self.assertFalse(draft.group_ids)
        for record in (self.group, self.account_of(self.customer)):
            name = "strategy_id" if record == self.group else "strategy_override_id"
            with self.assertRaisesRegex(ValidationError, "is a draft"), self.env.cr.savepoint():
                record[name] = draft

    def test_changing_a_draft_changes_no_list(self):
        before = self.snapshot("collections_account")
        draft = self.draft()
        draft.rule_ids[1].points = 99
        self.refresh()
        self.assertEqual(self.snapshot("collections_account"), before)

    def test_put_in_force_the_original_says_what_the_draft_said(self):
        self.run_list()
        kept = self.strategy.rule_ids[1]
        draft = self.draft()
        draft.high = 75
        draft.rule_ids[1].points = 40
        draft.rule_ids[3].unlink()
        draft.rule_ids = [Command.create({"name": "New", "points": 30, "sequence": 9})]
        draft.with_user(self.manager).action_put_in_force()
        self.assertFalse(draft.exists())
        self.assertEqual(self.strategy.rule_ids.mapped("name"), ["Small", "Overdue", "Overdue over 1,000", "New"])
        self.assertEqual((kept.points, self.strategy.high, self.strategy.name), (40, 75, "Simple"))
        self.assertEqual(self.group.strategy_id, self.strategy)
        self.assertEqual(
            self.change(),
            [
                "High from: 70 → 75",
                "“Overdue”, Points: 20 → 40",
                "Added: “New”",
                "Removed: “Older than 30 days”",
            ],
        )

    def test_a_draft_put_in_force_unchanged_makes_no_version(self):
        self.draft().with_user(self.manager).action_put_in_force()
        self.refresh()
        self.assertEqual(len(self.versions()), 1)

    def test_drafts_are_for_supervisors_of_its_groups_and_managers(self):
        stranger = self.user_of("test_stranger", "supervisor")
        self.team("Others", self.collector, stranger, self.simple_strategy(name="Theirs"))
        for user in (self.collector, self.auditor, stranger):
            self.assertNotAllowed(self.strategy.with_user(user).action_draft_copy)
        for user in (self.supervisor, self.manager):
            draft = self.draft(user)
            draft.rule_ids[1].points = 33
            self.assertNotAllowed(draft.rule_ids[1].with_user(stranger).write, {"points": 1})
            self.assertNotAllowed(draft.with_user(stranger).unlink)
            draft.unlink()

    def test_a_supervisor_changes_the_draft_only_and_puts_nothing_in_force(self):
        draft = self.draft()
        self.assertNotAllowed(self.strategy.with_user(self.supervisor).write, {"high": 99})
        self.assertNotAllowed(self.strategy.rule_ids[1].with_user(self.supervisor).write, {"points": 99})
        self.assertNotAllowed(self.strategy.with_user(self.supervisor).unlink)
        self.assertNotAllowed(
            self.env["collections.strategy"].with_user(self.supervisor).create,
            {"name": "Mine", "rule_ids": [Command.create({"name": "All", "points": 1})]},
        )
        self.assertNotAllowed(draft.action_put_in_force)
        with self.assertRaisesRegex(UserError, "stays in its strategy"):
            draft.rule_ids[1].write({"strategy_id": self.strategy.id})
        with self.assertRaises(UserError):
            draft.write({"rule_ids": [Command.link(self.strategy.rule_ids[1].id)]})
        with self.assertRaisesRegex(UserError, "stays one"):
            draft.write({"draft_of_id": False})

    def test_what_is_no_draft_is_not_put_in_force(self):
        with self.assertRaisesRegex(UserError, "is no draft"):
            self.strategy.with_user(self.manager).action_put_in_force()

    def test_a_draft_of_a_draft_is_one_of_the_original(self):
        draft = self.draft()
        self.assertEqual(
            self.env["collections.strategy"].browse(draft.action_draft_copy()["res_id"]).draft_of_id, self.strategy
        )
