"""Two people put the same item into a plan at the same moment: never more than is free. Real transactions."""

from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .agreement_race import AgreementRaceCase
from .test_transactions import TODAY


@tagged("post_install", "-at_install")
class TestPlanRace(AgreementRaceCase):
    def agree(self, env, line):
        return env["collections.plan"].create(
            {
                "account_id": self.account(env).id,
                "accepted": True,
                "item_ids": [Command.create({"line_id": line.id, "amount": 3000})],
                "installment_ids": [Command.create({"date": TODAY + timedelta(days=9), "principal": 3000})],
            }
        )

    def test_of_two_at_once_the_second_is_told_what_is_still_free(self):
        self.assertIn("2,000.00 can be paid in instalments", self.told_the_second())
        with self.transaction() as env:
            self.assertEqual(self.account(env).planned, 3000)
