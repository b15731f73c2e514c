"""Instalments (calc.schedule): no database. Whatever the terms, the parts add up."""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.collections_mgmt.calc import schedule
from odoo.addons.collections_mgmt.calc.working_days import working_day

REPEATABLE = settings(derandomize=True, deadline=None, database=None, max_examples=300)
TOTALS = st.integers(1, 10**9)
COUNTS = st.integers(1, 72)
RATES = st.floats(0, 60).map(lambda rate: round(rate, 2))
EVERY = st.sampled_from(sorted(schedule.STEPS))
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


class TestAmounts(BaseCase):
    @REPEATABLE
    @given(TOTALS, COUNTS)
    def test_equal_parts_add_up_and_differ_in_the_last_only(self, total, count):
        assume(total >= count)
        parts = schedule.equal(total, count)
        self.assertEqual((sum(parts), len(parts)), (total, count))
        self.assertGreaterEqual(min(parts), 1)
        self.assertLessEqual(len(set(parts[:-1])), 1)
        self.assertLessEqual(abs(parts[-1] - parts[0]), count)

    @REPEATABLE
    @given(TOTALS, COUNTS, st.floats(0.01, 0.99))
    def test_a_first_share_is_taken_off_before(self, total, count, share):
        first = int(total * share)
        assume(first >= 1 and count > 1 and total - first >= count - 1)
        parts = schedule.equal(total, count, first)
        self.assertEqual((parts[0], sum(parts)), (first, total))

    @REPEATABLE
    @given(TOTALS, COUNTS, RATES, EVERY)
    def test_an_annuity_pays_all_off_in_equal_payments(self, total, count, rate, every):
        assume(total >= 1000 * count)
        principals = schedule.annuity(total, rate, every, count)
        interest = schedule.period_interest(principals, rate, every)
        payments = [part + added for part, added in zip(principals, interest, strict=True)]
        self.assertEqual(sum(principals), total)
        self.assertGreaterEqual(min(principals), 1)
        self.assertGreaterEqual(min(interest), 0)
        self.assertEqual(interest, sorted(interest, reverse=True), "interest declines with what is outstanding")
        if rate:
            self.assertLessEqual(max(payments[:-1], default=0) - min(payments[:-1], default=0), 1)

    def test_the_annuity_of_the_books(self):
        principals = schedule.annuity(1_200_000, 12, "month", 6)
        interest = schedule.period_interest(principals, 12, "month")
        payments = [part + added for part, added in zip(principals, interest, strict=True)]
        self.assertEqual(payments, [207058] * 5 + [207058 + payments[-1] - 207058])
        self.assertLessEqual(abs(payments[-1] - 207058), 6)

    @REPEATABLE
    @given(st.lists(st.integers(1, 10**7), min_size=1, max_size=24), RATES, DAYS, st.integers(1, 60))
    def test_simple_interest_is_that_of_the_days_on_what_is_outstanding(self, principals, rate, start, step):
        dates = [start + timedelta(days=step * number) for number in range(1, len(principals) + 1)]
        interest = schedule.daily_interest(principals, dates, start, rate)
        exact = sum(sum(principals[n:]) * rate / 100 * step / 365 for n in range(len(principals)))
        self.assertLessEqual(abs(sum(interest) - exact), len(principals) / 2 + 1e-3)

    def test_interest_of_the_books(self):
        day = date(2026, 1, 1)
        self.assertEqual(schedule.daily_interest([1_000_000], [day + timedelta(days=10)], day, 11.75), [3219])

    def test_too_many_parts_are_refused(self):
        for make in (
            lambda: schedule.equal(5, 6),
            lambda: schedule.equal(0, 1),
            lambda: schedule.equal(10, 1, first=4),
            lambda: schedule.equal(10, 2, first=10),
            lambda: schedule.annuity(20, 12, "month", 30),
        ):
            with self.assertRaises(ValueError):
                make()


class TestDays(BaseCase):
    @REPEATABLE
    @given(DAYS, EVERY, COUNTS)
    def test_days_rise_from_the_first_on(self, first, every, count):
        days = schedule.days(first, every, count)
        self.assertEqual(len(days), count)
        self.assertEqual(days, sorted(set(days)))
        self.assertEqual(days[0] == first, every != "month_end" or (first + timedelta(days=1)).day == 1)

    @REPEATABLE
    @given(DAYS, COUNTS)
    def test_the_end_of_the_month_is_the_end_of_each(self, first, count):
        for day in schedule.days(first, "month_end", count):
            self.assertEqual((day + timedelta(days=1)).day, 1)

    @REPEATABLE
    @given(DAYS, st.sets(DAYS, max_size=5))
    def test_a_working_day_is_the_nearest(self, day, holidays):
        for shift, sign in (("after", 1), ("before", -1)):
            moved = working_day(day, shift, holidays)
            self.assertLess(moved.weekday(), 5)
            self.assertNotIn(moved, holidays)
            self.assertGreaterEqual((moved - day).days * sign, 0)
            between = [day + timedelta(days=sign * number) for number in range(abs((moved - day).days))]
            self.assertTrue(all(skipped.weekday() > 4 or skipped in holidays for skipped in between))
        self.assertEqual(working_day(day, "no", holidays), day)


class TestClearing(BaseCase):
    @REPEATABLE
    @given(st.lists(st.integers(1, 1000), min_size=1, max_size=12), st.data())
    def test_payments_clear_the_oldest_and_credits_the_last(self, amounts, data):
        total = sum(amounts)
        paid = data.draw(st.integers(0, total))
        credited = data.draw(st.integers(0, total - paid))
        shares = schedule.clear(amounts, paid, credited)
        self.assertEqual((sum(s[0] for s in shares), sum(s[1] for s in shares)), (paid, credited))
        rest = [amount - sum(share) for amount, share in zip(amounts, shares, strict=True)]
        self.assertGreaterEqual(min(rest), 0)
        for number, (by_payment, _credit) in enumerate(shares[1:], 1):
            if by_payment:
                self.assertEqual(shares[number - 1][0], amounts[number - 1])
        for number, (_payment, credit) in enumerate(shares[:-1]):
            if credit:
                self.assertEqual(rest[number + 1], 0)
