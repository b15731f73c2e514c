"""Credit notes that name no document settle what is disputed, by amount and age, and not a cent more."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestDisputeCredits(DisputeCase):
    """Of 5,000 and of a later 1,000 Delta disputes 300 and 200."""

    def setUp(self):
        super().setUp()
        self.booker = new_test_user(
            self.env,
            login="test_credit_booker",
            groups="account.group_account_invoice,collections_mgmt.collections_mgmt_group_manager",
            company_id=self.company.id,
        )
        self.later = self.items_of(self.invoice(self.delta, 1000, self.days(-5)))
        self.refresh(accounts=self.account)
        self.request({self.line: 300, self.later: 200}).action_open()
        self.disputed = self.account.dispute_ids

    def match_credits(self, *amounts):
        for amount in amounts:
            self.credit_note(self.delta, amount)
        self.env.invalidate_all()
        self.disputed.with_user(self.booker).action_match_credits()
        self.env.invalidate_all()
        return self.line.amount_residual, self.later.amount_residual

    def test_the_oldest_first_and_not_more_than_is_disputed(self):
        self.assertEqual(self.match_credits(400), (4700, 900))
        self.assertRecordValues(self.disputed, [{"credited": 400, "disputed": 100, "state": "new"}])
        self.assertFalse(self.disputed.has_credits)

    def test_one_of_the_same_amount_is_for_that_item(self):
        self.assertEqual(self.match_credits(200), (5000, 800))

    def test_what_is_left_over_stays_with_the_customer(self):
        self.assertEqual(self.match_credits(200, 500), (4700, 800))
        self.assertEqual(self.disputed.state, "closed")
        self.assertEqual(self.account.credits, 200)

    def test_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        line = self.items_of(self.invoice(self.delta, 1000, self.days(-9), currency=euro))
        self.refresh(accounts=self.account)
        dispute = self.dispute(300, line)
        self.credit_note(self.delta, 400, currency=euro)
        self.env.invalidate_all()
        dispute.with_user(self.booker).action_match_credits()
        self.env.invalidate_all()
        self.assertEqual((line.amount_residual_currency, line.amount_residual), (700, 350))

    def test_there_must_be_one_and_who_may_not_book_matches_nothing(self):
        self.assertRefused(UserError, "No credit note", self.disputed.with_user(self.booker).action_match_credits)
        self.credit_note(self.customer, 100)
        self.assertRefused(UserError, "No credit note", self.disputed.with_user(self.booker).action_match_credits)
        self.credit_note(self.delta, 100)
        for user in (self.collector, self.lara, self.accountant):
            self.assertRefused(AccessError, "", self.disputed.with_user(user).action_match_credits)
