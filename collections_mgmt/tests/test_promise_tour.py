"""In the browser: a call that ends in a promise."""

from odoo.tests import HttpCase, tagged

from .promise_common import PromiseCase
from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestPromiseTour(PromiseCase, HttpCase):
    def setUp(self):
        super(SteeringCase, self).setUp()  # the browser has its own clock

    def test_a_collector_records_a_promise_and_withdraws_it(self):
        url = f"/odoo/collections-customers/{self.acme.id}"
        self.start_tour(url, "collections_promise_tour", login=self.collector.login)
        promise = self.acme.promise_ids
        self.assertRecordValues(
            promise, [{"state": "confirmed", "withdrawn_because": "mistake", "given_by_id": self.collector.id}]
        )
        self.assertEqual(sorted(promise.line_ids.mapped("amount"))[0], 450)
        self.assertEqual(len(promise.line_ids), 3)
