"""An item is disputed after it was promised: the promise stays for the undisputed part."""

from odoo.tests import tagged

from .dispute_common import DisputeCase
from .promise_common import PromiseCase


@tagged("post_install", "-at_install")
class TestPromiseDispute(PromiseCase, DisputeCase):
    """Acme promised 1,000 for the tenth day, two days of tolerance."""

    def credit(self, dispute, day):
        """What was accepted is credited, ``day`` days after the key date."""
        dispute.with_user(self.env.user).action_credit_note()
        dispute.credit_note_ids.invoice_date = self.days(day)
        dispute.credit_note_ids.action_post()
        self.match(self.one, dispute.credit_note_ids)

    def test_who_pays_the_undisputed_part_keeps_his_promise(self):
        promise = self.promise()
        self.dispute(400)
        self.pay(self.one, 600, date=self.days(5))
        self.on_day(13)
        self.assertPromise(promise, "kept", paid=600, disputed=400, missing=0)
        self.assertEqual(self.acme.promises_paid_share, 100)

    def test_who_pays_nothing_breaks_it_for_the_undisputed_part(self):
        promise = self.promise()
        self.dispute(400)
        self.on_day(13)
        self.assertPromise(promise, "broken", disputed=400, missing=600)
        self.assertEqual(self.acme.promise_broken, 600)

    def test_who_pays_less_keeps_it_partly(self):
        promise = self.promise()
        self.dispute(400)
        self.pay(self.one, 200, date=self.days(5))
        self.on_day(13)
        self.assertPromise(promise, "partial", paid=200, missing=400)

    def test_all_of_it_disputed_it_waits(self):
        promise = self.promise()
        self.dispute(1000)
        self.assertEqual(self.acme.promise_due_7, 0)
        self.on_day(13)
        self.assertPromise(promise, "open", missing=0)
        self.assertRecordValues(self.acme, [{"promise_broken": 0, "promises_broken_90": 0}])

    def test_all_of_it_disputed_it_is_not_broken_on_a_list_prepared_for_later_either(self):
        self.promise()
        self.dispute(1000)
        source = self.acme._as_of(self.company, self.days(13))
        self.env.cr.execute(f"SELECT promises_broken_90 FROM {source.code} AS a WHERE id = %s", [self.acme.id])
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_chased_again_it_is_broken(self):
        """After the longest pause, and from the beginning when the reason does not pause."""
        for values in ({"maximum_days": 5}, {"pauses": False}):
            with self.subTest(**values):
                reason = self.dispute_reason("Other", self.logistics, **values)
                promise = self.promise((self.other_line, 300), beside=True)
                dispute = self.dispute(600, self.other_line, reason=reason)
                self.refresh(key_date=self.days(13), accounts=self.acme)
                self.assertPromise(promise, "broken", disputed=0, missing=300)
                dispute.with_user(self.collector).action_void()
                promise._withdraw("mistake")
                self.refresh(accounts=self.acme)

    def test_objected_wrongly_he_owes_all_he_promised_at_once(self):
        promise = self.promise()
        dispute = self.dispute(400)
        self.pay(self.one, 600, date=self.days(5))
        self.on_day(13)
        dispute.with_user(self.lara)._decide("invalid")
        self.assertPromise(promise, "partial", paid=600, disputed=0, missing=400)
        self.assertEqual(self.acme.promise_broken, 400)

    def test_objected_rightly_it_stays_kept_however_late_it_is_credited(self):
        promise = self.promise()
        dispute = self.dispute(400)
        self.pay(self.one, 600, date=self.days(5))
        dispute.with_user(self.lara)._decide("valid")
        self.on_day(13)
        self.assertPromise(promise, "kept", disputed=400)
        self.credit(dispute, 20)
        self.on_day(21)
        self.assertPromise(promise, "kept", paid=600, credited=400, disputed=0, missing=0)

    def test_credited_by_hand_it_is_the_same(self):
        promise = self.promise()
        self.dispute(1000)
        self.on_day(19)
        self.match(self.one, self.credit_note(self.customer, 1000, date=self.days(19)))
        self.on_day(20)
        self.assertPromise(promise, "credited", credited=1000, missing=0)

    def test_a_dispute_of_what_nobody_promised_changes_nothing(self):
        """Before or after: neither it nor its credit note are of the promised part."""
        dispute = self.dispute(400)
        promise = self.promise((self.line, 600))
        dispute.with_user(self.lara)._decide("valid")
        self.credit(dispute, 3)
        self.on_day(4)
        self.assertEqual(self.free(self.one), (600, 0))
        self.on_day(13)
        self.assertPromise(promise, "broken", credited=0, disputed=0, missing=600)

    def test_of_two_promises_the_later_one_waits(self):
        first = self.promise((self.line, 500), day=2)
        second = self.promise((self.line, 500), day=3, beside=True)
        self.dispute(400)
        self.on_day(6)
        self.assertPromise(first, "broken", disputed=0, missing=500)
        self.assertPromise(second, "broken", disputed=400, missing=100)
