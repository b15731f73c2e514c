"""Behaviour classes (A11): low-hanging fruit, at risk, de-prioritised, from what customers owe and how they pay."""

from odoo.tests import tagged

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestBehaviour(WorklistCommon):
    def paid(self, customer, days_late, amount=1000):
        """An invoice of some weeks ago, paid so many days after its due date."""
        due = self.days(-60)
        self.pay(self.invoice(customer, amount, due, date=self.days(-90)), date=self.days(-60 + days_late))

    def class_of(self, customer):
        self.refresh()
        account = self.account_of(customer)
        account.invalidate_recordset()
        return account.behaviour

    def test_who_owes_nothing_has_no_class(self):
        self.paid(self.customer, 0)
        self.assertFalse(self.class_of(self.customer))

    def test_a_fast_payer_with_something_overdue_is_low_hanging_fruit(self):
        self.debts((self.customer, 500, 10))
        self.assertEqual(self.class_of(self.customer), "regular", "never paid: nothing is known of him")
        self.paid(self.customer, 5)
        self.assertEqual(self.class_of(self.customer), "low_hanging")

    def test_a_fast_payer_with_nothing_overdue_is_regular(self):
        self.paid(self.customer, 5)
        self.debts((self.customer, 500, -10))
        self.assertEqual(self.class_of(self.customer), "regular")

    def test_six_days_late_is_neither_fast_nor_at_risk(self):
        self.paid(self.customer, 6)
        self.debts((self.customer, 500, 10))
        self.assertEqual(self.class_of(self.customer), "regular")

    def test_who_pays_late_by_habit_is_at_risk(self):
        self.debts((self.customer, 500, 10))
        self.paid(self.customer, 15)
        self.assertEqual(self.class_of(self.customer), "at_risk")

    def test_bad_trust_is_at_risk(self):
        self.debts((self.customer, 500, 10))
        self.paid(self.customer, 0)
        self.customer.trust = "bad"
        self.assertEqual(self.class_of(self.customer), "at_risk")

    def test_a_nearly_used_credit_limit_is_low_hanging_fruit_unless_he_pays_late(self):
        self.company.account_use_credit_limit = True
        self.debts((self.customer, 950, 10))
        self.customer.with_company(self.company).credit_limit = 1000
        self.assertEqual(self.class_of(self.customer), "low_hanging")
        self.paid(self.customer, 20)
        self.assertEqual(self.class_of(self.customer), "at_risk")

    def test_credits_of_half_the_overdue_come_before_a_call(self):
        self.paid(self.customer, 20)
        self.debts((self.customer, 1000, 10), (self.customer, -499, 0))
        self.assertEqual(self.class_of(self.customer), "at_risk")
        self.debts((self.customer, -1, 0))
        self.assertEqual(self.class_of(self.customer), "deprioritised")

    def test_whatever_covers_half_of_the_overdue_comes_before_a_call(self):
        self.invoice(self.customer, 600, self.days(-10)).action_toggle_block_payment()
        self.invoice(self.customer, 500, self.days(-10))
        self.assertEqual(self.class_of(self.customer), "deprioritised")
        self.invoice(self.customer, 200, self.days(-10))
        self.assertEqual(self.class_of(self.customer), "regular")

    def test_a_segment_and_a_rule_may_ask_for_it(self):
        self.paid(self.customer, 20)
        self.debts((self.customer, 500, 10), (self.customer_2, 500, 10))
        risky = self.condition("Risky", "[('behaviour', '=', 'at_risk')]", group_id=self.group.id)
        self.strategy.rule_ids[1].domain = "[('behaviour', '=', 'at_risk')]"
        self.refresh()
        self.assertEqual(self.account_of(self.customer).segment_id, risky)
        self.assertNotEqual(self.account_of(self.customer_2).segment_id, risky)

    def test_the_ready_segments_are_archived_and_can_be_read(self):
        for name, behaviour in (
            ("low_hanging", "low_hanging"),
            ("at_risk", "at_risk"),
            ("deprioritised", "deprioritised"),
        ):
            segment = self.env.ref(f"collections_mgmt.collections_segment_{name}")
            self.assertFalse(segment.active)
            self.assertEqual(list(segment._account_domain()), [("behaviour", "=", behaviour)])

    def test_the_list_is_filtered_and_grouped_by_it(self):
        self.paid(self.customer, 20)
        self.debts((self.customer, 500, 10), (self.customer_2, 500, 10))
        run = self.run_list()
        items = self.env["collections.worklist.item"].with_user(self.supervisor)
        found = items.search([("run_id", "=", run.id), ("behaviour", "=", "at_risk")])
        self.assertEqual(found.account_id.partner_id, self.customer)
        groups = dict(items._read_group([("run_id", "=", run.id)], ["behaviour"], ["__count"]))
        self.assertEqual(groups, {"at_risk": 1, "regular": 1})

    def test_every_ready_condition_can_be_asked(self):
        for condition in self.env["collections.condition"].search([]):
            with self.subTest(condition=condition.name):
                condition._check_domain()
