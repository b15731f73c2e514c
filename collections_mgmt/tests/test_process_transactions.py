"""Processes in real transactions: two begin at once, one takes a task while the job lets it run out."""

from datetime import date, timedelta

import psycopg2

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .real_customers import RealCustomersCase

DAY = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestProcessTransactions(RealCustomersCase):
    """Customers who stand as to be listed by a strategy with one step."""

    def setUp(self):
        super().setUp()
        with self.transaction() as env:
            strategy = env["collections.strategy"].create(
                {
                    "name": "Real",
                    "process_on": True,
                    "rule_ids": [Command.create({"name": "All", "points": 1})],
                    "step_ids": [Command.create({"name": "Call", "limit_days": 2})],
                }
            )
            self.strategy_id = strategy.id
            self.listed(env)

    def listed(self, env):
        env.flush_all()
        env.cr.execute(
            SQL(
                "UPDATE collections_account SET strategy_id = %s, verdict = 'listed', overdue = 1, key_date = %s"
                " WHERE id = ANY(%s)",
                self.strategy_id,
                DAY,
                self.account_ids,
            )
        )
        env.invalidate_all()

    def advance(self, env, days=0):
        company = env["collections.account"].browse(self.account_ids[0]).company_id
        env["collections.process"]._advance(company, DAY + timedelta(days=days), self.account_ids)

    def remove(self):
        with self.transaction() as env:
            env["collections.process"].search([("account_id", "in", self.account_ids)]).unlink()
            env.cr.execute(
                SQL("UPDATE collections_account SET strategy_id = NULL WHERE id = ANY(%s)", self.account_ids)
            )
            env["collections.strategy"].browse(self.strategy_id).unlink()
        return super().remove()

    def count(self):
        with self.transaction() as env:
            processes = env["collections.process"].search([("account_id", "in", self.account_ids)])
            return len(processes), len(processes.task_ids)

    def test_two_at_once_begin_one_process_each(self):
        with mute_logger("odoo.sql_db"):
            with self.transaction() as first, self.registry.cursor() as other:
                second = first(cr=other)
                second.execute_query(SQL("SELECT 1 FROM collections_process LIMIT 1"))  # its snapshot is taken
                self.advance(first)
                first.cr.commit()
                with self.assertRaises(psycopg2.OperationalError):  # the job tries again on a new snapshot
                    self.advance(second)
                other.rollback()
                second.invalidate_all()
                self.advance(second)
                other.commit()
        self.assertEqual(self.count(), (self.CUSTOMERS, self.CUSTOMERS))

    def test_whoever_takes_a_task_while_it_runs_out_wins_or_tries_again(self):
        with self.transaction() as env:
            self.advance(env)
        with mute_logger("odoo.sql_db"):
            with self.transaction() as user, self.registry.cursor() as other:
                job = user(cr=other)
                job.execute_query(SQL("SELECT 1 FROM collections_process_task LIMIT 1"))
                tasks = user["collections.process.task"].search([("account_id", "in", self.account_ids)])
                tasks.action_done()
                user.cr.commit()
                with self.assertRaises(psycopg2.OperationalError):
                    self.advance(job, 10)
                other.rollback()
                job.invalidate_all()
                self.advance(job, 10)
                other.commit()
        with self.transaction() as env:
            tasks = env["collections.process.task"].search([("account_id", "in", self.account_ids)])
            self.assertEqual(set(tasks.mapped("state")), {"done"})
            self.assertFalse(any(tasks.mapped("escalated_on")))
