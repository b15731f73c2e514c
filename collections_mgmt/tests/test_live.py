"""The job that works off the queue, the list of the day that follows, and who hears of it (B18, C11)."""

import gc
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger
from odoo.tools.safe_eval import safe_eval

from ..models.foundation.prepared import FEW
from ..models.portfolio.refresh import GIVE_UP
from ..models.portfolio.refresh_job import LOCK
from ..models.worklist.refresh_bus import ACCOUNTS, MY_LIST
from .live_common import LiveCommon

JOB = "odoo.addons.collections_mgmt.models.portfolio.refresh_job"


@tagged("post_install", "-at_install")
class TestRefreshJob(LiveCommon):
    def test_a_payment_changes_figures_and_priority_of_its_customer_only(self):
        account, other = self.account_of(self.customer), self.account_of(self.customer_2)
        before = self.snapshot("collections_account", f"id = {other.id}")
        self.assertEqual((account.overdue, account.priority), (5000, "high"))
        self.pay(self.invoices[self.customer], 4500)
        self.settle()
        self.assertEqual((account.overdue, account.points), (500, 70))
        self.assertEqual(self.snapshot("collections_account", f"id = {other.id}"), before)
        self.assertFalse(self.noticed())

    def test_a_new_customer_gets_his_account(self):
        newcomer = self.new_customer("Dart")
        self.invoice(newcomer, 700, self.days(-3))
        self.cron()
        account = self.env["collections.account"].search([("partner_id", "=", newcomer.id)])
        self.assertRecordValues(account, [{"overdue": 700, "verdict": "listed", "key_date": self.key_date}])

    def test_a_contact_that_went_to_another_parent_takes_his_debts_along(self):
        contact = self.new_customer("Anna", is_company=False)
        self.invoice(contact, 40, self.days(-3))
        self.settle()
        alone = self.account_of(contact)
        self.assertEqual(alone.overdue, 40)
        contact.parent_id = self.customer_2
        self.settle()
        self.assertFalse(alone.exists(), "its account went up in that of the parent")
        self.assertEqual(self.account_of(self.customer_2).overdue, 340)

    def test_the_job_takes_every_company_in_its_own_time_zone(self):
        other = self.setup_other_company(name="Other company")["company"]
        other.partner_id.tz = "Asia/Tokyo"
        self.company.partner_id.tz = "America/New_York"
        self.invoice(self.customer, 100, self.days(-5), company=other)
        self.pay(self.invoices[self.customer], 10)
        self.cron(moment="2026-06-30 20:00:00")
        self.assertEqual(self.account_of(self.customer, other).key_date, self.days(1))
        self.assertEqual(self.account_of(self.customer).key_date, self.key_date)

    def test_the_day_is_that_of_the_list_in_use(self):
        run = self.run_list()
        self.pay(self.invoices[self.customer], 10)
        self.settle(self.days(1))
        self.assertEqual(self.account_of(self.customer).key_date, run.key_date)

    def test_more_customers_than_a_batch_holds_are_done_in_several(self):
        self.debts(*((partner, 100, 5) for partner in self.partners(7)))
        with patch(f"{JOB}.BATCH", 3):
            self.cron()
        self.assertFalse(self.noticed())
        accounts = self.env["collections.account"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(accounts.filtered(lambda account: account.verdict == "listed")), 10)

    def statements_for(self, count):
        customers = self.partners(count, prefix=f"Batch of {count}")
        self.debts(*((partner, 100, 5) for partner in customers))
        self.run_list()
        self.debts(*((partner, 50, 5) for partner in customers))
        self.env.cr.flush()
        self.env.invalidate_all()
        gc.collect()  # an environment keeps the clock of its user, until it is collected some time
        before = self.env.cr.sql_log_count
        self.settle()
        return self.env.cr.sql_log_count - before

    def test_the_number_of_statements_does_not_depend_on_the_number_of_customers(self):
        self.statements_for(1)
        some = self.statements_for(FEW + 2)
        self.assertEqual(self.statements_for(2 * FEW), some)
        self.assertLessEqual(some, self.statements_for(2))

    def test_customers_one_by_one_are_planned_once(self):
        def planned():
            self.env.cr.execute("SELECT name FROM pg_prepared_statements")
            return {name for (name,) in self.env.cr.fetchall()}

        self.statements_for(1)
        before = planned()
        self.assertTrue(before)
        self.statements_for(1)
        self.assertEqual(planned(), before)

    # ---------------------------------------------------------------------- what goes wrong
    def failing(self, *customers):
        """Deriving these customers fails."""
        model = type(self.env["collections.account"])
        original = model._refresh
        bad = {self.account_of(customer).id for customer in customers}

        def refresh(accounts, company, key_date, ids=None):
            if bad & set(ids or ()):
                raise ValueError("the ledger is on fire")
            return original(accounts, company, key_date, ids)

        return patch.object(model, "_refresh", refresh)

    def pay_all(self):
        for invoice in self.invoices.values():
            self.pay(invoice, 10)

    @mute_logger(JOB)
    def test_a_customer_that_fails_holds_up_no_other_and_is_tried_again(self):
        self.pay_all()
        with self.failing(self.customer_2):
            self.settle()
        self.assertEqual(self.account_of(self.customer).overdue, 4990)
        self.assertEqual(self.account_of(self.customer_3).overdue, 70)
        self.assertEqual(self.account_of(self.customer_2).overdue, 300)
        row = self.queue.search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            row, [{"partner_id": self.customer_2.id, "attempts": 1, "error": "the ledger is on fire"}]
        )
        self.settle("2026-06-30 01:00:00")
        self.assertEqual(self.account_of(self.customer_2).overdue, 290)
        self.assertFalse(self.noticed())

    @mute_logger(JOB)
    def test_after_some_tries_a_person_looks_at_it_and_starts_it_again(self):
        self.pay_all()
        with self.failing(self.customer_2):
            for hour in range(GIVE_UP + 2):
                self.settle(f"2026-06-30 {hour:02}:00:00")
        row = self.queue.search([("company_id", "=", self.company.id)])
        self.assertEqual(row.attempts, GIVE_UP)
        with self.assertRaises(AccessError):
            row.with_user(self.supervisor).action_try_again()
        row.with_user(self.manager).action_try_again()
        self.settle()
        self.assertEqual(self.account_of(self.customer_2).overdue, 290)
        self.assertFalse(self.noticed())

    @mute_logger(JOB)
    def test_what_was_given_up_is_forgotten_when_it_goes_well(self):
        self.pay_all()
        with self.failing(self.customer_2):
            for hour in range(GIVE_UP):
                self.settle(f"2026-06-30 {hour:02}:00:00")
        self.assertEqual(self.noticed(), self.customer_2)
        self.pay(self.invoices[self.customer_2], 10)
        self.settle()
        self.assertFalse(self.noticed())

    def test_somebody_who_writes_at_the_same_time_costs_one_more_try(self):
        self.pay(self.invoices[self.customer], 10)
        model, tries = type(self.queue), []
        original = model._refresh_rows

        def refresh_rows(queue, company, rows):
            tries.append(rows)
            if len(tries) == 1:
                raise psycopg2.errors.SerializationFailure("could not serialize access due to concurrent update")
            return original(queue, company, rows)

        with patch.object(model, "_refresh_rows", refresh_rows):
            self.cron()
        self.assertEqual(self.account_of(self.customer).overdue, 4990)
        self.assertFalse(self.noticed())

    def test_a_list_being_generated_is_waited_for_and_nothing_is_lost(self):
        self.pay(self.invoices[self.customer], 10)
        with self.registry.cursor() as other:
            other.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, self.company.id))
            self.settle()
            self.assertEqual(self.noticed(), self.customer)
            self.assertEqual(self.account_of(self.customer).overdue, 5000)
            cron = self.env.ref("collections_mgmt.collections_refresh_cron")
            later = self.env["ir.cron.trigger"].sudo().search([("cron_id", "=", cron.id)]).mapped("call_at")
            self.assertIn(fields.Datetime.to_datetime(self.key_date) + timedelta(minutes=1), later)
            other.rollback()
        self.settle()
        self.assertEqual(self.account_of(self.customer).overdue, 4990)

    # ---------------------------------------------------------------------- who sees the queue
    def test_the_manager_and_the_auditor_see_what_waits_and_the_others_do_not(self):
        self.pay(self.invoices[self.customer], 10)
        self.env.cr.flush()
        rows = self.queue.search([("company_id", "=", self.company.id)])
        for user in (self.manager, self.auditor):
            self.assertTrue(rows.with_user(user).has_access("read"))
        for user in (self.collector, self.supervisor):
            self.assertFalse(rows.with_user(user).has_access("read"))
        self.assertFalse(rows.with_user(self.auditor).has_access("write"))
        other = self.setup_other_company(name="Other company")["company"]
        self.assertFalse(rows.with_user(self.user_of("test_far", "manager", other)).has_access("read"))


@tagged("post_install", "-at_install")
class TestListFollows(LiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.run_list()

    def item(self, customer):
        return self.worklist_item(self.today, customer)

    def test_a_part_payment_changes_the_row(self):
        item = self.item(self.customer)
        specialist = item.specialist_id
        self.pay(self.invoices[self.customer], 4500)
        self.settle()
        self.assertRecordValues(
            item,
            [{"state": "open", "to_collect": 500, "overdue": 500, "points": 70, "specialist_id": specialist.id}],
        )
        self.assertEqual([reason["name"] for reason in item.reasons], ["Older than 30 days", "Overdue"])

    def test_who_paid_leaves_the_list_and_it_says_why(self):
        self.pay(self.invoices[self.customer])
        self.settle()
        self.assertRecordValues(self.item(self.customer), [{"state": "superseded", "left_because": "paid"}])
        self.assertEqual(self.item(self.customer_2).state, "open")

    def test_the_specialist_sees_who_left_his_list_today(self):
        item = self.item(self.customer)
        mine = item.with_user(item.specialist_id)
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_worklist_item_action_my")
        domain = safe_eval(action["domain"], {"uid": item.specialist_id.id})
        self.pay(self.invoices[self.customer])
        self.settle()
        self.assertIn(mine, mine.search(domain))
        self.assertNotIn(mine, mine.search(mine._get_my_domain()), "it is not to be done")
        self.run_list()
        self.assertNotIn(mine, mine.search(domain), "nor is it of today with a new list")

    def test_other_reasons_to_leave_are_told_apart(self):
        self.invoices[self.customer].action_toggle_block_payment()
        self.pay(self.invoices[self.customer_2], 290)
        self.account_of(self.customer_3).active = False
        self.settle()
        self.assertEqual(
            [self.item(customer).left_because for customer in (self.customer, self.customer_2, self.customer_3)],
            ["nothing", "exit", "archived"],
        )

    def test_what_people_decide_counts_for_the_list_in_use(self):
        account, item = self.account_of(self.customer), self.item(self.customer)
        reason = self.env["collections.hold.reason"].sudo().create({"name": "Test"})
        hold = self.env["collections.hold"].sudo().create({"account_id": account.id, "reason_id": reason.id})
        self.settle()
        self.assertEqual((item.state, item.left_because), ("superseded", "hold"))
        self.assertIn("Left it during the day: ", account.why()["steps"][-1]["text"])
        hold.action_end()
        self.settle()
        self.assertEqual((item.state, item.left_because), ("open", False))
        park = {"account_id": account.id, "kind": "park", "reason": "x", "date_to": self.days(3)}
        self.env["collections.priority.override"].sudo().create(park)
        self.settle()
        self.assertEqual((item.state, item.left_because), ("superseded", "parked"))

    def test_who_is_in_work_stays_with_the_new_figures(self):
        item = self.item(self.customer)
        item.with_user(item.specialist_id).action_start()
        self.pay(self.invoices[self.customer])
        self.settle()
        self.assertRecordValues(item, [{"state": "in_progress", "to_collect": 0, "left_because": False}])

    def test_who_was_done_today_gets_no_second_item(self):
        item = self.item(self.customer)
        with freeze_time(self.key_date):
            item.with_user(item.specialist_id).action_complete()
        self.invoice(self.customer, 9000, self.days(-60))
        self.settle()
        self.assertRecordValues(item, [{"state": "completed", "to_collect": 5000}])
        self.assertEqual(len(self.items(self.today, account_id=item.account_id.id)), 1)

    def test_a_payment_that_bounces_brings_the_customer_back_to_who_had_him(self):
        item = self.item(self.customer)
        specialist = item.specialist_id
        payment = self.pay(self.invoices[self.customer])
        self.settle()
        payment.action_draft()
        payment.action_cancel()
        self.settle()
        self.assertRecordValues(
            self.item(self.customer),
            [{"state": "open", "left_because": False, "to_collect": 5000, "specialist_id": specialist.id}],
        )

    def test_a_newly_listed_customer_goes_to_whoever_has_least_to_do(self):
        busy = self.items(self.today).mapped("specialist_id")[0]
        idle = (self.collector | self.collector_2) - busy
        self.items(self.today).specialist_id = busy
        newcomer = self.new_customer("Dart")
        self.invoice(newcomer, 700, self.days(-3))
        self.settle()
        self.assertRecordValues(self.item(newcomer), [{"state": "open", "specialist_id": idle.id, "to_collect": 700}])

    def test_a_newly_listed_customer_goes_to_his_fixed_specialist_or_the_substitute(self):
        third = self.user_of("test_third", "specialist")
        newcomer, other = self.new_customer("Dart"), self.new_customer("Edge")
        self.account_of(self.customer)
        self.debts((newcomer, 20, 5), (other, 20, 5))
        self.settle()
        self.account_of(newcomer).specialist_id = third
        self.account_of(other).specialist_id = self.collector
        self.env["collections.substitution"].create(
            {
                "absent_id": self.collector.id,
                "substitute_id": third.id,
                "date_from": self.key_date,
                "date_to": self.key_date,
            }
        )
        self.debts((newcomer, 500, 5), (other, 500, 5))
        self.settle()
        self.assertRecordValues(
            self.item(newcomer) | self.item(other),
            [
                {"specialist_id": third.id, "original_specialist_id": False},
                {"specialist_id": third.id, "original_specialist_id": self.collector.id},
            ],
        )

    def test_a_customer_of_another_group_now_changes_hands(self):
        third = self.user_of("test_third", "specialist")
        second = self.team("Second", third, strategy=self.strategy)
        self.account_of(self.customer).group_override_id = second
        self.settle()
        self.assertRecordValues(
            self.item(self.customer),
            [{"state": "open", "group_id": second.id, "specialist_id": third.id, "left_because": False}],
        )

    def test_without_a_list_the_figures_change_all_the_same(self):
        self.today.state = "superseded"
        self.pay(self.invoices[self.customer])
        self.settle()
        self.assertEqual(self.account_of(self.customer).overdue, 0)

    def test_a_second_refresh_changes_nothing(self):
        self.pay(self.invoices[self.customer], 4500)
        self.settle()
        before = self.snapshot("collections_worklist_item")
        self.queue._notice(self.customer)
        self.settle()
        self.assertEqual(self.snapshot("collections_worklist_item"), before)

    def test_a_prepared_list_is_left_alone(self):
        prepared = self.run_today(self.key_date, self.days(5))
        self.pay(self.invoices[self.customer])
        self.settle()
        self.assertEqual(set(self.items(prepared).mapped("state")), {"planned"})

    def test_prepared_lists_of_days_that_were_missed_give_way(self):
        missed = self.run_today(self.key_date, self.days(2))
        ahead = self.run_today(self.key_date, self.days(9))
        self.run_today(self.days(4))
        self.assertEqual((missed | ahead).mapped("state"), ["superseded", "prepared"])
        self.assertEqual(set(self.items(missed).mapped("state")), {"superseded"})

    def test_what_waited_for_a_list_goes_on_after_it(self):
        self.pay(self.invoices[self.customer], 10)
        self.env.cr.flush()
        self.env.cr.postcommit.clear()
        cron = self.env.ref("collections_mgmt.collections_refresh_cron")
        triggers = self.env["ir.cron.trigger"].sudo()
        before = triggers.search_count([("cron_id", "=", cron.id)])
        self.run_list()
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), before + 1)


@tagged("post_install", "-at_install")
class TestBus(LiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.run_list()

    def heard(self, user):
        """(kind, payload) of what ``user`` hears of a refresh, by the channels the server gives him."""
        channels = {self.channel(target) for target in [*user._collections_bus_channels(), user.partner_id]}
        return [(kind, payload) for target, kind, payload in self.sent if self.channel(target) in channels]

    def channel(self, target):
        return (target[0]._name, target[0].id, target[1]) if isinstance(target, tuple) else (target._name, target.id)

    def settle_and_listen(self):
        self.sent = []
        with patch.object(type(self.env["bus.bus"]), "_sendone", lambda bus, *message: self.sent.append(message)):
            self.settle()

    def test_who_may_see_a_customer_hears_that_he_changed_and_nothing_else(self):
        account = self.account_of(self.customer)
        self.pay(self.invoices[self.customer], 10)
        self.settle_and_listen()
        changed = (ACCOUNTS, {"account_ids": account.ids})
        for user in (self.collector, self.collector_2, self.supervisor, self.manager, self.auditor):
            self.assertIn(changed, self.heard(user), user.name)
        specialist = self.worklist_item(self.today, self.customer).specialist_id
        mine = (MY_LIST, {"account_ids": account.ids})
        self.assertIn(mine, self.heard(specialist))
        self.assertNotIn(mine, self.heard((self.collector | self.collector_2) - specialist))

    def test_strangers_hear_nothing(self):
        other = self.setup_other_company(name="Other company")["company"]
        self.team("Others", self.user_of("test_elsewhere", "specialist"), strategy=self.strategy)
        shared = self.user_of("test_shared", "specialist", other)
        self.group.write({"company_id": False, "member_ids": [Command.create({"user_id": shared.id})]})
        plain = self.user_of("test_plain", "specialist")
        plain.group_ids = self.env.ref("base.group_user")
        self.group.member_ids = [Command.create({"user_id": plain.id})]
        self.pay(self.invoices[self.customer], 10)
        self.settle_and_listen()
        self.assertTrue(self.sent)
        for user in (
            self.env["res.users"].search([("login", "=", "test_elsewhere")]),
            shared,
            plain,
            self.user_of("test_far_manager", "manager", other),
        ):
            self.assertFalse(self.heard(user), user.name)

    def test_no_client_can_ask_for_a_channel(self):
        """What a client asks for is text, and every channel of ours is a record."""
        for user in (self.collector, self.manager):
            for target in user._collections_bus_channels():
                self.assertEqual(len(target[0]), 1)

    def test_a_specialist_from_outside_hears_of_his_own_customer(self):
        outside = self.user_of("test_outside", "specialist")
        self.worklist_item(self.today, self.customer).specialist_id = outside
        self.pay_and_listen()
        self.assertEqual(self.heard(outside), [(MY_LIST, {"account_ids": self.account_of(self.customer).ids})])

    def pay_and_listen(self):
        self.pay(self.invoices[self.customer], 10)
        self.pay(self.invoices[self.customer_2], 10)
        self.settle_and_listen()

    def test_nothing_is_said_when_nothing_was_noticed(self):
        self.settle_and_listen()
        self.assertFalse(self.sent)

    def test_a_new_list_is_told_to_all_who_work_with_it(self):
        self.sent = []
        with patch.object(type(self.env["bus.bus"]), "_sendone", lambda bus, *message: self.sent.append(message)):
            self.run_list()
        for user in (self.collector, self.supervisor, self.manager):
            self.assertIn((ACCOUNTS, {"account_ids": False}), self.heard(user))
        self.assertIn((MY_LIST, {"account_ids": False}), self.heard(self.collector))
