"""Two people put the same item into a plan at the same moment: never more than is free. Real transactions."""

import threading
from datetime import timedelta

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_transactions import TODAY, TransactionsCase


@tagged("post_install", "-at_install")
class TestPlanRace(TransactionsCase):
    def plan(self, env):
        invoice = env["account.move"].browse(self.invoice_ids[0])
        line = invoice.line_ids.filtered(lambda each: each.account_type == "asset_receivable")
        plan = env["collections.plan"].create(
            {
                "account_id": self.account(env).id,
                "accepted": True,
                "item_ids": [Command.create({"line_id": line.id, "amount": 3000})],
                "installment_ids": [Command.create({"date": TODAY + timedelta(days=9), "principal": 3000})],
            }
        )
        env.cr.flush()
        return plan

    def request(self, started, outcome):
        """As the web does it: in a transaction of its own, once more when another one came first."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]})
            self.assertTrue(self.account(env).key_date)  # the transaction begins before the other one is committed
            started.set()
            try:
                retrying(lambda: self.plan(env), env)
                outcome.append("agreed")
            except UserError as error:
                outcome.append(str(error))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_of_two_at_once_the_second_is_told_what_is_still_free(self):
        started, outcome = threading.Event(), []
        with self.transaction() as env:
            self.plan(env)
            other = threading.Thread(target=self.request, args=(started, outcome))
            other.start()
            started.wait(20)
        other.join(60)
        self.assertEqual(len(outcome), 1)
        self.assertIn("2,000.00 can be paid in instalments", outcome[0])
        with self.transaction() as env:
            self.assertEqual(self.account(env).planned, 3000)
