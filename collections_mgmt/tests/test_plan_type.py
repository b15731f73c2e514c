"""Terms that are often agreed on are chosen, and payments that name no document settle the items as agreed."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .plan_common import PlanCase


@tagged("post_install", "-at_install")
class TestPlanType(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usual = cls.env["collections.plan.type"].create(
            {
                "name": "Weekly, half at once",
                "count": 5,
                "every": "week",
                "first_kind": "percent",
                "first_percent": 50,
                "own_grace": True,
                "grace_days": 9,
                "clearing": "smallest",
            }
        )

    def dialog(self, **context):
        wizards = self.env["collections.plan.create"].with_user(self.collector)
        items = self.acme.item_ids.filtered(lambda item: item.line_id in (self.line | self.other_line))
        context = context or {"active_model": "collections.item", "active_ids": items.ids}
        return Form(wizards.with_context(**context))

    def test_a_type_brings_its_terms(self):
        form = self.dialog()
        form.type_id = self.usual.with_user(self.collector)
        self.assertEqual((form.count, form.every, form.first_percent), (5, "week", 50))
        form.save().action_plan()
        plan = self.acme.plan_ids
        self.assertRecordValues(
            plan, [{"type_id": self.usual.id, "grace_days": 9, "clearing": "smallest", "every": "week", "count": 5}]
        )
        self.assertEqual(plan.installment_ids.mapped("amount"), [800, 200, 200, 200, 200])

    def test_its_terms_may_be_changed(self):
        form = self.dialog()
        form.type_id = self.usual.with_user(self.collector)
        form.count = 2
        form.clearing = "oldest"
        form.save().action_plan()
        self.assertRecordValues(self.acme.plan_ids, [{"count": 2, "clearing": "oldest", "grace_days": 9}])

    def test_a_changed_plan_keeps_its_type(self):
        plan = self.plan(type_id=self.usual.id, clearing="entered")
        form = self.dialog(default_previous_id=plan.id)
        self.assertEqual((form.type_id.id, form.clearing), (self.usual.id, "entered"))

    def test_without_a_type_the_profile_says_the_grace(self):
        self.assertEqual(
            (self.plan().grace_days, self.plan((9, 600), items=[(self.other_line, 600)]).clearing), (2, "oldest")
        )

    def test_managers_alone_change_types_and_those_of_others_are_not_seen(self):
        for user in (self.collector, self.supervisor):
            types = self.usual.with_user(user)
            self.assertEqual(types.name, self.usual.name)
            self.assertRefused(AccessError, "", types.write, {"grace_days": 60})
        self.usual.with_user(self.manager).name = "Weekly"
        elsewhere = self.usual.copy({"company_id": self.env["res.company"].create({"name": "Elsewhere"}).id})
        self.assertRefused(AccessError, "", self.plan, type_id=elsewhere.id)

    def test_terms_that_make_no_plan_are_refused(self):
        for values in ({"count": 0}, {"first_percent": 101}, {"interest_rate": -1}, {"grace_days": 61}):
            with self.subTest(**values), mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                with self.env.cr.savepoint():
                    self.usual.write(values)
                    self.env.flush_all()

    # ---------------------------------------------------------------------- which item is settled first
    def matched(self, clearing, amount=700):
        items = [(self.line, 1000), (self.other_line, 600)]
        plan = self.plan((10, 800), (40, 800), items=items[::-1], clearing=clearing)
        self.unallocated_payment(self.customer, amount)
        self.env.invalidate_all()
        booker = new_test_user(
            self.env,
            login=f"test_{clearing}",
            groups="account.group_account_invoice,collections_mgmt.collections_mgmt_group_manager",
            company_id=self.company.id,
        )
        self.assertTrue(plan.has_payments)
        plan.with_user(booker).action_match_payments()
        self.env.invalidate_all()
        self.assertFalse(plan.has_payments)
        self.assertEqual(plan.sudo().paid, amount)
        return self.line.amount_residual, self.other_line.amount_residual

    def test_oldest_first(self):
        self.assertEqual(self.matched("oldest"), (300, 600))

    def test_smallest_first(self):
        self.assertEqual(self.matched("smallest"), (900, 0))

    def test_what_of_an_item_is_in_no_plan_is_left_alone(self):
        plan = self.plan((10, 300), items=[(self.line, 300)], user=self.manager)
        self.unallocated_payment(self.customer, 700)
        self.env.invalidate_all()
        plan.sudo().action_match_payments()
        self.env.invalidate_all()
        self.assertEqual((self.line.amount_residual, plan.sudo().state), (700, "completed"))

    def test_as_entered(self):
        self.assertEqual(self.matched("entered", 1000), (600, 0))

    def test_who_may_not_book_matches_nothing(self):
        plan = self.plan()
        self.unallocated_payment(self.customer, 100)
        self.assertRefused(AccessError, "", plan.action_match_payments)

    def test_payments_of_others_are_left_alone(self):
        plan = self.plan(user=self.manager)
        self.unallocated_payment(self.customer_2, 100)
        self.env.invalidate_all()
        self.assertFalse(plan.has_payments)
        self.assertRefused(UserError, "No payment", plan.sudo().action_match_payments)
