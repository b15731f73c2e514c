"""Where the process of a customer stands, as facts for rules (B14)."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestProcessFacts(ProcessCase):
    def facts(self, days):
        """Of the first customer, derived anew on a day."""
        self.refresh(key_date=self.days(days))
        self.acme.invalidate_recordset()
        return tuple(
            self.acme[name] for name in ("in_process", "process_step_kind", "process_step_days", "process_limit_days")
        )

    def waiting(self):
        """Customers in the queue of the live job, of those with a process."""
        self.env["collections.refresh"]._append_so_far()
        rows = self.env["collections.refresh"].search([("company_id", "=", self.company.id)])
        return rows.partner_id

    def clear_queue(self):
        self.env["collections.refresh"]._append_so_far()
        self.env["collections.refresh"].search([]).unlink()

    def test_the_step_and_its_time(self):
        self.assertEqual(self.facts(0), (False, False, 0, 0))
        self.advance()
        self.assertEqual(self.facts(0), (True, "call", 0, 3))
        self.assertEqual(self.facts(2), (True, "call", 2, 1))
        self.advance(4)
        self.assertEqual(self.facts(5), (True, "call", 5, -2))
        self.assertTrue(self.acme.process_escalated)

    def test_between_two_steps_there_is_a_process_and_no_step(self):
        self.advance()
        self.done(0)
        self.assertEqual(self.facts(1), (True, False, 0, 0))
        stored = SQL("SELECT process_step_days FROM collections_account WHERE id = %s", self.acme.id)
        self.assertEqual(self.env.execute_query(stored), [(None,)], "no days that would go on night by night")

    def test_while_it_stands_still_no_time_is_lost(self):
        self.advance()
        self.hold(user=self.supervisor, days=10)
        self.assertEqual(self.facts(6), (True, "call", 6, 3))

    def test_stopped_finished_and_ended_ones(self):
        self.advance()
        self.process().with_user(self.supervisor)._stop("The director deals with it")
        self.assertEqual(self.facts(1)[0], False)
        self.process().with_user(self.supervisor).action_restart()
        self.process().sudo()._move_to("finished", ("running",))
        self.facts(1)
        self.assertTrue(self.acme.process_taken)
        self.pay_all(self.customer)
        self.advance(2)
        self.facts(2)
        self.assertFalse(self.acme.process_taken or self.acme.in_process)

    def test_every_ready_condition_can_be_asked(self):
        self.advance()
        self.facts(2)
        found = {
            name: self.acme
            in self.env["collections.account"].search(
                self.env.ref(f"collections_mgmt.collections_condition_process_{name}")._account_domain()
            )
            for name in ("escalated", "limit", "call", "review", "step_days", "taken")
        }
        self.assertEqual({name for name, holds in found.items() if holds}, {"limit", "call"})
        self.facts(3)
        limit = self.env.ref("collections_mgmt.collections_condition_process_limit")
        self.assertIn(self.acme, self.env["collections.account"].search(limit._account_domain()), "on the last day")
        self.facts(14)
        days = self.env.ref("collections_mgmt.collections_condition_process_step_days")
        self.assertIn(self.acme, self.env["collections.account"].search(days._account_domain()))

    def test_a_rule_gives_points_for_the_step(self):
        self.env["collections.strategy.rule"].create(
            {"strategy_id": self.strategy.id, "name": "Call", "domain": "[('process_step_kind', '=', 'call')]"}
        )
        self.refresh()
        before = self.acme.points
        self.advance()
        self.refresh()
        self.acme.invalidate_recordset()
        self.assertEqual(self.acme.points, before + 10)

    def test_customers_whose_process_moved_are_derived_anew_and_only_they(self):
        self.clear_queue()
        self.advance()
        self.assertIn(self.customer, self.waiting())
        self.refresh()
        self.clear_queue()
        self.advance()
        self.assertFalse(self.waiting(), "nothing moved")
        self.done(0)
        self.assertEqual(self.waiting(), self.customer)

    def test_what_the_process_follows_from_cannot_ask_for_it(self):
        domain = "[('in_process', '=', True)]"
        segment = self.env["collections.segment"].search([], limit=1)
        self.assertRefused(ValidationError, "known only after it", segment.write, {"domain": domain})
        self.assertRefused(ValidationError, "known only after it", self.call.write, {"domain": domain})
        rule = self.env["collections.strategy.rule"].create(
            {"strategy_id": self.strategy.id, "name": "In it", "domain": domain}
        )
        self.assertRefused(ValidationError, "Use points instead", rule.write, {"leave": True})
