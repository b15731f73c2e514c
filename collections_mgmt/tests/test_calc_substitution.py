"""Chains of substitutes (calc.substitution): no database."""

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.collections_mgmt.calc.substitution import MAX_STEPS, resolve

REPEATABLE = settings(derandomize=True, deadline=None, database=None, max_examples=200)
USERS = st.integers(1, 12)


class TestSubstitution(BaseCase):
    def test_a_present_person_works_himself(self):
        self.assertEqual(resolve(1, {}), 1)
        self.assertEqual(resolve(1, {2: 1}), 1)

    def test_an_absent_person_is_replaced_by_his_substitute(self):
        self.assertEqual(resolve(1, {1: 2}), 2)

    def test_a_chain_of_absences_ends_at_the_first_present_person(self):
        self.assertEqual(resolve(1, {1: 2, 2: 3}), 3)

    def test_a_circle_of_absences_leaves_nobody(self):
        self.assertIsNone(resolve(1, {1: 2, 2: 1}))
        self.assertIsNone(resolve(1, {1: 1}))

    def test_a_chain_that_runs_into_a_circle_leaves_nobody(self):
        self.assertIsNone(resolve(1, {1: 2, 2: 3, 3: 2}))

    def test_the_longest_accepted_chain_still_finds_the_worker(self):
        chain = {user: user + 1 for user in range(MAX_STEPS)}
        self.assertEqual(resolve(0, chain), MAX_STEPS)

    def test_a_longer_chain_leaves_nobody(self):
        chain = {user: user + 1 for user in range(MAX_STEPS + 1)}
        self.assertIsNone(resolve(0, chain))

    def test_an_absence_without_substitute_leaves_nobody(self):
        self.assertIsNone(resolve(1, {1: 2, 2: None}))

    @REPEATABLE
    @given(USERS, st.dictionaries(USERS, USERS))
    def test_whoever_works_is_present(self, user_id, substitutes):
        worker = resolve(user_id, substitutes)
        self.assertNotIn(worker, substitutes)

    @REPEATABLE
    @given(USERS, st.dictionaries(USERS, USERS))
    def test_the_absent_and_his_substitute_end_with_the_same_person(self, user_id, substitutes):
        worker = resolve(user_id, substitutes)
        if worker is not None:
            self.assertEqual(resolve(substitutes.get(user_id, user_id), substitutes), worker)
