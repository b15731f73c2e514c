"""With real transactions beside each other: bookings, refreshes, lists and clicks at the same moment, and broken ones.

Everything is committed, and taken away again at the end.
"""

import contextlib
from datetime import date, timedelta
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

TODAY = date(2026, 6, 30)
# what a test may change of others and puts back
KEPT = ("collections_run", "collections_worklist_item")


class TransactionsCase(BaseCase):
    """A customer with two invoices, on a list, committed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.startPatcher(freeze_time(TODAY))
        with self.transaction() as env:
            self.company_id = env["collections.run"]._companies()[:1].id
            self.before = {table: self.rows(env, table, "id, state") for table in KEPT}
            self.addCleanup(self.clean_up)
            self.customer_id = env["res.partner"].create({"name": "Concurrent", "is_company": True}).id
            self.invoice_ids = [self.invoice(env, amount).id for amount in (5000, 700)]
            self.journal_ids = self.journals(env).ids
        with self.transaction() as env:
            self.first_run_id = env["collections.run"]._generate(self.company(env), TODAY).id
            self.queue(env).search([]).unlink()

    @contextlib.contextmanager
    def transaction(self, timeout="20s"):
        """A transaction of its own, committed at the end; who waits for another one fails soon."""
        with self.registry.cursor() as cr:
            cr.execute(SQL("SELECT set_config('lock_timeout', %s, true)", timeout))
            env = api.Environment(cr, SUPERUSER_ID, {})
            yield env(context={"allowed_company_ids": [self.company_id]}) if hasattr(self, "company_id") else env

    def rows(self, env, table, columns):
        query = SQL("SELECT %s FROM %s ORDER BY id", SQL(columns), SQL.identifier(table))  # pylint: disable=sql-injection
        return env.execute_query(query)

    def company(self, env):
        return env["res.company"].browse(self.company_id)

    def queue(self, env):
        return env["collections.refresh"]._in_time_zone(self.company(env))

    def journals(self, env):
        """Two journals: payments in one and the same wait for each other's number, with or without collections."""
        vals = [{"name": f"Concurrent {n}", "code": f"CC{n}", "type": "bank"} for n in (1, 2)]
        return env["account.journal"].create([{**val, "company_id": self.company_id} for val in vals])

    def invoice(self, env, amount):
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "company_id": self.company_id,
                "partner_id": self.customer_id,
                "invoice_date": "2026-05-01",
                "invoice_date_due": "2026-05-11",
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
            }
        )
        invoice.action_post()
        return invoice

    def pay(self, env, number):
        """Register a payment of an invoice, up to the point where it would be committed."""
        wizard = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=[self.invoice_ids[number]]
        )
        wizard.create({"journal_id": self.journal_ids[number]})._create_payments()
        env.cr.flush()

    def account(self, env):
        return env["collections.account"].search(
            [("partner_id", "=", self.customer_id), ("company_id", "=", self.company_id)]
        )

    def item(self, env):
        return self.account(env).current_item_id

    def settle(self):
        with self.transaction() as env:
            while self.queue(env)._refresh_batch(self.company(env)):
                pass

    def clean_up(self):
        with self.registry.cursor() as cr:
            partner = getattr(self, "customer_id", 0)
            lines = SQL("(SELECT id FROM account_move_line WHERE partner_id = %s)", partner)
            last_run = max((run_id for run_id, _state in self.before["collections_run"]), default=0)
            for statement in (
                SQL(
                    "DELETE FROM account_partial_reconcile WHERE debit_move_id IN %s OR credit_move_id IN %s",
                    lines,
                    lines,
                ),
                SQL("UPDATE account_move SET origin_payment_id = NULL WHERE partner_id = %s", partner),
                SQL("DELETE FROM account_payment_register WHERE partner_id = %s", partner),
                SQL("DELETE FROM account_payment WHERE partner_id = %s", partner),
                SQL("DELETE FROM account_move WHERE partner_id = %s", partner),
                SQL("DELETE FROM collections_worklist_item WHERE run_id > %s", last_run),
                SQL("DELETE FROM collections_run WHERE id > %s", last_run),
                SQL("DELETE FROM collections_refresh"),
                SQL("DELETE FROM res_partner WHERE id = %s", partner),
                *(
                    SQL(
                        "UPDATE %(table)s SET state = kept.state FROM (VALUES %(rows)s) AS kept(id, state)"
                        " WHERE %(table)s.id = kept.id",
                        table=SQL.identifier(table),
                        rows=SQL(", ").join(SQL("(%s, %s)", *row) for row in rows),
                    )
                    for table, rows in self.before.items()
                    if rows
                ),
            ):
                cr.execute(statement)
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["account.journal"].browse(getattr(self, "journal_ids", [])).unlink()
        self.registry.clear_all_caches()


@tagged("post_install", "-at_install")
class TestTransactions(TransactionsCase):
    # ---------------------------------------------------------------------- bookings beside a refresh
    def test_two_payments_of_one_customer_and_a_refresh_of_him_do_not_conflict(self):
        with self.transaction() as refreshing, self.transaction("1s") as one, self.transaction("1s") as other:
            self.queue(refreshing)._notice(self.account(refreshing))
            refreshing.cr.flush()
            self.assertEqual(self.queue(refreshing)._refresh_batch(self.company(refreshing)), 1)
            self.pay(one, 0)
            self.pay(other, 1)
        self.settle()
        with self.transaction() as env:
            self.assertEqual(self.account(env).balance, 0)
            self.assertEqual(env["collections.worklist.item"].search([], order="id desc", limit=1).left_because, "paid")
            self.assertFalse(self.queue(env).search([("partner_id", "=", self.customer_id)]))

    def test_a_payment_that_comes_during_a_refresh_is_for_the_next_one(self):
        with self.transaction() as env:
            self.queue(env)._notice(self.account(env))
        with self.transaction() as refreshing:
            self.assertEqual(len(self.queue(refreshing)._take(self.company(refreshing))), 1)
            with self.transaction("1s") as booking:
                self.pay(booking, 0)
            self.queue(refreshing)._refresh_rows(self.company(refreshing), [(self.customer_id, 0)])
        with self.transaction() as env:
            self.assertEqual(self.account(env).balance, 5700, "the refresh saw the ledger as it was when it began")
        self.settle()
        with self.transaction() as env:
            self.assertEqual(self.account(env).balance, 700)

    def test_a_night_that_did_not_see_a_refresh_does_not_bring_the_customer_to_its_day(self):
        with self.transaction() as env:
            self.queue(env)._notice(self.account(env))
        with self.assertRaises(psycopg2.errors.SerializationFailure), mute_logger("odoo.sql_db"):
            with self.transaction() as night:
                self.account(night)  # from now on it sees what was there until now
                with self.transaction("1s") as refreshing:
                    self.assertEqual(self.queue(refreshing)._refresh_batch(self.company(refreshing)), 1)
                night["collections.account"]._refresh(self.company(night), TODAY + timedelta(days=1))
        with self.transaction() as env:
            self.assertEqual(self.account(env).key_date, TODAY)

    def test_what_is_decided_about_a_customer_at_once_is_decided_one_after_the_other(self):
        days = {"date_from": "2026-07-10", "date_to": "2026-07-20"}
        with self.transaction() as env:
            group = self.account(env).group_id or env["collections.group"].search([], limit=1)
        with self.assertRaises(psycopg2.errors.SerializationFailure), mute_logger("odoo.sql_db"):
            with self.transaction() as other:
                account = self.account(other)
                with self.transaction() as one:
                    vals = {"account_id": self.account(one).id, "group_id": group.id, "reason": "Holidays", **days}
                    one["collections.assignment"].create(vals)
                other["collections.assignment"].create({**vals, "account_id": account.id})
        with self.transaction() as env:
            self.assertEqual(env["collections.assignment"].search_count([("account_id", "=", self.account(env).id)]), 1)

    def test_of_two_absences_of_a_person_noted_at_once_the_second_is_refused(self):
        ids = {}

        def note(env, substitute):
            absence = {"absent_id": env.ref("base.user_admin").id, "substitute_id": env.ref(substitute).id}
            absence |= {"date_from": "2026-07-10", "date_to": "2026-07-20"}
            ids[substitute] = env["collections.substitution"].create(absence).id
            env.cr.flush()

        self.addCleanup(lambda: self.no_absences(list(ids.values())))
        with mute_logger("odoo.sql_db", "odoo.service.model"), self.transaction() as other:
            other["collections.substitution"].search_count([])  # it begins before the first is committed
            with self.transaction() as one:
                note(one, "base.user_root")
            with self.assertRaisesRegex(ValidationError, "already has a substitute"):
                retrying(lambda: note(other, "base.public_user"), other)
            other.cr.rollback()
        with self.transaction() as env:
            absences = env["collections.substitution"].search([("absent_id", "=", env.ref("base.user_admin").id)])
            self.assertEqual(absences.ids, [ids["base.user_root"]])

    def no_absences(self, ids):
        with self.transaction() as env:
            env["collections.substitution"].browse(ids).exists().unlink()

    def test_two_refreshes_at_once_do_not_wait_for_each_other(self):
        with self.transaction() as env:
            self.queue(env)._notice(self.account(env))
        with self.transaction() as one, self.transaction("1s") as other:
            self.assertEqual(self.queue(one)._refresh_batch(self.company(one)), 1)
            self.assertEqual(self.queue(other)._refresh_batch(self.company(other)), 0)

    def click(self):
        """The collector is done with the customer, in a transaction of his own."""
        with self.transaction("1s") as env:
            self.item(env).action_complete()

    @contextlib.contextmanager
    def meanwhile(self, model, method, happens):
        """``happens`` once, just before ``method``."""
        calls = []
        cls = self.registry[model]
        original = getattr(cls, method)

        def wrapper(records, *args, **kwargs):
            calls.append(method)
            if len(calls) == 1:
                happens(records)
            return original(records, *args, **kwargs)

        with patch.object(cls, method, wrapper), mute_logger("odoo.sql_db"):
            yield calls

    def test_a_collector_is_done_with_a_customer_while_he_is_refreshed(self):
        with self.transaction() as env:
            self.pay(env, 0)
        with self.meanwhile("collections.run", "_follow", lambda _run: self.click()) as calls:
            self.settle()
        # and once more when the process of the customer has moved
        self.assertIn(len(calls), (2, 3), "the first try was refused by the database")
        with self.transaction() as env:
            self.assertEqual((self.item(env).state, self.account(env).balance), ("completed", 700))

    def test_a_collector_is_done_with_a_customer_while_a_new_list_supersedes_him(self):
        click = self.meanwhile("collections.run", "_supersede", lambda _run: self.click())
        with click as calls, self.transaction() as env:
            env["collections.run"]._in_time_zone(self.company(env))._generate_or_log(self.company(env))
        self.assertEqual(len(calls), 2, "the first try was refused by the database")
        with self.transaction() as env:
            runs = env["collections.run"].search([("id", ">=", self.first_run_id)], order="id")
            self.assertEqual(
                [run.state for run in runs if run.company_id.id == self.company_id], ["superseded", "current"]
            )
            items = env["collections.worklist.item"].search([("account_id", "=", self.account(env).id)])
            self.assertEqual(items.mapped("state"), ["completed"], "he is not called twice")

    def test_a_collector_who_is_done_with_a_customer_after_a_new_list_superseded_him_is_told(self):
        with self.transaction() as env:
            item = self.item(env)
            self.assertEqual(item.state, "open", "he looks at the list before")
            with self.transaction() as night:
                night["collections.run"]._in_time_zone(self.company(night))._generate_or_log(self.company(night))
            with patch("time.sleep"), mute_logger("odoo.sql_db", "odoo.service.model"):
                with self.assertRaisesRegex(UserError, "“Concurrent” is Superseded and cannot become Completed"):
                    retrying(item.action_complete, env)
            env.cr.rollback()
        with self.transaction() as env:
            items = env["collections.worklist.item"].search([("account_id", "=", self.account(env).id)], order="id")
            self.assertEqual(items.mapped("state"), ["superseded", "open"])

    def colleagues(self):
        """Two specialists of the team that has the customer."""
        with self.transaction() as env:
            role = env.ref("collections_mgmt.collections_mgmt_group_specialist")
            common = {"group_ids": [Command.set(role.ids)], "company_ids": [Command.set([self.company_id])]}
            users = env["res.users"].create(
                [{**common, "name": name, "login": name, "company_id": self.company_id} for name in ("Ida", "Max")]
            )
            self.item(env).group_id.member_ids = [Command.create({"user_id": user.id}) for user in users]
            self.addCleanup(self.remove_colleagues, users.ids)
            return users.ids

    def remove_colleagues(self, user_ids):
        with self.transaction() as env:
            users = env["res.users"].browse(user_ids)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def test_of_two_who_take_over_a_customer_at_once_the_second_is_told_who_has_him(self):
        ida, max_ = self.colleagues()
        with self.transaction() as first, self.transaction() as second:
            one, other = (
                self.item(env).with_user(user).with_context(allowed_company_ids=[self.company_id])
                for env, user in ((first, ida), (second, max_))
            )
            self.assertEqual(one.specialist_id.id, other.specialist_id.id, "both see him on the list of somebody else")
            one.action_take_over()
            first.cr.commit()
            with patch("time.sleep"), mute_logger("odoo.sql_db", "odoo.service.model"):
                with self.assertRaisesRegex(UserError, "Ida has taken over “Concurrent” already"):
                    retrying(other.action_take_over, other.env)
            second.cr.rollback()
        with self.transaction() as env:
            self.assertEqual(self.item(env).specialist_id.id, ida)

    # ---------------------------------------------------------------------- broken connections
    def kill(self, records):
        """As when the process dies: its connection is gone, whatever it was doing."""
        pid = records.env.cr._cnx.get_backend_pid()
        with self.registry.cursor() as cr:
            cr.execute(SQL("SELECT pg_terminate_backend(%s, 5000)", pid))

    def state(self):
        with self.transaction() as env:
            return {
                table: self.rows(env, table, "*")
                for table in (*KEPT, "collections_run_load", "collections_account", "collections_refresh")
            }

    def assert_killed(self, model, method, work):
        before = self.state()
        died = (psycopg2.OperationalError, psycopg2.InterfaceError)
        with self.meanwhile(model, method, self.kill), self.assertRaises(died):
            with self.transaction() as env:
                work(env)
        self.assertEqual(self.state(), before, f"killed in {method}")

    def generate(self, env):
        env["collections.run"]._generate(self.company(env), TODAY)

    def test_a_run_that_is_killed_leaves_the_old_list(self):
        with self.transaction() as env:
            self.pay(env, 1)
        for method in ("_distribute", "_supersede", "_insert_items", "_count"):
            self.assert_killed("collections.run", method, self.generate)
        with self.transaction() as env:
            self.generate(env)
        with self.transaction() as env:
            self.assertEqual(self.item(env).to_collect, 5000, "and the next one is made")

    def test_a_refresh_that_is_killed_loses_nothing(self):
        with self.transaction() as env:
            self.pay(env, 1)
        for model, method in (
            ("collections.refresh", "_refresh_rows"),
            ("collections.run", "_release_items"),
            ("collections.refresh", "_refreshed"),
        ):
            self.assert_killed(model, method, lambda env: self.queue(env)._refresh_batch(self.company(env)))
        self.settle()
        with self.transaction() as env:
            self.assertEqual((self.account(env).balance, self.item(env).to_collect), (5000, 5000))
