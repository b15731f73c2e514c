"""In the browser: a dispute that ends in a credit note, and a department that decides."""

from odoo.tests import HttpCase, tagged

from .dispute_common import DisputeCase
from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestDisputeTours(DisputeCase, HttpCase):
    def setUp(self):
        super(SteeringCase, self).setUp()  # the browser has its own clock
        self.env["collections.dispute.reason"].search([("id", "not in", self.pallets.ids)]).active = False

    def test_a_dispute_ends_in_a_credit_note(self):
        clerk = self.user_of("test_clerk", "manager")
        clerk.group_ids += self.env.ref("account.group_account_invoice")
        url = f"/odoo/collections-customers/{self.account.id}"
        self.start_tour(url, "collections_dispute_tour", login=clerk.login)
        dispute = self.settled(self.account.dispute_ids)
        self.assertRecordValues(
            dispute, [{"state": "closed", "outcome": "valid", "amount": 1200, "credited": 1200, "settled": True}]
        )
        self.assertRecordValues(self.line, [{"amount_residual": 3800}])

    def test_a_department_decides_without_accounting(self):
        dispute = self.dispute(1200)
        self.start_tour("/odoo/collections-my-disputes", "collections_dispute_processor_tour", login=self.lara.login)
        self.assertRecordValues(
            dispute, [{"state": "closed", "outcome": "invalid", "decided_by_id": self.lara.id, "disputed": 1200}]
        )

    def test_it_is_escalated_and_given_the_reason_it_really_has(self):
        self.taken_off.active = True
        dispute = self.dispute(1200)
        url = f"/odoo/collections-disputes/{dispute.id}"
        self.start_tour(url, "collections_dispute_path_tour", login=self.collector.login)
        self.assertRecordValues(
            dispute,
            [{"reason_id": self.taken_off.id, "department_id": self.quality.id, "processor_id": self.quentin.id}],
        )
