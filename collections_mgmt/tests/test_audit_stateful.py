"""After hundreds of random bookings, one upon the other, the audit finds nothing (issue 3).

COLLECTIONS_EXAMPLES=30 makes thousands of it.
"""

import logging
import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from odoo.tests import freeze_time, tagged

from .ledger import LATER, LedgerBuilder, documents, matches
from .test_facts_property import RandomLedgerCase

_logger = logging.getLogger(__name__)

EXAMPLES = int(os.environ.get("COLLECTIONS_EXAMPLES", "2"))
STEPS = 4
AT_ONCE = 40  # bookings in a step: what a step costs beside them is shared by many

many_documents = st.lists(documents, min_size=AT_ONCE, max_size=AT_ONCE)
many_matches = st.lists(matches, min_size=AT_ONCE // 2, max_size=AT_ONCE // 2)
many_changes = st.lists(st.tuples(st.integers(0, 999), st.sampled_from(LATER)), min_size=AT_ONCE, max_size=AT_ONCE)


class Books(RuleBasedStateMachine):
    """Documents are booked, matched, and changed later; whatever happened, the audit finds nothing."""

    case = None  # the test case it works for
    bookings = 0  # of all runs

    @initialize(drawn=many_documents, matched=many_matches)
    def open_books(self, drawn, matched):
        self.savepoint = self.case.env.cr.savepoint()
        self.case.refresh()
        self.builder, self.moves = LedgerBuilder(self.case), []
        self.book(drawn, matched)

    @rule(drawn=many_documents, matched=many_matches)
    def book(self, drawn, matched):
        self.moves += self.builder.build({"documents": drawn})
        self.builder.match(self.moves, matched)
        self.check()

    @rule(changes=many_changes, matched=many_matches)
    def change(self, changes, matched):
        self.builder.change(self.moves, changes)
        self.builder.match(self.moves, matched)
        self.check()

    def check(self):
        type(self).bookings += self.builder.taken_bookings()
        self.case.settle()
        self.case.assert_audited()

    def teardown(self):
        self.savepoint.close()
        self.case.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestAuditStateful(RandomLedgerCase):
    def test_after_random_bookings_the_audit_finds_nothing(self):
        machine = type("TheseBooks", (Books,), {"case": self})
        plan = settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(machine, settings=plan)
        _logger.info("%s bookings, and no difference", machine.bookings)
        self.assertGreaterEqual(machine.bookings, 150 * EXAMPLES)

    def assert_audited(self):
        with freeze_time(self.key_date):
            audit = self.env["collections.audit"].sudo()._audit(self.company)
        found = [(row.account_id.display_name, row.name, row.stored, row.truth) for row in audit.difference_ids]
        self.assertFalse(found)
        owing = {line.partner_id.commercial_partner_id for line in self.open_lines()}
        accounts = self.env["collections.account"].search([("company_id", "=", self.company.id)])
        self.assertLessEqual(owing, set(accounts.partner_id), "everybody who owes something has an account")
        self.assertEqual(audit.account_count, len(accounts), "and all of them were compared")

    def open_lines(self):
        return self.env["account.move.line"].search(
            [
                ("company_id", "child_of", self.company.id),
                ("parent_state", "=", "posted"),
                ("account_type", "=", "asset_receivable"),
                ("reconciled", "=", False),
            ]
        )

    def settle(self):
        self.env.cr.flush()
        with freeze_time(self.key_date):
            while self.env["collections.refresh"].sudo()._refresh_batch(self.company):
                pass
        self.env.invalidate_all()
