"""Promises of a call of some days ago (F1), and how often one item is promised (F11)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .promise_common import PromiseCase


@tagged("post_install", "-at_install")
class TestPromiseSaid(PromiseCase):
    def test_a_call_of_yesterday_is_recorded_today(self):
        promise = self.promise(promised_on=self.days(-1))
        self.assertPromise(promise, "open", "open", promised_on=self.days(-1), recorded_on=self.key_date, level=1)
        self.assertEqual(self.free(self.one), (1000, 0))
        self.assertIn("promised for 07/10/2026 by Acme (INV", self.notes(self.acme).replace(self.one.name, "INV"))
        self.assertIn(", on 06/29/2026", self.notes(self.acme))

    def test_without_a_word_it_was_today(self):
        self.assertPromise(self.promise(), "open", promised_on=self.key_date, recorded_on=self.key_date)
        self.assertNotIn(", on 06/30/2026", self.notes(self.acme))

    def test_neither_tomorrow_nor_long_ago(self):
        for day in (1, -15):
            with self.subTest(day=day):
                self.assertRefused(
                    UserError, "choose one from 06/16/2026 to 06/30/2026", self.promise, promised_on=self.days(day)
                )
        self.assertTrue(self.promise(promised_on=self.days(-14)))

    def test_for_a_day_that_is_over_nothing_is_promised(self):
        self.assertRefused(UserError, "is over", self.promise, day=-1, promised_on=self.days(-3))

    def test_the_days_ahead_count_from_the_call(self):
        self.profile.promise_days = 10
        self.assertEqual(self.promise(day=10).state, "open")
        self.assertEqual(self.promise((self.other_line, 600), promised_on=self.days(-1)).state, "to_approve")

    def test_what_came_in_between_the_call_and_the_record_is_no_part_of_it(self):
        self.pay(self.one, 300, date=self.days(-1))
        promise = self.promise((self.line, 700), promised_on=self.days(-3))
        self.pay(self.one, 400, date=self.days(2))
        self.on_day(13)
        self.assertPromise(promise, "partial", paid=400, missing=300)

    def test_what_came_in_between_and_was_booked_later_is(self):
        promise = self.promise(promised_on=self.days(-3))
        self.pay(self.one, date=self.days(-1))
        self.on_day(2)
        self.assertPromise(promise, "kept", paid=1000)

    def test_a_later_word_stands(self):
        self.promise(day=5)
        self.assertRefused(
            UserError, "On 06/30/2026 the customer promised something else", self.promise, promised_on=self.days(-1)
        )
        mistaken = self.promise((self.other_line, 600), day=5)
        mistaken._withdraw("mistake")
        self.assertPromise(self.promise((self.other_line, 600), promised_on=self.days(-1)), "open", level=1)

    def test_the_call_of_before_is_replaced_by_the_later_one(self):
        old = self.promise(day=5, promised_on=self.days(-2))
        new = self.promise(day=9, promised_on=self.days(-1))
        self.assertPromise(old, "open", "confirmed", closed_because="replaced")
        self.assertPromise(new, "open", "open", level=2)

    # ------------------------------------------------------------------------------------------------------ the dialog
    def wizard(self, **context):
        return (
            self.env["collections.promise.create"]
            .with_user(self.collector)
            .with_context(active_model="collections.item", active_ids=self.line.ids, **context)
        )

    def test_the_dialog_proposes_today_and_takes_another_day(self):
        wizard = self.wizard().create({})
        self.assertEqual(wizard.promised_on, self.key_date)
        wizard.promised_on = self.days(-2)
        self.profile.promise_days = 10
        self.assertIn("07/08/2026", wizard.limit_text)
        wizard.action_promise()
        self.assertPromise(self.acme.promise_ids, "open", promised_on=self.days(-2))

    def test_after_a_contact_it_proposes_the_day_of_the_contact(self):
        outcome = self.env.ref("collections_mgmt.collections_contact_outcome_promised")
        contact = (
            self.env["collections.contact"]
            .with_user(self.collector)
            .create({"account_id": self.acme.id, "outcome_id": outcome.id, "at": f"{self.days(-1)} 10:00:00"})
        )
        wizard = self.wizard(collections_contact_id=contact.id).create({})
        self.assertEqual(wizard.promised_on, self.days(-1))

    # --------------------------------------------------------------------------------------------------- promised again
    def test_an_item_promised_too_often_waits_for_the_supervisor(self):
        self.profile.promise_repeats = 2
        self.assertEqual(self.promise(day=2).state, "open")
        self.assertEqual(self.promise(day=3).state, "open")
        third = self.promise(day=4)
        self.assertPromise(third, "open", "to_approve")
        self.assertIn("was promised before and not paid: 2 times", third.approval_reason)
        third.with_user(self.supervisor).action_approve()
        self.assertPromise(third, "open", "open", level=3)
        self.assertEqual(self.promise((self.other_line, 600)).state, "open", "of another item it is the first")
