"""Changing many customers at once: preview, start, progress, stop, resume, failures, and the way back; who may."""

from unittest.mock import call, patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..models.foundation import mass_action_work
from .worklist_common import WorklistCommon


class MassActionCase(WorklistCommon):
    """Five customers of the team on the list of two collectors, one of another team that another supervisor leads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls.user_of("test_helper", "specialist")
        cls.group.member_ids = [Command.create({"user_id": cls.helper.id, "capacity": 0})]
        cls.another_team()
        cls.six = cls.partners(6)
        cls.debts(*[(partner, 1000 + n, 40) for n, partner in enumerate(cls.six)])
        cls.refresh()
        cls.accounts = cls.accounts_of(cls.six)
        cls.ours, cls.theirs = cls.accounts[:5], cls.accounts[5]
        cls.theirs.group_override_id = cls.other_group
        cls.ours[:3].specialist_id = cls.collector
        cls.ours[3:].specialist_id = cls.collector_2
        cls.today = cls.run_list()

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.key_date))
        self.env.flush_all()
        self.env.invalidate_all()

    def action(self, kind, user=None, accounts=None, **vals):
        """A mass action as the form saves it; over all customers unless told otherwise."""
        domain = "[]" if accounts is None else str([("id", "in", accounts.ids)])
        actions = self.env["collections.mass.action"].with_user(user or self.supervisor)
        return actions.create({"kind": kind, "domain": domain, **vals})

    def previewed(self, *args, **vals):
        action = self.action(*args, **vals)
        action.action_preview()
        return action

    def carried_out(self, *args, **vals):
        action = self.previewed(*args, **vals)
        action.action_start()
        return action

    def outcomes(self, action):
        """dict customer -> outcome, or (outcome, reason)"""
        return {line.name: (line.state, line.reason) if line.reason else line.state for line in action.sudo().line_ids}

    def worked_by(self, accounts=None):
        """Who works the customers on the list, in their order."""
        self.env.invalidate_all()
        items = self.items(self.today).grouped("account_id")
        return [items[account].specialist_id for account in (self.ours if accounts is None else accounts)]

    def by_chunks_of(self, size):
        patcher = patch.object(mass_action_work, "CHUNK", size)
        patcher.start()
        self.addCleanup(patcher.stop)

    def run_cron(self):
        """The cron as the system runs it, in this transaction."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 100):
            self.env["collections.mass.action"].sudo()._cron_run()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestMassAction(MassActionCase):
    # ------------------------------------------------------------------------------------------------------- preview
    def test_a_preview_tells_before_and_after_and_changes_nothing(self):
        before = self.snapshot("collections_account")
        action = self.previewed("replace", from_id=self.collector.id, specialist_id=self.helper.id)
        self.assertEqual(action.state, "ready")
        self.assertEqual(
            [(line.name, line.before_text, line.after_text) for line in action.line_ids],
            [(f"Customer 00{n}", "Test Collector", "Test Helper") for n in range(3)],
        )
        self.assertEqual((action.pending_count, action.unchanged_count, action.impossible_count), (3, 0, 0))
        self.assertEqual(self.snapshot("collections_account"), before)

    def test_a_preview_counts_by_outcome_with_the_reason(self):
        action = self.previewed("reassign", user=self.manager, specialist_id=self.collector.id)
        self.assertEqual(
            self.outcomes(action),
            {f"Customer 00{n}": "unchanged" for n in range(3)} | {f"Customer 00{n}": "pending" for n in (3, 4, 5)},
        )
        self.items(self.today).filtered(lambda item: item.account_id == self.ours[4]).state = "in_progress"
        action.action_change()
        action.action_preview()
        self.assertEqual(self.outcomes(action)["Customer 004"], ("impossible", "It is in work."))
        self.assertEqual((action.pending_count, action.unchanged_count, action.impossible_count), (2, 3, 1))

    def test_what_is_not_possible_comes_first(self):
        self.items(self.today).filtered(lambda item: item.account_id == self.ours[4]).state = "in_progress"
        action = self.previewed("reassign", user=self.manager, specialist_id=self.collector.id)
        states = action.sample_line_ids.mapped("state")
        self.assertEqual(states, ["impossible", "pending", "pending", "unchanged", "unchanged", "unchanged"])

    def test_the_number_told_beforehand_is_that_of_the_preview(self):
        ours = str([("id", "in", self.ours.ids)])
        for kind, vals, expected in (
            ("replace", {}, 0),
            ("replace", {"from_id": self.collector}, 3),
            ("replace", {"from_id": self.collector, "domain": str([("id", "in", self.ours[2:].ids)])}, 1),
            ("reassign", {"domain": ours}, 5),
            ("reassign", {"from_id": self.collector_2}, 2),
            ("group", {"group_ids": self.other_group}, 1),
            ("profile", {"group_ids": self.group}, 5),
            ("release", {"domain": "[('nothing', '=', 1)]"}, 0),
        ):
            with self.subTest(kind=kind, vals=vals), mute_logger("odoo.domains"):
                form = Form(self.env["collections.mass.action"].with_user(self.manager).with_context(default_kind=kind))
                for name, value in vals.items():
                    if name == "group_ids":
                        form.group_ids.add(value)
                    else:
                        setattr(form, name, value)
                self.assertEqual(form.about_count, expected)

    def test_what_was_looked_at_cannot_be_changed_on_the_way(self):
        action = self.previewed("release", release_specialist=True)
        with self.assertRaises(UserError):
            action.domain = "[]"
        action.action_change()
        self.assertFalse(action.line_ids)
        action.domain = "[('id', '=', 0)]"

    def test_nothing_to_change_is_not_started(self):
        action = self.previewed("replace", from_id=self.helper.id)
        self.assertFalse(action.line_ids)
        with self.assertRaises(UserError):
            action.action_start()

    def test_a_choice_that_cannot_be_read_is_refused_in_words(self):
        for domain in ("[('nothing', '=', 1)]", "[(", "uid"):
            action = self.action("release", domain=domain)
            with self.subTest(domain=domain), self.assertRaises(UserError) as caught, mute_logger("odoo.domains"):
                action.action_preview()
            self.assertIn("The choice of customers cannot be read", str(caught.exception))

    def test_started_from_a_list_it_is_about_the_records_selected(self):
        items = self.items(self.today).filtered(lambda item: item.account_id in self.ours[:2])
        for model, records in (("collections.account", items.account_id), ("collections.worklist.item", items)):
            context = {"active_model": model, "active_ids": records.ids, "default_kind": "reassign"}
            action = self.env["collections.mass.action"].with_user(self.supervisor).with_context(**context).create({})
            self.assertEqual(action.chosen_count, 2, model)
            self.assertEqual(set(action._selection().get_result_ids()), set(items.account_id.ids), model)

    # ------------------------------------------------------------------------------------------------------ at work
    def test_a_small_action_is_done_at_once(self):
        action = self.carried_out("replace", from_id=self.collector.id, specialist_id=self.helper.id)
        self.assertEqual((action.state, action.done_count, action.progress), ("done", 3, 100))
        self.assertEqual(self.ours.specialist_id, self.helper | self.collector_2)

    def test_a_large_action_waits_for_the_cron_and_comes_on_chunk_by_chunk(self):
        self.by_chunks_of(2)
        with patch.object(type(self.env["ir.cron"]), "_trigger") as trigger:
            action = self.carried_out("release", accounts=self.ours)
        self.assertEqual(trigger.mock_calls.count(call()), 1, "beside what wakes up the refresh")
        self.assertEqual((action.state, action.progress_text), ("running", "0 of 5"))
        action.sudo()._run_chunk()
        self.env.invalidate_all()
        self.assertEqual((action.state, action.progress_text, action.progress), ("running", "2 of 5", 40))
        self.run_cron()
        self.assertEqual((action.state, action.progress_text), ("done", "5 of 5"))
        self.assertFalse(self.ours.specialist_id)

    def test_a_stopped_action_stays_where_it_is_and_goes_on_when_resumed(self):
        self.by_chunks_of(2)
        action = self.carried_out("release", accounts=self.ours)
        action.sudo()._run_chunk()
        action.action_stop()
        self.run_cron()
        self.assertEqual((action.state, action.done_count, action.pending_count), ("stopped", 2, 3))
        action.action_resume()
        self.run_cron()
        self.assertEqual((action.state, action.done_count), ("done", 5))

    def test_one_customer_that_fails_does_not_stop_the_others(self):
        action = self.previewed("release", accounts=self.ours)
        write = type(self.env["collections.account"]).write

        def refusing(accounts, vals):
            if self.ours[1] in accounts:
                raise ValidationError(self.env._("Acme is special."))
            return write(accounts, vals)

        with patch.object(type(self.env["collections.account"]), "write", refusing):
            action.action_start()
        self.assertEqual(
            self.outcomes(action),
            {f"Customer 00{n}": ("failed", "Acme is special.") if n == 1 else "done" for n in range(5)},
        )
        self.assertEqual((action.state, action.failed_count), ("done", 1))
        self.assertEqual(self.ours.filtered("specialist_id"), self.ours[1])

    @mute_logger("odoo.addons.collections_mgmt.models.foundation.mass_action_work")
    def test_a_surprise_is_told_without_its_inner_workings(self):
        action = self.previewed("release", accounts=self.ours[:1])
        with patch.object(type(self.env["collections.account"]), "write", side_effect=KeyError("secret")):
            action.action_start()
        self.assertEqual(action.line_ids.reason, "Something unforeseen happened; see the server's log.")

    def test_a_customer_gone_meanwhile_fails_alone(self):
        action = self.previewed("release", accounts=self.ours[:2])
        self.ours[0].sudo().unlink()
        action.action_start()
        self.assertEqual(
            self.outcomes(action),
            {"Customer 000": ("failed", "The customer is no longer there (merged?)."), "Customer 001": "done"},
        )

    def test_a_second_click_does_not_start_twice(self):
        action = self.carried_out("release", accounts=self.ours)
        with self.assertRaises(UserError):
            action.action_start()

    def test_statements_do_not_grow_with_the_customers(self):
        few = self.previewed("release", accounts=self.ours[:1])
        many = self.previewed("release", accounts=self.ours[1:])
        counts = []
        for action in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            action.action_start()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_each_customer_changed_gets_a_note_in_the_name_of_who_asked(self):
        self.carried_out("replace", from_id=self.collector.id, specialist_id=self.helper.id, accounts=self.ours[:1])
        note = self.ours[0].message_ids[0]
        self.assertEqual(note.author_id, self.supervisor.partner_id)
        self.assertIn("Test Collector → Test Helper", note.body)
        self.assertFalse(self.ours[1].message_ids.filtered(lambda message: "→" in message.body))

    # ----------------------------------------------------------------------------------------------------- taken back
    def test_an_action_is_taken_back(self):
        before = self.ours.mapped("specialist_id.name"), [account.specialist_id for account in self.ours]
        action = self.carried_out("release", accounts=self.ours)
        action.action_undo()
        self.assertEqual((action.state, action.undone_count), ("undone", 5))
        self.assertEqual((self.ours.mapped("specialist_id.name"), [a.specialist_id for a in self.ours]), before)

    def test_what_was_changed_since_stays_when_an_action_is_taken_back(self):
        action = self.carried_out("release", accounts=self.ours)
        self.ours[1].specialist_id = self.helper
        action.action_undo()
        self.assertEqual(self.ours[1].specialist_id, self.helper)
        self.assertEqual(self.outcomes(action)["Customer 001"], ("kept", "It was changed again since."))
        self.assertEqual((action.undone_count, action.kept_count), (4, 1))

    def test_taking_back_restores_what_was_there_when_it_happened_not_when_it_was_looked_at(self):
        action = self.previewed("release", accounts=self.ours[:1])
        self.ours[0].specialist_id = self.helper
        action.action_start()
        action.action_undo()
        self.assertEqual(self.ours[0].specialist_id, self.helper)

    def test_a_stopped_action_is_taken_back_as_far_as_it_came(self):
        self.by_chunks_of(2)
        action = self.carried_out("release", accounts=self.ours)
        action.sudo()._run_chunk()
        action.action_stop()
        action.action_undo()
        self.run_cron()
        self.assertEqual((action.state, action.undone_count, action.pending_count), ("undone", 2, 3))
        self.assertTrue(all(account.specialist_id for account in self.ours))

    # ------------------------------------------------------------------------------------------------- reassign (D2)
    def test_customers_are_reassigned_for_today(self):
        self.carried_out("reassign", accounts=self.ours[:1], specialist_id=self.helper.id)
        self.assertEqual(self.worked_by(), [self.helper] + [self.collector] * 2 + [self.collector_2] * 2)
        self.assertEqual(self.ours[0].specialist_id, self.collector, "the next list is shared out as ever")
        item = self.items(self.today).filtered(lambda item: item.account_id == self.ours[0])
        self.assertEqual(item.original_specialist_id, self.collector)

    def test_all_customers_of_a_person_are_reassigned_and_taken_back(self):
        action = self.carried_out("reassign", from_id=self.collector.id, specialist_id=self.collector_2.id)
        self.assertEqual(self.worked_by(), [self.collector_2] * 5)
        action.action_undo()
        self.assertEqual(self.worked_by(), [self.collector] * 3 + [self.collector_2] * 2)
        self.assertFalse(self.items(self.today).original_specialist_id)

    def test_customers_are_reassigned_for_good_with_their_place_on_the_list(self):
        self.carried_out("reassign", accounts=self.ours[:1], specialist_id=self.helper.id, scope="for_good")
        self.assertEqual(self.ours[0].specialist_id, self.helper)
        self.assertEqual(self.worked_by(self.ours[:1]), [self.helper])
        self.assertEqual(self.items(self.run_list(self.days(1)), specialist_id=self.helper.id).account_id, self.ours[0])

    def test_a_customer_on_no_list_is_reassigned_for_good_but_not_for_today(self):
        self.items(self.today).filtered(lambda item: item.account_id == self.ours[0]).state = "completed"
        for_today = self.previewed("reassign", accounts=self.ours[0], specialist_id=self.helper.id)
        self.assertEqual(self.outcomes(for_today), {"Customer 000": ("impossible", "It is on no list, or done.")})
        self.carried_out("reassign", accounts=self.ours[0], specialist_id=self.helper.id, scope="for_good")
        self.assertEqual(self.ours[0].specialist_id, self.helper)

    def test_customers_in_work_go_over_only_when_asked_for(self):
        items = self.items(self.today)
        items.filtered(lambda item: item.account_id == self.ours[0]).state = "in_progress"
        self.carried_out("reassign", from_id=self.collector.id, specialist_id=self.helper.id)
        self.assertEqual(self.worked_by(self.ours[:3]), [self.collector, self.helper, self.helper])
        self.carried_out("reassign", from_id=self.collector.id, specialist_id=self.helper.id, with_in_progress=True)
        self.assertEqual(self.worked_by(self.ours[:3]), [self.helper] * 3)

    def test_a_customer_done_between_preview_and_start_stays_done(self):
        action = self.previewed("reassign", from_id=self.collector.id, specialist_id=self.helper.id)
        item = self.items(self.today).filtered(lambda item: item.account_id == self.ours[0])
        item.with_user(self.collector).action_complete()
        action.action_start()
        self.assertEqual(
            self.outcomes(action)["Customer 000"], ("failed", "The customer is no longer open on the list.")
        )
        self.assertEqual((item.state, item.specialist_id), ("completed", self.collector))
        self.assertEqual(self.worked_by(self.ours[1:3]), [self.helper] * 2)

    # ------------------------------------------------------------------------------------- replace, group, profile
    def test_a_specialist_is_removed_in_given_groups_only(self):
        self.theirs.specialist_id = self.collector
        self.carried_out("replace", user=self.manager, from_id=self.collector.id, group_ids=self.other_group.ids)
        self.assertFalse(self.theirs.specialist_id)
        self.assertEqual(self.ours[:3].specialist_id, self.collector)

    def test_changing_the_group_keeps_swaps_or_clears_the_specialist(self):
        for mode, expected in (("keep", self.collector), ("swap", self.stranger), ("clear", self.env["res.users"])):
            self.ours[0].write({"group_override_id": False, "specialist_id": self.collector.id})
            action = self.carried_out(
                "group",
                user=self.manager,
                accounts=self.ours[0],
                group_id=self.other_group.id,
                specialist_mode=mode,
                specialist_id=self.stranger.id,
            )
            with self.subTest(mode=mode):
                self.assertEqual(self.ours[0].group_id, self.other_group, "classified anew at once")
                self.assertEqual(self.ours[0].specialist_id, expected)
            action.action_undo()
            self.assertEqual((self.ours[0].group_id, self.ours[0].specialist_id), (self.group, self.collector))

    def test_a_profile_is_assigned_to_those_without_or_replaced_for_all(self):
        old, new = self.env["collections.profile"].create([{"name": "Old"}, {"name": "New"}])
        self.ours[0].profile_override_id = old
        vals = {"accounts": self.ours[:2], "profile_id": new.id}
        action = self.carried_out("profile", profile_mode="missing", **vals)
        self.assertEqual(
            self.outcomes(action),
            {"Customer 000": ("impossible", "It has a profile of its own."), "Customer 001": "done"},
        )
        self.assertEqual([account.profile_id for account in self.ours[:2]], [old, new])
        self.carried_out("profile", profile_mode="replace", **vals)
        self.assertEqual(self.ours[:2].profile_id, new)

    def test_customers_are_chosen_by_search_segment_or_group(self):
        self.segment.profile_id = self.profile
        for domain, expected in (
            ([("segment_id", "=", self.segment.id)], self.accounts),
            ([("partner_id.name", "ilike", "003")], self.ours[3]),
            ([("profile_id", "=", self.profile.id), ("group_id", "=", self.other_group.id)], self.theirs),
        ):
            action = self.previewed("release", user=self.manager, domain=str(domain))
            self.assertEqual(sorted(action.line_ids.mapped("res_id")), sorted(expected.ids), domain)

    def test_releasing_empties_what_was_chosen_and_nothing_else(self):
        self.ours[0].write({"profile_override_id": self.profile.id, "segment_override_id": self.segment.id})
        self.carried_out("release", accounts=self.ours[0], release_specialist=True, release_profile=True)
        self.assertFalse(self.ours[0].specialist_id or self.ours[0].profile_override_id)
        self.assertEqual(self.ours[0].segment_override_id, self.segment)

    def test_parameters_without_sense_are_refused(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        profile = self.env["collections.profile"].create({"name": "Foreign", "company_id": company.id})
        plain = self.env["res.users"].create({"name": "Plain", "login": "test_plain_person"})
        for kind, vals in (
            ("reassign", {}),
            ("reassign", {"specialist_id": plain.id}),
            ("reassign", {"specialist_id": self.auditor.id}),
            ("replace", {"specialist_id": self.helper.id}),
            ("replace", {"from_id": self.helper.id, "specialist_id": self.helper.id}),
            ("group", {}),
            ("group", {"group_id": self.group.id, "specialist_mode": "swap"}),
            ("profile", {}),
            ("profile", {"profile_id": profile.id}),
            ("release", {"release_specialist": False}),
        ):
            action = self.action(kind, user=self.manager).sudo(False)
            action.sudo().write(vals)
            with self.subTest(kind=kind, vals=vals), self.assertRaises(UserError):
                action.action_preview()

    # -------------------------------------------------------------------------------------------------------- rights
    def test_only_supervisors_and_managers_change_many(self):
        for user in (self.collector, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.action("release", user=user)
        for user in (self.supervisor, self.manager):
            self.action("release", user=user)

    def test_a_supervisor_changes_customers_of_his_groups_only(self):
        """As a member of the other group he sees its customers, too; he does not lead it."""
        self.other_group.member_ids = [Command.create({"user_id": self.supervisor.id})]
        action = self.carried_out("reassign", specialist_id=self.helper.id)
        self.assertEqual(
            self.outcomes(action)["Customer 005"],
            ("impossible", "You do not supervise the group of this customer."),
        )
        self.assertNotEqual(self.worked_by(self.theirs), [self.helper])
        self.assertEqual(self.worked_by(), [self.helper] * 5)

    def test_a_supervisor_gives_customers_to_people_of_his_groups_only(self):
        for vals in ({"scope": "today"}, {"scope": "for_good"}):
            action = self.action("reassign", specialist_id=self.stranger.id, **vals)
            with self.assertRaises(AccessError):
                action.action_preview()
        self.previewed("reassign", specialist_id=self.helper.id)
        self.previewed("reassign", user=self.manager, specialist_id=self.stranger.id)

    def test_a_supervisor_moves_customers_into_his_groups_only(self):
        action = self.action("group", group_id=self.other_group.id, accounts=self.ours)
        with self.assertRaises(AccessError):
            action.action_preview()
        self.other_group.supervisor_ids += self.supervisor
        action.action_preview()
        self.assertEqual(action.pending_count, 5)

    def test_a_right_taken_away_after_the_preview_is_missing_at_the_start(self):
        action = self.previewed("reassign", specialist_id=self.helper.id, accounts=self.ours)
        self.group.supervisor_ids = [Command.clear()]
        with self.assertRaises(AccessError):
            action.action_start()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_right_taken_away_while_it_waits_fails_customer_by_customer(self):
        self.by_chunks_of(2)
        action = self.carried_out("release", accounts=self.ours)
        self.group.supervisor_ids = [Command.clear()]
        self.env.invalidate_all()
        self.run_cron()
        self.assertEqual((action.sudo().failed_count, action.sudo().done_count), (5, 0))
        self.assertTrue(all(account.specialist_id for account in self.ours))

    def test_nothing_is_given_to_what_is_archived_not_even_meanwhile(self):
        profile = self.env["collections.profile"].create({"name": "Old", "company_id": self.company.id})
        for archived, kind, vals in (
            (self.other_group, "group", {"group_id": self.other_group.id}),
            (profile, "profile", {"profile_id": profile.id}),
            (self.helper, "reassign", {"specialist_id": self.helper.id}),
        ):
            with self.subTest(kind=kind):
                action = self.previewed(kind, user=self.manager, accounts=self.ours, **vals)
                archived.active = False
                with self.assertRaisesRegex(UserError, "is archived"):
                    action.action_start()
                action.action_change()
                with self.assertRaisesRegex(UserError, "is archived"):
                    action.action_preview()

    def waiting(self, **vals):
        """Started by the supervisor, one chunk done, the rest waiting for the cron."""
        self.by_chunks_of(2)
        action = self.carried_out("profile", accounts=self.ours, profile_id=self.profile.id, **vals).sudo()
        action._run_chunk()
        self.assertEqual((action.state, action.done_count), ("running", 2))
        return action

    def assertStopped(self, action, pattern):
        with self.assertLogs("odoo.addons.collections_mgmt.models.foundation.mass_action_work", "WARNING") as logs:
            self.run_cron()
        self.assertRegex(logs.output[0], pattern)
        self.assertEqual((action.state, action.done_count), ("stopped", 2))
        self.assertRegex(action.stopped_because, pattern)

    def test_it_stops_when_who_asked_for_it_is_archived(self):
        action = self.waiting()
        self.supervisor.active = False
        self.assertStopped(action, "Test Supervisor, who asked for it, is archived")
        self.supervisor.active = True
        action.with_user(self.supervisor).action_resume()
        self.assertFalse(action.stopped_because)
        self.run_cron()
        self.assertEqual((action.state, action.done_count), ("done", 5))

    def test_it_stops_when_who_asked_for_it_lost_the_role(self):
        action = self.waiting()
        self.supervisor.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.assertStopped(action, "Test Supervisor, who asked for it, may no longer change many customers")

    def test_it_stops_when_what_it_gives_is_archived_meanwhile(self):
        action = self.waiting()
        self.profile.active = False
        self.assertStopped(action, "“Test” is archived")

    def test_taking_back_restores_also_what_is_archived_by_now(self):
        self.by_chunks_of(9)
        action = self.carried_out("replace", from_id=self.collector.id, specialist_id=self.helper.id)
        self.collector.active = False
        action.action_undo()
        self.assertEqual(self.ours[:3].specialist_id, self.collector)

    def test_nobody_asks_in_the_name_of_another(self):
        actions = self.env["collections.mass.action"].with_user(self.supervisor)
        with self.assertRaises(UserError):
            actions.create({"kind": "release", "user_id": self.manager.id})
        asked = actions.with_context(default_user_id=self.manager.id, default_state="ready").create({"kind": "release"})
        self.assertEqual((asked.user_id, asked.state), (self.supervisor, "draft"))
        for name, value in (("user_id", self.manager.id), ("state", "running"), ("line_ids", [Command.clear()])):
            with self.subTest(name=name), self.assertRaises(UserError):
                asked.write({name: value})

    def test_lines_are_written_by_nobody(self):
        line = self.previewed("release").line_ids[:1]
        for user in (self.supervisor, self.manager):
            with self.assertRaises(AccessError):
                line.with_user(user).write({"after": {"specialist_id": self.stranger.id}})

    def test_who_sees_whose_actions(self):
        action = self.previewed("release", accounts=self.ours)
        for user, sees in (
            (self.supervisor, True),
            (self.supervisor_2, False),
            (self.manager, True),
            (self.auditor, True),
        ):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                found = self.env["collections.mass.action"].with_user(user).search([("id", "=", action.id)])
                self.assertEqual(bool(found), sees)
                self.assertEqual(bool(found.line_ids), sees)
        with self.assertRaises(AccessError):
            self.env["collections.mass.action"].with_user(self.collector).search([])

    def test_an_auditor_starts_nothing(self):
        action = self.previewed("release").with_user(self.auditor)
        for method in ("action_preview", "action_start", "action_change", "action_stop", "action_resume"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(action, method)()
        self.assertEqual(action.state, "ready")

    def test_a_started_action_is_not_deleted(self):
        ready, done = self.previewed("release"), self.carried_out("release", accounts=self.ours)
        ready.unlink()
        with self.assertRaises(UserError):
            done.unlink()

    def test_previews_nobody_started_are_cleared_away(self):
        ready, done = self.previewed("release"), self.carried_out("release", accounts=self.ours)
        self.env.cr.execute("UPDATE collections_mass_action SET create_date = %s", [self.days(-8)])
        self.env["collections.mass.action"].sudo()._gc_abandoned()
        self.assertEqual((ready | done).exists(), done)
