"""Another strategy below and above a threshold of the group (B13)."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestThresholds(SteeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.small = cls.simple_strategy(name="Small")
        cls.large = cls.simple_strategy(name="Large")

    def strategies(self, **thresholds):
        """Strategies of Acme (5,000 overdue), Bolt (3,000) and Crane (100)."""
        self.group.write(thresholds)
        self.refresh()
        return (self.acme | self.bolt | self.crane).mapped(lambda account: account.strategy_id.name)

    def test_none_one_or_both(self):
        small, large = self.small.id, self.large.id
        for thresholds, expected in (
            ({}, ["Simple", "Simple", "Simple"]),
            ({"lower_strategy_id": small, "lower_amount": 3000}, ["Simple", "Simple", "Small"]),
            ({"upper_strategy_id": large, "upper_amount": 5000}, ["Large", "Simple", "Small"]),
            ({"upper_amount": 3000, "lower_amount": 3000}, ["Large", "Large", "Small"]),
            ({"upper_amount": 5000.01, "lower_strategy_id": False}, ["Simple", "Simple", "Simple"]),
        ):
            with self.subTest(thresholds=thresholds):
                self.assertEqual(self.strategies(**thresholds), expected)

    def test_the_strategy_of_the_customer_goes_before_and_an_archived_one_gives_way(self):
        self.strategies(upper_strategy_id=self.large.id, upper_amount=1000)
        self.acme.strategy_override_id = self.small
        self.assertEqual((self.acme | self.bolt).mapped("strategy_id.name"), ["Small", "Large"])
        self.large.active = False
        self.assertEqual(self.strategies(), ["Small", "Simple", "Simple"])

    def test_the_customer_says_why(self):
        thresholds = {"lower_strategy_id": self.small.id, "lower_amount": 1000}
        self.strategies(upper_strategy_id=self.large.id, upper_amount=5000, **thresholds)
        self.assertEqual(self.acme.strategy_reason, "Team: $\xa05,000.00 or more overdue")
        self.assertEqual(self.bolt.strategy_reason, "Strategy of Team")
        self.assertEqual(self.crane.strategy_reason, "Team: less than $\xa01,000.00 overdue")
        self.bolt.strategy_override_id = self.small
        self.assertEqual(self.bolt.strategy_reason, "Set for this customer")
        self.assertEqual(self.crane.with_user(self.collector).strategy_reason, self.crane.strategy_reason)

    def test_thresholds_make_sense(self):
        for thresholds, words in (
            ({"lower_strategy_id": self.small.id}, "below which"),
            ({"upper_strategy_id": self.large.id, "upper_amount": -1}, "from which"),
            (
                {
                    "lower_strategy_id": self.small.id,
                    "lower_amount": 20,
                    "upper_strategy_id": self.large.id,
                    "upper_amount": 10,
                },
                "above the upper",
            ),
        ):
            self.assertRefused(ValidationError, words, self.group.write, thresholds)
