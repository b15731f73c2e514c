"""In the browser: a customer is to pay in instalments, misses one, and a new plan is agreed on."""

from odoo.tests import HttpCase, tagged

from .plan_common import PlanCase
from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestPlanTour(PlanCase, HttpCase):
    def setUp(self):
        super(SteeringCase, self).setUp()  # the browser has its own clock

    def test_a_plan_that_defaults(self):
        url = f"/odoo/collections-customers/{self.acme.id}"
        self.start_tour(url, "collections_plan_tour", login=self.collector.login)
        plan = self.acme.plan_ids
        self.assertRecordValues(plan, [{"state": "active", "count": 4, "given_by_id": self.collector.id}])
        self.assertEqual(plan.installment_ids[0].principal, plan.currency_id.round(plan.amount * 0.4))
        self.refresh(key_date=self.days(60))
        self.env.flush_all()
        self.assertEqual(plan.state, "defaulted")
        self.start_tour(url, "collections_plan_default_tour", login=self.collector.login)
        self.assertEqual(self.acme.plan_ids.mapped("state"), ["active", "replaced"])
