"""Mail of customers: to the address of collections, or as an answer, each becomes a contact of its customer."""

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .contact_common import ContactCase

MAIL = """MIME-Version: 1.0
Message-Id: <{number}@acme.example>
From: {sender}
To: {to}
Subject: {subject}
{references}{headers}Content-Type: text/plain; charset=utf-8

{text}
"""


@tagged("post_install", "-at_install")
class TestContactMail(ContactCase, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person.email = "lang@acme.example"
        cls.company._set_collections_alias("collections-test")
        cls.address = cls.company.collections_alias_id.alias_full_name
        cls.mails = 0

    def receive(
        self,
        subject="Your reminder",
        text="We pay on Friday.",
        sender="Lang <lang@acme.example>",
        parent=None,
        headers="",
    ):
        type(self).mails += 1
        with self.mock_mail_gateway():
            self.env["mail.thread"].with_user(self.env.ref("base.user_root")).message_process(
                False,
                MAIL.format(
                    number=self.mails,
                    sender=sender,
                    to=self.address,
                    subject=subject,
                    text=text,
                    references=f"In-Reply-To: {parent.message_id}\nReferences: {parent.message_id}\n" if parent else "",
                    headers=headers,
                ),
            )

    def test_a_mail_of_a_person_of_the_customer_becomes_a_contact(self):
        self.receive()
        self.assertRecordValues(
            self.acme.contact_log_ids,
            [
                {
                    "direction": "in",
                    "channel": "email",
                    "effective": True,
                    "partner_id": self.person.id,
                    "user_id": False,
                    "note": "Your reminder\nWe pay on Friday.",
                }
            ],
        )
        self.assertEqual(self.acme.message_ids[:1].subject, "Your reminder", "and stands in his chatter")
        self.assertEqual(self.acme.last_effective_date, self.key_date)

    def test_an_answer_becomes_a_contact_of_the_customer_it_answers(self):
        sent = self.bolt.sudo().message_post(body="Dear customer", message_type="comment")
        self.receive(subject="Re: Dear customer", parent=sent, sender="someone@bolt.example")
        self.assertEqual(len(self.bolt.contact_log_ids), 1)
        self.assertFalse(self.acme.contact_log_ids)

    def test_what_a_machine_wrote_reached_nobody(self):
        self.receive(subject="Automatic reply: Your reminder")
        self.assertRecordValues(
            self.acme.contact_log_ids, [{"effective": False, "outcome_id": self.outcomes["automatic"].id}]
        )

    def test_a_vacation_note_is_known_by_its_headers_whatever_its_subject(self):
        for headers, outcome in (
            ("Auto-Submitted: auto-replied\n", "automatic"),
            ("X-Auto-Response-Suppress: All\n", "automatic"),
            ("Precedence: bulk\n", "automatic"),
            ("Auto-Submitted: no\nPrecedence: list\n", "mail"),
        ):
            with self.subTest(headers):
                self.receive(subject="Re: Your reminder", text="I am back in August.", headers=headers)
                contact = self.acme.contact_log_ids.sorted("id")[-1:]
                self.assertEqual(contact.outcome_id, self.outcomes[outcome])
                self.assertEqual(contact.effective, outcome == "mail")

    def test_an_unknown_sender_is_known_by_the_invoice_he_speaks_of(self):
        invoice = self.invoice(self.customer_2, 100, self.days(-3))
        self.receive(sender="accounts@elsewhere.example", text=f"About {invoice.name}: paid yesterday.")
        self.assertEqual(len(self.bolt.contact_log_ids), 1)

    def test_a_mail_about_invoices_of_two_customers_belongs_to_neither(self):
        one, other = self.invoice(self.customer, 1, self.days(-3)), self.invoice(self.customer_2, 1, self.days(-3))
        self.receive(sender="x@elsewhere.example", text=f"{one.name} {other.name}")
        self.assertFalse((self.acme | self.bolt).contact_log_ids)

    def test_an_unknown_sender_makes_no_customer_and_somebody_is_told(self):
        before = self.env["collections.account"].search_count([])
        self.receive(sender="who@nowhere.example", text="Hello")
        self.assertEqual(self.env["collections.account"].search_count([]), before)
        self.assertIn("unknown sender", self.company.partner_id.activity_ids.mapped("summary")[0])

    def test_a_colleague_who_answers_by_mail_is_no_customer(self):
        sent = self.acme.sudo().message_post(body="Dear customer", message_type="comment")
        self.collector.email = "collector@company.example"
        self.receive(parent=sent, sender="collector@company.example")
        self.assertFalse(self.acme.contact_log_ids)

    def test_each_company_has_its_own_address(self):
        other = self.setup_other_company(name="Other Books")["company"]
        other._set_collections_alias("collections-other")
        self.assertIn(str(other.id), other.collections_alias_id.alias_defaults)
        other._set_collections_alias("")
        self.assertFalse(other.collections_alias_id)
        self.assertTrue(self.company.collections_alias_id)
