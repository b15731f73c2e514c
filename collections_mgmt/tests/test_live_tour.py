"""In the browser: a collector has his list open, and a payment arrives."""

from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tests import HttpCase, tagged

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestLiveTour(WorklistCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.list_of_five()
        cls.env.cr.flush()
        cls.env["collections.refresh"].sudo().search([]).unlink()

    def book(self, items, customer, amount):
        """A payment is booked and matched, and the job runs, as it does a moment later."""
        env = items.env(user=SUPERUSER_ID, context={"allowed_company_ids": self.company.ids})
        payment = env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": customer.id,
                "amount": amount,
                "date": self.key_date,
            }
        )
        payment.action_post()
        lines = env["account.move.line"].search(
            [
                ("partner_id", "=", customer.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ]
        )
        lines.reconcile()
        env.cr.flush()
        company = env["res.company"].browse(self.company.id)
        while env["collections.refresh"]._refresh_batch(company):
            pass

    def test_rows_change_and_go_without_a_click_when_customers_pay(self):
        books = {
            "customer_pays": lambda items: self.book(items, self.five[0], 9000),
            "customer_pays_a_part": lambda items: self.book(items, self.five[1], 600),
        }
        model = self.registry["collections.worklist.item"]
        for name, method in books.items():
            patcher = patch.object(model, name, api.model(method), create=True)
            self.startPatcher(patcher)
        self.start_tour("/odoo/collections", "collections_live_tour", login=self.collector.login)
        items = self.items(self.today).grouped("account_id")
        first, second = (items[self.account_of(customer)] for customer in self.five[:2])
        self.assertRecordValues(first, [{"state": "superseded", "left_because": "paid"}])
        self.assertRecordValues(second, [{"state": "open", "to_collect": 800}])
