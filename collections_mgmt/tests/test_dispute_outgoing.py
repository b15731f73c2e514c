"""The chatter of a dispute is among colleagues: it reaches departments, and no customer before sending is on."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestDisputeOutgoing(DisputeCase, MailCommon):
    @classmethod
    def default_env_context(cls):
        return {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collections_sending = False
        cls.delta.email = "office@delta.example"
        cls.clerk = cls.env["res.partner"].create(
            {"name": "Clerk", "email": "clerk@delta.example", "parent_id": cls.delta.id}
        )
        (cls.lara | cls.hugo | cls.collector | cls.supervisor).notification_type = "email"

    def setUp(self):
        super().setUp()
        self.case = self.dispute(1200)
        self.env.flush_all()

    def post(self, user, **kwargs):
        kwargs = {"body": "x", "message_type": "comment", "subtype_xmlid": "mail.mt_comment", **kwargs}
        with self.mock_mail_gateway():
            self.case.with_user(user).message_post(**kwargs)
        return str([mail["email_to"] for mail in self._mails])

    def refused(self, user, error=UserError, **kwargs):
        with self.mock_mail_gateway():
            self.assertRefused(error, "", self.case.with_user(user).message_post, body="x", **kwargs)
        self.assertFalse(self._mails)

    def test_who_follows_gets_no_copy_of_what_asks_the_department(self):
        self.case.message_subscribe(self.supervisor.partner_id.ids)
        self.case.sudo().processor_id = self.lara
        with self.mock_mail_gateway():
            self.case.sudo()._tell_department()
            self.case.sudo()._write_to_departments()
        self.assertIn("logistics@example.com", str([mail["email_to"] for mail in self._mails]))
        self.assertEqual(self._new_mails.recipient_ids, self.lara.partner_id)

    def test_customers_are_not_reached_while_sending_is_off(self):
        for user in (self.collector, self.supervisor):
            for person in (self.delta, self.clerk, self.customer_2):
                self.refused(user, partner_ids=person.ids)
                self.refused(user, partner_ids=[person.id, self.hugo.partner_id.id], message_type="comment")
            for address in (
                "office@delta.example",
                '"Boss" <boss@delta.example>',
                "logistics@example.com, x@y.example",
            ):
                self.refused(user, outgoing_email_to=address)
            self.refused(user, outgoing_email_to="no address at all")

    def test_departments_are_asked_by_mail_and_colleagues_written_to_as_ever(self):
        self.assertIn("logistics@example.com", self.post(self.collector, outgoing_email_to="logistics@example.com"))
        self.assertIn("logistics@example.com", self.post(self.lara, outgoing_email_to="Us <LOGISTICS@example.com>"))
        self.assertIn(self.hugo.email_normalized, self.post(self.lara, partner_ids=self.hugo.partner_id.ids))
        known = self.env["res.partner"].create({"name": "Logistics", "email": "logistics@example.com"})
        self.assertIn("logistics@example.com", self.post(self.collector, partner_ids=known.ids))

    def test_a_customer_who_follows_is_told_nothing_and_colleagues_who_follow_are(self):
        self.case.message_subscribe((self.delta | self.clerk).ids)
        told = self.post(self.hugo)
        self.assertNotIn("delta.example", told)
        self.assertIn(self.lara.email_normalized, told)
        self.assertIn(self.collector.email_normalized, told, "who looks after it")
        with self.mock_mail_gateway():
            self.case.sudo().message_post(body="x", subtype_xmlid="mail.mt_comment", partner_ids=self.clerk.ids)
        self.assertNotIn("delta.example", str([mail["email_to"] for mail in self._mails]), "nor by a machine")

    def test_no_other_dialog_reaches_them(self):
        composer = self.env["mail.compose.message"].with_user(self.collector)
        values = {"body": "x", "subject": "x", "partner_ids": [Command.link(self.clerk.id)]}
        for mode in ("comment", "mass_mail"):
            wizard = composer.with_context(
                default_model="collections.dispute", default_res_ids=self.case.ids, default_composition_mode=mode
            ).create(values)
            with self.mock_mail_gateway():
                self.assertRefused(UserError, "", wizard._action_send_mail)
            self.assertFalse(self._mails)

    def test_when_sending_is_on_who_collects_may_and_departments_may_not(self):
        self.company.collections_sending = True
        self.env.invalidate_all()
        self.assertIn("clerk@delta.example", self.post(self.collector, partner_ids=self.clerk.ids))
        for user in (self.lara, self.hugo):
            self.refused(user, AccessError, partner_ids=self.clerk.ids)
        self.assertIn(self.collector.email_normalized, self.post(self.lara, partner_ids=self.collector.partner_id.ids))

    def test_customers_without_contact_are_left_alone_also_here(self):
        self.company.collections_sending = True
        self.env["collections.resubmission"].with_user(self.collector).create(
            {"account_id": self.account.id, "date": self.days(5), "no_contact": True, "reason_id": self.again().id}
        )
        self.env.invalidate_all()
        self.refused(self.collector, partner_ids=self.clerk.ids)
        self.post(self.collector, partner_ids=self.hugo.partner_id.ids)

    def test_customers_without_contact_get_nothing_as_followers_either(self):
        self.company.collections_sending = True
        self.case.message_subscribe(self.clerk.ids)
        self.assertIn("clerk@delta.example", self.post(self.lara))
        self.env["collections.resubmission"].with_user(self.collector).create(
            {"account_id": self.account.id, "date": self.days(5), "no_contact": True, "reason_id": self.again().id}
        )
        self.env.invalidate_all()
        told = self.post(self.lara)
        self.assertNotIn("clerk@delta.example", told)
        self.assertIn(self.collector.email_normalized, told)

    def test_no_text_message_leaves_while_sending_is_off(self):
        number = ["+32470999999"]
        self.refused(self.collector, sms_numbers=number)
        self.refused(self.collector, message_type="sms", partner_ids=self.hugo.partner_id.ids)
        message = self.case.message_ids[:1]
        for record in (self.case, self.account):
            mine = record.with_user(self.collector)
            self.assertRefused(UserError, "sending on", mine._notify_thread_by_sms, message, [], sms_numbers=number)
            self.assertRefused(UserError, "sending on", mine._notify_thread_by_sms, message, [{"notif": "sms"}])
            self.assertRefused(UserError, "sending on", mine._sms_get_recipients_info)
            self.assertFalse(record.sudo()._notify_thread_by_sms(message, [], sms_numbers=number), "nor by a machine")
            mine._notify_thread_by_sms(message, [{"notif": "inbox"}])

    def again(self):
        return self.env["collections.resubmission.reason"].search([], limit=1)
