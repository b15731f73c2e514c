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
