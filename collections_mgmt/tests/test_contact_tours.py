"""In the browser: a call that ends in a resubmission, then the next customer; acting on selected open items."""

from odoo.tests import HttpCase, tagged

from .contact_common import ContactCase
from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestContactTours(ContactCase, HttpCase):
    def setUp(self):
        super(SteeringCase, self).setUp()  # the browser has its own clock

    def test_a_call_that_ends_in_a_resubmission_leads_to_the_next_customer(self):
        self.group.member_ids.filtered(lambda member: member.user_id == self.collector_2).capacity = 0
        self.run_list()
        self.start_tour("/odoo/collections", "collections_call_tour", login=self.collector.login)
        contact = self.acme.contact_log_ids
        self.assertRecordValues(
            contact, [{"partner_id": self.person.id, "outcome_id": self.outcomes["callback"].id, "note": "Ask again"}]
        )
        self.assertRecordValues(contact.resubmission_ids, [{"state": "open", "note": "Ask again"}])
        self.assertTrue(contact.resubmission_ids.call_at)
        self.assertEqual(
            self.items(self.env["collections.run"].search([], limit=1))
            .filtered(lambda item: item.account_id == self.acme)
            .state,
            "completed",
        )
        self.assertEqual(self.bolt.sticky_note, "Speaks French only")

    def test_a_call_that_ends_in_a_promise_leads_to_the_next_customer(self):
        self.group.member_ids.filtered(lambda member: member.user_id == self.collector_2).capacity = 0
        run = self.run_list()
        self.start_tour("/odoo/collections", "collections_call_promise_tour", login=self.collector.login)
        self.assertRecordValues(
            self.acme.contact_log_ids, [{"outcome_id": self.outcomes["promised"].id, "note": "After his holidays"}]
        )
        self.assertRecordValues(
            self.acme.promise_ids, [{"amount": 4000, "state": "open", "given_by_id": self.collector.id}]
        )
        self.assertEqual(self.acme.promise_ids.from_contact_id, self.acme.contact_log_ids)
        self.assertEqual(self.worklist_item(run, self.customer).state, "completed")

    def test_a_call_that_ends_in_a_dispute_leads_to_the_next_customer(self):
        self.env["collections.dispute.reason"].create({"name": "Pallets wet"})
        self.invoice(self.customer, 700, self.days(-20))  # of two one is chosen
        self.group.member_ids.filtered(lambda member: member.user_id == self.collector_2).capacity = 0
        self.refresh()
        run = self.run_list()
        self.start_tour("/odoo/collections", "collections_call_dispute_tour", login=self.collector.login)
        dispute = self.acme.dispute_ids
        self.assertRecordValues(
            dispute, [{"amount": 300, "description": "Two arrived wet", "raised_by_id": self.collector.id}]
        )
        self.assertEqual(dispute.from_contact_id, self.acme.contact_log_ids)
        self.assertEqual(self.worklist_item(run, self.customer).state, "completed")

    def test_a_click_on_a_number_dials_and_the_call_is_logged(self):
        self.start_tour(
            f"/odoo/collections-customers/{self.acme.id}", "collections_dial_tour", login=self.collector.login
        )
        self.assertRecordValues(
            self.acme.contact_log_ids,
            [{"partner_id": self.person.id, "number": "+49 30 901820", "channel": "phone", "direction": "out"}],
        )

    def test_a_mail_with_payment_links_is_written_from_the_screen_of_the_customer(self):
        self.company.collections_sending = True
        self.customer.email = "acme@example.com"
        invoice = self.invoice(self.customer, 700, self.days(-20))
        self.start_tour(
            f"/odoo/collections-customers/{self.acme.id}", "collections_write_tour", login=self.collector.login
        )
        self.assertIn(invoice.name, self.acme.contact_log_ids.note)
        self.assertIn(f"/my/invoices/{invoice.id}", self.acme.contact_log_ids.message_id.body)

    def test_some_open_items_are_resubmitted_from_the_screen_of_the_customer(self):
        invoice = self.invoice(self.customer, 700, self.days(-20))
        self.start_tour(
            f"/odoo/collections-customers/{self.acme.id}", "collections_items_tour", login=self.collector.login
        )
        self.assertEqual(self.acme.resubmission_ids.line_ids.move_id, invoice)
