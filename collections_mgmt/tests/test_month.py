"""A month as three customers and those who look after them live it: promise, dispute, silence; a list every night."""

from odoo.tests import Form, freeze_time, new_test_user, tagged

from .contact_common import ContactCase
from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestMonth(ContactCase, DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.promise_tolerance_days = 2
        cls.group.member_ids.filtered(lambda member: member.user_id == cls.collector_2).capacity = 0
        cls.clerk = new_test_user(
            cls.env,
            login="test_clerk",
            groups="base.group_user,account.group_account_invoice,collections_mgmt.collections_mgmt_group_specialist",
            company_id=cls.company.id,
        )
        cls.group.member_ids = [(0, 0, {"user_id": cls.clerk.id, "capacity": 0})]

    def night(self, day):
        """The list of the day is made; then it is that day.

        :return: names of the customers on the list of the collector
        """
        frozen = freeze_time(self.days(day))
        frozen.start()
        self.addCleanup(frozen.stop)
        run = self.run_list(self.days(day))
        self.env.invalidate_all()
        return self.customers(self.items(run, specialist_id=self.collector.id))

    def live(self):
        """What was booked in the meantime is taken over."""
        self.env.flush_all()
        self.env.cr.flush()
        while self.env["collections.refresh"].sudo()._refresh_batch(self.company):
            pass
        self.env.invalidate_all()

    def test_a_month(self):
        self.assertEqual(self.night(0), ["Acme", "Bolt", "Crane", "Delta"])
        self.acme_promises()
        self.delta_objects()
        self.bolt_is_left_alone()
        self.assertEqual(self.night(1), ["Crane"], "the others said something")
        self.assertEqual(self.night(2), ["Crane"])
        self.logistics_decides()
        self.assertEqual(self.night(3), ["Crane"], "what is to be credited is not chased")
        self.clerk_credits()
        self.assertEqual(self.night(9), ["Crane"])
        self.assertEqual(self.night(10), ["Bolt", "Crane"], "the day on which we wanted to look again")
        self.bolt_is_called()
        self.assertEqual(self.night(12), ["Bolt", "Crane"], "the last day of the promise, tolerance included")
        self.assertEqual(self.night(13), ["Acme", "Bolt", "Crane"])
        self.acme_broke_his_word()
        self.assertEqual(self.night(20), ["Bolt", "Crane"], "the second promise holds")
        self.acme_pays()
        self.assertEqual(self.night(30), ["Bolt", "Crane"])
        self.look_back()

    def acme_promises(self):
        self.log("promised", next_one=True, note="Pays on the 10th", promise_date=self.days(10))
        self.assertRecordValues(self.acme.promise_ids, [{"amount": 5000, "state": "open"}])
        self.assertEqual(self.acme.current_item_id.state, "completed")

    def delta_objects(self):
        self.log("disputed", account=self.account, next_one=True, dispute_reason_id=self.pallets)
        self.assertRecordValues(
            self.account.dispute_ids, [{"amount": 5000, "processor_id": self.lara.id, "state": "new"}]
        )

    def bolt_is_left_alone(self):
        self.dialog(self.bolt, again_on=self.days(10), no_contact=True, note="Inventory until then")
        self.bolt.with_user(self.collector).action_item_complete_and_next()

    def logistics_decides(self):
        """Lara sees her disputes, and nothing of accounting."""
        mine = self.env["collections.dispute"].with_user(self.lara).search([("state", "=", "new")])
        action = mine.action_valid()
        decisions = self.env[action["res_model"]].with_user(self.lara).with_context(**action["context"])
        Form(decisions).save().action_decide()
        self.assertRecordValues(self.account.dispute_ids, [{"state": "decided", "outcome": "valid"}])

    def clerk_credits(self):
        dispute = self.account.dispute_ids.with_user(self.clerk)
        action = dispute.action_credit_note()
        note = self.env["account.move"].with_user(self.clerk).browse(action["res_id"])
        note.invoice_date = self.days(3)
        note.action_post()
        self.live()
        self.assertRecordValues(self.account.dispute_ids, [{"state": "closed", "outcome": "valid", "credited": 5000}])
        self.assertEqual(self.account.balance, 0)

    def bolt_is_called(self):
        self.assertTrue(self.bolt.resubmission_due)
        self.log("reached", account=self.bolt, next_one=True)
        self.assertRecordValues(self.bolt.resubmission_ids, [{"state": "done"}])

    def acme_broke_his_word(self):
        self.assertRecordValues(self.acme.promise_ids, [{"fulfilment": "broken", "missing": 5000}])
        self.assertEqual(self.acme.promise_broken, 5000)
        self.log("promised", next_one=True, promise_date=self.days(21))
        self.assertEqual(self.acme.promise_ids.sorted("id").mapped("level"), [1, 2])

    def acme_pays(self):
        [item] = self.open_items(self.customer, key_date=self.days(20))
        payment = self.unallocated_payment(self.customer, 5000, self.days(20))
        self.match(payment.move_id, item.line_id)
        self.live()
        self.assertEqual(self.acme.promise_ids.sorted("id").mapped("fulfilment"), ["broken", "kept"])

    def look_back(self):
        self.assertRecordValues(self.acme, [{"promises_kept_share": 50, "balance": 0}])
        self.assertEqual(self.acme.contact_log_ids.outcome_id, self.outcomes["promised"])
        audit = self.env["collections.audit"].sudo()._audit(self.company)
        self.assertFalse([(row.account_id.display_name, row.name) for row in audit.difference_ids])
