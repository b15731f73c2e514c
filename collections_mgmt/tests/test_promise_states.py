"""The life of a promise, row by row of FEATURES section 8."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .promise_common import PromiseCase


@tagged("post_install", "-at_install")
class TestPromiseStates(PromiseCase):
    # ---------------------------------------------------------------------- rows of the table
    def test_a_new_promise_is_open_at_the_first_level(self):
        promise = self.promise()
        self.assertPromise(promise, "open", "open", level=1, amount=1000, paid=0, missing=1000)
        self.assertEqual((promise.given_by_id, promise.promised_on), (self.collector, self.key_date))
        self.assertEqual(promise.last_day, self.days(12), "two days of tolerance")

    def test_taken_in_work_it_is_in_process(self):
        promise = self.promise()
        promise.with_user(self.collector_2).action_start()
        self.assertPromise(promise, "open", "in_process")

    def test_paid_in_full_by_the_promised_day_it_is_kept(self):
        promise = self.promise()
        self.pay(self.one, date=self.days(10))
        self.on_day(10)
        self.assertPromise(promise, "kept", "in_process", paid=1000, covered_on=self.days(10), judged_on=self.days(10))

    def test_paid_within_the_tolerance_it_is_kept(self):
        promise = self.promise()
        self.on_day(12)
        self.assertPromise(promise, "open", "open")
        self.pay(self.one, date=self.days(12))
        self.on_day(13)
        self.assertPromise(promise, "kept", "in_process")

    def test_paid_in_part_it_is_open_until_the_last_day_and_partly_kept_after_it(self):
        promise = self.promise()
        self.pay(self.one, 300, date=self.days(5))
        self.on_day(12)
        self.assertPromise(promise, "open", "open", paid=300, missing=700)
        self.on_day(13)
        self.assertPromise(promise, "partial", "in_process", paid=300, missing=700)

    def test_not_paid_at_all_it_is_broken_after_the_last_day(self):
        promise = self.promise()
        self.on_day(12)
        self.assertPromise(promise, "open")
        self.on_day(13)
        self.assertPromise(promise, "broken", "in_process", judged_on=self.days(13))

    def test_a_new_promise_closes_an_open_one_and_is_one_level_higher(self):
        old = self.promise(day=5)
        new = self.promise(day=9)
        self.assertPromise(old, "open", "confirmed", closed_because="replaced", closed_on=self.key_date)
        self.assertPromise(new, "open", "open", level=2)
        self.assertEqual(old.sudo().line_ids.replaced_by_id, new)

    def test_a_new_promise_closes_a_broken_one_which_stays_broken(self):
        old = self.promise(day=1)
        self.on_day(4)
        new = self.promise(day=9)
        self.assertPromise(old, "broken", "confirmed", closed_because="replaced")
        self.assertPromise(new, "open", "open", level=2)

    def test_a_new_promise_closes_a_partly_kept_one(self):
        old = self.promise(day=1)
        self.pay(self.one, 400, date=self.days(1))
        self.on_day(4)
        new = self.promise((self.line, 600), day=9)
        self.assertPromise(old, "partial", "confirmed", paid=400)
        self.assertPromise(new, "open", level=2)

    def test_a_new_promise_of_the_rest_of_a_kept_one_is_of_the_same_level(self):
        old = self.promise((self.line, 400), day=5)
        self.pay(self.one, 400, date=self.days(2))
        new = self.promise((self.line, 600), day=9)
        self.assertPromise(old, "kept", "in_process")
        self.assertPromise(new, "open", level=1)

    def test_withdrawn_it_is_closed_as_it_is_and_the_next_is_one_level_higher(self):
        promise = self.promise()
        promise._withdraw("customer", "Wants a plan")
        self.assertPromise(
            promise,
            "open",
            "confirmed",
            closed_because="withdrawn",
            withdrawn_because="customer",
            closed_by_id=self.collector.id,
        )
        self.assertEqual(self.free(self.one), (0, 1000))
        self.assertPromise(self.promise(), "open", level=2)
        self.on_day(20)
        self.assertPromise(promise, "open", "confirmed")

    def test_it_is_closed_some_days_after_its_items_were_cleared(self):
        promise = self.promise()
        self.pay(self.one, date=self.days(3))
        self.on_day(7)
        self.assertPromise(promise, "kept", "in_process")
        self.on_day(8)
        self.assertPromise(promise, "kept", "confirmed", closed_because="cleared", closed_on=self.days(8))

    def test_a_payment_taken_back_while_it_is_in_process_opens_it_again(self):
        promise = self.promise()
        self.pay(self.one, date=self.days(3))
        self.on_day(4)
        self.assertPromise(promise, "kept", "in_process")
        self.unmatch(self.one)
        self.on_day(5)
        self.assertPromise(promise, "open", "in_process", paid=0, covered_on=False)
        self.assertEqual(self.free(self.one), (1000, 0))
        self.on_day(13)
        self.assertPromise(promise, "broken", "in_process")

    def test_a_payment_taken_back_after_it_was_closed_changes_nothing(self):
        promise = self.promise()
        self.pay(self.one, date=self.days(3))
        self.on_day(8)
        self.assertPromise(promise, "kept", "confirmed")
        self.unmatch(self.one)
        self.on_day(13)
        self.assertPromise(promise, "kept", "confirmed", paid=1000)
        self.assertEqual(self.free(self.one), (0, 1000), "it is to be collected again")
        self.assertPromise(self.promise(day=20), "open", level=1)

    def test_a_payment_taken_back_on_the_last_day_before_it_is_closed_opens_it_again(self):
        promise = self.promise()
        self.pay(self.one, date=self.days(3))
        self.on_day(7)
        self.unmatch(self.one)
        self.on_day(8)
        self.assertPromise(promise, "open", "in_process", paid=0, closed_on=False)

    def test_a_part_taken_back_makes_a_kept_promise_a_partly_kept_one(self):
        promise = self.promise()
        self.pay(self.one, 400, date=self.days(3))
        self.pay(self.one, 600, date=self.days(4))
        self.on_day(5)
        self.assertPromise(promise, "kept", "in_process")
        self.items_of(self.one).matched_credit_ids.sorted("amount")[-1:].unlink()
        self.on_day(13)
        self.assertPromise(promise, "partial", "in_process", paid=400, missing=600)

    def test_one_that_was_broken_is_judged_again_while_it_is_not_closed(self):
        promise = self.promise()
        self.on_day(13)
        self.assertPromise(promise, "broken", "in_process")
        self.pay(self.one, date=self.days(14))
        self.on_day(15)
        self.assertPromise(promise, "broken", "in_process", late=1000)
        self.unmatch(self.one)
        self.on_day(16)
        self.assertPromise(promise, "broken", "in_process", late=0, missing=1000)

    def test_a_broken_one_is_closed_some_days_after_its_items_were_cleared_too(self):
        promise = self.promise()
        self.on_day(13)
        self.pay(self.one, date=self.days(14))
        self.on_day(18)
        self.assertPromise(promise, "broken", "in_process")
        self.on_day(19)
        self.assertPromise(promise, "broken", "confirmed", closed_because="cleared")
        self.unmatch(self.one)
        self.on_day(20)
        self.assertPromise(promise, "broken", "confirmed", late=1000)

    def test_replaced_or_withdrawn_it_follows_accounting_no_more(self):
        replaced = self.promise(day=5)
        withdrawn = self.promise((self.other_line, 600), day=5)
        withdrawn._withdraw("customer")
        self.promise(day=9)
        self.pay(self.one, date=self.days(2))
        self.pay(self.other, date=self.days(2))
        self.on_day(12)
        self.assertPromise(replaced, "open", "confirmed", paid=0, closed_because="replaced")
        self.assertPromise(withdrawn, "open", "confirmed", paid=0, closed_because="withdrawn")

    def test_a_kept_one_stands_when_the_rest_is_promised_and_a_payment_taken_back_opens_it(self):
        old = self.promise((self.line, 400), day=5)
        self.pay(self.one, 400, date=self.days(2))
        new = self.promise((self.line, 600), day=9)
        self.unmatch(self.one)
        self.on_day(3)
        self.assertPromise(old, "open", "in_process", paid=0)
        self.assertPromise(new, "open", "open", level=1)

    def test_levels_go_on_rising(self):
        for level, day in enumerate((2, 4, 6), 1):
            promise = self.promise(day=day)
            self.assertPromise(promise, "open", level=level)

    def test_a_broken_word_taken_back_stays_broken_unless_it_was_never_given(self):
        for because, broken in (("customer", 1), ("mistake", 1)):
            promise = self.promise((self.other_line, 600), day=1)
            self.on_day(4)
            promise._withdraw(because)
            self.env.invalidate_all()
            with self.subTest(because=because):
                self.assertEqual(self.acme.promises_broken_90, broken)
            self.on_day(0)

    def test_a_word_taken_back_in_time_is_no_broken_one_and_counts_as_such_in_a_figure_of_its_own(self):
        self.promise((self.line, 400), day=5)
        self.pay(self.one, 400, date=self.days(2))
        self.promise((self.other_line, 600), day=9)._withdraw("customer")
        self.promise((self.other_line, 600), day=9)._withdraw("mistake")
        self.on_day(3)
        self.assertRecordValues(self.acme, [{"promises_kept_share": 100, "promises_stood_share": 50}])

    def test_recorded_by_mistake_it_is_no_broken_word(self):
        promise = self.promise()
        promise._withdraw("mistake")
        self.assertPromise(self.promise(), "open", level=1)

    def test_a_credit_note_settles_it_and_it_counts_neither_as_kept_nor_as_broken(self):
        promise = self.promise()
        note = self.credit_note(self.customer, 1000, date=self.days(3))
        self.match(self.one, note)
        self.on_day(4)
        self.assertPromise(promise, "credited", "in_process", credited=1000, paid=0, covered_on=False)
        self.assertFalse(self.acme.promises_kept_share)

    def test_of_an_item_disputed_later_the_promise_stays_for_the_rest(self):
        self.promise()
        self.hold_item(self.line)  # as any claim above it in the waterfall
        self.assertEqual(self.free(self.one), (0, 0))

    # ---------------------------------------------------------------------- beside the table
    def test_a_second_click_changes_nothing_and_a_closed_one_is_not_opened(self):
        promise = self.promise()
        promise.action_start()
        promise.action_start()
        promise._withdraw("mistake")
        promise._withdraw("other")
        self.assertEqual(promise.withdrawn_because, "mistake")
        self.assertRefused(UserError, "is Closed and cannot become In Process", promise.action_start)
        self.assertRefused(
            UserError, "is Closed and cannot become Open", promise.with_user(self.manager).action_approve
        )

    def test_a_payment_of_before_the_promise_does_not_keep_it(self):
        self.pay(self.one, 300, date=self.days(-5))
        promise = self.promise((self.line, 700))
        self.on_day(13)
        self.assertPromise(promise, "broken", paid=0)

    def test_a_payment_of_before_matched_anew_does_not_keep_it_either(self):
        payment = self.pay(self.one, 300, date=self.days(-5))
        promise = self.promise((self.line, 700))
        self.unmatch(self.one)
        self.match(self.one, payment.move_id)
        self.on_day(13)
        self.assertPromise(promise, "broken", paid=0)

    def test_a_payment_booked_late_keeps_it(self):
        promise = self.promise()
        self.on_day(13)
        self.assertPromise(promise, "broken")
        self.pay(self.one, date=self.days(11))
        self.on_day(14)
        self.assertPromise(promise, "kept", paid=1000)

    def test_paid_too_late_it_stays_broken_and_is_no_longer_missing(self):
        promise = self.promise()
        self.on_day(13)
        self.assertEqual(self.acme.promise_broken, 1000)
        self.pay(self.one, date=self.days(14))
        self.on_day(15)
        self.assertPromise(promise, "broken", paid=0, late=1000, missing=0, covered_on=self.days(14))
        self.assertEqual(self.acme.promise_broken, 0)
        self.assertEqual(self.acme.promise_slippage, 4)

    def test_a_little_may_be_missing(self):
        self.profile.promise_tolerance_percent = 5
        promise = self.promise()
        self.pay(self.one, 950, date=self.days(3))
        self.on_day(4)
        self.assertPromise(promise, "kept")
        self.assertEqual(self.free(self.one), (0, 50), "what is missing is collected")

    def test_a_credit_note_for_a_part_lessens_what_is_to_be_paid(self):
        promise = self.promise()
        self.match(self.one, self.credit_note(self.customer, 300, date=self.days(2)))
        self.pay(self.one, date=self.days(3))
        self.on_day(4)
        self.assertPromise(promise, "kept", paid=700, credited=300)

    def test_several_items_are_kept_together(self):
        promise = self.promise((self.line, 1000), (self.other_line, 600))
        self.pay(self.other, date=self.days(3))
        self.on_day(4)
        self.assertPromise(promise, "open", amount=1600, paid=600)
        self.on_day(13)
        self.assertPromise(promise, "partial")

    def test_of_several_items_one_promised_anew_leaves_the_others_broken(self):
        old = self.promise((self.line, 1000), (self.other_line, 600), day=1)
        self.on_day(4)
        new = self.promise((self.line, 1000), day=9)
        self.assertPromise(old, "broken", "in_process")
        self.assertPromise(new, "open", level=2)
        self.assertEqual(self.acme.promise_broken, 600)
        self.promise((self.other_line, 600), day=9)
        self.assertPromise(old, "broken", "confirmed")
        self.assertEqual(self.acme.promise_broken, 0)

    def test_several_promises_of_an_item_are_served_in_order_of_their_days(self):
        later = self.promise((self.line, 600), day=20)
        sooner = self.promise((self.line, 400), day=10, beside=True)
        self.assertPromise(later | sooner, "open", "open", level=1)
        self.pay(self.one, 500, date=self.days(3))
        self.on_day(4)
        self.assertPromise(sooner, "kept", paid=400)
        self.assertPromise(later, "open", paid=100)
        self.assertEqual(self.free(self.one), (500, 0))

    def test_an_invoice_booked_anew_with_less_owes_no_more_than_that(self):
        promise = self.promise()
        self.one.button_draft()
        self.refresh()
        self.assertPromise(promise, "open")
        self.one.invoice_line_ids.price_unit = 800
        self.one.action_post()
        self.pay(self.one, date=self.days(2))
        self.on_day(3)
        self.assertPromise(promise, "kept", paid=800, credited=200)

    def test_of_a_cancelled_invoice_nothing_is_to_be_paid(self):
        promise = self.promise()
        self.one.button_draft()
        self.one.button_cancel()
        self.on_day(3)
        self.assertPromise(promise, "credited")
        self.on_day(30)
        self.assertPromise(promise, "credited", "confirmed")

    def test_the_chatter_of_the_customer_tells_it_all(self):
        promise = self.promise(note="x")
        self.on_day(13)
        promise._withdraw("other", "closed the shop")
        notes = self.notes(self.acme)
        for part in ("promised for 07/10/2026 by Acme", "Broken: ", "Withdrawn (Something else, closed the shop)"):
            self.assertIn(part, notes)
