"""Contacts (E7): logged with what follows in one dialog, on with the list, as facts for rules; rights; history."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .contact_common import ContactCase


@tagged("post_install", "-at_install")
class TestContact(ContactCase):
    # ---------------------------------------------------------------------- logging
    def test_a_call_is_logged_with_person_number_and_outcome(self):
        self.log("reached", partner_id=self.person, note="Pays on Friday")
        self.assertRecordValues(
            self.acme.contact_log_ids,
            [
                {
                    "user_id": self.collector.id,
                    "partner_id": self.person.id,
                    "number": "+49 30 901820",
                    "channel": "phone",
                    "direction": "out",
                    "effective": True,
                    "group_id": self.group.id,
                    "day": self.key_date,
                }
            ],
        )
        self.assertIn("Phone with Mrs Lang: Reached, talked it over: Pays on Friday", self.notes(self.acme))

    def test_a_callback_is_agreed_in_the_same_dialog(self):
        self.log("callback", again_on=self.days(1), again_time="10:15", note="Ask for Mrs Lang")
        contact = self.acme.contact_log_ids
        self.assertRecordValues(
            contact.resubmission_ids,
            [{"call_at": datetime(2026, 7, 1, 10, 15), "note": "Ask for Mrs Lang", "given_by_id": self.collector.id}],
        )
        self.assertIn("Callback", contact.followed_by)

    def test_the_day_proposed_follows_from_the_outcome_and_is_no_weekend(self):
        self.outcomes["callback"].days = 4  # a Saturday
        self.log("callback")
        self.assertEqual(self.acme.resubmission_ids.date, self.days(6))

    def test_the_outcome_opens_the_dialog_that_must_follow(self):
        action = self.log("leave")
        self.assertEqual(action["res_model"], "collections.hold.create")
        self.assertEqual(action["context"]["collections_contact_id"], self.acme.contact_log_ids.id)

    def test_for_selected_items_it_opens_for_them(self):
        items = self.open_items(self.customer)
        action = self.log("leave", items=items)
        self.assertEqual(action["context"]["active_model"], "collections.item")
        self.assertEqual(action["context"]["active_ids"], items.ids)

    def test_every_kind_of_follow_up_can_be_asked_for(self):
        """Also those whose dialog comes from a part that is not installed: then nothing follows."""
        reason = self.env["collections.dispute.reason"].create({"name": "Pallets missing"})
        for kind, _label in self.env["collections.contact.outcome"]._fields["follow_up"].selection:
            with self.subTest(kind=kind):
                self.outcomes["reached"].follow_up = kind
                self.log("reached", **({"dispute_reason_id": reason} if kind == "dispute" else {}))

    # ---------------------------------------------------------------------- on with the list
    def on_the_list(self):
        self.group.member_ids.filtered(lambda member: member.user_id == self.collector_2).capacity = 0
        self.run_list()
        return self.acme.current_item_id

    def test_saved_the_customer_is_done_and_the_next_one_on_screen(self):
        item = self.on_the_list()
        action = self.log("reached", next_one=True)
        self.assertEqual(item.state, "completed")
        self.assertEqual(action["params"]["action"]["res_id"], self.bolt.id)

    def test_saved_to_stay_the_customer_is_in_work(self):
        item = self.on_the_list()
        self.log("reached")
        self.assertEqual(item.state, "in_progress")

    def test_who_is_to_be_called_back_later_today_stays_on_the_list(self):
        item = self.on_the_list()
        self.log("callback", again_on=self.key_date, again_time="16:00", next_one=True)
        self.assertEqual(item.state, "open")
        self.assertTrue(self.acme.resubmission_due)

    def test_what_must_follow_is_asked_before_the_customer_is_done(self):
        item = self.on_the_list()
        action = self.log("leave", next_one=True)
        self.assertEqual((action["res_model"], action["target"]), ("collections.hold.create", "new"))
        self.assertEqual(item.state, "open", "who closes that dialog stays with the customer")
        self.acme.with_user(self.collector).action_item_after_contact()
        self.assertEqual(item.state, "completed")

    def test_a_callback_of_tomorrow_does_not_come_back_today(self):
        item = self.on_the_list()
        self.log("callback", again_on=self.days(1), next_one=True)
        self.assertEqual(item.state, "completed")
        self.assertFalse(self.acme.resubmission_due)

    # ---------------------------------------------------------------------- resubmissions and contacts
    def test_who_was_reached_need_not_be_called_again(self):
        due, later = self.resubmit(0), self.resubmit(5)
        self.contact("no_answer")
        self.assertEqual(due.state, "open", "nobody answered: still to be called")
        self.contact("reached")
        self.assertRecordValues(
            due | later, [{"state": "done", "closed_because": "contact"}, {"state": "open", "closed_because": False}]
        )

    # ---------------------------------------------------------------------- facts
    def test_facts_count_from_the_key_date(self):
        self.contact("reached", at=datetime(2026, 6, 10, 9, 0))
        self.contact("no_answer", at=datetime(2026, 6, 20, 9, 0))
        self.contact("no_answer", at=datetime(2026, 6, 25, 9, 0))
        self.contact("mail", at=datetime(2026, 6, 5, 9, 0), direction="in", channel="email")
        self.assertRecordValues(
            self.acme,
            [
                {
                    "last_contact_date": self.days(-5),
                    "last_effective_date": self.days(-20),
                    "days_since_contact": 5,
                    "days_since_effective": 20,
                    "failed_contacts": 2,
                }
            ],
        )
        self.refresh(key_date=self.days(-8))
        self.assertEqual((self.acme.failed_contacts, self.acme.days_since_effective), (1, 12))

    def test_what_was_written_is_no_failed_attempt(self):
        self.contact("no_answer", at=datetime(2026, 6, 20, 9, 0))
        self.contact("no_answer", at=datetime(2026, 6, 21, 9, 0), channel="email")
        self.contact("no_answer", at=datetime(2026, 6, 22, 9, 0), channel="letter")
        self.assertRecordValues(self.acme, [{"failed_contacts": 1, "last_contact_date": self.days(-8)}])

    def test_who_was_never_reached_counts_from_his_oldest_debt(self):
        self.assertFalse(self.acme.last_contact_date)
        self.assertEqual(self.acme.days_since_effective, 40)
        self.assertFalse(self.acme.failed_contacts)

    def test_ready_conditions_choose_who_they_say(self):
        self.contact("reached", self.bolt)
        for _each in range(3):
            self.contact("no_answer", self.crane)
        expected = {"quiet": self.bolt, "last_contact_failed": self.crane, "no_contact": self.acme}
        accounts = self.env["collections.account"]
        mine = [("id", "in", (self.acme | self.bolt | self.crane).ids)]
        for name, chosen in expected.items():
            condition = self.env.ref(f"collections_mgmt.collections_condition_{name}")
            condition._check_domain()
            self.assertEqual(accounts.search(list(condition._account_domain()) + mine), chosen, name)

    def test_an_outcome_that_means_something_else_later_changes_no_history(self):
        contact = self.contact("reached")
        self.outcomes["reached"].effective = False
        self.refresh(accounts=self.acme)
        self.assertTrue(contact.effective)
        self.assertEqual(self.acme.last_effective_date, self.key_date)

    # ---------------------------------------------------------------------- refused
    def test_a_contact_to_come_is_refused(self):
        self.assertRefused(ValidationError, "a time that has passed", self.contact, at=datetime(2026, 7, 1))

    def test_a_contact_of_another_age_is_refused(self):
        self.assertRefused(ValidationError, "more than a year ago", self.contact, at=datetime(2020, 7, 1))

    def test_what_is_too_long_for_a_number_is_refused(self):
        self.assertRefused(ValidationError, "too long", self.contact, number="1" * 65)
        contact = self.contact(number="+1 212 555 0100")
        self.assertRefused(ValidationError, "too long", contact.write, {"number": "1" * 65})

    def test_a_person_of_somebody_else_is_refused(self):
        other = self.env["res.partner"].create({"name": "Mr Other"})
        self.assertRefused(ValidationError, "add the person there first", self.contact, partner_id=other.id)
        self.env["collections.account.contact"].create({"account_id": self.acme.id, "partner_id": other.id})
        self.assertEqual(self.contact(partner_id=other.id).partner_id, other)

    def test_without_an_outcome_nothing_is_logged(self):
        action = self.acme.with_user(self.collector).action_log_contact()
        wizard = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]).create({})
        self.assertRefused(UserError, "Choose how the contact went", wizard.action_log)

    def test_one_contact_is_with_one_customer(self):
        items = self.open_items(self.customer) | self.open_items(self.customer_2)
        self.assertRefused(UserError, "with one customer", self.log, "reached", items=items)

    def test_history_is_not_rewritten(self):
        contact = self.contact("no_answer")
        contact.write({"note": "The number is that of a fax", "partner_id": self.person.id})
        self.assertEqual(contact.note, "The number is that of a fax")
        for vals in ({"outcome_id": self.outcomes["reached"].id}, {"at": self.days(-9)}, {"account_id": self.bolt.id}):
            self.assertRefused(AccessError, "A contact is history", contact.write, vals)
        self.assertRefused(AccessError, "", contact.with_user(self.collector_2).write, {"note": "x"})
        self.assertRefused(AccessError, "", contact.unlink)

    def test_nobody_logs_in_the_name_of_another(self):
        forged = self.contact("no_answer", user_id=self.supervisor.id, effective=True)
        self.assertRecordValues(forged, [{"user_id": self.collector.id, "effective": False}])

    # ---------------------------------------------------------------------- rights
    def test_who_sees_the_customer_reads_and_logs_and_nobody_else(self):
        contact = self.contact()
        for user in (self.collector_2, self.supervisor, self.manager, self.auditor):
            self.assertTrue(contact.with_user(user).has_access("read"), user.login)
        for user in (self.stranger, self.supervisor_2):
            self.assertFalse(contact.with_user(user).has_access("read"), user.login)
            self.assertRefused(AccessError, "", self.contact, user=user)
        self.assertRefused(AccessError, "", self.contact, user=self.auditor)

    def test_contacts_move_along_when_customers_are_merged(self):
        contact = self.contact()
        self.acme.sudo()._merge_into(self.bolt.sudo())
        self.assertEqual(contact.account_id, self.bolt)

    # ---------------------------------------------------------------------- statements
    def test_facts_take_as_many_statements_for_many_contacts_as_for_one(self):
        def statements():
            self.env.flush_all()
            for _known_after in range(2):
                self.refresh(accounts=self.acme)
            before = self.cr.sql_log_count
            self.refresh(accounts=self.acme)
            return self.cr.sql_log_count - before

        self.contact()
        one = statements()
        for day in range(1, 9):
            self.contact("no_answer", at=datetime(2026, 6, day))
        self.assertEqual(statements(), one)

    # ---------------------------------------------------------------------- touched
    def test_a_logged_contact_is_a_touch(self):
        self.group.stale_days = 3
        self.run_today(self.days(-14))
        item = self.acme.current_item_id
        with self.env.cr.savepoint():
            item.with_user(item.specialist_id).action_start()
            item.started_at = datetime(2026, 6, 16)
        stale = self.env["collections.account"]._escalate(self.company, self.key_date)
        self.assertIn(self.acme, stale)
        self.contact("no_answer", at=datetime(2026, 6, 29, 9, 0))
        self.env["collections.account"]._escalate(self.company, self.key_date)
        self.assertFalse(self.acme.escalated_on)
