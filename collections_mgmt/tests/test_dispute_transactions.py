"""Two people dispute the same open item at the same moment, each in a transaction of his own."""

from odoo.tests import tagged

from .agreement_race import AgreementRaceCase


@tagged("post_install", "-at_install")
class TestDisputeTransactions(AgreementRaceCase):
    def setUp(self):
        super().setUp()
        with self.transaction() as env:
            self.reason_id = env["collections.dispute.reason"].create({"name": "Concurrent"}).id

    def clean_up(self):
        result = super().clean_up()
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM mail_message WHERE model = 'collections.dispute'")
            cr.execute("DELETE FROM collections_dispute_reason WHERE id = %s", [getattr(self, "reason_id", 0)])
        return result

    def agree(self, env, line):
        return env["collections.dispute"]._open(self.account(env), {line: 3000}, reason_id=self.reason_id)

    def test_together_they_never_dispute_more_than_is_open(self):
        self.assertRegex(self.told_the_second(), "at most .*2,000.00 can be disputed")
        with self.transaction() as env:
            self.assertEqual(self.account(env).disputed, 3000)
