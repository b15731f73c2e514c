"""A mass action in real transactions: two at work side by side, stopped meanwhile, killed in the middle."""

from unittest.mock import patch

from odoo.tests import tagged

from ..models.foundation import mass_action_work
from .real_customers import RealCustomersCase


class Killed(BaseException):
    """The process ends here."""


@tagged("post_install", "-at_install")
class TestMassActionTransactions(RealCustomersCase):
    """Five customers, two a chunk."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(mass_action_work, "CHUNK", 2))
        with self.transaction() as env:
            action = self.previewed(env)
            action._move_to("running", ("ready",))
            self.action_id = action.id

    def action(self, env):
        return env["collections.mass.action"].browse(self.action_id)

    def assertState(self, state, changed):
        """What everybody else sees."""
        with self.transaction() as env:
            accounts = env["collections.account"].browse(self.account_ids)
            action = self.action(env)
            self.assertEqual((action.state, action.done_count), (state, changed))
            self.assertEqual(len(accounts.filtered("profile_override_id")), changed)

    def test_two_at_work_side_by_side_never_meet(self):
        with self.transaction() as first, self.transaction() as second:
            mine, theirs = self.action(first)._claim(), self.action(second)._claim()
            self.assertEqual((len(mine), len(theirs)), (2, 2))
            self.assertFalse(set(mine.ids) & set(theirs.ids))

    def test_the_cron_goes_on_until_all_are_done(self):
        with self.transaction() as env:
            env["collections.mass.action"]._cron_run()
        self.assertState("done", self.CUSTOMERS)

    def test_killed_in_the_middle_of_a_chunk_that_chunk_never_was_and_the_next_cron_goes_on(self):
        with self.transaction() as env:
            self.action(env)._run_chunk()
        with self.assertRaises(Killed), self.transaction() as env:
            action = self.action(env)
            with patch.object(type(action), "_note", side_effect=Killed):
                action._run_chunk()
        self.assertState("running", 2)
        with self.transaction() as env:
            env["collections.mass.action"]._cron_run()
        self.assertState("done", self.CUSTOMERS)

    def test_stopping_does_not_collide_with_the_chunk_at_work(self):
        with self.transaction() as cron:
            self.action(cron)._run_chunk()
            with self.transaction() as user:
                self.action(user).action_stop()
        self.assertState("stopped", 2)
        with self.transaction() as env:
            env["collections.mass.action"]._cron_run()
        self.assertState("stopped", 2)
