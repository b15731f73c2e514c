"""Plans: what is paid in instalments is not chased; payments clear the oldest; one missed makes all due at once."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .plan_common import PlanCase


@tagged("post_install", "-at_install")
class TestPlanInForce(PlanCase):
    def test_what_is_in_a_plan_is_not_chased_and_keeps_its_due_date(self):
        before = self.acme.to_collect
        plan = self.plan()
        self.assertPlan(plan, "active", open_amount=1000, next_date=self.days(10), covered_until=self.days(12))
        self.assertEqual(self.covered(self.one), (1000, 0))
        self.assertEqual((self.acme.planned, self.acme.to_collect), (1000, before - 1000))
        self.assertEqual(self.line.date_maturity, self.days(-20))
        self.assertEqual(self.open_items(self.customer, move_id=self.one.id).plan_id, plan.sudo())

    def test_part_of_an_item_may_be_in_a_plan(self):
        self.plan((10, 150), (40, 150))
        self.assertEqual(self.covered(self.one), (300, 700))

    def test_a_plan_is_over_several_items(self):
        self.plan((10, 800), (40, 800), items=[(self.line, 1000), (self.other_line, 600)])
        self.assertEqual((self.covered(self.one), self.covered(self.other)), ((1000, 0), (600, 0)))

    def test_a_customer_whose_debts_are_all_in_plans_is_on_no_list(self):
        [debt] = self.items_of(self.invoice(self.customer_3, 900, self.days(-50)))
        self.refresh()
        small = self.crane.item_ids.filtered(lambda item: item.line_id != debt).line_id
        self.plan((10, 500), (40, 500), items=[(debt, 900), (small, 100)], account=self.crane)
        self.assertEqual(self.crane.to_collect, 0)
        self.assertNotIn("Crane", self.listed())

    def test_the_chatter_of_customer_and_plan_says_what_was_agreed(self):
        plan = self.plan()
        for notes in (self.notes(self.acme), self.notes(plan)):
            self.assertIn("1,000.00 in 2 instalments from 07/10/2026 to 08/09/2026", notes.replace("\xa0", " "))

    def test_the_list_prepared_for_a_day_after_the_grace_knows_the_plan_may_fail(self):
        self.plan()
        for day, planned in ((12, 1000), (13, 0)):
            [item] = self.open_items(self.customer, key_date=self.days(day), move_id=self.one.id)
            self.assertEqual(item.planned, planned)

    # ---------------------------------------------------------------------- payments
    def test_payments_clear_the_oldest_instalment_first(self):
        plan = self.plan((10, 400), (40, 300), (70, 300))
        self.pay(self.one, 500)
        self.on_day(1)
        self.assertEqual(self.paid(plan), [400, 100, 0])
        self.assertPlan(plan, "active", paid=500, open_amount=500, next_date=self.days(40), next_amount=200)
        self.assertEqual(self.covered(self.one), (500, 0))

    def test_a_payment_of_whichever_item_counts(self):
        plan = self.plan((10, 800), (40, 800), items=[(self.line, 1000), (self.other_line, 600)])
        self.pay(self.other)
        self.on_day(1)
        self.assertEqual(self.paid(plan), [600, 0])
        self.assertEqual((self.covered(self.one), self.acme.planned), ((1000, 0), 1000))

    def test_what_was_paid_before_counts_for_nothing(self):
        self.pay(self.one, 400)
        plan = self.plan((10, 300), (40, 300))
        self.on_day(1)
        self.assertEqual(self.paid(plan), [0, 0])
        self.pay(self.one, 100)
        self.on_day(2)
        self.assertEqual(self.paid(plan), [100, 0])

    def test_a_credit_note_shortens_the_plan_from_its_end(self):
        plan = self.plan((10, 400), (40, 300), (70, 300))
        self.match(self.one, self.credit_note(self.customer, 350))
        self.on_day(1)
        self.assertEqual(plan.sudo().installment_ids.mapped("missing"), [400, 250, 0])
        self.assertPlan(plan, "active", paid=0, credited=350, open_amount=650, next_amount=400)

    def test_all_paid_completes_it(self):
        plan = self.plan()
        self.pay(self.one)
        self.on_day(3)
        self.assertPlan(plan, "completed", open_amount=0, next_date=False, completed_on=self.days(3))
        self.assertIn("is completed", self.notes(self.acme))

    def test_a_payment_that_bounces_opens_a_completed_plan_again(self):
        plan = self.plan()
        self.pay(self.one)
        self.on_day(3)
        self.unmatch(self.one)
        self.on_day(5)
        self.assertPlan(plan, "active", open_amount=1000, completed_on=False, next_date=self.days(10))
        self.assertEqual(self.covered(self.one), (1000, 0))

    def test_a_payment_that_bounces_after_its_day_puts_a_completed_plan_in_default(self):
        plan = self.plan()
        self.pay(self.one)
        self.on_day(3)
        self.unmatch(self.one)
        self.on_day(13)
        self.assertPlan(plan, "defaulted", open_amount=1000)

    def test_an_old_payment_that_bounces_is_chased_beside_the_plan(self):
        self.pay(self.one, 400)
        self.plan((10, 300), (40, 300))
        self.unmatch(self.one)
        self.on_day(1)
        self.assertEqual(self.covered(self.one), (600, 400))

    def test_payments_are_seen_by_the_live_job_too(self):
        plan = self.plan()
        self.pay(self.one, 700)
        self.env.flush_all()
        self.env["collections.account"]._refresh(self.company, self.key_date, self.acme.ids)
        self.assertEqual(self.paid(plan), [500, 200])

    # ---------------------------------------------------------------------- default
    def test_a_missed_instalment_makes_all_due_once_its_grace_is_over(self):
        plan = self.plan()
        self.on_day(12)
        self.assertPlan(plan, "active")
        self.assertEqual(self.covered(self.one), (1000, 0))
        self.on_day(13)
        self.assertPlan(plan, "defaulted", defaulted_on=self.days(13), open_amount=1000)
        self.assertEqual(self.covered(self.one), (0, 1000))
        self.assertIn("is in default: the instalment of 07/10/2026", self.notes(self.acme))

    def test_the_customer_is_back_on_the_list_of_that_day(self):
        debts = self.acme.item_ids.filtered(lambda item: item.residual > 0)
        items = [(item.line_id, item.residual) for item in debts]
        self.plan((10, 3000), (40, sum(amount for _line, amount in items) - 3000), items=items)
        self.assertNotIn("Acme", self.listed(12))
        self.assertIn("Acme", self.listed(13))

    def test_part_of_an_instalment_is_not_enough(self):
        plan = self.plan()
        self.pay(self.one, 499.99)
        self.on_day(13)
        self.assertPlan(plan, "defaulted", open_amount=500.01)
        self.assertEqual(self.paid(plan), [499.99, 0])

    def test_a_second_instalment_missed_does_it_too(self):
        plan = self.plan()
        self.pay(self.one, 500, date=self.days(9))
        self.on_day(42)
        self.assertPlan(plan, "active")
        self.on_day(43)
        self.assertPlan(plan, "defaulted", open_amount=500)

    def test_paid_in_time_and_booked_late_undoes_the_default(self):
        plan = self.plan()
        self.on_day(13)
        self.pay(self.one, 500, date=self.days(11))
        self.on_day(14)
        self.assertPlan(plan, "active", defaulted_on=False, next_date=self.days(40))
        self.assertEqual(self.covered(self.one), (500, 0))
        self.assertIn("in force again", self.notes(self.acme))

    def test_paid_late_it_stays_in_default(self):
        plan = self.plan()
        self.on_day(13)
        self.pay(self.one, 500, date=self.days(13))
        self.on_day(14)
        self.assertPlan(plan, "defaulted", open_amount=500)

    def test_a_plan_in_default_is_completed_when_all_is_paid(self):
        plan = self.plan()
        self.on_day(13)
        self.pay(self.one, date=self.days(20))
        self.on_day(20)
        self.assertPlan(plan, "completed", defaulted_on=self.days(13))

    def test_a_new_plan_may_follow_one_in_default(self):
        self.plan()
        self.on_day(13)
        again = self.plan((30, 1000), items=[(self.line, 1000)])
        self.assertPlan(again, "active")

    # ---------------------------------------------------------------------- corrections in accounting
    def test_an_invoice_being_corrected_leaves_the_plan_as_it_was(self):
        plan = self.plan()
        self.one.button_draft()
        self.on_day(13)
        self.assertPlan(plan, "active", open_amount=1000)
        self.one.action_post()
        self.on_day(13)
        self.assertPlan(plan, "defaulted", open_amount=1000)

    def test_an_invoice_that_becomes_smaller_shortens_the_plan(self):
        plan = self.plan()
        self.one.button_draft()
        self.one.invoice_line_ids.price_unit = 700
        self.one.action_post()
        self.on_day(1)
        self.assertPlan(plan, "active", credited=300, open_amount=700)

    def test_an_invoice_that_gets_another_due_date_stays_in_the_plan(self):
        plan = self.plan()
        self.one.button_draft()
        self.one.invoice_date_due = self.days(5)
        self.one.action_post()
        self.on_day(6)
        self.assertPlan(plan, "active", open_amount=1000)
        self.assertEqual(self.covered(self.one), (1000, 0))

    def test_a_cancelled_invoice_completes_the_plan(self):
        plan = self.plan()
        self.one.button_draft()
        self.one.button_cancel()
        self.on_day(1)
        self.assertPlan(plan, "completed", credited=1000)

    # ---------------------------------------------------------------------- facts
    def test_facts_of_instalments(self):
        self.plan((3, 400), (40, 600))
        self.assertRecordValues(
            self.acme,
            [
                {
                    "instalment_date": self.days(3),
                    "instalment_days": 3,
                    "instalment_due_7": 400,
                    "plan_missed_days": 0,
                    "plan_defaulted": 0,
                }
            ],
        )
        soon = self.env.ref("collections_mgmt.collections_condition_instalment_due")._account_domain()
        self.on_day(3)
        self.assertIn(self.acme, self.env["collections.account"].search(soon), "on the day itself")
        self.on_day(5)
        self.assertRecordValues(self.acme, [{"instalment_days": -2, "plan_missed_days": 2, "plan_defaulted": 0}])
        self.on_day(6)
        self.assertRecordValues(
            self.acme,
            [{"instalment_date": False, "instalment_due_7": 0, "plan_missed_days": 3, "plan_defaulted": 1000}],
        )

    def test_facts_of_another_day_know_what_will_be_missed(self):
        self.plan((3, 400), (40, 600))
        source = self.env["collections.account"]._as_of(self.company, self.days(6))
        query = SQL("SELECT plan_defaulted, plan_missed_days FROM %s AS a WHERE id = %s", source, self.acme.id)
        self.assertEqual(self.env.execute_query(query), [(1000, 3)])
        self.assertEqual(self.acme.plan_defaulted, 0, "nothing was written")

    def test_ready_conditions_find_whom_they_name(self):
        def found(name):
            condition = self.env.ref(f"collections_mgmt.collections_condition_{name}")
            return self.env["collections.account"].search(condition._account_domain())

        self.plan((3, 400), (40, 600))
        self.assertIn(self.acme, found("instalment_due"))
        self.assertNotIn(self.bolt, found("instalment_due"))
        self.assertNotIn(self.acme, found("plan_default") | found("plan_missed"))
        self.on_day(11)
        self.assertIn(self.acme, found("plan_default"))
        self.assertIn(self.acme, found("plan_missed"))
        self.assertNotIn(self.bolt, found("plan_default") | found("plan_missed"))

    def test_the_number_of_statements_does_not_grow_with_the_plans(self):
        def statements():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.refresh()
            return self.env.cr.sql_log_count - before

        self.plan((10, 10), items=[(self.line, 10)])
        self.refresh()
        one = statements()
        for number in range(1, 9):
            self.plan((10 + number, 10), items=[(self.line, 10)])
        self.refresh()
        self.assertEqual(statements(), one)


@tagged("post_install", "-at_install")
class TestPlanTerms(PlanCase):
    def test_the_instalments_pay_all_off(self):
        for parts, pattern in (
            (((10, 500), (40, 499.99)), "is missing"),
            (((10, 500), (40, 500.01)), "more than what is owed"),
            (((10, 1000), (40, 0)), "nothing or less"),
            (((10, 1500), (40, -500)), "nothing or less"),
            (((10, 500), (10, 500)), "same day"),
            (((-1, 500), (40, 500)), "is over"),
        ):
            with self.subTest(parts=parts):
                self.assertRefused(UserError, pattern, self.plan, *parts, items=[(self.line, 1000)])

    def test_it_names_open_items_of_the_customer_in_one_currency(self):
        euro = self._enable_currency("EUR")
        foreign = self.items_of(self.invoice(self.customer, 100, self.days(-5), currency=euro))
        others = self.customer_2.commercial_partner_id
        debt = self.env["account.move.line"].search(
            [("partner_id", "=", others.id), ("account_id", "=", self.receivable.id)], limit=1
        )
        parts = ((10, 500),)
        self.assertRefused(
            UserError, "one currency at a time", self.plan, *parts, items=[(self.line, 400), (foreign, 100)]
        )
        self.assertRefused(ValidationError, "not an open item of Acme", self.plan, *parts, items=[(debt, 500)])
        self.assertRefused(UserError, "named twice", self.plan, *parts, items=[(self.line, 250), (self.line, 250)])
        self.assertRefused(UserError, "open items", self.plan, *parts, item_ids=[])

    def test_never_more_than_is_free(self):
        self.plan((10, 700), items=[(self.line, 700)])
        self.assertRefused(UserError, r"only \$\s300.00", self.plan, (10, 301), items=[(self.line, 301)])
        self.plan((10, 300), items=[(self.line, 300)])
        self.pay(self.other)
        self.assertRefused(UserError, "not an open item", self.plan, (10, 600), items=[(self.other_line, 600)])

    def test_what_is_on_hold_is_not_free(self):
        self.hold_item(self.line)
        self.assertRefused(UserError, "only", self.plan)

    def test_a_plan_in_another_currency_speaks_that_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        invoice = self.invoice(self.customer_2, 500, self.days(-5), currency=euro)
        self.refresh()
        line = self.items_of(invoice)
        plan = self.plan((3, 200), (40, 300), items=[(line, 500)], account=self.bolt)
        self.assertPlan(plan, "active", open_amount=500, currency_id=euro.id)
        self.assertEqual((self.bolt.planned, self.bolt.instalment_due_7), (250, 100))
        self.pay(invoice, 200)
        self.on_day(6)
        self.assertPlan(plan, "active", open_amount=300)
        self.on_day(43)
        self.assertEqual(self.bolt.plan_defaulted, 150)

    def test_no_one_writes_or_deletes_a_plan(self):
        plan = self.plan()
        for user in (self.collector, self.supervisor, self.manager):
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, "", plan.with_user(user).write, {"note": "x"})
                self.assertRefused(AccessError, "", plan.with_user(user).unlink)
                self.assertRefused(AccessError, "", plan.with_user(user).installment_ids.write, {"date": self.days(90)})

    def test_who_records_it_chooses_neither_state_nor_result(self):
        plan = self.plan(
            state="completed",
            number="X",
            version=9,
            paid=1000,
            open_amount=0,
            amount=5,
            grace_days=50,
            rate=100,
            started_on=self.days(-300),
            covered_until=self.days(900),
            given_by_id=self.manager.id,
            recorded_on=self.days(-300),
        )
        self.assertPlan(
            plan,
            "active",
            version=1,
            paid=0,
            open_amount=1000,
            amount=1000,
            grace_days=2,
            rate=1,
            started_on=self.key_date,
            covered_until=self.days(12),
            given_by_id=self.collector.id,
            recorded_on=self.key_date,
        )
        self.assertNotEqual(plan.number, "X")

    def test_values_of_the_context_choose_nothing_either(self):
        plans = self.env["collections.plan"].with_context(default_state="completed", default_covered_until="2099-01-01")
        plan = plans.with_user(self.collector).create(
            {
                "account_id": self.acme.id,
                "accepted": True,
                "item_ids": [Command.create({"line_id": self.line.id, "amount": 100, "paid": 100})],
                "installment_ids": [
                    Command.create({"date": self.days(10), "principal": 100, "paid": 100, "interest": 77})
                ],
            }
        )
        self.assertPlan(plan, "active", paid=0, interest=0, open_amount=100, covered_until=self.days(12))

    def test_existing_records_cannot_be_drawn_into_a_plan(self):
        theirs = self.plan()
        for command in (Command.link(theirs.item_ids.id), Command.set(theirs.item_ids.ids), Command.delete(1)):
            self.assertRefused(UserError, "open items", self.plan, (10, 500), item_ids=[command])
        for command in (Command.link(theirs.installment_ids[0].id), Command.clear()):
            self.assertRefused(UserError, "instalment", self.plan, (10, 500), installment_ids=[command])

    # ---------------------------------------------------------------------- interest
    def test_an_annuity_is_paid_in_equal_parts(self):
        plan = self.recorded(self.wizard(count=4, interest_method="annuity", interest_rate=12))
        amounts = plan.installment_ids.mapped("amount")
        self.assertEqual(len(set(amounts[:-1])), 1)
        self.assertEqual(sum(plan.installment_ids.mapped("principal")), plan.amount)
        self.assertGreater(plan.interest, 0)
        self.assertAlmostEqual(plan.total, plan.amount + plan.interest)

    def test_simple_interest_is_that_of_the_days(self):
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10)
        self.assertEqual((plan.interest, plan.total), (20, 1020))

    def test_interest_that_is_not_booked_does_not_hinder_completion(self):
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10)
        self.pay(self.one)
        self.on_day(1)
        self.assertPlan(plan, "completed", interest_move_id=False)

    def test_what_is_to_be_paid_next_has_its_interest_whether_it_is_booked_or_not(self):
        for is_booked in (False, True):
            with self.subTest(booked=is_booked), self.env.cr.savepoint() as point:
                if is_booked:
                    self.interest_product()
                plan = self.plan((36, 400), (73, 600), interest_method="simple", interest_rate=10)
                first, second = plan.installment_ids.mapped("amount")
                self.assertGreater(first, 400)
                self.assertPlan(plan, "active", to_pay=first + second, to_pay_next=first)
                self.assertEqual(plan.sudo()._amount_to_pay_next(), first)
                self.pay(self.one, first)
                self.on_day(1)
                self.assertPlan(plan, "active", next_date=self.days(73), to_pay=second, to_pay_next=second)
                point.rollback()

    def test_who_paid_the_debt_of_an_instalment_alone_owes_its_interest_with_the_next(self):
        plan = self.plan((36, 400), (73, 600), interest_method="simple", interest_rate=10)
        self.pay(self.one, 400)
        self.on_day(1)
        self.assertPlan(plan, "active", to_pay_next=plan.total - 400)

    def test_of_a_plan_in_default_the_debt_is_to_be_paid_and_of_a_completed_one_nothing(self):
        plan = self.plan((10, 500), (40, 500), interest_method="simple", interest_rate=10)
        self.on_day(13)
        self.assertPlan(plan, "defaulted", to_pay=1000)
        self.pay(self.one)
        self.on_day(14)
        self.assertPlan(plan, "completed", to_pay=0, to_pay_next=0)

    def interest_product(self, **vals):
        product = self.env["product.product"].create(
            {"name": "Interest", "type": "service", "taxes_id": [Command.clear()], **vals}
        )
        self.company.collections_plan_interest_product_id = product
        return product

    def test_interest_is_booked_as_a_debit_note_and_paid_with_the_instalments(self):
        self.interest_product()
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10).sudo()
        move = plan.interest_move_id
        self.assertRecordValues(
            move,
            [
                {
                    "state": "posted",
                    "move_type": "out_invoice",
                    "amount_total": 20,
                    "partner_id": self.customer.id,
                    "invoice_date_due": self.days(73),
                }
            ],
        )
        self.assertPlan(plan, "active", open_amount=1020, next_amount=1020)
        self.assertEqual(self.covered(move), (20, 0))
        self.pay(self.one)
        self.on_day(1)
        self.assertPlan(plan, "active", open_amount=20)
        self.pay(move)
        self.on_day(2)
        self.assertPlan(plan, "completed")

    def test_a_product_with_taxes_is_refused(self):
        self.interest_product(taxes_id=[Command.set(self.company_data["default_tax_sale"].ids)])
        self.assertRefused(UserError, "bears taxes", self.plan, (73, 1000), interest_method="simple", interest_rate=10)

    def test_the_debit_note_is_taken_back_with_the_plan_when_nothing_of_it_is_paid(self):
        self.interest_product()
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10)
        plan._cancel("customer")
        self.assertEqual(plan.sudo().interest_move_id.payment_state, "reversed")

    def test_a_debit_note_paid_in_part_stays(self):
        self.interest_product()
        plan = self.plan((73, 1000), interest_method="simple", interest_rate=10)
        self.pay(plan.sudo().interest_move_id, 5)
        plan._cancel("customer")
        self.assertEqual(plan.sudo().interest_move_id.amount_residual, 15)

    # ---------------------------------------------------------------------- the dialog
    def wizard(self, user=None, items=None, **vals):
        """The dialog over the two invoices, as in the browser."""
        items = self.open_items(self.customer, key_date=self.acme.key_date).filtered(
            lambda item: item.move_id in (items or self.one | self.other)
        )
        model = self.env["collections.plan.create"].with_user(user or self.collector)
        form = Form(model.with_context(active_model="collections.item", active_ids=items.ids))
        for name, value in vals.items():
            setattr(form, name, value)

        return form

    def recorded(self, form):
        form.save().action_plan()
        self.env.invalidate_all()
        return self.acme.sudo().plan_ids.sorted("id")[-1]

    def shown(self, form):
        return [(part["date"], part["principal"]) for part in form.installment_ids._records]

    def test_the_dialog_shows_the_instalments_while_the_terms_are_chosen(self):
        form = self.wizard()
        self.assertEqual(form.amount, 1600)
        self.assertEqual([amount for _day, amount in self.shown(form)], [533.33, 533.33, 533.34])
        form.count = 2
        form.first_kind = "percent"
        form.first_percent = 25
        self.assertEqual([amount for _day, amount in self.shown(form)], [400, 1200])
        form.first_kind = "amount"
        form.first_amount = 100
        self.assertEqual([amount for _day, amount in self.shown(form)], [100, 1500])
        form.every = "month_end"
        form.shift = "no"
        form.first_date = self.days(5)
        self.assertEqual([str(day) for day, _amount in self.shown(form)], ["2026-07-31", "2026-08-31"])

    def test_what_cannot_be_is_said_in_the_dialog(self):
        form = self.wizard()
        form.first_kind = "amount"
        form.first_amount = 5000
        self.assertIn("cannot be paid", form.difference_text)
        form.first_kind = "same"
        self.assertFalse(form.difference_text)

    def test_weekends_are_left_to_the_working_day_beside(self):
        form = self.wizard(first_date="2026-07-04", count=1)  # a Saturday
        self.assertEqual(str(self.shown(form)[0][0]), "2026-07-06")
        form.shift = "before"
        self.assertEqual(str(self.shown(form)[0][0]), "2026-07-03")

    def test_holidays_of_the_company_are_left_too(self):
        self.closed_on(date(2026, 7, 6))
        form = self.wizard(first_date="2026-07-04", count=1)
        self.assertEqual(str(self.shown(form)[0][0]), "2026-07-07")

    def test_own_amounts_are_recorded_as_entered(self):
        form = self.wizard(count=2, explicit=True)
        with form.installment_ids.edit(0) as part:
            part.principal = 600
        self.assertIn("is missing", form.difference_text.replace("\xa0", " "))
        with form.installment_ids.edit(1) as part:
            part.principal = 1000
        self.assertFalse(form.difference_text)
        plan = self.recorded(form)
        self.assertEqual(plan.installment_ids.mapped("principal"), [600, 1000])
        self.assertTrue(plan.explicit)

    def test_the_dialog_says_what_the_supervisor_has_to_approve(self):
        self.assertFalse(self.wizard().limit_text)
        form = self.wizard(count=7)
        self.assertIn("more than 6 instalments", form.limit_text)
        self.assertFalse(self.wizard(self.supervisor, count=7).limit_text)

    def test_credits_and_several_currencies_are_refused(self):
        self.credit_note(self.customer, 100)
        euro = self._enable_currency("EUR")
        foreign = self.invoice(self.customer, 100, self.days(-5), currency=euro)
        self.refresh()
        credit = self.env["account.move"].search([("move_type", "=", "out_refund")], order="id desc", limit=1)
        self.assertRefused(UserError, "Credits are not", self.wizard, items=credit)
        self.assertRefused(UserError, "a plan each", self.wizard, items=self.one | foreign)

    def test_from_the_customer_what_is_overdue_and_free_is_proposed(self):
        action = self.acme.with_user(self.collector).action_plan()
        model = self.env["collections.plan.create"].with_user(self.collector).with_context(**action["context"])
        wizard = Form(model).save()
        self.assertEqual(wizard.amount, self.acme.free_overdue)

    def test_items_of_two_customers_are_refused(self):
        items = self.acme.item_ids | self.bolt.item_ids
        self.assertRefused(UserError, "one customer", items.with_user(self.collector).action_plan)
