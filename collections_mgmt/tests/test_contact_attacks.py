"""What is typed or done at the same moment, with bad luck or bad will, in the dialog of the contact."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .contact_common import ContactCase


@tagged("post_install", "-at_install")
class TestContactAttacks(ContactCase):
    def refused(self, sentence, outcome, **answers):
        """What is sent past the screen is refused with ``sentence``, and no contact is logged."""
        with self.subTest(outcome=outcome, **answers):
            wizard = self.contact_dialog(outcome).save()
            wizard.write(answers)
            for save in (wizard.action_log, wizard.action_log_and_next):
                self.assertRefused(UserError, sentence, save)
            self.assertFalse(self.acme.contact_log_ids)

    def test_what_a_colleague_recorded_meanwhile_is_not_closed_in_silence(self):
        wizard = self.contact_dialog("promised").save()
        self.log("promised", user=self.supervisor)
        first = self.acme.promise_ids
        self.assertRefused(UserError, "Somebody else recorded a promise of these items meanwhile", wizard.action_log)
        self.assertEqual(self.acme.promise_ids, first)
        self.assertEqual(first.state, "open")

    def test_saved_twice_it_is_recorded_once(self):
        wizard = self.contact_dialog("promised").save()
        wizard.action_log()
        self.assertRefused(UserError, "meanwhile", wizard.action_log)
        self.assertEqual(len(self.acme.contact_log_ids), 1)
        self.assertEqual(self.acme.promise_ids.mapped("state"), ["open"])

    def test_what_is_free_after_a_colleague_recorded_a_part_is_promised_beside_it(self):
        wizard = self.contact_dialog("promised", promise_amount=1000).save()
        self.log("promised", user=self.supervisor, promise_amount=4000)
        wizard.action_log()
        self.assertEqual(sorted(self.acme.promise_ids.mapped("amount")), [1000, 4000])
        self.assertEqual(set(self.acme.promise_ids.mapped("state")), {"open"})

    def test_days_of_another_age_are_refused_in_a_sentence(self):
        for day in (date(1, 1, 1), date(9999, 12, 31)):
            for count in (1, 2):
                self.refused("Nobody pays on", "promised", promise_date=day, promise_count=count)

    def test_days_of_another_age_are_refused_where_items_are_chosen_one_by_one(self):
        for day in (date(1, 1, 1), date(9999, 12, 31)):
            wizard = self.contact_dialog("promised").save()
            wizard.promise_date = day
            self.assertRefused(UserError, "Nobody pays on", wizard.action_log_and_choose)
        action = self.acme.with_user(self.collector).action_promise()
        dialog = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]).create({})
        dialog.write({"date": date(9999, 12, 31), "part_count": 2})
        self.assertRefused(UserError, "Nobody pays on", dialog.action_split)
