"""The explanation and the simulation where people decided something for a time: holds, assignments, thresholds."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestWhySteered(SteeringCase):
    def step(self, account, key, key_date=None, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        why = account.with_user(user or self.supervisor).why(key_date)
        return why, next((step for step in why["steps"] if step["key"] == key), None)

    def test_a_hold_stops_the_customer_until_it_ends(self):
        self.hold(days=5)
        why, step = self.step(self.acme, "decided")
        self.assertEqual((why["listed"], step["ok"]), (False, False))
        self.assertIn("Credit note to come", step["text"])
        why, step = self.step(self.acme, "decided", self.days(5))
        self.assertEqual((why["listed"], step), (True, None))

    def test_a_temporary_assignment_tells_group_and_specialist(self):
        self.env["collections.assignment"].with_user(self.supervisor).create(
            {
                "account_id": self.acme.id,
                "specialist_id": self.collector_2.id,
                "date_from": self.key_date,
                "date_to": self.days(3),
                "reason": "Knows him",
            }
        )
        self.run_list()
        _why, step = self.step(self.acme, "list")
        self.assertEqual(step["lines"][0]["value"], self.collector_2.name)
        self.assertIn("Knows him", step["lines"][0]["note"])

    def test_the_strategy_of_a_threshold_is_told_drafted_and_simulated(self):
        large = self.simple_strategy(name="Large")
        self.group.write({"upper_strategy_id": large.id, "upper_amount": 4000})
        self.refresh()
        _why, step = self.step(self.acme, "strategy")
        self.assertIn("“Large”. Team: ", step["text"])
        draft = self.env["collections.strategy"].browse(large.with_user(self.supervisor).action_draft_copy()["res_id"])
        draft.with_user(self.supervisor).rule_ids[3].points = 10
        simulation = (
            self.env["collections.simulation"]
            .with_user(self.supervisor)
            ._start(draft.with_user(self.supervisor), large.with_user(self.supervisor), self.company, self.key_date)
        )
        self.assertLessEqual(simulation.line_ids.account_id, self.acme, "nobody below the threshold")
        self.assertEqual(simulation.state, "done")
        with self.assertRaisesRegex(ValidationError, "is a draft"):
            self.group.upper_strategy_id = draft
