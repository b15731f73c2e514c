"""Several commitments on one item: no cent counts for two of them. Plans in force first, promises, plans in default."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import freeze_time, tagged

from .commitment_steps import CommitmentSteps
from .dispute_common import DisputeCase
from .plan_common import PlanCase
from .promise_common import PromiseCase

KINDS = ("promise", "promise", "beside", "plan", "plan", "dispute", "pay", "pay", "pay", "credit", "own_credit")
KINDS += ("bounce", "reject", "cancel", "withdraw", "night", "night")
steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(1, 1100)),  # what, which invoice, how much
    min_size=8,
    max_size=14,
)


class TogetherCase(PromiseCase, PlanCase, DisputeCase):
    """Acme owes an invoice of 1,000 and one of 600."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.items_of(cls.one)
        cls.profile.promise_confirm_days = 300

    def assertParts(self, item=None, **parts):
        """What covers the invoice of 1,000; the rest is free."""
        [item] = self.open_items(self.customer, key_date=self.acme.key_date, move_id=self.one.id)
        names = ("disputed", "planned", "promised", "free")
        self.assertEqual({name: item[name] for name in names if item[name]}, parts)

    def assertPlan(self, plan, state, **values):
        self.env.invalidate_all()
        self.assertRecordValues(plan.sudo(), [{"state": state, **values}])


@tagged("post_install", "-at_install")
class TestCommitmentsTogether(TogetherCase):
    def test_a_payment_pays_the_plan_before_the_promise(self):
        plan = self.plan((10, 300), (40, 300))
        promise = self.promise((self.line, 400))
        self.pay(self.one, 500, date=self.days(3))
        self.on_day(4)
        self.assertPlan(plan, "active", paid=500, open_amount=100)
        self.assertPromise(promise, "open", paid=0)
        self.assertParts(planned=100, promised=400)
        self.pay(self.one, 300, date=self.days(5))
        self.on_day(6)
        self.assertPlan(plan, "completed", paid=600)
        self.assertPromise(promise, "open", paid=200)
        self.assertParts(promised=200)

    def test_what_ends_with_one_customer_is_free_again_with_whom_the_invoice_was_re_addressed_to(self):
        bolt = self.partners(1, prefix="Bolt")
        endings = {
            "promise": (lambda: self.promise((self.line, 400)), lambda promise: promise._withdraw("other")),
            "plan": (lambda: self.plan((10, 300), (40, 300)), lambda plan: plan._cancel("other")),
        }
        for kind, (agree, end) in endings.items():
            with self.subTest(kind):
                savepoint = self.env.cr.savepoint(flush=True)
                agreed = agree()
                self.one.button_draft()
                self.one.partner_id = bolt
                self.one.action_post()
                self.env.cr.flush()
                self.settle_queue()
                before = self.account_of(bolt).free_overdue
                end(agreed.sudo())
                self.env.cr.flush()
                self.settle_queue()
                self.assertGreater(self.account_of(bolt).free_overdue, before)
                savepoint.rollback()
                savepoint.close(rollback=False)
                self.env.invalidate_all()

    def settle_queue(self):
        while self.env["collections.refresh"].sudo()._refresh_batch(self.company):
            self.env.cr.flush()
        self.env.invalidate_all()

    def test_whichever_was_agreed_first(self):
        promise = self.promise((self.line, 400))
        plan = self.plan((10, 300), (40, 300))
        self.pay(self.one, 700, date=self.days(3))
        self.on_day(4)
        self.assertPlan(plan, "completed", paid=600)
        self.assertPromise(promise, "open", paid=100)
        self.pay(self.one, date=self.days(5))
        self.on_day(6)
        self.assertPromise(promise, "kept", paid=400)

    def test_what_kept_a_promise_before_is_not_in_the_plan(self):
        promise = self.promise((self.line, 400))
        self.pay(self.one, 400, date=self.days(0))
        self.on_day(1)
        plan = self.plan((10, 600))
        self.on_day(2)
        self.assertPromise(promise, "kept", paid=400)
        self.assertPlan(plan, "active", paid=0, open_amount=600)

    def test_a_credit_note_shortens_the_plan_before_it_lessens_the_promise(self):
        plan = self.plan((10, 300), (40, 300))
        promise = self.promise((self.line, 400))
        self.match(self.one, self.credit_note(self.customer, 700))
        self.on_day(1)
        self.assertPlan(plan, "completed", credited=600)
        self.assertPromise(promise, "open", credited=100)
        self.assertParts(promised=300)

    def test_a_payment_that_bounces_is_missing_where_it_counted_last(self):
        plan = self.plan((10, 300), (40, 300))
        promise = self.promise((self.line, 400))
        self.pay(self.one, 600, date=self.days(0))
        self.on_day(1)
        payment = self.pay(self.one, 400, date=self.days(1))
        self.on_day(2)
        self.assertPromise(promise, "kept")
        self.line.matched_credit_ids.filtered(lambda match: match.amount == 400).unlink()
        self.assertTrue(payment)
        self.on_day(3)
        self.assertPromise(promise, "open", paid=0)
        self.assertPlan(plan, "completed", paid=600)

    def test_a_promise_after_the_default_of_a_plan_is_served_first(self):
        plan = self.plan((3, 500), (40, 500))
        self.on_day(6)
        self.assertPlan(plan, "defaulted")
        promise = self.promise((self.line, 700))
        self.pay(self.one, 800, date=self.days(7))
        self.on_day(8)
        self.assertPromise(promise, "kept", paid=700)
        self.assertPlan(plan, "defaulted", paid=100, open_amount=200)
        self.pay(self.one, date=self.days(9))
        self.on_day(10)
        self.assertPlan(plan, "completed", paid=300, open_amount=0)

    def test_a_new_plan_after_the_default_of_one_is_served_first(self):
        old = self.plan((3, 500), (40, 500))
        self.on_day(6)
        new = self.plan((20, 500), (50, 500))
        self.pay(self.one, 600, date=self.days(7))
        self.on_day(8)
        self.assertPlan(new, "active", paid=600, open_amount=400)
        self.assertPlan(old, "defaulted", paid=0, open_amount=400)

    def test_two_plans_of_parts_of_an_item_are_served_one_after_the_other(self):
        first = self.plan((10, 300))
        second = self.plan((20, 700))
        self.pay(self.one, 400)
        self.on_day(1)
        self.assertPlan(first, "completed", paid=300)
        self.assertPlan(second, "active", paid=100, open_amount=600)

    def test_what_a_cancelled_plan_got_keeps_no_promise(self):
        plan = self.plan((10, 300), (40, 300))
        promise = self.promise((self.line, 400))
        self.pay(self.one, 300, date=self.days(0))
        self.on_day(1)
        plan._cancel("customer")
        self.on_day(2)
        self.assertPlan(plan, "cancelled", paid=300)
        self.assertPromise(promise, "open", paid=0)
        self.assertParts(promised=400, free=300)

    def test_the_credit_note_of_a_dispute_of_the_rest_leaves_the_plan_as_it_is(self):
        dispute = self.dispute(400)
        plan = self.plan((10, 300), (40, 300))
        self.assertParts(disputed=400, planned=600)
        dispute.with_user(self.lara)._decide("valid")
        dispute.with_user(self.env.user).action_credit_note()
        dispute.credit_note_ids.invoice_date = self.days(1)
        dispute.credit_note_ids.action_post()
        self.match(self.one, dispute.credit_note_ids)
        self.on_day(2)
        self.assertPlan(plan, "active", credited=0, open_amount=600)
        self.assertParts(planned=600)

    def test_nothing_is_to_be_paid_next_of_a_plan_whose_rest_is_disputed(self):
        plan = self.plan((10, 400), (40, 600))
        self.assertEqual(plan.sudo()._amount_to_pay_next(), 400)
        self.pay(self.one, 400)
        self.on_day(1)
        self.dispute(600)
        self.on_day(2)
        self.assertPlan(plan, "active", next_date=False, disputed=600)
        self.assertEqual(plan.sudo()._amount_to_pay_next(), 0, "not the first instalment, which is paid")

    def test_what_is_missing_is_to_be_paid_next_of_a_plan_in_default(self):
        plan = self.plan((3, 500), (40, 500))
        self.on_day(6)
        self.pay(self.one, 100, date=self.days(7))
        self.on_day(8)
        self.assertPlan(plan, "defaulted", paid=100)
        self.assertEqual(plan.sudo()._amount_to_pay_next(), plan.to_pay_next)
        self.assertEqual(plan.to_pay_next, 400, "and not all of the first instalment")

    def test_a_dispute_beside_a_plan_takes_from_the_promise_what_is_left_of_neither(self):
        self.plan((10, 300), (40, 300))
        promise = self.promise((self.line, 400))
        self.dispute(300)
        self.on_day(1)
        self.assertPromise(promise, "open", disputed=300, missing=100)
        self.assertParts(disputed=300, planned=600, promised=100)

    def test_two_promises_of_an_item_are_served_by_their_days(self):
        later = self.promise((self.line, 500), day=10)
        sooner = self.promise((self.line, 500), day=5, beside=True)
        self.pay(self.one, 700, date=self.days(3))
        self.on_day(4)
        self.assertPromise(sooner, "kept", paid=500)
        self.assertPromise(later, "open", paid=200)


@tagged("post_install", "-at_install")
class TestNoCentTwice(CommitmentSteps, TogetherCase):
    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_no_cent_counts_twice(self, drawn):
        savepoint = self.env.cr.savepoint(flush=True)
        self.day = 0
        frozen = freeze_time(self.days(0))
        self.clock = frozen.start()
        try:
            for number, (kind, which, amount) in enumerate(drawn, 1):
                getattr(self, f"do_{kind}")((self.one, self.other)[which], amount)
                self.refresh(key_date=self.days(self.day), accounts=self.acme)
                self.env.invalidate_all()
                self.check(drawn[:number])
        finally:
            frozen.stop()
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()

    # ------------------------------------------------------------------------------------------------------------ steps
    def do_plan(self, invoice, amount):
        line, half = self.items_of(invoice), amount // 2
        parts = ((self.day + 1 + amount % 5, half), (self.day + 9, amount - half))
        self.attempt(self.plan, *parts, items=[(line, amount)], user=self.manager)

    def undecided(self):
        return self.acme.dispute_ids.filtered(lambda dispute: dispute.state in ("new", "in_process"))[:1]

    def do_reject(self, _invoice, _amount):
        self.undecided()._decide("invalid")

    def do_own_credit(self, _invoice, _amount):
        if dispute := self.undecided():
            dispute._decide("valid")
            self.attempt(self.post_credit_note, dispute)

    def post_credit_note(self, dispute):
        dispute.action_credit_note()
        dispute.credit_note_ids.invoice_date = self.days(self.day)
        dispute.credit_note_ids.action_post()

    def do_bounce(self, invoice, amount):
        matches = self.items_of(invoice).matched_credit_ids
        matches[amount % len(matches) :][:1].unlink() if matches else None

    def do_cancel(self, _invoice, _amount):
        live = self.acme.plan_ids.filtered(lambda plan: plan.state in ("active", "defaulted"))
        live[:1]._cancel("customer")

    def do_night(self, _invoice, amount):
        self.day += 1 + amount % 4
        self.clock.move_to(self.days(self.day))

    # ------------------------------------------------------------------------------------------------------- what holds
    def check(self, drawn):
        items = self.open_items(self.customer, key_date=self.days(self.day))
        for item in items.filtered(lambda item: item.residual > 0):
            parts = [item.disputed, item.planned, item.promised, item.free]
            self.assertAlmostEqual(sum(parts), item.residual, 2, drawn)
            self.assertGreaterEqual(min(parts), 0, drawn)
        for invoice in (self.one, self.other):
            self.check_paid(self.items_of(invoice), drawn)

    def check_paid(self, line, drawn):
        """Commitments that follow accounting count no more than was paid, and owe no more than is open."""
        promised = self.acme.promise_ids.filtered(lambda promise: promise.state != "confirmed").line_ids.filtered(
            lambda promised: promised.line_id == line and not promised.replaced_on
        )
        followed = self.acme.plan_ids.filtered(lambda plan: plan.state in ("active", "defaulted", "completed"))
        planned = followed.item_ids.filtered(lambda item: item.line_id == line)
        payments = line.matched_credit_ids.filtered(lambda match: match.credit_move_id.journal_id.type == "bank")
        counted = sum(promised.mapped("paid")) + sum(planned.mapped("paid"))
        self.assertLessEqual(round(counted, 2), round(sum(payments.mapped("amount")), 2), drawn)
        for item in planned:
            self.assertLessEqual(item.amount - item.paid - item.credited, line.amount_residual + 0.005, drawn)
