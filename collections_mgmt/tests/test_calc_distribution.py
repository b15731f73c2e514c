"""Sharing the group's work by number and amount (calc.distribution): no database."""

import math
import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.collections_mgmt.calc.distribution import (
    BANDS,
    CapacityError,
    Imbalance,
    Work,
    WorkError,
    imbalance,
    share,
)

REPEATABLE = settings(derandomize=True, deadline=None, database=None, max_examples=150)
ANN, BOB, CID, ZOE = 11, 12, 13, 99
EQUAL = {ANN: 100, BOB: 100, CID: 100}
AMOUNTS = st.one_of(st.just(0), st.integers(1, 10**6), st.floats(0, 1e9), st.decimals(0, 10**6, places=2))
PERSONS = st.one_of(st.none(), st.integers(1, 25))
CAPACITIES = st.dictionaries(st.integers(1, 20), st.one_of(st.integers(1, 200), st.floats(0.1, 200)), max_size=6)


def make_works(*amounts, band="high", fixed=None, first=1):
    return [Work(account, band, amount, fixed) for account, amount in enumerate(amounts, first)]


def random_works(number, draw, seed=0):
    rng = random.Random(seed)
    return [Work(account, rng.choices(BANDS, (2, 3, 5))[0], draw(rng), None) for account in range(number)]


def counts_of(works, assignment, band=None):
    return Counter(assignment[work.account_id] for work in works if band in (None, work.band))


def amounts_of(works, assignment):
    amounts = Counter()
    for work in works:
        amounts[assignment[work.account_id]] += work.amount
    return amounts


@st.composite
def work_lists(draw, fixed=PERSONS):
    rows = draw(st.lists(st.tuples(st.sampled_from(BANDS), AMOUNTS, fixed, PERSONS), max_size=60))
    return [Work(account, *row) for account, row in enumerate(rows)]


class TestDistribution(BaseCase):
    def test_equal_members_get_equal_numbers_and_amounts(self):
        works = make_works(60, 50, 40, 40, 30, 20)
        assignment = share(works, {ANN: 100, BOB: 100})
        self.assertEqual(counts_of(works, assignment), {ANN: 3, BOB: 3})
        self.assertEqual(amounts_of(works, assignment), {ANN: 120, BOB: 120})
        self.assertEqual(imbalance(works, assignment, {ANN: 100, BOB: 100})["high"], Imbalance(0, 0.0, 0, 0.0))

    def test_half_the_capacity_gets_half_the_number_and_half_the_amount(self):
        works = make_works(*[100] * 30)
        assignment = share(works, {ANN: 100, BOB: 50})
        self.assertEqual(counts_of(works, assignment), {ANN: 20, BOB: 10})
        self.assertEqual(amounts_of(works, assignment), {ANN: 2000, BOB: 1000})

    def test_swapping_evens_out_what_dealing_left(self):
        # Largest first to the smaller load ends with 9 + 8 + 8 = 25 against 9 + 8 + 6 = 23.
        works = make_works(9, 9, 8, 8, 8, 6)
        amounts = amounts_of(works, share(works, {ANN: 100, BOB: 100}))
        self.assertEqual(amounts, {ANN: 24, BOB: 24})

    def test_each_band_is_balanced_on_its_own(self):
        works = make_works(*range(1, 31)) + make_works(*range(1, 31), band="low", first=100)
        assignment = share(works, EQUAL)
        for band in ("high", "low"):
            self.assertEqual(counts_of(works, assignment, band), {ANN: 10, BOB: 10, CID: 10})

    def test_the_odd_customer_goes_to_somebody_else_in_the_next_band(self):
        works = [Work(number, band, 10, None) for number, band in enumerate(BANDS)]
        self.assertEqual(counts_of(works, share(works, EQUAL)), {ANN: 1, BOB: 1, CID: 1})

    def test_who_takes_the_odd_customer_does_not_also_take_the_largest(self):
        works = make_works(1000, 1, 1, 1)
        assignment = share(works, EQUAL)
        self.assertEqual(counts_of(works, assignment)[assignment[1]], 1)

    def test_a_fixed_customer_goes_to_his_specialist(self):
        works = make_works(500, 400, fixed=BOB) + make_works(10, 20, 30, first=10)
        assignment = share(works, EQUAL)
        self.assertEqual((assignment[1], assignment[2]), (BOB, BOB))

    def test_fixed_customers_count_as_load_so_that_others_get_more_of_the_rest(self):
        works = make_works(*[10] * 4, fixed=BOB) + make_works(*[10] * 8, first=10)
        self.assertEqual(counts_of(works, share(works, EQUAL)), {ANN: 4, BOB: 4, CID: 4})

    def test_more_fixed_customers_than_a_fair_share_leave_the_rest_to_the_others(self):
        works = make_works(*[10] * 20, fixed=BOB) + make_works(*[10] * 8, first=100)
        self.assertEqual(counts_of(works, share(works, EQUAL)), {ANN: 4, BOB: 20, CID: 4})

    def test_a_large_fixed_customer_brings_its_specialist_the_small_free_ones(self):
        works = make_works(1000, fixed=BOB) + make_works(*range(100, 111), first=10)
        assignment = share(works, {ANN: 100, BOB: 100})
        self.assertEqual(counts_of(works, assignment), {ANN: 6, BOB: 6})
        bobs = {work.amount for work in works if assignment[work.account_id] == BOB}
        self.assertEqual(bobs, {1000, *range(100, 105)})

    def test_a_fixed_person_outside_the_group_gets_his_without_effect_on_the_others(self):
        works = make_works(999, 999, fixed=ZOE) + make_works(10, 10, 10, first=10)
        assignment = share(works, EQUAL)
        self.assertEqual(counts_of(works, assignment), {ZOE: 2, ANN: 1, BOB: 1, CID: 1})
        self.assertEqual(imbalance(works, assignment, EQUAL)["high"], Imbalance(0, 0.0, 0, 0.0))

    def test_without_members_only_fixed_customers_have_a_person(self):
        works = make_works(10) + make_works(10, fixed=ZOE, first=2)
        self.assertEqual(share(works, {}), {1: None, 2: ZOE})
        self.assertEqual(imbalance(works, {1: None, 2: ZOE}, {})["high"], Imbalance(0, 0.0, 0, 0.0))

    def test_without_works_nothing_is_shared(self):
        self.assertEqual(share([], EQUAL), {})
        self.assertEqual(imbalance([], {}, EQUAL), dict.fromkeys(BANDS, Imbalance(0, 0.0, 0, 0.0)))

    def test_a_single_very_large_customer_does_not_keep_the_others_from_being_even(self):
        works = make_works(10**7, *range(1000, 1400))
        assignment = share(works, EQUAL)
        amounts = amounts_of(works, assignment)
        rest = [amount for user_id, amount in amounts.items() if user_id != assignment[1]]
        self.assertLessEqual(max(rest) - min(rest), 0.02 * min(rest))

    def test_customers_without_amount_are_shared_by_number(self):
        works = make_works(*[0] * 9)
        self.assertEqual(counts_of(works, share(works, EQUAL)), {ANN: 3, BOB: 3, CID: 3})

    def test_decimal_amounts_are_shared_like_floats(self):
        amounts = (12.5, 7.25, 3, 99.75)
        self.assertEqual(
            share(make_works(*amounts), EQUAL),
            share(make_works(*(Decimal(str(amount)) for amount in amounts)), EQUAL),
        )

    def test_a_capacity_that_is_not_positive_is_refused(self):
        for capacity in (0, -1, math.inf, math.nan):
            with self.subTest(capacity=capacity), self.assertRaises(CapacityError):
                share([], {ANN: capacity})
            with self.subTest(capacity=capacity), self.assertRaises(CapacityError):
                imbalance([], {}, {ANN: capacity})

    def test_an_unknown_priority_is_refused(self):
        with self.assertRaisesRegex(WorkError, "unknown priority 'urgent'"):
            share(make_works(1, band="urgent"), EQUAL)

    def test_an_amount_below_zero_or_without_number_is_refused(self):
        for amount in (-1, math.inf, math.nan):
            with self.subTest(amount=amount), self.assertRaises(WorkError):
                share(make_works(amount), EQUAL)

    def test_imbalance_counts_against_the_share_of_the_capacity(self):
        works = make_works(*[10] * 6)
        by_hand = dict(zip(range(1, 7), [ANN, ANN, ANN, BOB, BOB, BOB], strict=True))
        self.assertEqual(imbalance(works, by_hand, {ANN: 100, BOB: 50})["high"].count_spread, 2)

    def test_imbalance_measures_amounts_against_the_mean_load(self):
        works = make_works(120, 80)
        spread = imbalance(works, {1: ANN, 2: BOB}, {ANN: 100, BOB: 100})["high"].amount_spread_percent
        self.assertEqual(spread, 40.0)

    def test_a_customer_larger_than_a_share_is_told_apart_from_uneven_sharing(self):
        works = make_works(9000, 50, 50, 40, 60)
        uneven = imbalance(works, {1: ANN, 2: BOB, 3: BOB, 4: CID, 5: CID}, EQUAL)["high"]
        self.assertGreater(uneven.amount_spread_percent, 200)
        self.assertEqual((uneven.outsized, uneven.amount_spread_of_others_percent), (1, 0.0))
        by_hand = imbalance(works, {1: ANN, 2: BOB, 3: BOB, 4: BOB, 5: CID}, EQUAL)["high"]
        self.assertEqual((by_hand.outsized, by_hand.amount_spread_of_others_percent), (1, 80.0))

    def test_one_larger_than_the_share_of_the_rest_is_found_too(self):
        works = make_works(9000, 500, 20, 20)
        uneven = imbalance(works, {1: ANN, 2: BOB, 3: CID, 4: CID}, EQUAL)["high"]
        self.assertEqual((uneven.outsized, uneven.amount_spread_of_others_percent), (2, 0.0))

    def test_customers_as_large_as_a_share_are_not_too_large(self):
        uneven = imbalance(make_works(70, 70, 70), {1: ANN, 2: BOB, 3: CID}, EQUAL)["high"]
        self.assertEqual(uneven, Imbalance(0, 0.0, 0, 0.0))

    def test_one_hundred_thousand_customers_are_even_over_fifty_uneven_members(self):
        works = random_works(100_000, lambda rng: round(rng.uniform(1, 10_000), 2))
        rng = random.Random(1)
        capacities = {user_id: rng.choice((40, 50, 75, 80, 100)) for user_id in range(50)}
        assignment = share(works, capacities)
        for band, uneven in imbalance(works, assignment, capacities).items():
            with self.subTest(band=band):
                self.assertLessEqual(uneven.count_spread, 1)
                self.assertLessEqual(uneven.amount_spread_percent, 0.2)

    def test_amounts_with_a_long_tail_are_even_when_no_customer_exceeds_a_share(self):
        works = random_works(20_000, lambda rng: min(rng.lognormvariate(7, 1.8), 100_000))
        capacities = {user_id: 50 + 25 * (user_id % 3) for user_id in range(20)}
        for band, uneven in imbalance(works, share(works, capacities), capacities).items():
            with self.subTest(band=band):
                self.assertLessEqual(uneven.amount_spread_percent, 2)

    @REPEATABLE
    @given(work_lists(), CAPACITIES)
    def test_every_customer_has_exactly_one_person(self, works, capacities):
        assignment = share(works, capacities)
        self.assertEqual(set(assignment), {work.account_id for work in works})
        for work in works:
            user_id = assignment[work.account_id]
            if work.fixed is not None:
                self.assertEqual(user_id, work.fixed)
            else:
                self.assertIn(user_id, capacities or {None})

    @REPEATABLE
    @given(work_lists(), CAPACITIES, st.randoms(use_true_random=False))
    def test_the_order_of_the_input_does_not_matter(self, works, capacities, rng):
        mixed_works = rng.sample(works, len(works))
        mixed_capacities = dict(rng.sample(list(capacities.items()), len(capacities)))
        self.assertEqual(share(works, capacities), share(mixed_works, mixed_capacities))

    @REPEATABLE
    @given(work_lists(fixed=st.none()), CAPACITIES.filter(bool))
    def test_every_number_is_the_exact_quota_rounded_down_or_up(self, works, capacities):
        assignment = share(works, capacities)
        whole = sum(map(Fraction, capacities.values()))
        for band in BANDS:
            counts = counts_of(works, assignment, band)
            for user_id, capacity in capacities.items():
                quota = sum(counts.values()) * Fraction(capacity) / whole
                self.assertLess(abs(counts[user_id] - quota), 1)

    @REPEATABLE
    @given(work_lists(fixed=st.none()), st.integers(1, 7))
    def test_equal_members_differ_by_at_most_one_customer_over_all_bands(self, works, members):
        by_user = counts_of(works, share(works, dict.fromkeys(range(members), 100)))
        counts = [by_user[user_id] for user_id in range(members)]
        self.assertLessEqual(max(counts) - min(counts), 1)

    @REPEATABLE
    @given(work_lists(), CAPACITIES.filter(bool))
    def test_no_member_has_free_customers_while_another_has_more_than_one_fewer(self, works, capacities):
        assignment = share(works, capacities)
        for band in BANDS:
            counts = counts_of(works, assignment, band)
            level = min((counts[user_id] + 1) / capacity for user_id, capacity in capacities.items())
            free = [work for work in works if work.band == band and work.fixed is None]
            for user_id in {assignment[work.account_id] for work in free}:
                self.assertLessEqual((counts[user_id] - 1) / capacities[user_id], level + 1e-9)

    @settings(REPEATABLE, max_examples=40)
    @given(st.integers(0, 10**6), st.integers(2, 8), st.sampled_from((10, 1_000, 100_000)))
    def test_amounts_are_within_two_percent_when_every_customer_is_smaller_than_that(self, seed, members, largest):
        rng = random.Random(seed)
        capacities = {user_id: rng.choice((50, 80, 100)) for user_id in range(members)}
        # 500 customers for each member, so that the largest one is about one percent of the smallest share.
        works = make_works(*(rng.uniform(largest / 10, largest) for _ in range(500 * members)))
        uneven = imbalance(works, share(works, capacities), capacities)["high"]
        self.assertLessEqual(uneven.amount_spread_percent, 2)
        self.assertLessEqual(uneven.count_spread, 1)

    @REPEATABLE
    @given(work_lists(fixed=st.none()), CAPACITIES.filter(bool))
    def test_without_fixed_customers_numbers_differ_by_one_at_most(self, works, capacities):
        for uneven in imbalance(works, share(works, capacities), capacities).values():
            self.assertLessEqual(uneven.count_spread, 1)

    def test_next_day_the_same_customers_stay_with_the_same_people(self):
        works = random_works(5_000, lambda rng: rng.lognormvariate(7, 1.8))
        capacities = {user_id: 50 + 25 * (user_id % 3) for user_id in range(12)}
        first = share(works, capacities)
        again = share([work._replace(previous=first[work.account_id]) for work in works], capacities)
        self.assertEqual(first, again)

    def test_when_a_tenth_of_the_customers_changes_nearly_all_others_stay_and_all_is_even(self):
        works = random_works(5_000, lambda rng: rng.uniform(10, 10_000))
        capacities = {user_id: 50 + 25 * (user_id % 3) for user_id in range(12)}
        first = share(works, capacities)
        new = [work._replace(account_id=work.account_id + 5_000) for work in works[:500]]
        works = [work._replace(previous=first[work.account_id]) for work in works[500:]] + new
        second = share(works, capacities)
        stayed = sum(second[work.account_id] == work.previous for work in works if work.previous is not None)
        self.assertGreater(stayed / 4_500, 0.95)
        for uneven in imbalance(works, second, capacities).values():
            self.assertLessEqual(uneven.count_spread, 1)
            self.assertLessEqual(uneven.amount_spread_percent, 2)

    def test_keeping_never_costs_the_balance(self):
        works = [work._replace(previous=ANN) for work in random_works(2_000, lambda rng: rng.uniform(10, 10_000))]
        assignment = share(works, EQUAL)
        for uneven in imbalance(works, assignment, EQUAL).values():
            self.assertLessEqual(uneven.count_spread, 1)
            self.assertLessEqual(uneven.amount_spread_percent, 2)

    def test_a_customer_of_somebody_who_left_is_dealt_anew(self):
        works = [work._replace(previous=ZOE) for work in make_works(10, 10, 10)]
        self.assertEqual(counts_of(works, share(works, EQUAL)), {ANN: 1, BOB: 1, CID: 1})
