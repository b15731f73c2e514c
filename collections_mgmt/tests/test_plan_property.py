"""Whatever is agreed, paid, taken back, credited and cancelled: parts add up, and no item is in plans twice."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..queries.open_item import WATERFALL
from .plan_common import PlanCase

steps = st.lists(
    st.tuples(
        st.sampled_from(("plan", "plan", "change", "pay", "pay", "credit", "bounce", "cancel", "day", "day")),
        st.integers(0, 1),  # which invoice
        st.integers(1, 1100),
    ),
    min_size=3,
    max_size=9,
)


@tagged("post_install", "-at_install")
class TestPlanProperty(PlanCase):
    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_parts_add_up_and_plans_stay_within_what_is_free(self, drawn):
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            self.day = 0
            for kind, number, amount in drawn:
                getattr(self, f"do_{kind}")((self.one, self.other)[number], amount)
                self.refresh(key_date=self.days(self.day), accounts=self.acme)
                self.env.invalidate_all()
                self.check()
        finally:
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()

    def do_plan(self, invoice, amount, **vals):
        """More than is free is refused."""
        line = self.items_of(invoice)
        parts = [(self.day + 1 + amount % 5, amount * 0.25), (self.day + 9, amount * 0.75)]
        try:
            with self.env.cr.savepoint():
                self.plan(*parts, items=[(line, amount)], user=self.manager, **vals)
        except UserError:
            items = self.open_items(self.customer, key_date=self.days(self.day), move_id=invoice.id)
            self.assertGreater(amount, items.residual if vals else items.free)

    def do_change(self, _invoice, amount):
        plan = self.acme.plan_ids.filtered(lambda plan: plan.state in ("active", "defaulted"))[:1]
        if plan:
            self.do_plan(plan.item_ids.move_id, amount, previous_id=plan.id)

    def do_pay(self, invoice, amount):
        if residual := invoice.amount_residual:
            self.pay(invoice, min(amount, residual), date=self.days(self.day))

    def do_credit(self, invoice, amount):
        if invoice.amount_residual:
            self.match(invoice, self.credit_note(self.customer, amount, date=self.days(self.day)))

    def do_bounce(self, invoice, _amount):
        self.unmatch(invoice)

    def do_cancel(self, _invoice, _amount):
        self.acme.plan_ids.filtered(lambda plan: plan.state in ("active", "defaulted"))[:1]._cancel("other")

    def do_day(self, _invoice, amount):
        self.day += 1 + amount % 4

    def check(self):
        items = self.open_items(self.customer, key_date=self.days(self.day))
        for item in items:
            parts = [item[part] for part in WATERFALL]
            self.assertAlmostEqual(sum(parts) + item.free, item.residual, 2)
            self.assertGreaterEqual(min(parts), 0)
        for plan in self.acme.plan_ids.filtered(lambda plan: plan.state in ("active", "defaulted", "completed")):
            self.check_plan(plan)
        claimed = self.acme.plan_ids.filtered(lambda plan: plan.state == "active").mapped("open_amount")
        self.assertLessEqual(sum(items.mapped("planned")), sum(claimed) + 0.005)

    def check_plan(self, plan):
        settled = plan.paid + plan.credited
        for records in (plan.item_ids, plan.installment_ids):
            self.assertAlmostEqual(sum(records.mapped("paid")), plan.paid, 2)
            self.assertAlmostEqual(sum(records.mapped("credited")), plan.credited, 2)
        self.assertAlmostEqual(plan.open_amount, plan.amount - settled, 2)
        self.assertGreaterEqual(min(plan.installment_ids.mapped("missing")), -0.005)
        self.assertEqual(plan.state == "completed", plan.currency_id.is_zero(plan.open_amount))
        if plan.state == "active":
            self.assertGreaterEqual(plan.covered_until, self.days(self.day))
