"""What people might send over RPC, or do in an unlucky order, to get more than their role allows or to lose work."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestAttacksOnHolds(SteeringCase):
    """A specialist holds a customer for at most 14 days, however he asks for it."""

    def test_the_last_day_follows_from_the_dates_whatever_is_sent_along(self):
        hold = self.hold(last_day=self.days(9999))
        self.assertEqual(hold.last_day, self.days(13))

    def test_the_last_day_by_a_default_of_the_context(self):
        holds = self.env["collections.hold"].with_user(self.collector).with_context(default_last_day=self.days(9999))
        hold = holds.create(
            {
                "account_id": self.acme.id,
                "reason_id": self.reason.id,
                "date_from": self.key_date,
                "date_to": self.days(13),
            }
        )
        self.assertEqual(hold.last_day, self.days(13))
        self.assertEqual(self.verdict(self.acme, 14), "listed")

    def test_no_forged_item_breaks_the_chain_of_holds(self):
        move = self.items_of(self.invoice(self.customer, 10, self.key_date)).move_id
        self.hold()
        self.assertRefused(AccessError, "at most 14 days", self.hold, start=14, move_id=move.id)
        self.assertRefused(AccessError, "at most 14 days", self.hold, start=14, item_due_date=self.key_date)

    def test_holds_given_from_the_end_are_one_chain_too(self):
        self.hold(start=14)
        self.assertRefused(AccessError, "at most 14 days", self.hold, start=0)
