"""Confirmations and agreements go to the customer exactly once, with what he needs to pay."""

import base64
from datetime import timedelta
from unittest.mock import patch

from stdnum import iso11649

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.models.mail_mail import MailMail
from odoo.addons.mail.tests.common import MailCommon

from .promise_common import PromiseCase
from .test_transactions import TODAY, TransactionsCase

BANK = "odoo.addons.account.models.res_partner_bank.ResPartnerBank.build_qr_code_base64"


class DeliveryCase(PromiseCase, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collections_sending = True
        cls.customer.email = "pay@acme.example"
        cls.deliveries = cls.env["collections.delivery"].sudo()

    def job(self):
        """The job that sends, without its commits."""
        cron = type(self.env["ir.cron"])
        with (
            patch.object(cron, "_commit_progress", lambda *args, **kwargs: 100),
            self.mock_mail_gateway(mail_unlink_sent=True),
        ):
            self.deliveries._cron_send()
        self.env.invalidate_all()

    def delivery(self, record):
        return self.deliveries._of(record)[:1]

    def mails(self, record):
        return self.env["mail.mail"].sudo().search([("model", "=", record._name), ("res_id", "in", record.ids)])


@tagged("post_install", "-at_install")
class TestDelivery(DeliveryCase):
    def test_nothing_leaves_in_the_transaction_of_who_asks(self):
        promise = self.promise()
        with self.mock_mail_gateway():
            promise.action_send_confirmation()
        self.assertFalse(self._mails)
        self.assertFalse(promise.confirmation_sent_at)
        self.assertRecordValues(
            self.delivery(promise), [{"state": "waiting", "asked_by_id": self.collector.id, "account_id": self.acme.id}]
        )
        self.assertEqual(promise.delivery_text, "The mail is on its way.")

    def test_the_job_sends_it_once_and_it_is_a_contact(self):
        promise = self.promise()
        promise.action_send_confirmation()
        self.job()
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(self.delivery(promise).state, "sent")
        self.assertEqual(promise.confirmed_to_id, self.customer)
        self.assertTrue(promise.confirmation_sent_at)
        self.assertRecordValues(
            self.acme.contact_log_ids,
            [{"direction": "out", "channel": "email", "user_id": self.collector.id, "partner_id": self.customer.id}],
        )
        self.job()
        self.assertEqual(len(self.mails(promise)), 1)

    def test_a_second_click_does_not_send_a_second_one(self):
        promise = self.promise()
        promise.action_send_confirmation()
        self.assertRefused(UserError, "is being sent already", promise.action_send_confirmation)
        self.job()
        promise.action_send_confirmation()
        self.assertEqual(len(self.deliveries._of(promise)), 2, "but a person may send it once more later")

    def test_what_may_not_be_sent_any_more_is_not_and_the_reason_is_kept(self):
        promise = self.promise()
        promise.action_send_confirmation()
        self.company.collections_sending = False
        self.job()
        self.assertEqual(self.delivery(promise).state, "failed")
        self.assertIn("has to switch sending on", promise.delivery_text)
        self.assertFalse(self.mails(promise))
        self.assertFalse(self.acme.contact_log_ids)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_what_the_mail_server_refuses_is_told_and_not_tried_again_by_itself(self):
        promise = self.promise()
        promise.action_send_confirmation()
        with patch.object(
            MailMail, "send", lambda mail: mail.write({"state": "exception", "failure_reason": "550 no"})
        ):
            self.job()
        self.assertRecordValues(self.delivery(promise), [{"state": "failed", "reason": "550 no"}])
        self.assertFalse(self.mails(promise), "nor by the queue of Odoo")
        self.assertFalse(promise.message_ids.filtered("subject"), "and it looks like sent nowhere")
        self.assertFalse(promise.confirmation_sent_at)
        promise.action_send_confirmation()
        self.job()
        self.assertEqual(promise.delivery_state, "sent")

    def interrupted(self):
        promise = self.promise()
        promise.action_send_confirmation()
        long_ago = fields.Datetime.now() - timedelta(minutes=6)
        self.delivery(promise)._move_to("sending", ("waiting",), claimed_at=long_ago)
        self.job()
        return promise

    def test_what_was_interrupted_is_not_sent_again_and_a_person_decides(self):
        promise = self.interrupted()
        self.assertEqual(promise.delivery_state, "unclear")
        self.assertFalse(self.mails(promise))
        self.assertRefused(UserError, "say first whether it arrived", promise.action_send_confirmation)
        promise.action_delivery_arrived()
        self.job()
        self.assertEqual(promise.delivery_state, "sent")
        self.assertFalse(self.mails(promise))

    def test_or_has_it_sent_again(self):
        promise = self.interrupted()
        promise.action_delivery_again()
        self.job()
        self.assertEqual(promise.delivery_state, "sent")
        self.assertEqual(len(self.mails(promise)), 1)

    # ---------------------------------------------------------------------- rights
    def test_who_sees_the_customer_sees_his_mails_and_nobody_writes_them(self):
        promise = self.interrupted()
        delivery = self.delivery(promise)
        for user in (self.collector_2, self.supervisor, self.manager, self.auditor):
            self.assertTrue(delivery.with_user(user).has_access("read"), user.login)
            self.assertFalse(delivery.with_user(user).has_access("write"), user.login)
        for user in (self.stranger, self.supervisor_2, self.auditor):
            self.env.invalidate_all()
            self.assertRefused(AccessError, "", promise.with_user(user).action_delivery_again)
            self.assertRefused(AccessError, "", promise.with_user(user).action_delivery_arrived)
        self.assertFalse(delivery.with_user(self.stranger).has_access("read"))

    # ---------------------------------------------------------------------- how to pay
    def own_account(self):
        bank = self.env["res.bank"].create({"name": "First Bank", "bic": "FIRSBEBB"})
        return self.env["res.partner.bank"].create(
            {"acc_number": "BE71096123456769", "partner_id": self.company.partner_id.id, "bank_id": bank.id}
        )

    def test_the_mail_says_where_to_pay_and_with_which_reference(self):
        self.one.partner_bank_id = self.other.partner_bank_id = False
        self.own_account()
        promise = self.promise((self.line, 1000), (self.other_line, 600))
        promise.action_send_confirmation()
        self.job()
        body = self.mails(promise).body_html
        self.assertIn("BE71096123456769, First Bank, FIRSBEBB", body)
        self.assertRegex(promise.rf_reference, rf"^RF\d\dPR0*{promise.id}$")
        self.assertIn(promise.rf_reference, body)

    def test_the_reference_is_valid_and_the_promise_is_found_by_it(self):
        promise = self.promise((self.line, 1000), (self.other_line, 600))
        self.assertTrue(iso11649.is_valid(promise.rf_reference))
        promises = self.env["collections.promise"].with_user(self.collector)
        written = f"{promise.rf_reference[:4]} {promise.rf_reference[4:].lower()}"
        self.assertEqual(promises.search([("rf_reference", "=", written)]), promise)
        wrong = promise.rf_reference.replace("RF", "RF1")
        self.assertFalse(promises.search([("rf_reference", "=", wrong)]))

    def test_of_one_invoice_it_is_that_of_the_invoice(self):
        self.one.payment_reference = "RF18539007547034"
        self.assertEqual(self.promise().rf_reference, "RF18539007547034")

    def test_where_odoo_makes_a_code_to_scan_it_goes_along(self):
        self.one.partner_bank_id = self.own_account()
        image = base64.b64encode(b"png").decode()
        with patch(BANK, autospec=True, return_value=f"data:image/png;base64,{image}") as build:
            promise = self.promise((self.line, 700))
            promise.action_send_confirmation()
            self.job()
        self.assertEqual(self.mails(promise).attachment_ids.mapped("name"), ["Pay by scanning.png"])
        self.assertEqual(build.call_args.args[1], 700)

    def test_where_it_makes_none_nothing_goes_along(self):
        self.one.partner_bank_id = self.own_account()
        promise = self.promise()
        promise.action_send_confirmation()
        self.job()
        self.assertFalse(self.mails(promise).attachment_ids)


@tagged("post_install", "-at_install")
class TestDeliveryTransactions(TransactionsCase):
    """With real commits: what a crash leaves behind, and two who send at once."""

    def setUp(self):
        super().setUp()
        with self.transaction() as env:
            company = self.company(env)
            self.sending = company.collections_sending
            company.collections_sending = True
            env["res.partner"].browse(self.customer_id).email = "concurrent@example.com"
            env["collections.delivery"].search([("state", "=", "waiting")])._move_to("failed", ("waiting",))
            line = (
                env["account.move"]
                .browse(self.invoice_ids[0])
                .line_ids.filtered(lambda each: each.account_type == "asset_receivable")
            )
            promise = env["collections.promise"].create(
                {
                    "account_id": self.account(env).id,
                    "date": TODAY,
                    "line_ids": [fields.Command.create({"line_id": line.id, "amount": 100})],
                }
            )
            promise.action_send_confirmation()
            self.delivery_id = env["collections.delivery"]._of(promise).id

    def clean_up(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM collections_delivery WHERE id = %s", [self.delivery_id])
            cr.execute("UPDATE res_company SET collections_sending = %s WHERE id = %s", [self.sending, self.company_id])
        return super().clean_up()

    def delivery(self, env):
        return env["collections.delivery"].browse(self.delivery_id)

    @mute_logger("odoo.addons.collections_mgmt.models.commitment.delivery")
    def test_a_crash_after_the_mail_left_sends_no_second_one(self):
        left = []

        def crash(mail):
            left.append(mail.id)
            raise SystemExit("the server is stopped")

        with patch.object(MailMail, "send", crash):
            with self.assertRaises(SystemExit), self.transaction() as env:
                env["collections.delivery"]._cron_send()
            with self.transaction() as env:
                self.assertEqual(self.delivery(env).state, "sending", "claimed, and that was committed")
                env["collections.delivery"]._cron_send()
                self.delivery(env).claimed_at = fields.Datetime.now() - timedelta(minutes=6)
                env["collections.delivery"]._cron_send()
                self.assertEqual(self.delivery(env).state, "unclear")
        self.assertEqual(len(left), 1)

    def test_of_two_who_send_at_once_one_takes_it(self):
        with self.transaction() as env:
            self.assertEqual(env["collections.delivery"]._claim().id, self.delivery_id)
            with self.transaction() as other:
                self.assertFalse(other["collections.delivery"]._claim())
