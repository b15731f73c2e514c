"""Two people dispute the same open item at the same moment, each in a transaction of his own."""

import contextlib
from datetime import date

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

TODAY = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestDisputeTransactions(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.startPatcher(freeze_time(TODAY))
        with self.transaction() as env:
            self.company_id = env["collections.run"]._companies()[:1].id
            self.addCleanup(self.clean_up)
            self.customer_id = env["res.partner"].create({"name": "Disputing", "is_company": True}).id
            self.reason_id = env["collections.dispute.reason"].create({"name": "Concurrent"}).id
        with self.transaction() as env:
            company = env["res.company"].browse(self.company_id)
            self.line_id = self.invoice(env).line_ids.filtered("date_maturity").id
            env["collections.account"]._ensure_accounts(company, customer_ids=[self.customer_id])

    @contextlib.contextmanager
    def transaction(self):
        with self.registry.cursor() as cr:
            cr.execute(SQL("SELECT set_config('lock_timeout', '20s', true)"))
            env = api.Environment(cr, SUPERUSER_ID, {})
            yield env(context={"allowed_company_ids": [self.company_id]}) if hasattr(self, "company_id") else env

    def invoice(self, env):
        line = Command.create({"name": "Goods", "price_unit": 1000, "tax_ids": [Command.clear()]})
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "company_id": self.company_id,
                "partner_id": self.customer_id,
                "invoice_date": "2026-05-01",
                "invoice_date_due": "2026-05-11",
                "invoice_payment_term_id": False,
                "invoice_line_ids": [line],
            }
        )
        invoice.action_post()
        return invoice

    def open(self, env, amount):
        account = env["collections.account"].search([("partner_id", "=", self.customer_id)])
        line = env["account.move.line"].browse(self.line_id)
        return env["collections.dispute"]._open(account, {line: amount}, reason_id=self.reason_id)

    def clean_up(self):
        with self.registry.cursor() as cr:
            partner = getattr(self, "customer_id", 0)
            for statement in (
                SQL("DELETE FROM mail_message WHERE model = 'collections.dispute'"),
                SQL("DELETE FROM collections_account WHERE partner_id = %s", partner),
                SQL("DELETE FROM account_move WHERE partner_id = %s", partner),
                SQL("DELETE FROM collections_refresh"),
                SQL("DELETE FROM res_partner WHERE id = %s", partner),
                SQL("DELETE FROM collections_dispute_reason WHERE id = %s", getattr(self, "reason_id", 0)),
            ):
                cr.execute(statement)
        self.registry.clear_all_caches()

    def test_together_they_never_dispute_more_than_is_open(self):
        with self.transaction() as one:
            second = self.registry.cursor()
            self.addCleanup(second.close)
            other = api.Environment(second, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]})
            # the second one has looked already: 1,000 are open, nothing is disputed
            self.assertEqual(other["account.move.line"].browse(self.line_id).amount_residual, 1000)
            self.open(one, 700)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
            self.open(other, 700)
        second.rollback()
        with self.transaction() as retried, self.assertRaisesRegex(UserError, "at most .*300.00 can be disputed"):
            self.open(retried, 700)
        with self.transaction() as env:
            self.open(env, 300)
            item = env["collections.item"].search([("id", "=", self.line_id)])
            self.assertEqual((item.disputed, item.free), (1000, 0))
