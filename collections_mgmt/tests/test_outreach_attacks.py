"""What may go out to customers cannot be had by another way: later, by another dialog, by a link that is over."""

from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_plan_portal import SIGNATURE, PortalCase
from .test_send import SendCase


@tagged("post_install", "-at_install")
class TestSendAttacks(SendCase):
    def scheduled(self):
        wizard = self.compose().save()
        wizard.scheduled_date = datetime.now() + timedelta(days=1)
        wizard.action_schedule_message()
        return self.env["mail.scheduled.message"].search([], limit=1, order="id desc")

    def test_a_mail_put_off_is_checked_when_it_leaves(self):
        later = self.scheduled()
        self.company.collections_sending = False
        self.env.invalidate_all()
        with self.mock_mail_gateway():
            self.assertRefused(UserError, "has to switch sending on", later.with_user(self.collector)._post_message)
        self.assertFalse(self._mails)

    def test_a_mail_put_off_is_a_contact_when_it_leaves(self):
        later = self.scheduled()
        with self.mock_mail_gateway():
            later.with_user(self.collector)._post_message()
        self.assertTrue(self.acme.contact_log_ids)

    def test_the_kind_of_message_is_no_way_around(self):
        self.company.collections_sending = False
        account = self.acme.with_user(self.collector).with_context(collections_item_ids=self.items().ids)
        for kind in ("notification", "auto_comment", "email_outgoing"):
            self.assertRefused(
                UserError, "", account.message_post, body="x", message_type=kind, partner_ids=self.customer.ids
            )

    def test_the_chatter_reaches_nobody_outside_while_sending_is_off(self):
        self.company.collections_sending = False
        account = self.acme.with_user(self.collector)
        with self.mock_mail_gateway():
            self.assertRefused(
                UserError, "", account.message_post, body="x", message_type="comment", partner_ids=self.customer.ids
            )
        self.assertFalse(self._mails)

    def test_nor_do_mails_to_many(self):
        self.company.collections_sending = False
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.collector)
            .with_context(
                default_model="collections.account",
                default_res_ids=self.acme.ids,
                default_template_id=self.env.ref("collections_mgmt.collections_items_mail_template").id,
                default_composition_mode="mass_mail",
            )
        )
        wizard = composer.create({"subject": "x", "body": "y"})
        with self.mock_mail_gateway():
            self.assertRefused(UserError, "", wizard._action_send_mail)
        self.assertFalse(self._mails)

    def test_it_goes_to_nobody_who_has_nothing_to_do_with_the_customer(self):
        stranger = self.env["res.partner"].create({"name": "Eve", "email": "eve@evil.example"})
        wizard = self.compose().save()
        wizard.partner_ids = stranger
        with self.mock_mail_gateway():
            self.assertRefused(UserError, "", wizard.action_send_mail)

    def test_who_follows_is_told_nothing_while_sending_is_off(self):
        self.company.collections_sending = False
        self.acme.message_subscribe(self.customer.ids)
        with self.mock_mail_gateway():
            self.acme.with_user(self.collector).message_post(
                body="x", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self.assertFalse(self._mails)

    def test_colleagues_are_written_to_as_ever(self):
        self.company.collections_sending = False
        self.acme.with_user(self.collector).message_post(
            body="x", message_type="comment", partner_ids=self.supervisor.partner_id.ids
        )
        self.assertFalse(self.acme.contact_log_ids)

    def test_a_template_is_no_way_around(self):
        self.company.collections_sending = False
        template = self.env.ref("collections_mgmt.collections_items_mail_template").with_user(self.collector)
        self.assertRefused(UserError, "switch sending on", template.send_mail, self.acme.id)

    def test_it_tells_of_no_items_of_others(self):
        account = self.acme.with_user(self.collector).with_context(
            collections_item_ids=self.open_items(self.customer_2).ids
        )
        self.assertFalse(account._items_to_send())

    def test_a_line_tells_nothing_of_invoices_of_others(self):
        items = self.items()
        action = items.action_payment_link()
        wizard = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]).create({})
        company = self.setup_other_company(name="Elsewhere")["company"]
        other = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer_2.id,
                    "company_id": company.id,
                    "invoice_line_ids": [Command.create({"name": "a", "price_unit": 5, "tax_ids": []})],
                }
            )
        )
        other.action_post()
        line = self.env["collections.payment.link.line"].with_user(self.collector)

        def leak():
            made = line.create({"wizard_id": wizard.id, "move_id": other.id, "amount": 1})
            self.env.flush_all()
            self.env.invalidate_all()
            return made.read(["name", "due_date"])

        self.assertRefused(AccessError, "", leak)

    def test_a_contact_takes_over_nothing(self):
        mine = self.contact()
        hold = self.hold(account=self.bolt)
        for values in ({"hold_ids": [Command.link(hold.id)]}, {"promise_ids": [Command.link(1)]}):
            self.assertRefused(AccessError, "", mine.with_user(self.collector).write, values)
        self.assertRefused(AccessError, "", lambda: self.contact(hold_ids=[Command.link(hold.id)]))


@tagged("post_install", "-at_install")
class TestPortalAttacks(PortalCase):
    def test_an_internal_user_without_a_role_needs_a_link_that_is_good(self):
        plain = new_test_user(self.env, login="test_plain", groups="base.group_user", company_id=self.company.id)
        plan = self.offered()
        plan.link_until = self.days(-1)
        self.env.flush_all()
        self.authenticate(plain.login, plain.login)
        self.assertNotIn(plan.number, self.page(plan).text)

    def test_what_is_no_text_is_refused(self):
        plan = self.offered()
        for values in ({"name": 5}, {"name": ["x"]}, {"signature": 5}, {"signature": {"a": 1}}, {"signature": True}):
            with self.subTest(values=values):
                result = self.accept(plan, **values)
                self.assertIn("error", result)
        for token in ([1], {"a": 1}, 5, "ü" * 36):
            with self.subTest(token=token):
                result = self.make_jsonrpc_request(
                    f"/my/plan/{plan.id}/accept", {"access_token": token, "name": "E", "signature": SIGNATURE}
                )
                self.assertIn("error", result)
        self.assertEqual(plan.state, "proposed")

    def test_what_is_no_token_opens_nothing(self):
        plan = self.offered()
        for token in ("%C3%BC", "%00", "x" * 5000):
            with self.subTest(token=token[:10]):
                page = self.url_open(f"/my/plan/{plan.id}?access_token={token}", allow_redirects=False)
                self.assertLess(page.status_code, 500)

    def test_with_a_new_version_the_link_to_the_old_one_ends(self):
        plan = self.offered()
        token = plan.access_token
        self.accept(plan)
        new = self.offered((10, 700), items=[(self.line, 700)], previous_id=plan.id)
        self.accept(new)
        self.assertEqual((plan.state, new.state), ("replaced", "active"))
        for kind in ("", "&report_type=pdf"):
            page = self.url_open(f"/my/plan/{plan.id}?access_token={token}{kind}", allow_redirects=False)
            self.assertEqual(page.status_code, 303)

    def test_his_name_is_text(self):
        plan = self.offered()
        self.accept(plan, name="<script>alert(1)</script>{{ 7*7 }}")
        self.assertIn("&lt;script", self.notes(plan))
        self.assertNotIn("<script>alert", self.url_open(f"/my/plan/{plan.id}?access_token={plan.access_token}").text)
