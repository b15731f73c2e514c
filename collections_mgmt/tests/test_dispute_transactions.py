"""Two people dispute the same open item, or go on with a dispute, at the same moment, each in his own transaction."""

import threading

from odoo.tests import tagged

from .agreement_race import AgreementRaceCase


class DisputeRaceCase(AgreementRaceCase):
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


@tagged("post_install", "-at_install")
class TestDisputeTransactions(DisputeRaceCase):
    def agree(self, env, line):
        return env["collections.dispute"]._open(self.account(env), {line: 3000}, reason_id=self.reason_id)

    def test_together_they_never_dispute_more_than_is_open(self):
        self.assertRegex(self.told_the_second(), "at most .*2,000.00 can be disputed")
        with self.transaction() as env:
            self.assertEqual(self.account(env).disputed, 3000)


@tagged("post_install", "-at_install")
class TestDisputePathTransactions(DisputeRaceCase):
    def setUp(self):
        super().setUp()
        with self.transaction() as env:
            line = (
                env["account.move"]
                .browse(self.invoice_ids[0])
                .line_ids.filtered(lambda each: each.account_type == "asset_receivable")
            )
            opened = env["collections.dispute"]._open(self.account(env), {line: 3000}, reason_id=self.reason_id)
            self.dispute_id = opened.id

    def agree(self, env, line):
        dispute = env["collections.dispute"].browse(self.dispute_id)
        if threading.current_thread() is threading.main_thread():
            dispute._decide("invalid")
        else:
            self.go_on(env, dispute)

    def go_on(self, env, dispute):
        department = env["collections.dispute.department"].search([], limit=1)
        dispute._change_reason(dispute.reason_id, department)

    def test_what_was_decided_a_moment_ago_gets_no_other_department(self):
        self.assertRegex(self.told_the_second(), "is decided: reopen it")
        with self.transaction() as env:
            dispute = env["collections.dispute"].browse(self.dispute_id)
            self.assertEqual((dispute.state, dispute.outcome, len(dispute.department_id)), ("closed", "invalid", 0))

    def test_what_was_decided_a_moment_ago_is_escalated_to_nobody(self):
        self.go_on = lambda env, dispute: dispute._escalate_by_hand(env.ref("base.user_admin"), "At once")
        self.assertRegex(self.told_the_second(), "is decided: nothing is left to escalate")
        with self.transaction() as env:
            self.assertFalse(env["collections.dispute"].browse(self.dispute_id).escalated_on)
