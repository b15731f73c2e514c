"""Two people agree on the same open item at the same moment, in real transactions; on what, each test says."""

import threading

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

from .test_transactions import TransactionsCase


class AgreementRaceCase(TransactionsCase):
    def agree(self, env, line):
        """Agree on 3,000 of ``line``, of which 5,000 are open."""
        raise NotImplementedError

    def agreed(self, env):
        line = env["account.move"].browse(self.invoice_ids[0]).line_ids
        self.agree(env, line.filtered(lambda each: each.account_type == "asset_receivable"))
        env.cr.flush()

    def request(self, started, outcome):
        """As the web does it: in a transaction of its own, once more when another one came first."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]})
            self.assertTrue(self.account(env).key_date)  # the transaction begins before the other one is committed
            started.set()
            try:
                retrying(lambda: self.agreed(env), env)
                outcome.append("agreed")
            except UserError as error:
                outcome.append(str(error))

    def told_the_second(self):
        """What the second of two at once is told."""
        started, outcome = threading.Event(), []
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            with self.transaction() as env:
                self.agreed(env)
                other = threading.Thread(target=self.request, args=(started, outcome))
                other.start()
                started.wait(20)
            other.join(60)
        self.assertEqual(len(outcome), 1)
        return outcome[0]
