"""Writing to a customer about open items, and links by which he pays them online."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .contact_common import ContactCase

PDF = "odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf"


class SendCase(ContactCase, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "acme@example.com"
        cls.company.collections_sending = True
        cls.first = cls.invoice(cls.customer, 1000, cls.days(-20))
        cls.second = cls.invoice(cls.customer, 600, cls.days(-10))
        cls.refresh()

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(PDF, return_value=(b"%PDF-1.4", "pdf")))

    def items(self, user=None):
        return self.open_items(self.customer).with_user(user or self.collector)

    def compose(self, items=None, user=None, **context):
        """The dialog as the button over the items opens it."""
        action = (items or self.items()).with_user(user or self.collector)._compose(context)
        composer = self.env[action["res_model"]].with_user(user or self.collector)
        return Form(composer.with_context(**action["context"]))


@tagged("post_install", "-at_install")
class TestSend(SendCase):
    def test_the_mail_is_prepared_with_the_chosen_items_and_the_statement(self):
        chosen = self.items().filtered(lambda item: item.move_id == self.second)
        composer = self.compose(chosen)
        self.assertEqual(composer.partner_ids[:], self.customer)
        self.assertIn(self.second.name, composer.body)
        self.assertIn("600.00", composer.body)
        self.assertIn("06/20/2026", composer.body)
        self.assertNotIn(self.first.name, composer.body)
        self.assertEqual([each.name for each in composer.attachment_ids[:]], ["Open items - Acme.pdf"])

    def test_invoices_go_along_instead_and_what_the_user_added_stays(self):
        composer = self.compose()
        own = self.env["ir.attachment"].with_user(self.collector).create({"name": "Photo.png", "raw": b"1"})
        composer.attachment_ids.add(own)
        composer.collections_attach = "invoices"
        names = sorted(each.name for each in composer.attachment_ids[:])
        self.assertEqual(len(names), 3)
        self.assertIn("Photo.png", names)
        self.assertIn(f"{self.second.name.replace('/', '_')}.pdf", names)
        composer.collections_attach = "nothing"
        self.assertEqual([each.name for each in composer.attachment_ids[:]], ["Photo.png"])

    def test_it_goes_to_the_contact_for_dunning_in_his_language(self):
        person = self.env["res.partner"].create({"name": "Mrs Books", "email": "books@acme.example"})
        self.env["collections.account.contact"].create(
            {"account_id": self.acme.id, "partner_id": person.id, "role": "dunning"}
        )
        self.env.invalidate_all()
        composer = self.compose()
        self.assertEqual(composer.partner_ids[:], person)
        self.assertIn("Dear Mrs Books", " ".join(composer.body.split()).replace("<span>", ""))

    def test_sent_it_is_a_contact_and_stands_in_the_chatter(self):
        wizard = self.compose().save()
        with self.mock_mail_gateway():
            wizard.action_send_mail()
        contact = self.acme.contact_log_ids
        self.assertRecordValues(
            contact,
            [
                {
                    "direction": "out",
                    "channel": "email",
                    "user_id": self.collector.id,
                    "partner_id": self.customer.id,
                    "effective": False,
                    "group_id": self.group.id,
                }
            ],
        )
        self.assertIn(self.second.name, contact.note)
        self.assertEqual(contact.message_id.model, "collections.account")
        self.assertEqual(contact.message_id.partner_ids, self.customer)
        self.assertEqual(len(self._mails) + len(self._new_mails), 2, "one message to one recipient")

    def test_who_follows_the_customer_gets_no_copy_of_it(self):
        self.supervisor.notification_type = "email"
        self.acme.message_subscribe(self.supervisor.partner_id.ids)
        wizard = self.compose().save()
        with self.mock_mail_gateway():
            wizard.action_send_mail()
        self.assertNotIn(self.supervisor.partner_id, self._new_mails.recipient_ids)
        self.assertFalse(self.acme.contact_log_ids.message_id.notified_partner_ids & self.supervisor.partner_id)

    def test_a_note_in_the_chatter_is_no_contact(self):
        self.acme.with_user(self.collector).message_post(body="He is on holiday", message_type="comment")
        self.assertFalse(self.acme.contact_log_ids)

    def test_what_is_disputed_is_not_asked_for(self):
        chosen = self.items().filtered(lambda item: item.move_id == self.second)
        self.assertEqual(chosen.payable_currency, 600)
        wizard = (
            self.env["collections.dispute.create"]
            .with_user(self.collector)
            .with_context(active_model="collections.item", active_ids=chosen.ids)
            .create({"reason_id": self.env["collections.dispute.reason"].search([], limit=1).id})
        )
        wizard.line_ids.amount = 150
        wizard.action_open()
        self.env.invalidate_all()
        self.assertEqual((chosen.objected_currency, chosen.payable_currency), (150, 450))
        self.assertEqual(chosen._payable(), {self.second: 450})
        body = self.compose(chosen).body
        for part in ("In Dispute", "150.00", "To Pay", "450.00"):
            self.assertIn(part, body)

    # ---------------------------------------------------------------------- nothing ticked
    def unticked(self):
        """What the screen hands over when no item is ticked."""
        return self.items().filtered(lambda item: item.residual > 0).with_context(collections_free=True)

    def agree(self, invoice, amount):
        """``amount`` of an invoice is in a plan."""
        item = self.items().filtered(lambda item: item.move_id == invoice)
        self.env["collections.plan"].with_user(self.collector).create(
            {
                "account_id": self.acme.id,
                "accepted": True,
                "item_ids": [Command.create({"line_id": item.line_id.id, "amount": amount})],
                "installment_ids": [Command.create({"date": self.days(10), "principal": amount})],
            }
        )
        self.env.invalidate_all()

    def rest_on_hold(self):
        """All but the two invoices is paid or on hold."""
        rest = self.items().sudo().filtered(lambda item: item.move_id not in (self.first, self.second))
        for item in rest:
            self.hold_item(item.line_id)
        self.env.invalidate_all()

    def test_with_nothing_ticked_what_is_overdue_and_free_is_asked_for(self):
        later = self.invoice(self.customer, 300, self.days(5))
        self.refresh()
        self.rest_on_hold()
        self.agree(self.first, 1000)
        self.agree(self.second, 200)
        action = self.unticked().action_send()
        composer = Form(self.env["mail.compose.message"].with_user(self.collector).with_context(**action["context"]))
        for part in (self.second.name, "Covered", "200.00", "To Pay", "400.00"):
            self.assertIn(part, composer.body)
        for part in (self.first.name, later.name, "In Dispute"):
            self.assertNotIn(part, composer.body)
        action = self.unticked().action_payment_link()
        links = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]).create({})
        self.assertRecordValues(links.line_ids, [{"move_id": self.second.id, "amount": 400}])
        context = links.action_send()["context"]
        body = Form(self.env["mail.compose.message"].with_user(self.collector).with_context(**context)).body
        self.assertIn("400.00", body)
        self.assertIn("Pay online", body)

    def test_what_is_ticked_is_sent_all_the_same(self):
        self.agree(self.second, 200)
        ticked = self.items().filtered(lambda item: item.move_id == self.second)
        self.assertEqual(ticked._payable(), {self.second: 600})
        self.assertNotIn("Covered", self.compose(ticked).body)

    def test_when_nothing_is_left_it_says_why(self):
        self.invoice(self.customer, 300, self.days(5))
        self.refresh()
        self.rest_on_hold()
        self.agree(self.first, 1000)
        self.agree(self.second, 600)
        for function in (self.unticked().action_send, self.unticked().action_payment_link):
            self.assertRefused(
                UserError,
                r"Nothing is left to ask for: On Hold .*In a Plan .*1,600\.00, Not Due Yet .*300\.00\. Tick items",
                function,
            )

    # ---------------------------------------------------------------------- refused
    def test_nothing_is_sent_while_sending_is_off(self):
        wizard = self.compose().save()
        self.company.collections_sending = False
        self.assertRefused(UserError, "has to switch sending on", self.items().action_send)
        self.assertRefused(UserError, "has to switch sending on", wizard.action_send_mail)
        self.assertFalse(self.acme.contact_log_ids)

    def test_who_may_switch_sending_on_is_named(self):
        self.company.collections_sending = False
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.company
        self.assertRefused(UserError, f"{admin.name}.* has to switch sending on first", self.items().action_send)

    def test_who_has_no_address_or_wants_no_mail_gets_none(self):
        wizard = self.compose().save()
        self.customer.email = False
        self.assertRefused(UserError, "no e-mail address", wizard.action_send_mail)
        self.customer.email = "acme@example.com"
        self.env["mail.blacklist"]._add("acme@example.com")
        self.env.invalidate_all()
        self.assertRefused(UserError, "does not want e-mail", wizard.action_send_mail)

    def test_who_is_to_be_left_alone_is_left_alone(self):
        self.resubmit(7, no_contact=True)
        self.env.invalidate_all()
        self.assertRefused(UserError, "before 07/07/2026", self.items().action_send)

    def test_a_mail_goes_to_one_customer(self):
        items = self.items() | self.open_items(self.customer_2)
        self.assertRefused(UserError, "to one customer", items.action_send)

    def test_who_does_not_see_the_customer_or_only_audits_writes_to_nobody(self):
        for user in (self.stranger, self.supervisor_2, self.auditor):
            with self.subTest(user.login):
                self.env.invalidate_all()
                self.assertRefused(AccessError, "", self.items(user).action_send)
                self.assertRefused(
                    AccessError,
                    "",
                    self.acme.with_user(user).with_context(collections_item_ids=self.items().ids).message_post,
                    body="x",
                    message_type="comment",
                    partner_ids=self.customer.ids,
                )
        self.items(self.supervisor).action_send()


@tagged("post_install", "-at_install")
class TestPaymentLink(SendCase):
    def links(self, items=None, user=None):
        action = (items or self.items()).with_user(user or self.collector).action_payment_link()
        wizards = self.env[action["res_model"]].with_user(user or self.collector).with_context(**action["context"])
        return wizards.create({})

    def test_each_invoice_has_a_link_with_what_is_open_of_it(self):
        self.pay(self.second, 100)
        self.env.invalidate_all()
        wizard = self.links()
        line = wizard.line_ids.filtered(lambda line: line.move_id == self.second)
        self.assertEqual((len(wizard.line_ids), line.amount), (2, 500))
        for part in (f"/my/invoices/{self.second.id}", "access_token=", "payment=True", "amount=500.0", "#portal_pay"):
            self.assertIn(part, line.link)
        self.assertNotIn("//my", line.link)
        self.assertIn(f"{self.second.name}: http", wizard.all_links)
        self.assertFalse(wizard.pays_online, "no provider is switched on")

    def test_several_due_dates_of_an_invoice_are_one_payment(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Halves",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days}) for days in (0, 30)
                ],
            }
        )
        self.second.button_draft()
        self.second.invoice_payment_term_id = terms
        self.second.action_post()
        items = self.items().filtered(lambda item: item.move_id == self.second)
        self.assertEqual(len(items), 2)
        self.assertEqual(self.links(items).line_ids.amount, 600)
        self.assertEqual(self.links(items[:1]).line_ids.amount, 300)

    def test_what_cannot_be_paid_online_is_named(self):
        note = self.credit_note(self.customer, 50)
        items = self.items()
        self.assertEqual(len(self.links(items).line_ids), 2, "a credit note is none of them")
        only = items.filtered(lambda item: item.move_id == note)
        self.assertRefused(UserError, "the customer owes", only.action_payment_link)
        self.env["ir.config_parameter"].set_param("account_payment.enable_portal_payment", "False")
        self.assertRefused(UserError, "cannot be paid online", items.action_payment_link)

    def test_the_mail_has_the_links(self):
        wizard = self.links()
        action = wizard.with_context(active_model="collections.item", active_ids=self.items().ids).action_send()
        composer = Form(self.env["mail.compose.message"].with_user(self.collector).with_context(**action["context"]))
        self.assertEqual(composer.body.count("Pay online"), 2)
        self.assertIn(f"/my/invoices/{self.second.id}", composer.body)
        self.assertNotIn("Pay online", self.compose().body)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_gets_a_link_to_what_he_may_not_read(self):
        for user in (self.stranger, self.supervisor_2):
            self.env.invalidate_all()
            self.assertRefused(AccessError, "", self.items(user).action_payment_link)
        self.env.invalidate_all()
        self.assertRefused(AccessError, "", self.links, user=self.auditor)
        other = self.setup_other_company(name="Other Books")["company"]
        foreign = self.env["account.move"].with_company(other).create({"move_type": "out_invoice"})
        line = self.env["collections.payment.link.line"].with_user(self.collector)
        values = {"wizard_id": self.links().id, "move_id": foreign.id, "amount": 1}
        self.assertRefused(AccessError, "", line.create, values)
