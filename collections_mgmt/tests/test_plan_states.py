"""The life of a plan: proposed, approved, changed, cancelled, merged; who may do what."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .plan_common import PlanCase


@tagged("post_install", "-at_install")
class TestPlanStates(PlanCase):
    # ---------------------------------------------------------------------- proposal
    def test_a_proposal_counts_once_the_customer_agreed(self):
        plan = self.plan(accepted=False)
        self.assertPlan(plan, "proposed", started_on=False)
        self.assertEqual(self.covered(self.one), (0, 1000))
        plan.with_user(self.collector_2).action_accept()
        self.assertPlan(plan, "active", accepted_on=self.key_date)
        self.assertEqual(self.covered(self.one), (1000, 0))

    def test_a_proposal_over_what_was_paid_meanwhile_is_refused(self):
        plan = self.plan(accepted=False)
        self.pay(self.one, 100)
        self.assertRefused(UserError, "only", plan.action_accept)

    def test_a_proposal_that_is_too_old_is_refused(self):
        plan = self.plan(accepted=False)
        self.on_day(11)
        self.assertRefused(UserError, "is over", plan.action_accept)

    def test_a_second_click_does_no_harm(self):
        plan = self.plan(accepted=False)
        plan.action_accept()
        plan.action_accept()
        plan._cancel("mistake")
        self.assertRefused(UserError, "cannot become", plan.action_accept)

    # ---------------------------------------------------------------------- approval
    def beyond(self, **vals):
        """More instalments than a specialist may agree on."""
        return self.plan(*((10 + number, 100) for number in range(7)), **vals)

    def test_within_the_limits_nobody_is_asked(self):
        self.assertPlan(self.plan(*((10 + n, 100) for n in range(6))), "active", approval_reason=False)

    def test_each_limit_asks_for_approval(self):
        self.profile.write({"plan_maximum": 800, "plan_interest_method": "simple", "plan_interest_rate": 5})
        fair = {"interest_method": "simple", "interest_rate": 5}
        for parts, vals, reason in (
            (((10, 801),), fair, "It is over more than"),
            (((201, 100),), fair, "later than 01/16/2027"),
            (tuple((10 + n, 10) for n in range(7)), fair, "more than 6 instalments"),
            (((10, 100),), {}, "less than the usual interest"),
            (((10, 100),), {"interest_method": "simple", "interest_rate": 4.99}, "less than the usual interest"),
        ):
            with self.subTest(reason=reason):
                plan = self.plan(*parts, **vals)
                self.assertPlan(plan, "to_approve")
                self.assertIn(reason, plan.approval_reason)
        self.assertPlan(self.plan((200, 100), **fair), "active")

    def test_no_limit_is_no_limit(self):
        self.profile.write({"plan_maximum": 0, "plan_days": 0, "plan_count": 0})
        self.assertPlan(self.plan(*((100 * n, 50) for n in range(1, 15))), "active")

    def test_the_supervisor_is_told_and_decides(self):
        plan = self.beyond()
        self.assertEqual(plan.sudo().activity_ids.user_id, self.supervisor)
        self.assertEqual(self.covered(self.one), (0, 1000))
        self.assertRefused(AccessError, "supervisor", plan.with_user(self.collector).action_approve)
        self.assertRefused(AccessError, "", plan.with_user(self.auditor).action_approve)
        plan.with_user(self.supervisor).action_approve()
        self.assertPlan(plan, "active", approved_by_id=self.supervisor.id)
        self.assertEqual(self.covered(self.one), (700, 300))
        self.assertFalse(plan.sudo().activity_ids)

    def test_a_proposal_is_approved_before_it_goes_to_the_customer(self):
        plan = self.beyond(accepted=False)
        plan.with_user(self.supervisor).action_approve()
        self.assertPlan(plan, "proposed")

    def test_what_is_refused_never_counts(self):
        plan = self.beyond()
        self.assertRefused(AccessError, "supervisor", plan.with_user(self.collector).action_refuse)
        plan.with_user(self.supervisor).action_refuse()
        self.assertPlan(plan, "cancelled", cancelled_because="refused")
        self.assertEqual(plan.sudo().activity_ids.mapped("user_id"), self.collector)
        self.assertRefused(UserError, "cannot become", plan.with_user(self.supervisor).action_approve)

    def test_a_supervisor_agrees_on_what_he_sees_fit(self):
        self.assertPlan(self.beyond(user=self.supervisor), "active")

    # ---------------------------------------------------------------------- change
    def changed(self, plan, *parts, user=None, **vals):
        amount = sum(amount for _day, amount in parts)
        return self.plan(*parts, items=[(self.line, amount)], user=user, previous_id=plan.id, **vals)

    def test_a_change_is_a_new_version_and_the_old_one_stays_as_it_was(self):
        plan = self.plan()
        self.pay(self.one, 200)
        self.refresh()
        new = self.changed(plan, (20, 400), (50, 400))
        self.assertPlan(plan, "replaced", closed_on=self.key_date, paid=200, open_amount=800)
        self.assertPlan(new, "active", number=plan.number, version=2, open_amount=800, display_name=f"{plan.number}/2")
        self.assertEqual(plan.sudo().installment_ids.mapped("principal"), [500, 500])
        self.assertEqual(self.covered(self.one), (800, 0))
        self.on_day(13)
        self.assertPlan(new, "active")

    def test_a_payment_after_the_change_counts_for_the_new_version_only(self):
        plan = self.plan()
        new = self.changed(plan, (20, 1000))
        self.pay(self.one, 300)
        self.on_day(1)
        self.assertEqual((self.paid(plan), self.paid(new)), ([0, 0], [300]))

    def test_until_a_change_is_approved_the_plan_stands(self):
        self.profile.plan_count = 1
        plan = self.plan(user=self.supervisor)
        new = self.changed(plan, (20, 500), (50, 500), user=self.collector)
        self.assertPlan(plan, "active")
        self.assertPlan(new, "to_approve")
        new.with_user(self.supervisor).action_approve()
        self.assertPlan(plan, "replaced")
        self.assertPlan(new, "active")

    def test_a_plan_in_default_may_be_changed(self):
        plan = self.plan()
        self.on_day(13)
        new = self.changed(plan, (20, 1000))
        self.assertPlan(plan, "replaced")
        self.assertEqual((self.covered(self.one), self.acme.plan_defaulted), ((1000, 0), 0))
        self.assertPlan(new, "active")

    def test_what_is_over_cannot_be_changed(self):
        plan = self.plan()
        plan._cancel("mistake")
        self.assertRefused(UserError, "in force or in default", plan.action_change)
        self.assertRefused(UserError, "no longer in force", self.changed, plan, (20, 1000))

    def test_a_plan_of_another_customer_cannot_be_replaced(self):
        [debt] = self.items_of(self.invoice(self.customer_2, 500, self.days(-5)))
        theirs = self.plan((10, 500), items=[(debt, 500)], account=self.bolt)
        self.assertRefused(UserError, "another customer", self.changed, theirs, (20, 1000))

    def test_the_dialog_of_a_change_proposes_what_is_still_open(self):
        plan = self.plan((10, 400), (40, 300), (70, 300), every="month", note="Slow season")
        self.pay(self.one, 450)
        self.on_day(20)
        action = plan.with_user(self.collector).action_change()
        form = Form(self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]))
        self.assertEqual((form.amount, form.count, form.first_date), (550, 2, self.days(40)))
        self.assertEqual(form.note, "Slow season")
        form.save().action_plan()
        self.env.invalidate_all()
        self.assertPlan(plan, "replaced")
        self.assertEqual(self.acme.sudo().plan_ids[0].previous_id, plan.sudo())

    def test_a_change_takes_interest_back_that_was_booked_and_not_paid(self):
        self.company.collections_plan_interest_product_id = self.env["product.product"].create(
            {"name": "Interest", "type": "service", "taxes_id": [Command.clear()]}
        )
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10)
        action = plan.action_change()
        form = Form(self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]))
        self.assertEqual(form.amount, 1000, "no interest on interest")
        form.save().action_plan()
        self.env.invalidate_all()
        new = self.acme.sudo().plan_ids[0]
        self.assertEqual(plan.sudo().interest_move_id.payment_state, "reversed")
        self.assertTrue(new.interest_move_id)
        self.assertEqual(self.acme.planned, 1000 + new.interest)

    def test_interest_that_is_taken_back_cannot_be_part_of_the_new_version(self):
        self.company.collections_plan_interest_product_id = self.env["product.product"].create(
            {"name": "Interest", "type": "service", "taxes_id": [Command.clear()]}
        )
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10)
        interest = plan.sudo().item_ids.filtered("is_interest").line_id
        self.assertRefused(
            UserError, "not an open item", self.plan, (10, 20), items=[(interest, 20)], previous_id=plan.id
        )

    # ---------------------------------------------------------------------- cancellation
    def test_a_cancelled_plan_gives_its_items_free_at_once(self):
        plan = self.plan()
        plan.with_user(self.collector_2)._cancel("customer", "wants to pay at once")
        self.assertPlan(plan, "cancelled", closed_by_id=self.collector_2.id, closing_note="wants to pay at once")
        self.assertEqual((self.covered(self.one), self.acme.planned), ((0, 1000), 0))
        self.assertIn("Cancelled (The customer does not want it, wants to pay at once)", self.notes(self.acme))

    def test_a_reason_is_asked_for(self):
        plan = self.plan()
        for reason in ("", "refused", "nonsense", False):
            self.assertRefused(UserError, "Say why", plan._cancel, reason)

    def test_the_dialog_cancels(self):
        plan = self.plan()
        action = plan.action_cancel()
        form = Form(self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]))
        form.because = "insolvent"
        form.save().action_cancel()
        self.assertPlan(plan, "cancelled", cancelled_because="insolvent")

    def test_what_is_completed_is_not_cancelled(self):
        plan = self.plan()
        self.pay(self.one)
        self.on_day(1)
        self.assertRefused(UserError, "cannot become", plan._cancel, "customer")

    # ---------------------------------------------------------------------- merge
    def test_plans_move_along_when_customers_are_merged(self):
        plan = self.plan()
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.customer | self.customer_2).ids)],
                "dst_partner_id": self.customer_2.id,
            }
        )
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertEqual((plan.sudo().account_id, plan.sudo().item_ids.account_id), (self.bolt, self.bolt))
        self.assertEqual(plan.sudo().installment_ids.account_id, self.bolt)
        self.assertEqual(self.bolt.planned, 1000)

    # ---------------------------------------------------------------------- who
    def test_a_plan_is_seen_by_who_sees_the_customer(self):
        plan = self.plan()
        for model in ("collections.plan", "collections.plan.item", "collections.plan.installment"):
            for user, sees in (
                (self.collector, True),
                (self.collector_2, True),
                (self.supervisor, True),
                (self.manager, True),
                (self.auditor, True),
                (self.stranger, False),
                (self.supervisor_2, False),
            ):
                with self.subTest(user=user.login, model=model):
                    found = self.env[model].with_user(user).search([("account_id", "=", self.acme.id)])
                    self.assertEqual(bool(found), sees)
        self.assertTrue(plan)

    def test_each_role_reads_the_whole_form(self):
        self.company.collections_plan_interest_product_id = self.env["product.product"].create(
            {"name": "Interest", "type": "service", "taxes_id": [Command.clear()]}
        )
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10)
        for user in (self.collector, self.supervisor, self.manager, self.auditor):
            self.env.invalidate_all()
            mine = plan.with_user(user)
            names = mine.get_view(view_type="form")["models"]["collections.plan"]
            shown = {"fields": {"display_name": {}}}
            asked = {name: shown if mine._fields[name].relational else {} for name in names}
            with self.subTest(user=user.login):
                [values] = mine.web_read(asked)
                self.assertTrue(values["interest_move_id"]["display_name"])

    def test_users_of_another_company_find_nothing(self):
        self.plan()
        other = self.setup_other_company(name="Other")["company"]
        elsewhere = self.user_of("test_elsewhere", "manager", other)
        for model in ("collections.plan", "collections.plan.item", "collections.plan.installment"):
            self.assertFalse(self.env[model].with_user(elsewhere).search([]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_does_not_see_the_customer_agrees_on_nothing_with_him(self):
        plan = self.plan((10, 500), items=[(self.line, 500)])
        for user in (self.stranger, self.supervisor_2, self.auditor):
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, "", self.plan, (10, 500), user=user)
                other = plan.with_user(user)
                self.assertRefused(AccessError, "", self.changed, other, (10, 500), user=user)
                for method in ("action_accept", "action_approve", "action_refuse", "action_change", "action_cancel"):
                    self.assertRefused(AccessError, "", getattr(other, method))
                self.assertRefused(AccessError, "", other._cancel, "customer")
        self.assertPlan(plan, "active")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_the_dialog_shows_nothing_of_foreign_customers(self):
        for user in (self.stranger, self.supervisor_2):
            model = self.env["collections.plan.create"].with_user(user)
            account = model.with_context(default_account_id=self.acme.id)
            items = model.with_context(active_model="collections.item", active_ids=self.acme.item_ids.ids)
            previous = model.with_context(default_previous_id=self.plan((10, 50), items=[(self.line, 50)]).id)
            for dialog in (account, items, previous):
                with self.subTest(user=user.login):
                    self.assertRefused(AccessError, "", dialog.default_get, ["line_ids", "account_id", "previous_id"])

    # ---------------------------------------------------------------------- on paper
    def test_the_agreement_names_debt_instalments_and_terms(self):
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10, note="By standing order")
        reports = self.env["ir.actions.report"].with_user(self.collector)
        html, _kind = reports._render_qweb_html("collections_mgmt.report_plan_agreement", plan.ids)
        text = html.decode()
        for part in (plan.number, self.one.name, "1,020.00", "09/11/2026", "By standing order", "2 days"):
            self.assertIn(part, text.replace("<span>2</span> days", "2 days"))

    def test_nothing_is_sent_unless_somebody_switched_it_on(self):
        self.customer.email = "acme@example.com"
        plan = self.plan()
        self.assertFalse(plan.can_send)
        self.assertRefused(UserError, "switch sending on", plan.action_send)
        self.assertFalse(self.env["mail.mail"].search([("recipient_ids", "in", self.customer.ids)]))
