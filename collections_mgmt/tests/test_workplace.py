"""The screen of a customer: people to call, what to say, the note, the timeline, payments."""

from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .contact_common import ContactCase


@tagged("post_install", "-at_install")
class TestWorkplace(ContactCase):
    # ---------------------------------------------------------------------- people
    def test_people_are_those_of_the_customer_with_a_number_to_dial_and_the_time_there(self):
        shown = self.acme.with_user(self.collector).people
        lang = next(each for each in shown if each["id"] == self.person.id)
        self.assertEqual((lang["phone"], lang["dial"]), ("+49 30 901820", "+4930901820"))
        self.assertEqual(lang["local_time"], "02:00 Berlin")
        self.assertTrue(lang["asleep"])

    def test_who_has_the_role_comes_first(self):
        lawyer = self.env["res.partner"].create({"name": "Lawyer", "phone": "+1 202 555 0143"})
        self.env["collections.account.contact"].create({"account_id": self.acme.id, "partner_id": lawyer.id})
        shown = self.acme.with_user(self.collector).people
        self.assertEqual((shown[0]["name"], shown[0]["roles"]), ("Lawyer", ["Dunning"]))

    def test_a_number_nobody_can_read_is_shown_as_it_was_typed(self):
        self.person.phone = "extension 12"
        lang = next(each for each in self.acme.people if each["id"] == self.person.id)
        self.assertEqual((lang["phone"], lang["dial"], lang["local_time"]), ("extension 12", "", ""))

    # ---------------------------------------------------------------------- script
    def test_the_script_of_the_rule_that_weighs_most_is_filled_in(self):
        small, _total, age = self.strategy.rule_ids.sorted("sequence")[1:4]
        small.script = "Kind words."
        age.script = "I am {me}. {amount} of {customer} is open for {days} days, {unknown}."
        self.refresh()
        script = self.acme.with_user(self.collector).call_script
        self.assertEqual(
            script,
            "I am Test Collector. $ 5,000.00 of Acme is open for 40 days, {unknown}.".replace(
                "$ ", "$\xa0" if "\xa0" in script else "$ "
            ),
        )
        self.assertEqual(self.crane.call_script, "Kind words.", "he is not so late")

    def test_who_owes_in_several_currencies_hears_each(self):
        canadian = self.setup_other_currency("CAD", rates=[("2016-01-01", 2.0)])
        self.invoice(self.customer_2, 900, self.days(-40), currency=canadian)
        for rule in self.strategy.rule_ids:
            rule.script = "{amount}"
        self.refresh()
        bolt = self.bolt.with_user(self.collector)
        self.assertEqual(bolt.to_collect, 3450)
        self.assertEqual(bolt.call_script.replace("\xa0", " "), "$ 3,000.00 + 900.00 $")

    def speak(self):
        """Something is to be said to everybody whom the strategy brings."""
        for rule in self.strategy.rule_ids:
            rule.script = "Pay, please."
        self.refresh()

    def test_who_has_agreed_to_pay_is_not_asked_again(self):
        self.speak()
        acme = self.acme.with_user(self.collector)
        self.assertEqual(acme.call_script, "Pay, please.")
        debts = [(item.line_id, item.residual) for item in self.acme.item_ids]
        self.env["collections.plan"].with_user(self.collector).create(
            {
                "account_id": self.acme.id,
                "accepted": True,
                "item_ids": [Command.create({"line_id": line.id, "amount": amount}) for line, amount in debts],
                "installment_ids": [
                    Command.create({"date": self.days(10), "principal": sum(amount for _line, amount in debts)})
                ],
            }
        )
        self.env.invalidate_all()
        self.assertEqual((self.acme.to_collect, acme.call_script), (0, False))

    def test_who_is_not_to_be_asked_now_is_not_threatened(self):
        self.speak()
        acme, bolt = self.acme.with_user(self.collector), self.bolt.with_user(self.collector)
        self.resubmit(7, no_contact=True)
        self.hold(account=self.bolt)
        self.refresh()
        self.env.invalidate_all()
        self.assertEqual((acme.verdict, acme.to_collect, acme.call_script), ("waiting", 5000, False))
        self.assertEqual((bolt.verdict, bolt.call_script), ("hold", False))

    def test_without_scripts_a_version_stays_what_it_was(self):
        before = self.strategy._content()
        self.assertFalse([rule for rule in before["rules"] if "script" in rule])
        self.strategy.rule_ids[0].script = "x"
        self.assertNotEqual(self.strategy._content(), before)

    # ---------------------------------------------------------------------- note
    def test_a_note_is_stuck_on_by_who_collects_from_him(self):
        self.acme.with_user(self.collector).stick_note("  Speaks French only ")
        self.assertEqual(self.acme.sticky_note, "Speaks French only")
        self.assertIn("Sticky note: Speaks French only", self.notes(self.acme))
        self.acme.with_user(self.collector).stick_note("")
        self.assertFalse(self.acme.sticky_note)

    def test_nobody_else_sticks_one_on_and_none_is_endless(self):
        for user in (self.stranger, self.auditor):
            self.assertRefused(AccessError, "", self.acme.with_user(user).stick_note, "x")
        self.assertRefused(UserError, "2000 characters", self.acme.with_user(self.collector).stick_note, "x" * 2001)
        self.assertRefused(AccessError, "", self.acme.with_user(self.supervisor).write, {"sticky_note": "x"})

    # ---------------------------------------------------------------------- timeline
    def events(self, account=None, user=None):
        return (account or self.acme).with_user(user or self.collector).timeline_ids

    def test_all_that_happened_stands_in_one_line_of_time(self):
        invoice = self.invoice(self.customer, 700, self.days(-20))
        credit = self.credit_note(self.customer, 50, self.days(-15))
        payment = self.pay(invoice, 200, self.days(-10))
        self.contact("no_answer", at=datetime(2026, 6, 25, 9, 0), note="Fax")
        self.resubmit(3)
        self.hold()
        events = self.events().filtered(
            lambda event: (
                event.res_model != "account.move" or event.res_id in (invoice.id, credit.id, payment.move_id.id)
            )
        )
        self.assertEqual(
            events.filtered(lambda event: event.res_model == "account.move").mapped(
                lambda event: (event.kind, event.amount)
            ),
            [("payment", 200), ("credit_note", -50), ("invoice", 700)],
        )
        self.assertEqual(
            set(events.mapped("kind")), {"payment", "credit_note", "invoice", "contact", "resubmission", "hold"}
        )
        self.assertEqual(events.mapped("at"), sorted(events.mapped("at"), reverse=True), "newest first")
        contact = events.filtered(lambda event: event.kind == "contact")
        self.assertRecordValues(
            contact, [{"name": "No answer", "detail": "Fax", "user_id": self.collector.id, "day": self.days(-5)}]
        )
        self.assertEqual(contact.action_open()["res_model"], "collections.contact")

    def test_no_two_events_are_the_same(self):
        self.contact()
        self.resubmit()
        self.hold()
        events = self.env["collections.timeline"].search([])
        self.assertEqual(len(events), len(set(events.ids)))

    def test_an_event_that_is_known_is_read_from_its_record_alone(self):
        self.pay(self.invoice(self.customer, 700, self.days(-20)), 200, self.days(-10))
        self.contact()
        self.resubmit(3)
        events = self.env["collections.timeline"].with_user(self.collector)
        found = events.search_read([("account_id", "=", self.acme.id)], ["kind", "name", "res_id"])
        self.assertTrue(found)
        for event in found:
            with self.subTest(kind=event["kind"]):
                self.env.invalidate_all()
                self.assertEqual(events.browse(event["id"]).read(["kind", "name", "res_id"]), [event])
        text = str(events._search([("id", "in", [event["id"] for event in found])]).select().code)
        kinds = {event["kind"] for event in found}
        self.assertEqual(kinds, {"contact", "resubmission", "invoice", "payment"})
        self.assertEqual(text.count("source.res_id = ANY"), len(kinds), "and no other source is read")

    def test_payments_are_those_of_the_timeline(self):
        payment = self.unallocated_payment(self.customer, 120)
        self.assertRecordValues(self.acme.payment_ids, [{"res_id": payment.move_id.id, "amount": 120}])

    def test_the_screen_shows_the_same_events_and_payments_and_makes_them_once(self):
        self.pay(self.invoice(self.customer, 700, self.days(-20)), 200, self.days(-10))
        self.contact()
        acme = self.acme.with_user(self.collector)
        events, payments = acme.timeline_ids.ids, acme.payment_ids.ids
        self.assertEqual(len(payments), 1)
        self.assertIn(payments[0], events)
        tabs = {"timeline_ids": {}, "payment_ids": {}}
        acme.web_read(tabs)  # fills caches
        counts = []
        for asked in ({"timeline_ids": {}}, tabs):
            acme.env.invalidate_all()
            before = self.env.cr.sql_log_count
            [shown] = acme.web_read(asked)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertEqual((shown["timeline_ids"], shown["payment_ids"]), (events, payments))

    def test_of_another_company_or_group_nothing_is_seen(self):
        self.contact()
        self.assertTrue(self.events(user=self.auditor))
        for user in (self.stranger, self.supervisor_2):
            domain = [("account_id", "=", self.acme.id)]
            self.assertFalse(self.env["collections.timeline"].with_user(user).search(domain))

    def test_the_timeline_takes_as_many_statements_for_many_events_as_for_one(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.acme.timeline_ids.mapped("name")
            return self.cr.sql_log_count - before

        self.contact()
        statements()  # how the language writes days is read once, by whatever asks first
        one = statements()
        for _each in range(5):
            self.contact()
        self.assertEqual(statements(), one)
