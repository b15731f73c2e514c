"""Behaviour classes (A11) and ready strategies of those who object, pay in instalments or are called back."""

from datetime import datetime

from odoo.tests import tagged

from .dispute_common import DisputeCase
from .plan_common import PlanCase


class LatePayer:
    """An invoice of some weeks ago, paid twenty days late: late by habit."""

    def pays_late(self, customer):
        invoice = self.invoice(customer, 1000, self.days(-60), date=self.days(-90))
        self.pay(invoice, date=self.days(-40))

    def class_of(self, account, days=0):
        self.refresh(key_date=self.days(days))
        account.invalidate_recordset()
        return account.behaviour

    def holds(self, account, name):
        condition = self.env.ref(f"collections_mgmt.collections_condition_{name}")
        return account in self.env["collections.account"].search(condition._account_domain())

    def reasons(self, account, name, days=0):
        """Names of the rules of a ready strategy that hold."""
        self.group.strategy_id = self.env.ref(f"collections_mgmt.collections_strategy_{name}")
        self.refresh(key_date=self.days(days))
        account.invalidate_recordset()
        return {row.name for row in account._explained() if row.satisfied}


@tagged("post_install", "-at_install")
class TestBehaviourOfDisputers(LatePayer, DisputeCase):
    def setUp(self):
        super().setUp()
        self.pays_late(self.delta)

    def test_an_honest_disputer_is_late_for_a_reason(self):
        self.assertEqual(self.class_of(self.account), "at_risk")
        dispute = self.dispute(1000)
        self.assertEqual(self.class_of(self.account), "regular")
        dispute.with_user(self.lara)._decide("valid")
        self.assertEqual(self.class_of(self.account), "regular", "his credit note is still owed to him")

    def test_who_disputes_most_of_it_is_called_too_early(self):
        self.dispute(2500)
        self.assertEqual(self.class_of(self.account), "deprioritised")

    def test_who_objects_without_right_and_does_not_pay_is_at_risk_again(self):
        dispute = self.dispute(1000)
        dispute.with_user(self.lara)._decide("invalid")
        self.assertEqual(self.class_of(self.account), "at_risk")

    def test_an_objection_excuses_no_broken_trust(self):
        self.dispute(1000)
        self.delta.trust = "bad"
        self.assertEqual(self.class_of(self.account), "at_risk")

    def test_a_rejected_deduction_not_paid_within_a_week_is_at_risk(self):
        account = self.account_of(self.customer)
        line = self.items_of(self.invoice(self.customer, 700, self.days(-10)))
        self.refresh()
        self.env.invalidate_all()
        dispute = self.dispute(700, line, reason=self.taken_off)
        dispute.with_user(self.quentin)._decide("invalid")
        self.assertEqual(self.class_of(account, 6), "regular")
        self.assertEqual(self.class_of(account, 7), "at_risk")

    def test_an_answer_that_is_late_is_ours_to_get(self):
        self.dispute(1000)
        self.refresh(key_date=self.days(7))
        self.assertEqual(
            (self.holds(self.account, "dispute_any"), self.holds(self.account, "dispute_late")), (True, False)
        )
        self.assertIn("The answer to a dispute is late", self.reasons(self.account, "overdue", 8))
        self.assertTrue(self.holds(self.account, "dispute_late"))
        self.assertEqual(self.account.dispute_late_days, 1)

    def test_a_late_answer_once_given_is_late_no_more(self):
        dispute = self.dispute(1000)
        dispute.with_user(self.lara)._decide("valid")
        self.refresh(key_date=self.days(20))
        self.account.invalidate_recordset()
        self.assertEqual(self.account.dispute_late_days, 0)


@tagged("post_install", "-at_install")
class TestBehaviourOfPlans(LatePayer, PlanCase):
    def setUp(self):
        super().setUp()
        self.pays_late(self.customer)

    def test_who_keeps_the_days_of_a_plan_is_not_at_risk_who_misses_them_is(self):
        self.assertEqual(self.class_of(self.acme), "at_risk")
        self.plan()
        self.assertEqual(self.class_of(self.acme), "regular")
        self.assertTrue(self.holds(self.acme, "plan_kept"))
        self.assertEqual(self.class_of(self.acme, 11), "at_risk", "the first instalment was missed")
        self.assertTrue(self.holds(self.acme, "plan_missed_now"))
        self.assertFalse(self.holds(self.acme, "plan_kept"))

    def test_a_plan_in_default_is_at_risk_whoever_he_was(self):
        plan = self.plan(account=self.bolt, items=[(self.items_of(self.debt_of_bolt()), 1000)])
        self.assertNotEqual(self.class_of(self.bolt), "at_risk")
        self.assertEqual(self.class_of(self.bolt, 13), "at_risk")
        self.assertEqual(plan.sudo().state, "defaulted")

    def debt_of_bolt(self):
        invoice = self.invoice(self.customer_2, 1000, self.days(-20))
        self.refresh()
        return invoice

    # ------------------------------------------------------------------------------------------------ ready strategies
    def test_the_ready_strategies_tell_of_missed_instalments(self):
        self.plan()
        self.assertIn("Pays a plan as agreed", self.reasons(self.acme, "overdue", 1))
        for name in ("overdue", "strategic"):
            with self.subTest(strategy=name):
                self.assertIn("An instalment was missed", self.reasons(self.acme, name, 11))
        self.assertNotIn("Pays a plan as agreed", self.reasons(self.acme, "overdue", 11))

    def test_they_tell_of_callbacks_and_of_who_was_not_reached(self):
        self.env["collections.resubmission"].with_user(self.collector).create(
            {
                "account_id": self.acme.id,
                "date": self.days(1),
                "call_at": datetime.combine(self.days(1), datetime.min.time()).replace(hour=10),
            }
        )
        for name in ("overdue", "preventive", "strategic"):
            with self.subTest(strategy=name):
                self.assertNotIn("Callback due", self.reasons(self.acme, name, 0))
                self.assertIn("Callback due", self.reasons(self.acme, name, 1))
        self.assertTrue(self.holds(self.acme, "callback_due"))
        self.assertIn("Nobody reached for 30 days", self.reasons(self.acme, "overdue", 1))
        self.assertTrue(self.holds(self.acme, "never_reached"))

    def test_what_they_say_of_agreements_can_be_had_as_ready_conditions(self):
        asked = ("promise", "plan_", "planned", "dispute", "callback", "days_since_effective", "instalment")
        ready = {condition.domain for condition in self.env["collections.condition"].search([])}
        for name in ("overdue", "preventive", "strategic"):
            for rule in self.env.ref(f"collections_mgmt.collections_strategy_{name}").rule_ids:
                if any(word in rule.domain for word in asked):
                    with self.subTest(rule=rule.name):
                        self.assertIn(rule.domain, ready)

    def test_a_database_that_has_them_keeps_its_own_wording(self):
        known = self.env["ir.model.data"].search([("module", "=", "collections_mgmt"), ("name", "like", "strategy_")])
        known = known.filtered(lambda each: each.model == "collections.strategy")
        self.assertEqual(len(known), 3)
        self.assertEqual(known.mapped("noupdate"), [True] * 3)
