"""Temporary assignment, boost and park: what takes the place of rules and settings for a time, and who may say so."""

import ast

from psycopg2.errors import CheckViolation, NotNullViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestAssignment(SteeringCase):
    def assign(self, user=None, account=None, days=7, start=0, **vals):
        values = {
            "account_id": (account or self.acme).id,
            "date_from": self.days(start),
            "date_to": self.days(start + days - 1),
            "reason": "Speaks Polish",
            **vals,
        }
        return self.env["collections.assignment"].with_user(user or self.supervisor).create(values)

    def test_an_assignment_that_would_be_over_is_refused(self):
        other = {"group_id": self.other_group.id}
        self.assertRefused(UserError, "until 06/29/2026 would be over already", self.assign, start=-7, **other)
        self.assertTrue(self.assign(start=-6, **other), "today is its last day")

    def worked_by(self, days=0):
        """Customer -> (specialist, group) on the list of a day."""
        items = self.items(self.run_list(self.days(days)))
        return {item.account_id: (item.specialist_id, item.group_id) for item in items}

    def test_another_group_works_the_customer_while_the_assignment_lasts(self):
        self.assign(start=1, days=2, group_id=self.other_group.id)
        groups = [self.worked_by(days)[self.acme][1] for days in range(4)]
        self.assertEqual(groups, [self.group, self.other_group, self.other_group, self.group])

    def test_the_other_group_shares_out_whoever_was_fixed_before(self):
        self.acme.specialist_id = self.collector
        self.assign(group_id=self.other_group.id, days=1)
        self.assertEqual(self.worked_by()[self.acme], (self.stranger, self.other_group))
        self.assertEqual(self.worked_by(1)[self.acme], (self.collector, self.group))

    def test_another_specialist_works_it_in_the_same_group(self):
        self.acme.specialist_id = self.collector
        self.assign(specialist_id=self.collector_2.id)
        self.assertEqual(self.worked_by()[self.acme], (self.collector_2, self.group))

    def test_an_absent_other_specialist_is_replaced_by_his_substitute(self):
        self.env["collections.substitution"].create(
            {
                "absent_id": self.collector_2.id,
                "substitute_id": self.collector.id,
                "date_from": self.key_date,
                "date_to": self.key_date,
            }
        )
        self.assign(specialist_id=self.collector_2.id)
        self.assertEqual(self.worked_by()[self.acme][0], self.collector)

    def test_the_list_prepared_for_tomorrow_knows_it(self):
        self.assign(start=1, days=1, specialist_id=self.stranger.id)
        run = self.env["collections.run"].with_user(self.supervisor)._generate(self.company, self.days(1)).sudo()
        self.assertEqual(self.worklist_item(run, self.customer).specialist_id, self.stranger)

    def test_an_archived_group_gets_nothing(self):
        assignment = self.assign(group_id=self.other_group.id)
        self.other_group.active = False
        self.refresh()
        self.assertEqual((self.acme.group_id, self.acme.assignment_id), (self.group, assignment))

    def test_both_supervisors_see_and_end_it_and_the_specialists_change(self):
        assignment = self.assign(group_id=self.other_group.id)
        self.assertEqual((self.acme.group_id, self.acme.home_group_id), (self.other_group, self.group))
        accounts = self.env["collections.account"]
        for user, sees in ((self.supervisor, 1), (self.supervisor_2, 1), (self.stranger, 1), (self.collector, 0)):
            self.env.invalidate_all()
            self.assertEqual(accounts.with_user(user).search_count([("id", "=", self.acme.id)]), sees, user.login)
            self.assertEqual(self.env["collections.assignment"].with_user(user).search_count([]), sees, user.login)
        assignment.with_user(self.supervisor).action_end()
        self.assertEqual(self.acme.group_id, self.group)
        self.assign(group_id=self.other_group.id).with_user(self.supervisor_2).action_end()

    def test_a_specialist_of_no_group_sees_the_customer_given_to_him(self):
        loner = self.user_of("test_loner", "specialist")
        self.assign(specialist_id=loner.id)
        self.env.invalidate_all()
        self.assertEqual(self.acme.with_user(loner).display_name, "Acme")
        self.assertEqual(len(self.env["collections.item"].with_user(loner).search([])), 1)

    def test_only_the_supervisor_of_the_group_or_a_manager_assigns(self):
        chief_elsewhere = self.supervisor_2
        self.group.sudo().member_ids = [(0, 0, {"user_id": chief_elsewhere.id})]
        for user in (self.collector, self.auditor, chief_elsewhere):
            self.env.invalidate_all()
            self.assertRefused(AccessError, ".", self.assign, user, group_id=self.other_group.id)
        assignment = self.assign(self.manager, group_id=self.other_group.id)
        self.assertRefused(AccessError, "Only the supervisor", assignment.with_user(self.stranger).action_end)

    def test_two_assignments_for_the_same_days_are_refused(self):
        first = self.assign(group_id=self.other_group.id)
        self.assertRefused(
            UserError, "Assigned to Others from 06/30/2026", self.assign, start=6, specialist_id=self.collector.id
        )
        self.assign(start=7, specialist_id=self.collector.id)
        first.with_user(self.supervisor).action_end()
        self.assign(specialist_id=self.collector.id)

    def test_it_is_given_to_somebody(self):
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(CheckViolation, "to_somebody"):
            with self.env.cr.savepoint():
                self.assign()

    def test_a_group_of_another_company_is_refused(self):
        other = self.setup_other_company(name="Other")["company"]
        foreign = self.team("Foreign", self.stranger, None, self.strategy, company_id=other.id)
        with self.assertRaisesRegex(ValidationError, "belongs to another company"):
            self.assign(group_id=foreign.id, user=self.env.user)

    def test_the_customer_says_so(self):
        self.assign(group_id=self.other_group.id, specialist_id=self.stranger.id)
        said = "Assigned to Test Stranger, Others from 06/30/2026 until 07/06/2026, by Test Supervisor: Speaks Polish"
        self.assertEqual(self.acme.steering, said)
        self.assertIn(said, self.notes(self.acme))


@tagged("post_install", "-at_install")
class TestOverride(SteeringCase):
    def override(self, kind, user=None, account=None, days=7, start=0, **vals):
        values = {
            "account_id": (account or self.crane).id,
            "kind": kind,
            "date_from": self.days(start),
            "date_to": self.days(start + days - 1),
            "reason": "Guarantee ends",
            **vals,
        }
        return self.env["collections.priority.override"].with_user(user or self.supervisor).create(values)

    def test_the_boosted_comes_first_with_high_priority_whatever_his_points(self):
        self.group.member_ids.filtered(lambda member: member.user_id == self.collector_2).capacity = 0
        self.override("boost")
        self.run_list()
        items = self.env["collections.worklist.item"].with_user(self.collector)
        mine = items.search(items._get_my_domain())
        self.assertEqual(mine.account_id.mapped("partner_id.name"), ["Crane", "Acme", "Bolt"])
        self.assertEqual(mine.mapped("priority"), ["high", "high", "high"])
        self.assertEqual(mine.mapped("boosted"), [True, False, False])
        walked = mine[0]._next_after() | mine[1]._next_after() | mine[2]._next_after()
        self.assertEqual(walked, mine, "the way through the list is its order")
        self.assertEqual(mine[2]._next_after(), mine[0])

    def test_the_score_by_the_rules_is_shown_beside_it(self):
        self.override("boost")
        crane = self.crane
        self.assertEqual((crane.priority, crane.valuation, crane.points, crane.boosted), ("high", 20.0, 20, True))
        said = (
            "High because boosted by Test Supervisor until 07/06/2026: Guarantee ends. By the rules alone: low, 20 %."
        )
        self.assertEqual(crane.explanation["verdict_text"], said)
        self.assertEqual((crane.explanation["priority"], crane.explanation["rule_priority"]), ("high", "low"))
        item = self.worklist_item(self.run_list(), self.customer_3)
        self.assertEqual(item.explanation["verdict_text"], said)
        self.assertEqual(item.reasons[0], {"name": "Boosted: Guarantee ends", "points": 0, "boosted": True})
        self.override("park", account=self.acme)
        self.assertEqual(
            self.acme.explanation["verdict_text"],
            "On no list. Parked until 07/06/2026, by Test Supervisor: Guarantee ends.",
        )

    def test_the_item_remembers_when_the_boost_is_over(self):
        override = self.override("boost", days=1)
        item = self.worklist_item(self.run_list(), self.customer_3)
        override.action_end()
        self.assertEqual((self.crane.priority, self.crane.boosted), ("low", False))
        self.assertEqual((item.priority, item.boosted), ("high", True))
        self.assertIn("High because boosted", item.explanation["verdict_text"])

    def test_boost_goes_before_minimum_and_exit_rule_and_needs_something_to_collect(self):
        self.profile.minimum_amount = 10000
        small = self.new_customer("Dust")
        self.debts((small, 20, 3))
        self.refresh()
        dust = self.account_of(small)
        self.assertEqual((dust.verdict, self.acme.verdict), ("exit", "minimum"))
        self.override("boost", account=dust)
        self.override("boost", account=self.acme)
        self.assertEqual((dust | self.acme).mapped("verdict"), ["listed", "listed"])
        self.credit_note(small, 20)
        self.refresh()
        self.assertEqual((dust.verdict, dust.boosted), ("exit" if dust.to_collect else "nothing", False))

    def test_boost_stands_even_when_no_rule_gives_points(self):
        self.strategy.rule_ids.filtered("points").domain = "[('overdue', '>', 999999)]"
        self.override("boost", account=self.acme)
        self.refresh()
        self.assertEqual((self.acme.verdict, self.acme.priority), ("listed", "high"))
        self.assertIn("By the rules alone: none, 0 %", self.acme.explanation["verdict_text"])
        self.assertEqual(self.bolt.verdict, "no_points")

    def test_the_parked_is_on_no_list_until_the_day(self):
        self.override("park", account=self.acme, days=3)
        self.assertEqual(self.listed(), {"Bolt", "Crane"})
        self.assertEqual([self.verdict(self.acme, days) for days in (2, 3)], ["parked", "listed"])

    def test_a_hold_goes_before_a_boost(self):
        self.override("boost", account=self.acme)
        self.hold()
        self.assertEqual((self.acme.verdict, self.acme.boosted), ("hold", False))
        self.assertIn(" · Boosted until", self.acme.steering)

    def test_the_list_prepared_for_tomorrow_knows_it(self):
        self.override("park", account=self.acme, start=1)
        self.override("boost", start=1)
        run = self.env["collections.run"].with_user(self.supervisor)._generate(self.company, self.days(1)).sudo()
        items = self.items(run)
        self.assertEqual(items.account_id.mapped("partner_id.name"), ["Crane", "Bolt"])
        self.assertEqual(self.acme.verdict, "listed")

    def test_exceptions_end_within_the_days_of_the_company(self):
        self.company.collections_override_days = 10
        self.override("boost", days=11)
        self.assertRefused(
            ValidationError, "within 10 days: choose 07/10/2026", self.override, "park", account=self.acme, days=12
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(NotNullViolation), self.env.cr.savepoint():
            self.override("park", account=self.acme, date_to=False)

    def test_one_decision_at_a_time(self):
        override = self.override("boost")
        self.assertRefused(UserError, "Boosted until .* End that first", self.override, "park")
        override.action_end()
        self.override("park")

    def test_only_the_supervisor_of_the_group_or_a_manager_decides(self):
        for user in (self.collector, self.supervisor_2, self.auditor):
            self.env.invalidate_all()
            self.assertRefused(AccessError, ".", self.override, "boost", user)
        override = self.override("boost", self.manager)
        self.assertRefused(AccessError, "Only the supervisor", override.with_user(self.collector).action_end)
        override.with_user(self.supervisor).action_end()

    def test_it_is_written_by_nobody_on_the_account_or_the_decision(self):
        override = self.override("boost")
        for user in (self.supervisor, self.manager):
            self.assertRefused(AccessError, ".", override.with_user(user).write, {"reason": "x"})
            self.assertRefused(AccessError, ".", override.with_user(user).unlink)
            for name in ("override_id", "boosted", "hold_id", "assignment_id", "home_group_id"):
                self.assertRefused(AccessError, ".", self.crane.with_user(user).write, {name: False})

    def test_the_dialog_starts_on_the_day_of_the_figures(self):
        self.refresh(key_date=self.days(-5))
        action = self.crane.with_user(self.supervisor).action_override()
        model = self.env["collections.priority.override"].with_context(**action["context"])
        defaults = model.default_get(["date_from", "account_id"])
        self.assertEqual(defaults, {"date_from": self.days(-5), "account_id": self.crane.id})

    def test_decisions_move_along_when_customers_are_merged(self):
        self.override("boost")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.customer_3.id, self.customer.id], self.customer)
        self.assertTrue(self.acme.boosted)

    def test_a_condition_of_a_segment_does_not_ask_for_what_is_decided_with_it(self):
        for name in ("hold_id", "assignment_id", "override_id", "home_group_id", "boosted"):
            with self.assertRaisesRegex(ValidationError, "known only after it"):
                self.condition("Circular", f"[('{name}', '!=', False)]")


@tagged("post_install", "-at_install")
class TestAbsence(SteeringCase):
    def absence(self, absent, substitute, start, end):
        values = {"absent_id": absent.id, "substitute_id": substitute.id}
        values |= {"date_from": self.days(start), "date_to": self.days(end)}
        return self.env["collections.substitution"].with_user(absent).create(values)

    def test_who_chooses_a_substitute_is_told_when_he_is_away_himself(self):
        self.absence(self.collector_2, self.stranger, 5, 8)
        self.assertFalse(self.absence(self.collector, self.collector_2, 0, 4).substitute_absence)
        self.assertEqual(
            self.absence(self.collector, self.collector_2, 8, 12).substitute_absence,
            "Test Collector 2 is absent from 07/05/2026 to 07/08/2026: Test Stranger stands in then.",
        )

    def test_absences_of_one_person_do_not_overlap(self):
        self.absence(self.collector, self.collector_2, 0, 4)
        again = (self.collector, self.stranger, 4, 9)
        self.assertRefused(ValidationError, "already has a substitute", self.absence, *again)
        self.absence(self.collector, self.stranger, 5, 9)

    def test_who_goes_away_finds_his_absences_and_those_he_stands_in_for(self):
        own = self.absence(self.collector, self.collector_2, 0, 4)
        for_other = self.absence(self.collector_2, self.collector, 6, 7)
        self.absence(self.collector_2, self.stranger, 8, 9)
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_substitution_action_my")
        domain = safe_eval(action["domain"], {"uid": self.collector.id})
        self.assertEqual(set(self.env["collections.substitution"].search(domain)), {own, for_other})


@tagged("post_install", "-at_install")
class TestRulesOfSteering(SteeringCase):
    """Record rules are written out per model: this holds them to those of the account."""

    def domain(self, model, role):
        name = "all" if role in ("all",) else role
        rule = self.env.ref(f"collections_mgmt.collections_{model}_rule_{name}")
        return ast.literal_eval(rule.domain_force.strip().replace("user.ids", "'U'").replace("user.id", "'u'"))

    def prefixed(self, domain):
        return [leaf if isinstance(leaf, str) else (f"account_id.{leaf[0]}", *leaf[1:]) for leaf in domain]

    def test_what_hangs_on_an_account_is_seen_by_who_sees_the_account(self):
        commitments = ("promise", "promise_line", "plan", "plan_item", "plan_installment", "delivery")
        for model in ("item", "hold", "assignment", "priority_override", "account_contact", *commitments):
            for role in ("specialist", "supervisor"):
                with self.subTest(model=model, role=role):
                    self.assertEqual(self.domain(model, role), self.prefixed(self.domain("account", role)))

    def test_users_of_another_company_find_nothing(self):
        other = self.setup_other_company(name="Other")["company"]
        elsewhere = self.user_of("test_elsewhere", "manager", other)
        self.hold()
        self.env["collections.account.contact"].create(
            {"account_id": self.acme.id, "partner_id": self.customer_2.id, "role": "legal"}
        )
        self.env.invalidate_all()
        for model in ("hold", "assignment", "priority.override", "account.contact"):
            self.assertFalse(self.env[f"collections.{model}"].with_user(elsewhere).search([]), model)

    def test_who_works_in_a_branch_only_steers_the_account_of_the_root(self):
        branch = self.branch()
        worker = self.user_of("test_branch_worker", "specialist", branch)
        chief = self.user_of("test_branch_chief", "supervisor", branch)
        self.group.member_ids = [(0, 0, {"user_id": worker.id})]
        self.group.supervisor_ids += chief
        self.env.invalidate_all()
        self.hold(worker).action_end()
        override = self.env["collections.priority.override"].with_user(chief)
        override.create({"account_id": self.acme.id, "kind": "park", "reason": "x", "date_to": self.days(3)})
        self.env.invalidate_all()
        self.assertEqual(self.acme.with_user(worker).verdict, "parked")
        self.assertTrue(self.acme.with_user(worker).steering)

    def test_a_decision_given_today_counts_for_figures_of_yesterday(self):
        """The nightly run did not come: what is decided now counts all the same."""
        with freeze_time(self.days(1)):
            model = self.env["collections.hold"].with_user(self.collector).with_context(default_account_id=self.acme.id)
            hold = model.create({"reason_id": self.reason.id, "date_to": self.days(3)})
        self.assertEqual((hold.date_from, self.acme.verdict), (self.key_date, "hold"))
