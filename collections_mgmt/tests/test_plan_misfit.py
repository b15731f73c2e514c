"""Invoices change and customers object while a plan is in force: it is agreed on anew, and nobody defaults for it."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .plan_common import PlanCase


class MisfitCase(PlanCase):
    def settled(self, days=0):
        """The figures as the live job has them."""
        self.env.flush_all()
        self.refresh(key_date=self.days(days))
        self.env.invalidate_all()

    def credit(self, amount, invoice=None):
        note = self.credit_note(self.customer, amount, reversed_entry_id=(invoice or self.one).id)
        items = self.items_of(invoice or self.one) | self.items_of(note)
        items.filtered(lambda item: not item.reconciled).reconcile()  # Odoo matches the same amount by itself
        self.settled()
        return note

    def dispute(self, amount, **reason):
        kind = self.env["collections.dispute.reason"].create({"name": "Broken", **reason})
        dispute = self.env["collections.dispute"].sudo()._open(self.acme, {self.line: amount}, reason_id=kind.id)
        self.env.invalidate_all()
        return dispute

    def tasks(self, plan):
        kind = self.env.ref("collections_mgmt.mail_activity_type_plan_misfit")
        return plan.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)


@tagged("post_install", "-at_install")
class TestPlanMisfit(MisfitCase):
    def test_a_credit_note_is_told_to_who_recorded_the_plan_and_the_plan_goes_on(self):
        plan = self.plan()
        self.assertFalse(plan.misfit)
        self.credit(200)
        self.assertPlan(plan, "active", credited=200, open_amount=800)
        self.assertIn("No longer fits", plan.misfit)
        self.assertEqual(plan.sudo().installment_ids.mapped("missing"), [500, 300])
        self.assertEqual(self.tasks(plan).user_id, self.collector)
        self.assertTrue(any("No longer fits" in note.preview for note in plan.sudo().message_ids))

    def test_it_is_told_once_until_more_is_credited(self):
        plan = self.plan()
        self.credit(200)
        notes = len(plan.sudo().message_ids)
        self.settled()
        self.assertEqual((len(self.tasks(plan)), len(plan.sudo().message_ids)), (1, notes))
        self.credit(100)
        self.assertEqual((len(self.tasks(plan)), len(plan.sudo().message_ids)), (1, notes + 1))

    def test_a_cancelled_invoice_is_told_and_what_is_settled_by_payments_is_not(self):
        plan = self.plan((10, 800), (40, 800), items=[(self.line, 1000), (self.other_line, 600)])
        self.pay(self.one, 300)
        self.settled()
        self.assertFalse(self.tasks(plan) or plan.misfit)
        self.other.button_draft()
        self.settled()
        self.assertFalse(self.tasks(plan), "a draft comes back")
        self.other.button_cancel()
        self.settled()
        self.assertEqual(self.tasks(plan).user_id, self.collector)
        self.assertPlan(plan, "active", credited=600, paid=300)

    def test_a_new_version_has_the_amounts_of_now_and_ends_the_task(self):
        plan = self.plan()
        self.credit(200)
        action = plan.with_user(self.collector).action_change()
        form = Form(self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]))
        self.assertEqual(form.amount, 800)
        form.save().action_plan()
        self.env.invalidate_all()
        new = self.env["collections.plan"].sudo().search([("previous_id", "=", plan.id)])
        self.assertRecordValues(new, [{"state": "active", "amount": 800, "credited": 0, "misfit": False}])
        self.assertPlan(plan, "replaced")
        self.assertFalse(self.tasks(plan))

    def test_nobody_is_told_of_a_plan_that_is_all_settled(self):
        plan = self.plan()
        self.credit(1000)
        self.assertPlan(plan, "completed")
        self.assertFalse(self.tasks(plan))

    def test_posting_is_refused_only_where_the_company_wants_it(self):
        self.company.collections_plan_locks_items = True
        plan = self.plan()
        self.assertRefused(UserError, "paid in instalments", self.credit, 200)
        self.one.button_draft()
        self.assertRefused(UserError, "paid in instalments", self.one.button_cancel)
        self.one.action_post()
        self.credit(50, self.other)
        plan._cancel("mistake")
        self.credit(200)


@tagged("post_install", "-at_install")
class TestPlanDisputed(MisfitCase):
    def test_what_is_disputed_of_the_last_instalment_puts_nobody_in_default(self):
        plan = self.plan()
        self.dispute(500, maximum_days=0)
        self.assertPlan(plan, "active", disputed=500, next_date=self.days(10), next_amount=500)
        self.assertEqual(plan.sudo().installment_ids.mapped("disputed"), [0, 500])
        self.pay(self.one, 500)
        self.settled(60)
        self.assertPlan(plan, "active", open_amount=500, next_date=False, covered_until=False)
        self.assertEqual(self.acme.plan_missed_days, 0)

    def test_what_nobody_disputes_is_due_as_agreed(self):
        plan = self.plan()
        self.dispute(500, maximum_days=0)
        self.settled(13)
        self.assertPlan(plan, "defaulted")

    def test_part_of_an_instalment_is_disputed(self):
        plan = self.plan((10, 1000))
        self.dispute(300, maximum_days=0)
        self.assertPlan(plan, "active", next_amount=700)
        self.pay(self.one, 700)
        self.settled(13)
        self.assertPlan(plan, "active")

    def test_what_is_not_in_the_plan_is_disputed_first(self):
        plan = self.plan((10, 500), items=[(self.line, 500)])
        self.dispute(500, maximum_days=0)
        self.assertPlan(plan, "active", disputed=0)
        self.settled(13)
        self.assertPlan(plan, "defaulted")

    def test_once_it_is_rejected_it_is_due(self):
        plan = self.plan()
        dispute = self.dispute(500, maximum_days=0)
        self.pay(self.one, 500)
        self.settled(60)
        dispute._decide("invalid")
        self.assertPlan(plan, "defaulted", disputed=0)

    def test_a_pause_that_is_over_eases_nothing(self):
        plan = self.plan()
        self.dispute(500, maximum_days=20)
        self.pay(self.one, 500)
        self.settled(60)
        self.assertPlan(plan, "defaulted")

    def test_who_objects_after_he_defaulted_stays_in_default(self):
        plan = self.plan()
        self.settled(13)
        self.assertPlan(plan, "defaulted")
        self.dispute(1000, maximum_days=0)
        self.settled(14)
        self.assertPlan(plan, "defaulted", disputed=0)

    def test_a_new_version_is_about_what_nobody_disputes(self):
        plan = self.plan()
        self.dispute(300, maximum_days=0)
        action = plan.with_user(self.collector).action_change()
        form = Form(self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]))
        self.assertEqual(form.amount, 700)
        form.save().action_plan()
        self.assertPlan(plan, "replaced")
