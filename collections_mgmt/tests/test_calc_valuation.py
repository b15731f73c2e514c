"""Points, percentage and priority of one customer (calc.valuation): no database."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.collections_mgmt.calc.valuation import (
    MaskError,
    MaximumError,
    Rule,
    Strategy,
    ThresholdError,
    explain,
    percent,
    summed_maximum,
    value,
)

REPEATABLE = settings(derandomize=True, deadline=None, database=None, max_examples=200)
LAWYER = Rule("lawyer", "At the lawyer", 0, True)
BROKEN = Rule("broken", "Broken promise", 70, False)
OVERDUE = Rule("overdue", "Overdue", 40, False)
LOYAL = Rule("loyal", "Loyal customer", -50, False)
BANKRUPT = Rule("bankrupt", "Bankrupt", 99, True)
STRATEGY = Strategy(100, 70, 40, (LAWYER, BROKEN, OVERDUE, LOYAL, BANKRUPT))


@st.composite
def strategies_with_mask(draw):
    lines = draw(st.lists(st.tuples(st.integers(-50, 50), st.booleans()), max_size=12))
    rules = tuple(Rule(key, f"Rule {key}", points, leave) for key, (points, leave) in enumerate(lines))
    strategy = Strategy(draw(st.integers(1, 300)), 70, 40, rules)
    return strategy, draw(st.text("01", min_size=len(rules), max_size=len(rules)))


class TestValuation(BaseCase):
    def test_points_of_all_satisfied_rules_are_added(self):
        valuation = value(STRATEGY, "01100")
        self.assertEqual(valuation.points, 110)
        self.assertEqual(valuation.satisfied, ("broken", "overdue"))

    def test_the_percentage_is_capped_at_one_hundred(self):
        self.assertEqual(value(STRATEGY, "01100").percent, Decimal("100.00"))

    def test_negative_points_lower_the_priority(self):
        self.assertEqual(value(STRATEGY, "01100").priority, "high")
        self.assertEqual(value(STRATEGY, "01110").points, 60)
        self.assertEqual(value(STRATEGY, "01110").priority, "medium")

    def test_points_never_fall_below_zero(self):
        valuation = value(STRATEGY, "00110")
        self.assertEqual((valuation.points, valuation.percent, valuation.priority), (0, 0, None))

    def test_a_customer_without_points_has_no_priority(self):
        self.assertIsNone(value(STRATEGY, "00000").priority)

    def test_a_percentage_on_the_threshold_belongs_to_the_higher_band(self):
        self.assertEqual(value(STRATEGY, "01000").priority, "high")
        self.assertEqual(value(STRATEGY, "00100").priority, "medium")

    def test_a_percentage_just_below_the_threshold_belongs_to_the_lower_band(self):
        rules = (Rule(1, "a", 6999, False), Rule(2, "b", 3999, False))
        strategy = Strategy(10000, 70, 40, rules)
        self.assertEqual(value(strategy, "10").priority, "medium")
        self.assertEqual(value(strategy, "01").priority, "low")

    def test_the_percentage_shown_is_the_percentage_judged(self):
        strategy = Strategy(100000, 70, 40, (Rule(1, "a", 69995, False),))
        self.assertEqual(value(strategy, "1")[1:3], (Decimal("70.00"), "high"))

    def test_a_priority_needs_a_point_but_no_whole_hundredth(self):
        strategy = Strategy(1_000_000, 70, 40, (Rule(1, "a", 1, False),))
        self.assertEqual(value(strategy, "1")[:3], (1, Decimal("0.00"), "low"))

    def test_an_exit_rule_counts_no_points(self):
        valuation = value(STRATEGY, "01101")
        self.assertEqual((valuation.points, valuation.percent, valuation.priority), (0, 0, None))
        self.assertEqual(valuation.exit_rule, "bankrupt")

    def test_the_first_exit_rule_in_sequence_is_named(self):
        self.assertEqual(value(STRATEGY, "10001").exit_rule, "lawyer")

    def test_the_reasons_include_what_an_exit_rule_overrides(self):
        self.assertEqual(value(STRATEGY, "01001").satisfied, ("broken", "bankrupt"))

    def test_half_a_hundredth_is_rounded_up(self):
        self.assertEqual(percent(1, 800), Decimal("0.13"))
        self.assertEqual(str(percent(1, 2)), "50.00")

    def test_the_percentage_ignores_the_decimal_context(self):
        with localcontext() as context:
            context.prec = 2
            self.assertEqual(str(percent(1, 3)), "33.33")

    def test_a_maximum_that_is_not_positive_is_refused(self):
        for maximum in (0, -1):
            with self.subTest(maximum=maximum), self.assertRaisesRegex(MaximumError, "greater than zero"):
                value(STRATEGY._replace(maximum=maximum), "00000")

    def test_thresholds_that_do_not_rise_to_one_hundred_are_refused(self):
        for medium, high in ((0, 70), (70, 70), (80, 70), (40, 101), (-1, 50)):
            with self.subTest(medium=medium, high=high), self.assertRaises(ThresholdError):
                value(STRATEGY._replace(medium=medium, high=high), "00000")

    def test_high_may_be_reserved_for_one_hundred_percent(self):
        strategy = STRATEGY._replace(high=100)
        self.assertEqual(value(strategy, "01000").priority, "medium")
        self.assertEqual(value(strategy, "01100").priority, "high")

    def test_a_mask_that_does_not_fit_the_rules_is_refused(self):
        for mask in ("", "0000", "000000", "0000x", "0000 "):
            with self.subTest(mask=mask), self.assertRaises(MaskError):
                value(STRATEGY, mask)
            with self.subTest(mask=mask), self.assertRaises(MaskError):
                explain(STRATEGY, mask)

    def test_every_error_is_a_value_error(self):
        for error in (MaskError, MaximumError, ThresholdError):
            self.assertTrue(issubclass(error, ValueError))

    def test_the_default_maximum_leaves_out_exits_and_deductions(self):
        self.assertEqual(summed_maximum(STRATEGY.rules), 110)
        self.assertEqual(summed_maximum(()), 0)

    def test_the_explanation_shows_every_rule_in_sequence(self):
        rows = explain(STRATEGY, "01010")
        self.assertEqual([row.key for row in rows], ["lawyer", "broken", "overdue", "loyal", "bankrupt"])
        self.assertEqual([row.satisfied for row in rows], [False, True, False, True, False])
        self.assertEqual([row.counted for row in rows], [False, True, False, True, False])

    def test_the_explanation_of_an_exit_counts_nothing(self):
        rows = explain(STRATEGY, "11000")
        self.assertEqual([row.satisfied for row in rows], [True, True, False, False, False])
        self.assertFalse(any(row.counted for row in rows))

    @REPEATABLE
    @given(strategies_with_mask())
    def test_the_explanation_adds_up_to_the_points(self, case):
        counted = sum(row.points for row in explain(*case) if row.counted)
        self.assertEqual(value(*case).points, max(0, counted))

    @REPEATABLE
    @given(strategies_with_mask())
    def test_a_priority_means_points_and_no_exit(self, case):
        valuation = value(*case)
        self.assertEqual(valuation.priority is not None, valuation.points > 0)
        if valuation.exit_rule is not None:
            self.assertEqual(valuation.points, 0)

    @REPEATABLE
    @given(strategies_with_mask())
    def test_the_summed_maximum_is_never_exceeded(self, case):
        strategy, mask = case
        self.assertLessEqual(value(strategy, mask).points, summed_maximum(strategy.rules))

    @REPEATABLE
    @given(st.integers(0, 10**9), st.integers(1, 10**9))
    def test_the_percentage_is_rounded_exactly(self, points, maximum):
        exact = min(Fraction(100), Fraction(points * 100, maximum))
        self.assertLessEqual(abs(Fraction(percent(points, maximum)) - exact), Fraction(1, 200))
        with localcontext() as context:
            context.prec = 60
            expected = (Decimal(points) * 100 / maximum).quantize(Decimal("0.01"), ROUND_HALF_UP)
        self.assertEqual(percent(points, maximum), min(expected, Decimal(100)))
