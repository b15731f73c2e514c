"""The customer signs twice at the same moment, each in a transaction of its own: he accepts once."""

from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .agreement_race import AgreementRaceCase
from .test_plan_portal import SIGNATURE
from .test_transactions import TODAY


@tagged("post_install", "-at_install")
class TestPlanAcceptanceRace(AgreementRaceCase):
    def setUp(self):
        super().setUp()
        with self.transaction() as env:
            plan = env["collections.plan"].create(
                {
                    "account_id": self.account(env).id,
                    "item_ids": [Command.create({"line_id": self.debt(env).id, "amount": 3000})],
                    "installment_ids": [Command.create({"date": TODAY + timedelta(days=9), "principal": 3000})],
                }
            )
            plan.action_offer()
            self.plan_id = plan.id

    def clean_up(self):
        result = super().clean_up()
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM ir_attachment WHERE res_model = 'collections.plan'")
            cr.execute("DELETE FROM mail_message WHERE model = 'collections.plan'")
        return result

    def debt(self, env):
        lines = env["account.move"].browse(self.invoice_ids[0]).line_ids
        return lines.filtered(lambda line: line.account_type == "asset_receivable")

    def agree(self, env, line):
        env["collections.plan"].browse(self.plan_id)._accept_online("Anna", SIGNATURE, "192.0.2.1")

    def test_of_two_at_once_the_second_is_told(self):
        self.assertIn("does not wait for acceptance", self.told_the_second())
        with self.transaction() as env:
            plan = env["collections.plan"].browse(self.plan_id)
            self.assertEqual((plan.state, len(plan.message_ids.attachment_ids)), ("active", 1))
            self.assertEqual(self.account(env).planned, 3000)
