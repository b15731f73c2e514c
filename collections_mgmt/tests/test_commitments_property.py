"""Whatever is paid, credited, taken back, promised, disputed and put on hold: every figure stays true (FM1, FM15)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import freeze_time, tagged

from ..queries.open_item import WATERFALL
from .commitment_steps import CommitmentSteps
from .dispute_common import DisputeCase
from .promise_common import PromiseCase

KINDS = ("promise", "promise", "beside", "dispute", "dispute", "pay", "pay", "credit", "own_credit", "own_credit")
KINDS += ("bounce", "withdraw", "valid", "partly", "invalid", "objects_no_more", "void", "reopen", "hold", "correct")
KINDS += ("night", "night")
BALANCE = ("disputed", "paid", "credited", "cleared", "written_off")
steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(1, 1100)),  # what, which invoice, how much
    min_size=8,
    max_size=12,
)


@tagged("post_install", "-at_install")
class TestCommitmentsProperty(CommitmentSteps, PromiseCase, DisputeCase):
    @settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_every_figure_stays_true(self, drawn):
        savepoint = self.env.cr.savepoint(flush=True)
        self.day = 0
        frozen = freeze_time(self.days(0))
        self.clock = frozen.start()
        try:
            for kind, number, amount in drawn:
                getattr(self, f"do_{kind}")((self.one, self.other)[number], amount)
                self.settle()
                self.check()
        finally:
            frozen.stop()
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()

    def settle(self):
        """The live job takes over what was noticed."""
        self.env.flush_all()
        self.env.cr.flush()
        while self.env["collections.refresh"].sudo()._refresh_batch(self.company):
            pass
        self.env.invalidate_all()

    # ------------------------------------------------------------------------------------------------------------ steps
    def decide(self, outcome, amount=None):
        undecided = self.acme.dispute_ids.filtered(lambda dispute: dispute.state in ("new", "in_process"))
        if undecided:
            self.attempt(undecided[-1]._decide, outcome, amount)

    def do_valid(self, _invoice, _amount):
        self.decide("valid")

    def do_partly(self, _invoice, amount):
        self.decide("partly", amount // 3)

    def do_invalid(self, _invoice, _amount):
        self.decide("invalid")

    def do_objects_no_more(self, _invoice, _amount):
        self.decide("withdrawn")

    def do_void(self, _invoice, _amount):
        self.attempt(self.acme.dispute_ids[:1].action_void)

    def do_reopen(self, _invoice, _amount):
        self.attempt(self.acme.dispute_ids[-1:].action_reopen)

    def do_own_credit(self, _invoice, amount):
        """The credit note a dispute led to; an undecided one is decided first."""
        if not self.acme.dispute_ids.filtered(lambda dispute: dispute.state == "decided"):
            self.decide("valid" if amount % 2 else "partly", amount // 3)
        for dispute in self.acme.dispute_ids.filtered(lambda dispute: dispute.state == "decided")[:1]:
            self.attempt(self.post_credit_note, dispute)

    def post_credit_note(self, dispute):
        dispute.action_credit_note()
        notes = dispute.credit_note_ids.filtered(lambda note: note.state == "draft")
        notes.invoice_date = self.days(self.day)
        notes.action_post()

    def do_bounce(self, invoice, _amount):
        self.items_of(invoice).remove_move_reconcile()

    def do_hold(self, invoice, amount):
        self.attempt(self.hold_item, self.items_of(invoice), start=self.day, days=1 + amount % 4)

    def do_correct(self, invoice, amount):
        """Booked anew, with another amount."""
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 500 + amount
        invoice.action_post()

    def do_night(self, _invoice, amount):
        self.day += 1 + amount % 4
        self.clock.move_to(self.days(self.day))
        self.refresh(key_date=self.days(self.day))

    # ------------------------------------------------------------------------------------------------------- what holds
    def check(self):
        items = self.open_items(self.customer, key_date=self.days(self.day))
        self.check_items(items)
        self.check_account(items)
        self.check_disputes()
        self.check_promises()
        self.assertLeftOutAsJudged(self.days(self.day))
        audit = self.env["collections.audit"].sudo()._audit(self.company)
        self.assertFalse([(row.name, row.stored, row.truth) for row in audit.difference_ids])

    def check_items(self, items):
        for item in items:
            parts = [item[part] for part in WATERFALL]
            self.assertAlmostEqual(sum(parts) + item.free, item.residual, 2)
            if item.residual > 0:
                self.assertGreaterEqual(min(*parts, item.free), 0)

    def check_account(self, items):
        debts = items.filtered(lambda item: item.residual > 0)
        self.assertAlmostEqual(self.acme.balance, sum(items.mapped("residual")), 2)
        self.assertAlmostEqual(
            self.acme.overdue, sum(debts.filtered(lambda item: item.days_overdue > 0).mapped("residual")), 2
        )
        for part in WATERFALL:
            self.assertAlmostEqual(self.acme[part], sum(debts.mapped(part)), 2, part)

    def check_disputes(self):
        for record in [*self.acme.dispute_ids, *self.acme.dispute_ids.line_ids]:
            self.assertAlmostEqual(sum(record[name] for name in BALANCE), record.amount, 2)
            self.assertGreaterEqual(min(record[name] for name in BALANCE), 0)

    def check_promises(self):
        for promise in self.acme.promise_ids:
            over = self.days(self.day) > promise.last_day
            if promise.state != "confirmed":
                self.assertGreaterEqual(promise.missing, -0.005, "nothing gets more than was promised")
                self.assertFalse(not over and promise.fulfilment in ("broken", "partial"))
                if over and promise.fulfilment == "open":
                    self.assertGreater(promise.disputed, 0, "waits for a dispute only")
                if promise.fulfilment == "broken":
                    self.assertGreater(promise.missing + promise.line_ids[:1].late, 0, "something was expected")
