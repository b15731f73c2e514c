"""Priority, coordinator and delivery of a dispute (I1, I11): where they come from, who changes them, who is told."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestDisputeCase(DisputeCase):
    def assertForbidden(self, user, dispute, vals):
        with mute_logger("odoo.addons.base.models.ir_rule"):
            self.assertRefused(AccessError, "", dispute.with_user(user).write, vals)

    def test_the_priority_is_that_of_the_reason_until_somebody_changes_it(self):
        self.pallets.priority = "2"
        dispute = self.dispute(1200)
        self.assertEqual(dispute.priority, "2")
        dispute.with_user(self.collector).priority = "3"
        self.pallets.priority = "0"
        self.assertEqual(dispute.priority, "3")

    def test_who_has_the_customer_on_his_list_coordinates_else_his_specialist_else_who_recorded_it(self):
        self.assertEqual(self.dispute(10).coordinator_id, self.collector, "recorded it")
        self.account.specialist_id = self.supervisor
        self.assertEqual(self.dispute(10).coordinator_id, self.supervisor)
        run = self.run_list()
        item = self.items(run).filtered(lambda item: item.account_id == self.account)
        self.env.cr.execute(
            "UPDATE collections_worklist_item SET specialist_id = %s WHERE id = %s", [self.collector_2.id, item.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.dispute(10).coordinator_id, self.collector_2)

    def test_who_books_recorded_it_but_looks_after_nothing(self):
        wizard = self.env["collections.dispute.create"].with_user(self.accountant)
        payment = self.pay(self.line.move_id, 4850)
        action = payment.with_user(self.accountant).action_dispute()
        wizard.with_context(**action["context"]).create({"reason_id": self.pallets.id}).action_open()
        self.assertFalse(self.account.dispute_ids.coordinator_id)

    def test_who_collects_no_more_stands_in_nobodys_way(self):
        dispute = self.dispute(100)
        dispute.coordinator_id = self.collector_2
        self.account.specialist_id = self.collector_2
        self.collector_2.sudo().group_ids -= self.env.ref("collections_mgmt.collections_mgmt_group_specialist")
        self.assertEqual(self.dispute(10).coordinator_id, self.collector)
        new = dispute._split({dispute.line_ids: 40}, reason_id=self.taken_off.id)
        self.assertEqual(new.coordinator_id, self.collector)

    def test_what_the_machine_opened_is_looked_after_by_no_machine(self):
        root = self.env.ref("base.user_root")
        root.sudo().group_ids += self.env.ref("collections_mgmt.collections_mgmt_group_manager")
        opened = (
            self.env["collections.dispute"]
            .with_user(root)
            ._open(self.account.with_user(root), {self.line.with_user(root): 10}, reason_id=self.pallets.id)
        )
        self.assertFalse(opened.coordinator_id)

    def test_who_collects_sets_both_and_departments_do_not(self):
        dispute = self.dispute(1200)
        dispute.with_user(self.collector).write({"priority": "3", "coordinator_id": self.collector_2.id})
        self.assertEqual((dispute.priority, dispute.coordinator_id), ("3", self.collector_2))
        self.assertForbidden(self.lara, dispute, {"priority": "0"})
        self.assertForbidden(self.lara, dispute, {"coordinator_id": self.collector.id})
        self.assertForbidden(self.auditor, dispute, {"priority": "0"})
        self.assertRefused(ValidationError, "somebody of credit", dispute.write, {"coordinator_id": self.lara.id})

    def test_a_coordinator_sees_his_disputes_of_customers_of_others(self):
        dispute, other = self.dispute(100), self.dispute(200)
        theirs = self.env["collections.dispute"].with_user(self.stranger)
        self.assertFalse(theirs.search([]))
        dispute.coordinator_id = self.stranger
        self.env.invalidate_all()
        self.assertEqual(theirs.search([]), dispute)
        self.assertEqual(dispute.with_user(self.stranger).line_ids.amount, 100)
        self.assertForbidden(self.stranger, other, {"priority": "3"})

    def test_the_coordinator_is_told_what_the_department_decides_and_not_what_he_decided_himself(self):
        one, two = self.dispute(100), self.dispute(200)
        self.assertIn(self.collector.partner_id, one.message_partner_ids)
        one.with_user(self.lara)._decide("invalid", note="All were delivered")
        two.with_user(self.collector)._decide("withdrawn")
        told = [dispute.message_ids.filtered(lambda m: m.partner_ids) for dispute in (one, two)]
        answer = told[0].filtered(lambda message: "All were delivered" in message.body)
        self.assertEqual(answer.partner_ids, self.collector.partner_id)
        self.assertFalse(told[1].filtered(lambda m: "Withdrawn" in m.body))

    def test_the_most_urgent_comes_first(self):
        view = self.env["collections.dispute"].get_view(view_type="list")["arch"]
        self.assertIn('default_order="priority desc, date_due, id desc"', view)

    def test_plant_and_carrier_are_kept_and_analysed(self):
        self.pallets.delivery = True
        plant = self.env["res.partner"].create({"name": "Plant North", "parent_id": self.company.partner_id.id})
        carrier = self.env["res.partner"].create({"name": "Fast Freight"})
        said = {"plant_id": plant.id, "carrier_id": carrier.id}
        first = self.dispute(100, **said)
        self.dispute(200, reason=self.taken_off, **said)
        third = self.dispute(400)
        third.with_user(self.lara).write(said)
        self.env.flush_all()
        rows = (
            self.env["collections.dispute.analysis"]
            .with_user(self.collector)
            ._read_group(
                [("partner_id", "=", self.delta.id)], ["plant_id", "carrier_id"], ["dispute_count:sum", "amount:sum"]
            )
        )
        nobody = plant.browse()
        self.assertEqual(set(rows), {(plant, carrier, 2, 500), (nobody, nobody, 1, 200)}, "not asked of a deduction")
        new = first._split({first.line_ids: 40}, reason_id=self.pallets.id)
        self.assertEqual((new.plant_id, new.carrier_id, new.coordinator_id), (plant, carrier, self.collector))

    def test_a_plant_is_an_address_of_our_own(self):
        plant = self.env["res.partner"].create({"name": "Plant North", "parent_id": self.company.partner_id.id})
        disputes = self.env["collections.dispute"].with_user(self.lara)
        plants = self.env["res.partner"].search(disputes._domain_plants())
        self.assertIn(plant, plants)
        self.assertNotIn(self.delta, plants)
