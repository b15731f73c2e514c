"""Whatever is promised, paid, taken back, credited and withdrawn: parts add up, and nothing is promised twice."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..queries.open_item import WATERFALL
from .promise_common import PromiseCase

steps = st.lists(
    st.tuples(
        st.sampled_from(("promise", "promise", "beside", "pay", "pay", "credit", "bounce", "withdraw", "day", "day")),
        st.integers(0, 1),  # which invoice
        st.integers(1, 1100),
    ),
    min_size=3,
    max_size=9,
)


@tagged("post_install", "-at_install")
class TestPromiseProperty(PromiseCase):
    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_parts_add_up_and_promises_stay_within_what_is_free(self, drawn):
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            self.day = 0
            for kind, number, amount in drawn:
                getattr(self, f"do_{kind}")((self.one, self.other)[number], amount)
                self.refresh(key_date=self.days(self.day), accounts=self.acme)
                self.check()
        finally:
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()

    def do_promise(self, invoice, amount, **vals):
        """More than is free is refused."""
        line = self.items_of(invoice)
        try:
            with self.env.cr.savepoint():
                self.promise((line, amount), day=self.day + amount % 7, user=self.manager, **vals)
        except UserError:
            item = self.env["collections.item"].search([("id", "=", line.id)])
            item.invalidate_recordset()
            free = item.free_currency if vals.get("beside") else item.residual_currency
            self.assertGreater(amount, free if item else 0)

    def do_beside(self, invoice, amount):
        self.do_promise(invoice, amount, beside=True)

    def do_pay(self, invoice, amount):
        residual = invoice.amount_residual
        if residual:
            self.pay(invoice, min(amount, residual), date=self.days(self.day))

    def do_credit(self, invoice, amount):
        if invoice.amount_residual:
            self.match(invoice, self.credit_note(self.customer, amount, date=self.days(self.day)))

    def do_bounce(self, invoice, _amount):
        self.unmatch(invoice)

    def do_withdraw(self, _invoice, _amount):
        self.acme.promise_ids.filtered(lambda promise: promise.state != "confirmed")[:1]._withdraw("other")

    def do_day(self, _invoice, amount):
        self.day += 1 + amount % 4

    def check(self):
        for item in self.open_items(self.customer, key_date=self.days(self.day)):
            parts = [item[part] for part in WATERFALL]
            self.assertAlmostEqual(sum(parts) + item.free, item.residual, 2)
            self.assertGreaterEqual(min(parts), 0)
        self.assertLeftOutAsJudged(self.days(self.day))
        promises = self.acme.promise_ids
        promises.invalidate_recordset()
        for promise in promises:
            line = promise.line_ids
            settled = sum(line.mapped("paid")) + sum(line.mapped("credited")) + sum(line.mapped("late"))
            self.assertGreaterEqual(promise.missing, -0.005, "nothing gets more than was promised")
            self.assertAlmostEqual(settled, promise.paid + promise.credited + promise.late, 2)
            over = self.days(self.day) > promise.last_day
            if promise.state != "confirmed":
                self.assertFalse(over and promise.fulfilment == "open")
                self.assertFalse(not over and promise.fulfilment in ("broken", "partial"))
        for invoice in (self.one, self.other):
            live = promises.filtered(lambda each: each.state != "confirmed").line_ids
            live = live.filtered(lambda each, invoice=invoice: each.move_id == invoice and not each.replaced_on)
            settled = invoice.amount_total - invoice.amount_residual
            self.assertLessEqual(sum(live.mapped(lambda line: line.paid + line.credited + line.late)), settled + 0.005)
