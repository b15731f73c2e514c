"""Ageing buckets (calc.aging): no database."""

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.collections_mgmt.calc.aging import LimitsError, bucket, check_limits, labels, ranges

REPEATABLE = settings(derandomize=True, deadline=None, database=None, max_examples=200)
LIMITS = st.sets(st.integers(1, 1000), max_size=8).map(sorted)
DAYS = st.integers(-1000, 2000)
STANDARD = (30, 60, 90, 120)


class TestAging(BaseCase):
    def test_an_item_due_today_is_not_yet_overdue(self):
        self.assertEqual(bucket(0, STANDARD), 0)
        self.assertEqual(bucket(-1, STANDARD), 0)

    def test_a_limit_is_the_last_day_of_its_bucket(self):
        self.assertEqual([bucket(days, STANDARD) for days in (1, 30, 31, 60, 61, 90)], [1, 1, 2, 2, 3, 3])

    def test_everything_older_than_the_last_limit_shares_the_last_bucket(self):
        self.assertEqual(bucket(120, STANDARD), 4)
        self.assertEqual(bucket(121, STANDARD), 5)
        self.assertEqual(bucket(9999, STANDARD), 5)

    def test_labels_show_the_first_and_the_last_day(self):
        self.assertEqual(labels(STANDARD), ["Not due", "1–30", "31–60", "61–90", "91–120", "121+"])

    def test_a_bucket_of_one_day_shows_one_number(self):
        self.assertEqual(labels((1, 2)), ["Not due", "1", "2", "3+"])

    def test_without_limits_everything_overdue_is_one_bucket(self):
        self.assertEqual(labels(()), ["Not due", "1+"])
        self.assertEqual(bucket(7, ()), 1)

    def test_equal_or_falling_limits_are_refused(self):
        for limits in ((30, 30), (30, 60, 45)):
            with self.subTest(limits=limits), self.assertRaisesRegex(LimitsError, "must increase"):
                check_limits(limits)

    def test_limits_that_are_not_positive_whole_days_are_refused(self):
        for limits in ((0, 30), (-5,), (7.5,), ("30",), (True, 30), (None,)):
            with self.subTest(limits=limits), self.assertRaisesRegex(LimitsError, "whole days greater than zero"):
                check_limits(limits)

    def test_the_sentence_of_a_refusal_names_the_wrong_limit(self):
        with self.assertRaisesRegex(LimitsError, "45 does not come after 60"):
            check_limits((30, 60, 45))

    def test_ranges_and_labels_refuse_wrong_limits(self):
        for function in (ranges, labels):
            with self.assertRaises(LimitsError):
                function((60, 30))

    @REPEATABLE
    @given(DAYS, LIMITS)
    def test_every_day_lies_within_the_range_of_its_bucket_only(self, days, limits):
        holding = [
            index
            for index, (low, high) in enumerate(ranges(limits))
            if (low is None or low <= days) and (high is None or days <= high)
        ]
        self.assertEqual(holding, [bucket(days, limits)])

    @REPEATABLE
    @given(DAYS, LIMITS)
    def test_a_day_later_is_never_a_younger_bucket(self, days, limits):
        self.assertLessEqual(bucket(days, limits), bucket(days + 1, limits))

    @REPEATABLE
    @given(LIMITS)
    def test_every_bucket_has_a_label_of_its_own(self, limits):
        texts = labels(limits)
        self.assertEqual(len(texts), len(limits) + 2)
        self.assertEqual(len(set(texts)), len(texts))
