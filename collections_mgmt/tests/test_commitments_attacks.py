"""Amounts, days and items that make no sense, over RPC: refused with a sentence, and nothing is recorded."""

from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_commitments_together import TogetherCase

NO_AMOUNTS = (0, -1, -1e30, 1e30, 0.001, float("nan"), float("inf"), float("-inf"), False, None, "500", [500])
NO_DAYS = (date(1, 1, 1), date(9999, 12, 31), "no day", False)


@tagged("post_install", "-at_install")
class TestCommitmentsAttacks(TogetherCase):
    def assertNothing(self):
        self.env.invalidate_all()
        self.refresh(accounts=self.acme)
        self.assertRecordValues(self.acme, [{"promised": 0, "planned": 0, "disputed": 0}])
        self.assertFalse(self.acme.promise_ids | self.acme.sudo().promise_ids)
        self.assertFalse(self.acme.plan_ids)
        self.assertFalse(self.acme.dispute_ids)

    def assertSentence(self, function, *args, **kwargs):
        """Odoo itself says in words what a constraint of the database, or the type of a field, refused."""
        with mute_logger("odoo.sql_db"):
            try:
                with self.env.cr.savepoint():
                    function(*args, **kwargs)
                    self.env.flush_all()
            except (UserError, IntegrityError, ValueError) as error:
                self.env.invalidate_all()
                if isinstance(error, ValueError):
                    self.assertIn("Wrong value for", str(error))
            else:
                self.fail("it was recorded")

    def test_amounts_that_are_none(self):
        for user in (self.collector, self.supervisor, self.manager):
            for amount in NO_AMOUNTS:
                with self.subTest(user=user.login, amount=amount):
                    self.assertSentence(self.promise, (self.line, amount), user=user)
                    self.assertSentence(self.plan, (10, 500), items=[(self.line, amount)], user=user)
                    self.assertSentence(self.plan, (10, amount), items=[(self.line, 500)], user=user)
        self.assertNothing()

    def test_disputed_amounts_that_are_none(self):
        for amount in (-1, -1e30, 1e30, 0.001):  # what is no number the field of the dialog refuses
            with self.subTest(amount=amount):
                self.assertSentence(self.dispute, amount, self.line)
        self.assertNothing()

    def test_days_that_are_none(self):
        for day in NO_DAYS:
            with self.subTest(day=day):
                self.assertSentence(self.promise, date=day)
                parts = [Command.create({"date": day, "principal": 1000})]
                self.assertSentence(self.plan, installment_ids=parts)
        self.assertNothing()

    def test_items_that_are_none_of_the_customer(self):
        revenue = self.one.line_ids - self.line
        credit = self.items_of(self.credit_note(self.customer, 200))
        draft = self.items_of(self.invoice(self.customer, 100, self.days(-5), post=False))
        paid = self.invoice(self.customer, 100, self.days(-5))
        self.pay(paid)
        others = self.items_of(self.invoice(self.customer_2, 100, self.days(-5)))
        elsewhere = self.env["account.move.line"].browse(2**31 - 1)
        for item in (revenue[:1], credit, draft, self.items_of(paid), others, elsewhere):
            with self.subTest(item=item.exists().name):
                self.assertSentence(self.promise, (item, 100))
                self.assertSentence(self.plan, (10, 100), items=[(item, 100)])
        for item in (revenue[:1], credit, draft, self.items_of(paid)):
            wizard = self.env["collections.dispute.create"].with_user(self.collector)
            values = {"account_id": self.acme.id, "reason_id": self.pallets.id}
            request = wizard.create(
                {**values, "line_ids": [Command.clear(), Command.create({"line_id": item.id, "amount": 100})]}
            )
            self.assertSentence(request.action_open)
        self.assertNothing()

    def test_existing_items_are_taken_over_by_nobody(self):
        """Commands that link lines of others, and fields that only the ledger writes."""
        own = self.promise((self.line, 100))
        plan = self.plan((10, 100), items=[(self.other_line, 100)])
        line, item, part = own.sudo().line_ids, plan.sudo().item_ids, plan.sudo().installment_ids
        for command in (Command.link(line.id), Command.set(line.ids), Command.update(line.id, {"amount": 1})):
            self.assertSentence(self.promise, line_ids=[command])
        for command in (Command.link(item.id), Command.set(item.ids), Command.update(item.id, {"amount": 1})):
            self.assertSentence(self.plan, item_ids=[command])
        for command in (Command.link(part.id), Command.set(part.ids), Command.update(part.id, {"principal": 1})):
            self.assertSentence(self.plan, installment_ids=[command])
        self.assertRecordValues(plan.sudo(), [{"amount": 100, "total": 100}])

    def test_what_was_agreed_goes_to_nobody_of_another_customer(self):
        stranger = self.env["res.partner"].create({"name": "Stranger", "parent_id": self.customer_2.id})
        self.assertSentence(self.promise, contact_id=stranger.id)
        self.assertSentence(self.plan, contact_id=stranger.id)
        dispute = self.dispute(100, self.line)
        self.assertSentence(dispute.write, {"contact_id": stranger.id})
        lawyer = self.env["res.partner"].create({"name": "Lawyer"})
        self.assertSentence(self.promise, contact_id=lawyer.id)
        self.acme.sudo().contact_ids = [Command.create({"partner_id": lawyer.id, "role": "legal"})]
        self.assertEqual(self.promise((self.other_line, 100), contact_id=lawyer.id).contact_id, lawyer)

    def test_what_the_customer_disputes_is_an_amount_of_the_invoices(self):
        dispute = self.dispute(100, self.line)
        for amount in (float("nan"), float("inf"), 1e300, 1000.01, -1, "100"):
            with self.subTest(amount=amount):
                self.assertSentence(dispute.write, {"customer_amount": amount})
        dispute.customer_amount = 1000
        self.assertEqual(dispute.customer_amount, 1000)
        dispute.sudo().line_ids.move_id.line_ids.remove_move_reconcile()
        dispute.sudo().line_ids.unlink()
        self.assertSentence(dispute.write, {"customer_amount": 1000.01})
        dispute.customer_amount = 900
        self.assertEqual(dispute.customer_amount, 900, "put right, though the documents are gone")

    def test_commands_that_are_none(self):
        for command in ((0, 0), (0,), (0, 0, 5), (0, 0, None)):
            with self.subTest(command=command):
                self.assertSentence(self.promise, line_ids=[command])
                self.assertSentence(self.plan, item_ids=[command])
        self.assertNothing()

    def test_nobody_chooses_what_follows(self):
        chosen = {"state": "completed", "paid": 1000, "grace_days": 99, "approved_by_id": self.manager.id}
        chosen |= {"given_by_id": self.manager.id, "access_token": "mine", "link_until": self.days(99)}
        chosen |= {"accepted_how": "portal", "accepted_by": "Eve", "rate": 0, "number": "PL1"}
        plan = self.plan(**chosen).sudo()
        self.assertRecordValues(
            plan, [{"state": "active", "paid": 0, "grace_days": 2, "given_by_id": self.collector.id, "rate": 1}]
        )
        self.assertFalse(plan.access_token or plan.link_until or plan.accepted_how or plan.accepted_by)
        for values in ({"amount": 1}, {"state": "completed"}, {"link_until": self.days(99)}, {"grace_days": 99}):
            for user in (self.collector, self.supervisor, self.manager, self.auditor):
                self.assertRefused(AccessError, "", plan.with_user(user).write, values)

    def test_wrong_references_are_refused(self):
        nobody = 2**31 - 1
        for values in ({"contact_id": nobody}, {"previous_id": nobody}, {"type_id": nobody}, {"account_id": nobody}):
            with self.subTest(**values):
                self.assertSentence(self.plan, **values)
        for values in ({"contact_id": nobody}, {"account_id": nobody}):
            with self.subTest(**values):
                self.assertSentence(self.promise, **values)
        for values in ({"every": "day"}, {"interest_method": "x"}, {"clearing": "x"}, {"shift": "x"}):
            with self.subTest(**values):
                self.assertSentence(self.plan, **values)
        for rate in (-1, 101, float("nan"), float("inf"), 1e30):
            with self.subTest(rate=rate):
                self.assertSentence(self.plan, interest_method="simple", interest_rate=rate)
        self.assertNothing()

    def test_who_has_no_role_reaches_nothing(self):
        plain = new_test_user(self.env, login="test_plain", groups="base.group_user", company_id=self.company.id)
        portal = new_test_user(self.env, login="test_portal", groups="base.group_portal")
        promise, plan = self.promise((self.line, 100)), self.plan((9, 100), items=[(self.other_line, 100)])
        dispute = self.dispute(100, self.line)
        for user in (plain, portal, self.env.ref("base.public_user")):
            for record in (promise, plan, dispute):
                with self.subTest(user=user.id, model=record._name):
                    foreign = record.with_user(user)
                    self.assertRefused(AccessError, "", foreign.read, ["state"])
                    self.assertRefused(AccessError, "", foreign.write, {"state": "cancelled"})
                    self.assertRefused(AccessError, "", foreign.unlink)
                    self.assertRefused(AccessError, "", foreign.message_post, body="x")
            for function in ("action_accept", "action_offer", "action_match_payments", "action_cancel", "action_send"):
                self.assertRefused(AccessError, "", getattr(plan.with_user(user), function))

    def test_plans_and_disputes_of_an_archived_customer_end_as_they_should(self):
        plan, dispute = self.plan((9, 100), items=[(self.other_line, 100)]), self.dispute(100, self.line)
        self.customer.active = False
        self.pay(self.other, 100)
        self.pay(self.one)
        self.refresh()
        self.assertEqual((plan.sudo().state, dispute.state), ("completed", "closed"))
