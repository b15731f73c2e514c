"""Whom to turn to in which matter, and what happens when nobody is named."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestContactsByRole(SteeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"email": "office@acme.example", "street": "1 Main Street", "city": "Springfield"})
        cls.cfo = cls.person("Carla CFO", email="cfo@acme.example", phone="+41 44 668 18 00", tz="Europe/Zurich")
        cls.clerk = cls.person("Tom Clerk", email="tom@acme.example")

    @classmethod
    def person(cls, name, parent=None, **vals):
        parent = (parent or cls.customer).id
        return cls.env["res.partner"].create({"name": name, "parent_id": parent, "type": "other", **vals})

    def name_contact(self, partner, role, channel="any", user=None, **vals):
        values = {"account_id": self.acme.id, "partner_id": partner.id, "role": role, "channel": channel, **vals}
        return self.env["collections.account.contact"].with_user(user or self.collector).create(values)

    # ---------------------------------------------------------------------- the chain
    def test_the_chain_is_role_then_collections_then_invoice_address_then_the_customer(self):
        self.assertEqual(self.acme._contact_for("dunning"), self.customer)
        invoice = self.person("Invoices", type="invoice")
        self.assertEqual(self.acme._contact_for("dunning"), invoice)
        collections = self.person("Payables", type="collections")
        self.assertEqual(self.acme._contact_for("dunning"), collections)
        self.name_contact(self.clerk, "dunning")
        self.assertEqual(self.acme._contact_for("dunning"), self.clerk)
        self.assertEqual(self.acme._contact_for("legal"), collections, "each matter for itself")

    def test_who_cannot_be_reached_by_the_channel_is_passed_over(self):
        self.name_contact(self.clerk, "dunning")
        invoice = self.person("Invoices", type="invoice", phone="+41 44 111 22 33")
        self.assertEqual(self.acme._contact_for("dunning", "email"), self.clerk)
        self.assertEqual(self.acme._contact_for("dunning", "phone"), invoice)
        self.assertEqual(self.acme._contact_for("dunning", "letter"), self.customer)

    def test_when_nobody_can_be_reached_the_first_of_the_chain_shows_what_is_missing(self):
        self.name_contact(self.clerk, "dunning")
        self.assertEqual(self.acme._contact_for("dunning", "text"), self.clerk)

    def test_a_contact_for_one_channel_is_for_that_only(self):
        self.name_contact(self.cfo, "escalation", "phone")
        self.name_contact(self.clerk, "escalation", "email")
        self.assertEqual(self.acme._contact_for("escalation", "phone"), self.cfo)
        self.assertEqual(self.acme._contact_for("escalation", "email"), self.clerk)
        self.assertEqual(self.acme._contact_for("escalation", "letter"), self.customer)

    def test_the_first_by_sequence_goes_before(self):
        self.name_contact(self.clerk, "dunning", sequence=20)
        self.name_contact(self.cfo, "dunning", sequence=10)
        self.assertEqual(self.acme._contact_for("dunning"), self.cfo)

    def test_an_archived_person_is_nobody(self):
        self.name_contact(self.clerk, "dunning")
        self.clerk.active = False
        self.assertEqual(self.acme._contact_for("dunning"), self.customer)

    def test_an_outsider_may_be_named(self):
        lawyer = self.new_customer("Law & Order LLP", email="law@example.com")
        self.name_contact(lawyer, "legal")
        self.assertEqual(self.acme._contact_for("legal", "email"), lawyer)

    def test_contacts_are_found_in_as_few_statements_for_many_as_for_few(self):
        def statements(accounts):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            accounts._contacts_for("dunning", "email")
            return self.env.cr.sql_log_count - before

        self.name_contact(self.clerk, "dunning")
        self.assertEqual(statements(self.acme | self.bolt), statements(self.acme | self.bolt | self.crane))
        found = (self.acme | self.bolt)._contacts_for("dunning")
        self.assertEqual(found, {self.acme: self.clerk, self.bolt: self.customer_2})

    # ---------------------------------------------------------------------- what is shown
    def test_number_language_and_local_time_are_those_of_the_person(self):
        self.cfo.phone = "044 668 18 00"
        self.cfo.country_id = self.env.ref("base.ch")
        contact = self.name_contact(self.cfo, "escalation")
        with freeze_time("2026-06-30 10:00:00"):
            self.assertEqual(contact.local_time, "12:00 Zurich")
            self.cfo.tz = False
            contact.invalidate_recordset()
            self.assertEqual(contact.local_time, "12:00 Zurich", "by the number")
            self.cfo.phone = False
            contact.invalidate_recordset()
            self.assertFalse(contact.local_time)
        self.assertFalse(contact.phone)
        self.cfo.phone = "044 668 18 00"
        contact.invalidate_recordset()
        self.assertEqual((contact.phone, contact.lang), ("+41 44 668 18 00", self.cfo.lang))

    def test_the_local_time_follows_the_number_not_who_entered_the_contact(self):
        contact = self.name_contact(self.cfo, "escalation")
        self.cfo.tz = "Europe/Brussels"
        for number, time in (
            ("+1 415-555-0156", "03:00 Los Angeles"),
            ("+44 20 7946 0816", "11:00 London"),
            ("+44 7400 123456", "11:00 London"),
            ("+1 800 555 0199", False),
            ("+32 2 290 34 90", "12:00 Brussels"),
            (False, "12:00 Brussels"),
        ):
            self.cfo.phone = number
            contact.invalidate_recordset()
            with freeze_time("2026-06-30 10:00:00"), self.subTest(number):
                self.assertEqual(contact.local_time, time)

    def test_the_overview_says_whom_a_letter_would_go_to(self):
        self.name_contact(self.cfo, "escalation")
        overview = str(self.acme.with_user(self.collector).contact_overview)
        self.assertIn("1 Main Street, Springfield", overview)
        self.assertIn("cfo@acme.example", overview)
        self.assertIn("nothing entered", overview, "nobody has a phone in the matter of dunning")

    # ---------------------------------------------------------------------- rights
    def test_specialists_keep_the_contacts_of_their_customers_and_the_chatter_says_so(self):
        contact = self.name_contact(self.clerk, "dunning")
        contact.role = "dispute"
        contact.action_remove()
        self.assertFalse(self.acme.contact_ids)
        notes = self.notes(self.acme)
        for words in ("Contact added: Acme, Tom Clerk (Dunning)", "Contact changed", "Contact removed"):
            self.assertIn(words, notes)

    def test_others_do_not(self):
        contact = self.name_contact(self.clerk, "dunning")
        for user in (self.stranger, self.supervisor_2, self.auditor):
            self.env.invalidate_all()
            self.assertRefused(AccessError, ".", self.name_contact, self.cfo, "legal", user=user)
            self.assertRefused(AccessError, ".", contact.with_user(user).write, {"note": "x"})
            self.assertRefused(AccessError, ".", contact.with_user(user).action_remove)

    def test_a_contact_is_not_carried_to_a_customer_of_others(self):
        self.crane.group_override_id = self.other_group
        contact = self.name_contact(self.clerk, "dunning")
        self.env.invalidate_all()
        self.assertRefused(AccessError, ".", contact.write, {"account_id": self.crane.id})

    def test_a_person_of_another_company_is_refused(self):
        other = self.setup_other_company(name="Other")["company"]
        foreign = self.new_customer("Foreign", company_id=other.id)
        with self.assertRaisesRegex(ValidationError, "contact of another company"):
            self.name_contact(foreign, "legal", user=self.env.user)

    def test_contacts_move_along_when_customers_are_merged(self):
        self.name_contact(self.clerk, "dunning")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.customer.id, self.customer_2.id], self.customer_2)
        self.assertEqual(self.bolt._contact_for("dunning"), self.clerk)
