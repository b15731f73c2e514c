"""In the browser: a collector puts a customer on hold and releases him, a supervisor parks one."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestSteeringTours(SteeringCase, HttpCase):
    def setUp(self):
        super(SteeringCase, self).setUp()  # the browser has its own clock

    def url(self, account):
        return f"/odoo/collections-customers/{account.id}"

    def test_a_collector_puts_a_customer_on_hold_and_releases_him(self):
        self.env["collections.hold.reason"].search([("id", "!=", self.reason.id)]).active = False
        self.start_tour(self.url(self.acme), "collections_hold_tour", login=self.collector.login)
        self.assertRecordValues(
            self.acme.hold_ids,
            [{"given_by_id": self.collector.id, "ended_by_id": self.collector.id, "reason_id": self.reason.id}],
        )
        self.assertEqual(self.acme.verdict, "listed")

    def test_a_collector_holds_a_customer_and_goes_on_to_the_next(self):
        self.env["collections.hold.reason"].search([("id", "!=", self.reason.id)]).active = False
        self.group.member_ids.filtered(lambda member: member.user_id != self.collector).unlink()
        items = self.items(self.run_list(fields.Date.context_today(self.group)))
        self.start_tour("/odoo/collections", "collections_hold_next_tour", login=self.collector.login)
        self.assertEqual(items.mapped("state"), ["superseded", "open", "open"])
        self.assertEqual(self.acme.hold_ids.given_by_id, self.collector)

    def test_a_supervisor_parks_a_customer(self):
        self.start_tour(self.url(self.acme), "collections_park_tour", login=self.supervisor.login)
        self.assertRecordValues(
            self.acme.override_ids,
            [{"kind": "park", "reason": "Merger announced", "given_by_id": self.supervisor.id}],
        )
        self.assertEqual(self.acme.verdict, "parked")
