"""Two people promise the same item at the same moment: never more than is free. Real transactions."""

from odoo import Command
from odoo.tests import tagged

from .agreement_race import AgreementRaceCase
from .test_transactions import TODAY


@tagged("post_install", "-at_install")
class TestPromiseRace(AgreementRaceCase):
    def agree(self, env, line):
        return env["collections.promise"].create(
            {
                "account_id": self.account(env).id,
                "date": TODAY,
                "beside": True,
                "line_ids": [Command.create({"line_id": line.id, "amount": 3000})],
            }
        )

    def test_of_two_at_once_the_second_is_told_what_is_still_free(self):
        self.assertIn("2,000.00 can be promised", self.told_the_second())
        with self.transaction() as env:
            self.assertEqual(self.account(env).promised, 3000)
