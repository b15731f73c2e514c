"""Finding an open item, and its customer, by what stands on the paper."""

from odoo import Command
from odoo.tests import tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestItemNumber(SteeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls.invoice(
            cls.customer, 70, cls.days(-3), name="ACME/2026/0071", payment_reference="RF18 5390 0754"
        )
        cls.paper.ref = "Your order 4711"
        cls.other = cls.invoice(cls.customer_2, 70, cls.days(-3), name="ACME/2026/0072")
        cls.refresh()

    def found(self, text, operator="ilike", user=None):
        items = self.env["collections.item"].with_user(user or self.collector)
        return items.search([("number", operator, text), ("document_date", "=", self.days(-3))]).move_id

    def test_an_item_is_found_by_number_payment_reference_and_reference_of_the_customer(self):
        for text in ("2026/0071", "rf18 5390", "order 4711"):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), self.paper)
        self.assertEqual(self.found("ACME/2026"), self.paper | self.other)
        self.assertEqual(self.found("ACME/2026/0072", "="), self.other)
        self.assertEqual(self.found("2026/0071", "not ilike"), self.other)
        self.assertFalse(self.found("nothing of the kind"))

    def test_what_is_paid_is_found_no_more(self):
        self.pay(self.paper)
        self.assertFalse(self.found("2026/0071"))

    def test_customer_and_place_on_the_list_are_found_by_the_number(self):
        accounts = self.env["collections.account"].with_user(self.collector)
        self.assertEqual(accounts.search([("item_ids", "any", [("number", "ilike", "2026/0071")])]), self.acme)
        items = self.items(self.run_list())
        found = items.search([("id", "in", items.ids), ("account_id.item_ids.number", "ilike", "2026/0071")])
        self.assertEqual(found.account_id, self.acme)

    def test_nobody_finds_the_items_of_others(self):
        self.assertFalse(self.found("2026/0071", user=self.stranger))
        self.assertEqual(self.found("2026/0071", user=self.auditor), self.paper)
        self.supervisor_2.group_ids = [Command.link(self.env.ref("account.group_account_invoice").id)]
        self.assertFalse(self.found("2026/0071", user=self.supervisor_2), "however much of accounting he sees")
