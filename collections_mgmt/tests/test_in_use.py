"""What is in use is not deleted: what is in the way, and what to do, is said in a sentence."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestInUse(SteeringCase):
    def new_group(self, name):
        return self.env["collections.group"].create({"name": name, "strategy_id": self.strategy.id})

    def segment_of(self, group, name):
        return self.env["collections.segment"].create(
            {"name": name, "group_id": group.id, "profile_id": self.profile.id, "domain": "[('overdue', '>', 9999999)]"}
        )

    def test_a_group_of_segments_says_which_they_are(self):
        group = self.new_group("Key")
        segments = self.env["collections.segment"].union(*(self.segment_of(group, f"S{number}") for number in range(5)))
        segments[-1].active = False
        self.assertRefused(
            UserError,
            r"“Key” is in use: Collection Segment \(S0, S1, S2 and 2 more\)\. Let these do without it .*archive it",
            group.unlink,
        )
        segments.group_id = self.group
        group.unlink()
        self.assertFalse(group.exists())

    def test_a_group_that_stood_in_or_waits_for_customers_is_in_use(self):
        group = self.new_group("Helpers")
        self.env["collections.assignment"].create(
            {"account_id": self.acme.id, "group_id": group.id, "date_to": self.days(3), "reason": "Trade fair"}
        )
        self.assertRefused(UserError, r"Temporary Assignment \(.*Acme", group.unlink)
        other = self.new_group("Later")
        self.env["collections.resubmission"].sudo().create(
            {
                "account_id": self.acme.id,
                "date": self.days(5),
                "reason_id": self.env["collections.resubmission.reason"].search([], limit=1).id,
                "group_id": other.id,
            }
        )
        self.assertRefused(UserError, r"Resubmission \(", other.unlink)
        step = {"name": "Call", "kind": "call", "executor": "group", "group_id": self.new_group("Steps").id}
        self.strategy.step_ids = [Command.create(step)]
        group = self.strategy.step_ids.group_id
        self.assertRefused(UserError, r"“Steps” is in use: Step of a Process \(Call\)", group.unlink)

    def test_profiles_of_segments_too_and_what_nobody_needs_goes(self):
        profile = self.profile.copy({"name": "Strict"})
        segment = self.segment_of(self.group, "S")
        segment.profile_id = profile
        self.assertRefused(UserError, r"“Strict” is in use: Collection Segment \(S\)", profile.unlink)
        segment.unlink()
        profile.unlink()
        self.assertFalse(profile.exists())

    def test_a_company_whose_customers_are_collected_from_is_archived(self):
        message = r"is collected for and cannot be deleted: Collection Account: \d+.*Archive it"
        self.assertRefused(UserError, message, self.company.unlink)

    def test_a_company_with_a_group_of_its_own_does_not_leave_it_to_all_others(self):
        company = self.env["res.company"].create({"name": "By Mistake"})
        group = self.new_group("Theirs")
        group.company_id = company
        self.assertRefused(UserError, "“By Mistake” is collected for .*: Collection Group: 1", company.unlink)
        group.active = False
        self.assertRefused(UserError, "Collection Group: 1", company.unlink)

    def test_a_company_nobody_collects_for_may_go_as_far_as_we_are_concerned(self):
        self.env["res.company"].create({"name": "By Mistake"})._unlink_except_collected()

    def test_a_segment_with_customers_says_how_many_archived_ones_too(self):
        segment = self.condition("Late", "[('overdue', '>=', 3000)]", 1)
        self.refresh()
        self.assertEqual((self.acme | self.bolt).segment_id, segment)
        self.bolt.active = False
        self.assertRefused(
            UserError, r"“Late” is in use: customers in it: 2\. Archive it instead: the next run", segment.unlink
        )
        segment.active = False
        self.bolt.active = True
        self.refresh()
        self.assertEqual((self.acme | self.bolt).segment_id, self.segment)
        segment.unlink()
        self.assertFalse(segment.exists())

    # ---------------------------------------------------------------------- what records name
    def named(self, record, kind):
        """Nobody deletes it, not even who may do everything, and what names it is told."""
        self.assertRefused(UserError, f"“{record.display_name}” is in use: {kind} \\(", record.sudo().unlink)
        self.assertTrue(record.exists())

    def test_reasons_and_outcomes_that_records_name_stay(self):
        hold = self.hold()
        self.named(hold.reason_id, "Hold")
        outcome = self.env["collections.contact.outcome"].create({"name": "Sang", "follow_up": "nothing"})
        self.env["collections.contact"].with_user(self.collector).create(
            {"account_id": self.acme.id, "outcome_id": outcome.id}
        )
        self.named(outcome, "Customer Contact")
        reason = self.env["collections.resubmission.reason"].create({"name": "Fair"})
        self.env["collections.resubmission"].with_user(self.collector).create(
            {"account_id": self.acme.id, "date": self.days(5), "reason_id": reason.id}
        )
        self.named(reason, "Resubmission")

    def test_what_disputes_name_stays(self):
        departments = self.env["collections.dispute.department"]
        department = departments.create({"name": "Quality", "user_ids": [Command.link(self.supervisor.id)]})
        reason = self.env["collections.dispute.reason"].create({"name": "Wet", "department_id": department.id})
        self.named(department, "Reason of a Dispute")
        self.env["collections.dispute"].sudo()._open(
            self.acme, {self.open_items(self.customer)[0].line_id: 10}, reason_id=reason.id
        )
        self.named(reason, "Dispute")

    def test_a_strategy_of_groups_and_a_user_who_recorded_something_stay(self):
        strategy = self.strategy.copy({"name": "Mild"})
        group = self.new_group("Key")
        group.strategy_id = strategy
        self.named(strategy, "Collection Group")
        group.strategy_id = self.strategy
        strategy.unlink()
        self.hold()
        self.named(self.collector, "Hold")

    def test_what_nobody_named_goes(self):
        for model, values in (
            ("collections.hold.reason", {"name": "A"}),
            ("collections.contact.outcome", {"name": "B", "follow_up": "nothing"}),
            ("collections.resubmission.reason", {"name": "C"}),
            ("collections.dispute.department", {"name": "D", "user_ids": [Command.link(self.supervisor.id)]}),
            ("collections.dispute.root.cause", {"name": "E"}),
            ("res.users", {"name": "F", "login": "nobody"}),
        ):
            with self.subTest(model):
                record = self.env[model].create(values)
                record.unlink()
                self.assertFalse(record.exists())
