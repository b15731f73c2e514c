"""A run: who is listed, who gets whom, what gives way to what, by hand and by night, alone and beside others."""

import contextlib
import itertools
import logging
from unittest.mock import patch

import psycopg2

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..hooks import post_init_hook
from ..models.worklist.run_generation import LOCK, RETENTION_DAYS
from .worklist_common import WorklistCommon

_logger = logging.getLogger(__name__)
GENERATION = "odoo.addons.collections_mgmt.models.worklist.run_generation"


class RunCase(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 300, 10), (cls.customer_3, 20, 5))

    def item(self, run, partner):
        return self.items(run).filtered(lambda item: item.account_id.partner_id == partner)

    def outcome(self, run):
        """What a list says, without ids of rows."""
        names = ["account_id", "specialist_id", "priority", "points", "rule_mask", "to_collect", "state", "group_id"]
        return [tuple(item[name] for name in names) for item in self.items(run)]


@tagged("post_install", "-at_install")
class TestRun(RunCase):
    def test_the_list_is_that_of_the_day_of_the_company_wherever_who_asks_is(self):
        self.company.partner_id.tz = "UTC"
        boss = new_test_user(
            self.env,
            "boss.far.away",
            groups="base.group_user,collections_mgmt.collections_mgmt_group_supervisor",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            tz="Asia/Tokyo",
        )
        runs = self.env["collections.run"].with_user(boss).with_context(tz=boss.tz).with_company(self.company)
        with freeze_time(f"{self.key_date} 15:30:00"):  # in Tokyo it is half past midnight
            run = runs.browse(runs.action_generate_today()["res_id"])
            wizard = runs.env["collections.run.generate"].create({})
        self.assertEqual((run.key_date, wizard.key_date, wizard.ahead), (self.key_date, self.key_date, False))

    # ---------------------------------------------------------------------- what is listed
    def test_a_run_lists_exactly_the_accounts_to_be_listed_once_each(self):
        run = self.run_list()
        listed = self.env["collections.account"].search(
            [("verdict", "=", "listed"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(self.customers(self.items(run)), ["Acme", "Bolt"])
        self.assertEqual(self.items(run).account_id, listed)
        self.assertEqual(len(self.items(run)), len(listed))
        self.assertRecordValues(
            run,
            [
                {
                    "state": "current",
                    "item_count": 2,
                    "account_count": 3,
                    "high_count": 1,
                    "medium_count": 0,
                    "low_count": 1,
                    "to_collect": 5300,
                    "unassigned_count": 0,
                    "kept_count": 0,
                    "scheduled": False,
                }
            ],
        )
        self.assertIn("2 items written", run.log)

    def test_a_run_notes_how_long_it_took(self):
        with patch(f"{GENERATION}.monotonic", side_effect=itertools.count(100, 2)):  # freezing stops it
            run = self.env["collections.run"]._generate(self.company, self.key_date)
        self.assertEqual(run.duration, 6)
        self.assertEqual(len(run.log.splitlines()), 3)

    def test_an_item_is_a_snapshot_of_the_account(self):
        run = self.run_list()
        item = self.item(run, self.customer)
        for name in item._snapshot_columns():
            self.assertEqual(item[name], item.account_id[name], name)
        self.assertRecordValues(item, [{"key_date": self.key_date, "company_id": self.company.id, "state": "open"}])
        self.debts((self.customer, 1000, 1))
        self.refresh()
        self.assertEqual((item.to_collect, item.account_id.to_collect), (5000, 6000))

    def test_same_input_gives_the_same_list_whenever_it_is_made(self):
        self.debts(*[(partner, 100 + 37 * n % 11, 5 + n) for n, partner in enumerate(self.partners(30))])
        first = self.run_list()
        before = self.outcome(first)
        first.sudo().write({"state": "draft"})
        self.items(first).sudo().unlink()
        with freeze_time(self.days(500)):
            again = self.env["collections.run"]._generate(self.company, self.key_date)
        self.assertEqual(self.outcome(again), before)

    def test_a_run_of_a_day_in_the_past_speaks_of_that_day(self):
        run = self.run_today(self.key_date, self.days(-35))
        self.assertEqual(self.customers(self.items(run)), ["Acme"], "only one was overdue then")
        self.assertRecordValues(self.items(run), [{"oldest_days": 5, "key_date": self.days(-35), "priority": "medium"}])
        self.assertEqual(run.state, "current")

    # ---------------------------------------------------------------------- what stays
    def test_a_second_run_of_the_day_replaces_open_items_and_keeps_the_others(self):
        more = self.partners(2)
        self.debts((more[0], 400, 20), (more[1], 500, 20))
        first = self.run_list()
        started, done = self.item(first, self.customer), self.item(first, self.customer_2)
        with freeze_time(self.key_date):
            started.action_start()
            done.action_complete()
        second = self.run_list()
        self.assertEqual((first.state, second.state), ("superseded", "current"))
        states = {item.account_id.partner_id.name: item.state for item in self.items(first)}
        expected = {
            "Acme": "in_progress",
            "Bolt": "completed",
            "Customer 000": "superseded",
            "Customer 001": "superseded",
        }
        self.assertEqual(states, expected)
        self.assertEqual(self.customers(self.items(second)), ["Customer 000", "Customer 001"])
        self.assertEqual(second.kept_count, 2)

    def test_the_next_day_brings_back_what_was_completed_and_leaves_what_is_in_work(self):
        first = self.run_list()
        with freeze_time(self.key_date):
            self.item(first, self.customer).action_start()
            self.item(first, self.customer_2).action_complete()
        following = self.run_list(self.days(1))
        self.assertEqual(self.customers(self.items(following)), ["Bolt"])
        self.assertEqual(self.item(first, self.customer).state, "in_progress")

    def test_work_kept_from_yesterday_and_done_today_does_not_come_back_today(self):
        first = self.run_list()
        with freeze_time(self.key_date):
            self.item(first, self.customer).action_start()
        self.run_list(self.days(1))
        with freeze_time(self.days(1)):
            self.item(first, self.customer).action_complete()
        again = self.run_list(self.days(1))
        self.assertEqual(self.customers(self.items(again)), ["Bolt"])
        self.assertEqual(self.customers(self.items(self.run_list(self.days(2)))), ["Acme", "Bolt"])

    def test_an_item_put_back_on_an_earlier_list_gives_way_to_the_next_one(self):
        """Nobody finds the same customer twice on his list."""
        first = self.run_list()
        with freeze_time(self.key_date):
            self.item(first, self.customer).action_start()
        self.run_list(self.days(1))
        self.item(first, self.customer).action_reopen()
        third = self.run_list(self.days(2))
        account = self.item(third, self.customer).account_id
        open_items = account.worklist_item_ids.filtered(lambda item: item.state in ("open", "in_progress"))
        self.assertEqual(open_items, self.item(third, self.customer))

    # ---------------------------------------------------------------------- prepared
    def test_a_prepared_list_writes_nothing_to_the_accounts(self):
        current = self.run_list()
        before = {table: self.snapshot(table) for table in ("collections_account", "collections_strategy_version")}
        items = self.snapshot("collections_worklist_item")
        prepared = self.run_today(self.key_date, self.days(25))
        for table, rows in before.items():
            self.assertEqual(self.snapshot(table), rows)
        self.assertEqual(self.snapshot("collections_worklist_item", f"run_id <> {prepared.id}"), items)
        self.assertEqual((current.state, prepared.state), ("current", "prepared"))
        self.assertEqual(set(self.items(prepared).mapped("state")), {"planned"})

    def test_a_prepared_list_gives_the_priorities_of_its_day(self):
        """25 days later the second customer is 35 days late, and the figures are those a run of that day gives."""
        self.run_list()
        prepared = self.run_today(self.key_date, self.days(25))
        self.assertRecordValues(
            self.item(prepared, self.customer_2),
            [{"priority": "high", "points": 70, "oldest_days": 35, "key_date": self.days(25)}],
        )
        self.assertEqual(self.account_of(self.customer_2).priority, "low", "today's stays")
        names = [
            "account_id",
            "specialist_id",
            "points",
            "rule_mask",
            "to_collect",
            "overdue",
            "oldest_days",
            "priority",
        ]
        planned = self.items(prepared).read(names, load=None)
        actual = self.items(self.run_list(self.days(25))).read(names, load=None)
        for rows in (planned, actual):
            for row in rows:
                row.pop("id")
        self.assertEqual(planned, actual)

    def test_a_prepared_list_gives_way_on_its_day(self):
        self.run_list()
        prepared = self.run_today(self.key_date, self.days(2))
        self.run_list(self.days(1))
        self.assertEqual(prepared.state, "prepared", "its day has not come")
        current = self.run_list(self.days(2))
        self.assertEqual((prepared.state, current.state), ("superseded", "current"))
        self.assertEqual(set(self.items(prepared).mapped("state")), {"superseded"})
        self.assertEqual(set(self.items(current).mapped("state")), {"open"})

    def test_a_prepared_list_whose_day_was_missed_gives_way_too(self):
        prepared = self.run_today(self.key_date, self.days(2))
        self.run_list(self.days(3))
        self.assertEqual(prepared.state, "superseded")

    def test_preparing_a_day_again_replaces_its_list_and_no_other(self):
        other = self.run_today(self.key_date, self.days(3))
        first = self.run_today(self.key_date, self.days(2))
        second = self.run_today(self.key_date, self.days(2))
        self.assertEqual((other.state, first.state, second.state), ("prepared", "superseded", "prepared"))

    def test_customers_in_work_today_are_planned_for_a_later_day(self):
        first = self.run_list()
        with freeze_time(self.key_date):
            self.item(first, self.customer).action_start()
        prepared = self.run_today(self.key_date, self.days(2))
        self.assertEqual(self.customers(self.items(prepared)), ["Acme", "Bolt"])

    # ---------------------------------------------------------------------- companies
    def test_two_companies_do_not_touch_each_other(self):
        other = self.setup_other_company(name="Other company")["company"]
        self.env.user.company_ids += other
        strangers = self.team("Other team", self.collector, strategy=self.strategy)
        self.condition("Other", "[]", company_id=other.id, profile_id=self.profile.id, group_id=strangers.id)
        self.debts((self.customer, 700, 50), company=other)
        here = self.run_list()
        before = (self.outcome(here), self.snapshot("collections_account", f"company_id = {self.company.id}"))
        there = self.run_list(company=other)
        self.assertEqual((here.state, there.state), ("current", "current"))
        self.assertEqual(
            (self.outcome(here), self.snapshot("collections_account", f"company_id = {self.company.id}")), before
        )
        self.assertRecordValues(
            self.items(there), [{"company_id": other.id, "to_collect": 700, "specialist_id": False}]
        )
        self.assertEqual(there.unassigned_count, 1, "the only member works for another company")

    def test_a_branch_means_its_root_company(self):
        branch = self.branch()
        self.debts((self.customer, 900, 50), company=branch)
        run = self.run_list(company=branch)
        self.assertEqual(run.company_id, self.company)
        self.assertEqual(self.item(run, self.customer).to_collect, 5900)
        self.assertEqual(len(self.item(run, self.customer)), 1)

    def test_a_member_who_works_for_a_branch_only_gets_customers_of_the_root(self):
        branch = self.branch()
        local = self.user_of("test_local", "specialist", branch)
        self.group.member_ids = [Command.clear(), Command.create({"user_id": local.id})]
        self.assertEqual(self.items(self.run_list()).specialist_id, local)

    # ---------------------------------------------------------------------- safety
    def test_the_number_of_statements_does_not_depend_on_the_number_of_customers(self):
        # one of each outcome is there already; the first run makes versions
        self.debts(*[(partner, 2000, 50) for partner in self.partners(5, "Few")])
        self.run_list()
        few, few_items = min(self.statements_of_a_run() for _again in range(3))
        self.debts(*[(partner, 2000, 50) for partner in self.partners(55, "Many")])
        many, many_items = min(self.statements_of_a_run() for _again in range(3))
        self.assertEqual(many_items - few_items, 55)
        self.assertEqual(many, few, f"{few} statements for {few_items} customers, {many} for {many_items}")
        self.assertLess(many, 80)

    def statements_of_a_run(self):
        """Cold; whether an environment remembers its user is chance, so the least of some runs is compared."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        before = self.env.cr.sql_log_count
        run = self.run_list()
        self.env.flush_all()
        count = self.env.cr.sql_log_count - before
        _logger.info("A run over %s customers takes %s statements", run.account_count, count)
        return count, run.item_count

    def test_a_run_killed_in_the_middle_leaves_the_old_list(self):
        old = self.run_list()
        before = {
            table: self.snapshot(table)
            for table in ("collections_run", "collections_worklist_item", "collections_account")
        }
        self.debts((self.customer_3, 8000, 60))
        for step in ("_distribute", "_insert_items", "_count"):
            with self.assertRaises(KeyboardInterrupt), self.env.cr.savepoint():
                with patch.object(type(self.env["collections.run"]), step, side_effect=KeyboardInterrupt):
                    self.run_list(self.days(1))
            self.env.invalidate_all()
            for table, rows in before.items():
                self.assertEqual(self.snapshot(table), rows, f"{table} after {step}")
        self.assertEqual(old.state, "current")

    def test_a_second_run_at_the_same_time_is_refused_in_words(self):
        with contextlib.closing(self.registry.cursor()) as other:
            other.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, self.company.id))
            with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
                self.run_list()
            self.assertIn("being generated by somebody else", str(caught.exception))
            self.assertFalse(self.env["collections.run"].search([("company_id", "=", self.company.id)]))
            other.rollback()
        self.assertEqual(self.run_list().state, "current", "afterwards it works")

    def test_a_run_of_another_company_at_the_same_time_is_no_obstacle(self):
        with contextlib.closing(self.registry.cursor()) as other:
            other.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, self.company.id + 1))
            self.assertEqual(self.run_list().state, "current")
            other.rollback()

    def test_two_lists_in_use_at_once_are_impossible(self):
        run = self.run_list()
        prepared = self.run_today(self.key_date, self.days(5))
        for existing in (run, prepared):
            with (
                self.assertRaises(psycopg2.errors.UniqueViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                existing.sudo().copy({"key_date": existing.key_date, "state": existing.state})

    def test_who_does_not_collect_gets_no_customer_even_when_fixed(self):
        plain = new_test_user(self.env, login="test_not_a_collector", groups="base.group_user")
        self.account_of(self.customer).sudo().specialist_id = plain
        run = self.run_list()
        self.assertNotIn(plain, self.items(run).specialist_id)
        self.assertIn(self.item(run, self.customer).specialist_id, self.group.member_ids.user_id)

    def test_deleting_a_used_strategy_would_erase_the_reasons_of_old_lists(self):
        run = self.run_list()
        used = self.strategy
        self.group.strategy_id = self.simple_strategy(name="Successor")
        with self.assertRaises(UserError) as caught:
            used.unlink()
        self.assertIn("archive", str(caught.exception))
        self.assertTrue(self.items(run)[0].reasons)

    def test_the_lock_is_not_spoilt_by_the_size_of_the_company_id(self):
        self.assertLess(LOCK, 2**31)

    def test_a_list_in_use_cannot_be_deleted(self):
        first = self.run_list()
        prepared = self.run_today(self.key_date, self.days(5))
        for run in (first, prepared):
            with self.assertRaises(UserError) as caught:
                run.with_user(self.manager).unlink()
            self.assertIn("in use", str(caught.exception))
        self.run_list()
        first.with_user(self.manager).unlink()
        self.assertFalse(first.exists())

    def test_superseded_items_are_kept_for_the_retention_and_then_go(self):
        old = self.run_list(self.days(0))
        done = self.item(old, self.customer)
        with freeze_time(self.key_date):
            done.action_complete()
        newer = self.run_list(self.days(RETENTION_DAYS))
        newest = self.run_list(self.days(RETENTION_DAYS + 1))
        model = self.env["collections.worklist.item"]
        with freeze_time(self.days(RETENTION_DAYS)):
            self.assertEqual(self.env["collections.run"].sudo()._gc_superseded(), (0, False), "not yet")
        with freeze_time(self.days(RETENTION_DAYS + 1)):
            self.assertEqual(self.env["collections.run"].sudo()._gc_superseded(), (1, False))
        self.assertEqual(self.items(old), done, "what was worked stays")
        self.assertTrue(model.search([("run_id", "in", (newer | newest).ids)]))
        self.assertTrue(old.load_ids, "the run and its loads stay")


@tagged("post_install", "-at_install")
class TestGenerateDialog(RunCase):
    def test_a_day_before_that_of_the_list_in_use_is_warned_of(self):
        self.run_list()
        dialog = self.env["collections.run.generate"].with_user(self.supervisor).create({"key_date": self.days(-1)})
        self.assertEqual(dialog.later_date, self.key_date)
        dialog.key_date = self.key_date
        self.assertFalse(dialog.later_date)


@tagged("post_install", "-at_install")
class TestDistribution(RunCase):
    """Fixed specialist, else balanced share; the absent are replaced."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.partners(12)
        cls.debts(*[(partner, 2000 + 100 * n, 50) for n, partner in enumerate(cls.many)])
        cls.refresh()

    def specialists(self, run):
        counts = self.items(run).grouped("specialist_id")
        return {user: len(items) for user, items in counts.items()}

    def absent(self, user, substitute, start=0, end=0, **vals):
        return self.env["collections.substitution"].create(
            {
                "absent_id": user.id,
                "substitute_id": substitute.id,
                "date_from": self.days(start),
                "date_to": self.days(end),
                **vals,
            }
        )

    def test_the_share_is_even_by_number_and_by_amount(self):
        run = self.run_list()
        self.assertEqual(self.specialists(run), {self.collector: 7, self.collector_2: 7})
        high = self.items(run, priority="high").grouped("specialist_id")
        amounts = [sum(items.mapped("to_collect")) for items in high.values()]
        self.assertLess(max(amounts) - min(amounts), 0.1 * sum(amounts))
        self.assertLessEqual(run.imbalance_count, 1)
        self.assertLess(run.imbalance_percent, 250)

    def test_customers_stay_with_who_had_them_yesterday(self):
        first = {item.account_id: item.specialist_id for item in self.items(self.run_list())}
        self.debts((self.new_customer("Newcomer"), 400, 50))
        second = {item.account_id: item.specialist_id for item in self.items(self.run_list())}
        self.assertEqual(len(second), len(first) + 1)
        moved = [account for account in first if second[account] != first[account]]
        self.assertLessEqual(len(moved), 1, "one at most, to keep the numbers even")

    def test_who_comes_back_gets_his_customers_from_his_substitute(self):
        first = {item.account_id: item.specialist_id for item in self.items(self.run_list())}
        absence = self.absent(self.collector, self.collector_2)
        self.assertEqual(set(self.specialists(self.run_list())), {self.collector_2})
        absence.unlink()
        again = {item.account_id: item.specialist_id for item in self.items(self.run_list())}
        self.assertEqual(again, first)

    def test_capacity_sets_the_share(self):
        self.group.member_ids.filtered(lambda m: m.user_id == self.collector_2).capacity = 50
        share = self.specialists(self.run_list())
        self.assertAlmostEqual(share[self.collector] / share[self.collector_2], 2, delta=0.5)

    def test_capacity_zero_gets_nothing(self):
        self.group.member_ids.filtered(lambda m: m.user_id == self.collector_2).capacity = 0
        self.assertEqual(self.specialists(self.run_list()), {self.collector: 14})

    def test_a_fixed_specialist_gets_his_customers_and_the_rest_is_balanced(self):
        accounts = self.account_of(self.customer) | self.account_of(self.customer_2)
        accounts.specialist_id = self.collector
        run = self.run_list()
        self.assertEqual(self.items(run).filtered(lambda i: i.account_id in accounts).specialist_id, self.collector)
        high = self.items(run, priority="high")
        self.assertEqual(
            {user: len(items) for user, items in high.grouped("specialist_id").items()},
            {self.collector: 7, self.collector_2: 6},
        )

    def test_a_fixed_specialist_outside_of_the_group_gets_his_customer_too(self):
        outside = self.user_of("test_outside", "specialist")
        self.account_of(self.customer).specialist_id = outside
        run = self.run_list()
        self.assertEqual(self.item(run, self.customer).specialist_id, outside)
        self.assertTrue(self.account_of(self.customer).with_user(outside).has_access("read"))

    def test_the_substitute_gets_the_share_of_the_absent(self):
        outside = self.user_of("test_outside", "specialist")
        self.absent(self.collector_2, outside)
        run = self.run_list()
        self.assertEqual(self.specialists(run), {self.collector: 7, outside: 7})
        theirs = self.items(run, specialist_id=outside.id)
        self.assertEqual(theirs.original_specialist_id, self.collector_2)
        self.assertFalse(self.items(run, specialist_id=self.collector.id).original_specialist_id)
        self.assertEqual(theirs.with_user(outside).mapped("state"), ["open"] * 7, "and may see them")

    def test_the_substitute_of_a_fixed_specialist_gets_his_customer(self):
        self.account_of(self.customer).specialist_id = self.collector
        self.absent(self.collector, self.collector_2)
        item = self.item(self.run_list(), self.customer)
        self.assertRecordValues(
            item, [{"specialist_id": self.collector_2.id, "original_specialist_id": self.collector.id}]
        )

    def test_an_absence_counts_on_its_days_only(self):
        absence = self.absent(self.collector_2, self.collector, 1, 2)
        counts = [self.specialists(self.run_list(self.days(n))).get(self.collector_2, 0) for n in range(4)]
        self.assertEqual(counts, [7, 0, 0, 7])
        absence.active = False
        self.assertEqual(self.specialists(self.run_list(self.days(1)))[self.collector_2], 7)

    def test_a_chain_of_substitutes_ends_with_who_is_there(self):
        third, fourth = self.user_of("test_third", "specialist"), self.user_of("test_fourth", "specialist")
        self.absent(self.collector_2, third)
        self.absent(third, fourth)
        self.assertEqual(self.specialists(self.run_list()), {self.collector: 7, fourth: 7})

    def test_substitutes_in_a_circle_leave_the_work_to_the_group(self):
        third = self.user_of("test_third", "specialist")
        self.group.member_ids = [Command.create({"user_id": third.id})]
        self.absent(self.collector, self.collector_2)
        self.absent(self.collector_2, self.collector)
        self.account_of(self.customer).specialist_id = self.collector
        self.assertEqual(self.specialists(self.run_list()), {third: 14})

    def test_a_substitute_who_left_the_company_gets_nothing(self):
        third = self.user_of("test_third", "specialist")
        self.absent(self.collector_2, third)
        third.active = False
        self.assertEqual(self.specialists(self.run_list()), {self.collector: 14})

    def test_a_member_who_left_the_company_gets_nothing(self):
        self.collector_2.active = False
        self.account_of(self.customer).sudo().specialist_id = self.collector_2
        self.assertEqual(self.specialists(self.run_list()), {self.collector: 14})

    def test_a_user_of_another_company_gets_nothing(self):
        other = self.setup_other_company(name="Other company")["company"]
        stranger = self.user_of("test_stranger", "specialist", other)
        self.group.member_ids = [Command.create({"user_id": stranger.id})]
        self.absent(self.collector_2, stranger)
        self.account_of(self.customer).specialist_id = stranger
        self.assertNotIn(stranger, self.specialists(self.run_list()))

    def test_without_members_items_have_no_specialist_and_the_log_says_so(self):
        self.group.member_ids.unlink()
        run = self.run_list()
        self.assertEqual((run.item_count, run.unassigned_count), (14, 14))
        self.assertIn("Group “Team” has nobody to work: 14 items without specialist", run.log)

    def test_without_members_a_fixed_specialist_is_not_counted_as_missing(self):
        self.group.member_ids.unlink()
        self.account_of(self.customer).specialist_id = self.collector
        run = self.run_list()
        self.assertEqual(run.unassigned_count, 13)
        self.assertIn("13 items without specialist", run.log)

    def test_a_customer_larger_than_a_share_is_told_and_is_no_imbalance(self):
        before = self.run_list()
        self.debts((self.new_customer("Giant"), 1_000_000, 50))
        run = self.run_list()
        self.assertEqual(run.outsized_count, before.outsized_count + 1)
        self.assertLessEqual(run.imbalance_percent, before.imbalance_percent)

    def test_the_remaining_imbalance_is_stored(self):
        accounts = self.env["collections.account"].search([("partner_id", "in", self.many.ids)])
        accounts.specialist_id = self.collector
        run = self.run_list()
        self.assertGreater(run.imbalance_count, 5)
        self.assertGreater(run.imbalance_percent, 50)

    def test_loads_add_up_to_the_items(self):
        self.account_of(self.customer).specialist_id = self.collector
        run = self.run_list()
        self.assertEqual(sum(run.load_ids.mapped("item_count")), run.item_count)
        self.assertAlmostEqual(sum(run.load_ids.mapped("to_collect")), run.to_collect)
        for load in run.load_ids:
            items = self.items(
                run, specialist_id=load.specialist_id.id, priority=load.priority, group_id=load.group_id.id
            )
            self.assertEqual((load.item_count, load.to_collect), (len(items), sum(items.mapped("to_collect"))))
        self.assertEqual(run.high_count + run.medium_count + run.low_count, run.item_count)

    def test_two_groups_share_their_own_customers(self):
        third = self.user_of("test_third", "specialist")
        second = self.team("Second", third, strategy=self.strategy)
        accounts = self.env["collections.account"].search([("partner_id", "in", self.many[:4].ids)])
        accounts.group_override_id = second
        run = self.run_list()
        self.assertEqual(self.specialists(run), {self.collector: 5, self.collector_2: 5, third: 4})
        self.assertEqual(self.items(run, specialist_id=third.id).account_id, accounts)


@tagged("post_install", "-at_install")
class TestNightlyRun(RunCase):
    def companies(self):
        return self.env["collections.run"]._companies()

    def cron(self, moment="2026-06-30 03:00:00"):
        """The nightly job at a moment (UTC)."""
        self.env.cr.flush()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("collections_mgmt.collections_run_cron").method_direct_trigger()
        self.env.invalidate_all()

    def runs(self, **conditions):
        domain = [("create_date", "!=", False), ("id", ">", self.last.id or 0)]
        domain += [(name, "=", value) for name, value in conditions.items()]
        return self.env["collections.run"].sudo().search(domain)

    def setUp(self):
        super().setUp()
        self.env["res.partner"].sudo().search([("id", "in", self.companies().partner_id.ids)]).tz = False
        self.last = self.env["collections.run"].sudo().search([], limit=1)

    def test_every_company_gets_its_list_once(self):
        self.assertIn(self.company, self.companies())
        self.assertGreater(len(self.companies()), 1)
        self.cron()
        self.assertEqual(sorted(self.runs().company_id.ids), sorted(self.companies().ids))
        self.assertEqual(len(self.runs()), len(self.companies()))
        self.assertRecordValues(
            self.runs(company_id=self.company.id),
            [{"key_date": self.key_date, "scheduled": True, "state": "current", "item_count": 2}],
        )

    def test_a_second_time_on_the_same_day_does_nothing(self):
        self.cron()
        before = self.snapshot("collections_worklist_item"), self.snapshot("collections_run")
        self.cron("2026-06-30 09:00:00")
        self.assertEqual((self.snapshot("collections_worklist_item"), self.snapshot("collections_run")), before)

    def test_a_list_made_by_hand_during_the_night_is_made_anew(self):
        by_hand = self.run_list()
        self.cron()
        self.assertEqual(by_hand.state, "superseded")
        self.assertEqual(self.runs(company_id=self.company.id, scheduled=True).state, "current")

    def test_after_missed_days_there_is_one_list_of_today(self):
        self.cron("2026-06-30 03:00:00")
        self.cron("2026-07-04 03:00:00")
        runs = self.runs(company_id=self.company.id).sorted("id")
        self.assertEqual([str(run.key_date) for run in runs], ["2026-06-30", "2026-07-04"])
        self.assertEqual(runs.mapped("state"), ["superseded", "current"])

    def test_branches_and_companies_without_books_get_no_list(self):
        branch = self.branch()
        empty = self.env["res.company"].create({"name": "No books"})
        self.assertFalse((branch | empty) & self.companies())

    @mute_logger(GENERATION)
    def test_one_company_that_fails_is_logged_and_stops_no_other(self):
        failing = self.companies()[0]
        model = type(self.env["collections.account"])
        original = model._refresh

        def refresh(accounts, company, key_date, ids=None):
            if company == failing:
                raise ValueError("the ledger is on fire")
            return original(accounts, company, key_date, ids)

        old = self.snapshot("collections_worklist_item", f"company_id = {failing.id}")
        with patch.object(model, "_refresh", refresh):
            self.cron()
        self.assertRecordValues(self.runs(company_id=failing.id), [{"state": "failed", "log": "the ledger is on fire"}])
        self.assertEqual(self.snapshot("collections_worklist_item", f"company_id = {failing.id}"), old)
        for company in self.companies() - failing:
            self.assertEqual(self.runs(company_id=company.id).mapped("state"), ["current"])
        self.cron("2026-06-30 04:00:00")
        self.assertEqual(self.runs(company_id=failing.id, scheduled=True).state, "current", "tried again the same day")

    @mute_logger(GENERATION, "odoo.sql_db")
    def test_a_click_at_the_wrong_moment_does_not_cost_the_list_of_the_day(self):
        """A collector completes an item while the nightly run supersedes it: the run is made once more."""
        model = type(self.env["collections.run"])
        original, clicks = model._refuse_worked_meanwhile, []

        def refuse(runs):
            if not clicks:
                clicks.append(runs)
                raise psycopg2.errors.SerializationFailure("could not serialize access due to concurrent update")
            return original(runs)

        with patch.object(model, "_refuse_worked_meanwhile", refuse):
            self.cron()
        self.assertTrue(clicks)
        for company in self.companies():
            self.assertEqual(self.runs(company_id=company.id).mapped("state"), ["current"])

    @mute_logger(GENERATION, "odoo.sql_db")
    def test_an_error_of_the_database_stops_no_other_company_either(self):
        failing = self.companies()[0]
        model = type(self.env["collections.run"])
        original = model._distribute

        def distribute(run, source, in_hand):
            if run.company_id == failing:
                run.env.cr.execute(SQL("SELECT 1 / 0"))
            return original(run, source, in_hand)

        with patch.object(model, "_distribute", distribute):
            self.cron()
        self.assertEqual(self.runs(company_id=failing.id).mapped("state"), ["failed"])
        self.assertIn("division by zero", self.runs(company_id=failing.id).log)
        self.assertEqual(self.runs(company_id=(self.companies() - failing)[:1].id).mapped("state"), ["current"])

    def test_the_day_is_that_of_the_company_and_its_list_is_in_use_at_once(self):
        """20:00 UTC is already tomorrow in Tokyo: the list of that day is today's list there, not a prepared one."""
        self.company.partner_id.tz = "Asia/Tokyo"
        self.cron("2026-06-30 20:00:00")
        self.assertRecordValues(
            self.runs(company_id=self.company.id), [{"key_date": self.days(1), "state": "current", "item_count": 2}]
        )
        self.assertEqual(set(self.items(self.runs(company_id=self.company.id)).mapped("state")), {"open"})

    def test_the_job_is_switched_on_for_the_night(self):
        cron = self.env.ref("collections_mgmt.collections_run_cron")
        self.assertRecordValues(cron, [{"active": True, "interval_number": 1, "interval_type": "days"}])

    # ---------------------------------------------------------------------- zero configuration
    def fresh_install(self):
        """As right after installing: nothing but what the data files bring."""
        self.segment.active = False
        default = self.env.ref("collections_mgmt.collections_group_default")
        default.write({"member_ids": [Command.clear()], "supervisor_ids": [Command.clear()]})
        self.env["collections.segment"].search([]).filtered(lambda s: s.company_id).active = False
        return default

    def test_installing_gives_a_team_and_a_list_without_any_configuration(self):
        default = self.fresh_install()
        clerk = new_test_user(
            self.env, "test_clerk", "base.group_user,account.group_account_invoice", company_id=self.company.id
        )
        head = new_test_user(
            self.env, "test_head", "base.group_user,account.group_account_manager", company_id=self.company.id
        )
        with freeze_time(self.key_date):
            post_init_hook(self.env)
        self.assertIn(clerk, default.member_ids.user_id)
        self.assertIn(head, default.supervisor_ids)
        self.assertTrue(clerk.has_group("collections_mgmt.collections_mgmt_group_specialist"))
        self.assertFalse(clerk.has_group("collections_mgmt.collections_mgmt_group_supervisor"))
        self.assertTrue(head.has_group("collections_mgmt.collections_mgmt_group_supervisor"))
        run = self.runs(company_id=self.company.id)
        self.assertRecordValues(run, [{"state": "current", "unassigned_count": 0}])
        self.assertEqual(self.customers(self.items(run)), ["Acme", "Bolt"])
        self.assertLessEqual(self.items(run).specialist_id, default.member_ids.user_id)
        self.assertTrue(all(self.items(run).mapped("reasons")))

    def test_installing_creates_accounts_of_customers_who_paid_everything_too(self):
        self.fresh_install()
        invoice = self.invoice(self.new_customer("Paid"), 100, self.days(-90))
        self.pay(invoice, date=self.days(-80))
        with freeze_time(self.key_date):
            post_init_hook(self.env)
        account = self.env["collections.account"].search([("partner_id", "=", invoice.partner_id.id)])
        self.assertRecordValues(account, [{"verdict": "paid", "paid_12m": 100}])

    def test_a_team_that_is_staffed_is_left_alone(self):
        default = self.fresh_install()
        default.member_ids = [Command.create({"user_id": self.collector.id})]
        with freeze_time(self.key_date):
            post_init_hook(self.env)
        self.assertEqual(default.member_ids.user_id, self.collector)
        self.assertFalse(default.supervisor_ids)

    def test_a_run_sends_nothing_to_customers(self):
        before = [self.env[model].sudo().search_count([]) for model in ("mail.mail", "mail.message")]
        self.cron()
        after = [self.env[model].sudo().search_count([]) for model in ("mail.mail", "mail.message")]
        self.assertEqual(after, before)
