"""Dialogs about a customer of the own list: what was said comes along, and the list goes on."""

from odoo.tests import Form, tagged

from .contact_common import ContactCase


@tagged("post_install", "-at_install")
class TestCustomerAsk(ContactCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.member_ids.filtered(lambda member: member.user_id != cls.collector).unlink()
        cls.env["collections.dispute.reason"].search([])[:1].department_id = cls.env[
            "collections.dispute.department"
        ].create({"name": "Logistics", "user_ids": [(4, cls.supervisor.id)]})

    def asked(self, action, user=None):
        """The dialog an action opens, as the client fills it with its defaults."""
        models = self.env[action["res_model"]].with_user(user or self.collector)
        return Form(models.with_context(**action["context"]))

    def answered(self, dialog, reason):
        if reason:
            dialog.reason_id = dialog.reason_id.search([])[:1]
        if dialog._record._name == "collections.dispute.create":
            with dialog.line_ids.edit(0) as line:
                line.amount = 10
        return dialog.save()

    def shown(self, action):
        """The customer that comes on screen."""
        return self.env["collections.account"].browse(action["params"]["action"].get("res_id"))

    # ---------------------------------------------------------------------- on with the list
    def goes_on(self, opening, button, reason=False):
        """The customer is done and the next on screen, when ``button`` of the dialog was pressed."""
        self.run_list()
        item = self.acme.current_item_id
        dialog = self.asked(getattr(self.acme.with_user(self.collector), opening)())
        self.assertEqual(dialog.item_id, item)
        action = getattr(self.answered(dialog, reason), button)()
        self.assertEqual(self.shown(action), self.bolt)
        self.assertIn(item.state, ("completed", "superseded"))

    def test_after_a_promise_comes_the_next_customer(self):
        self.goes_on("action_promise", "action_promise_and_next")

    def test_after_a_plan_comes_the_next_customer(self):
        self.goes_on("action_plan", "action_plan_and_next")

    def test_after_a_dispute_comes_the_next_customer(self):
        self.goes_on("action_dispute", "action_open_and_next", reason=True)

    def test_after_a_resubmission_comes_the_next_customer(self):
        self.goes_on("action_resubmit", "action_resubmit_and_next")

    def test_after_a_hold_comes_the_next_customer(self):
        self.goes_on("action_hold", "action_hold_and_next", reason=True)

    def test_who_stays_keeps_the_customer_on_his_list(self):
        self.run_list()
        self.asked(self.acme.with_user(self.collector).action_promise()).save().action_promise()
        self.assertEqual(self.acme.current_item_id.state, "open")

    def test_what_has_to_be_approved_is_said_on_the_way(self):
        self.run_list()
        self.profile.promise_days = 5
        dialog = self.asked(self.acme.with_user(self.collector).action_promise())
        dialog.date = self.days(30)
        action = dialog.save().action_promise_and_next()
        self.assertEqual((action["tag"], action["params"]["type"]), ("display_notification", "warning"))
        self.assertEqual(self.shown(action["params"]["next"]), self.bolt)

    def test_of_a_customer_who_is_not_on_the_own_list_there_is_no_next_one(self):
        self.run_list()
        self.assertFalse(self.asked(self.acme.with_user(self.supervisor).action_promise(), self.supervisor).item_id)
        self.acme.current_item_id.with_user(self.collector).action_complete()
        dialog = self.asked(self.acme.with_user(self.collector).action_promise())
        self.assertFalse(dialog.item_id)
        action = dialog.save().action_promise_and_next()
        self.assertEqual(action["type"], "ir.actions.act_window_close", "recorded all the same")

    def test_who_goes_on_after_a_contact_goes_on_from_the_dialog_that_follows(self):
        self.run_list()
        self.outcomes["reached"].follow_up = "plan"
        for next_one in (True, False):
            self.assertTrue(self.asked(self.log("reached", next_one=next_one)).item_id)

    # ---------------------------------------------------------------------- credits
    def test_open_credits_are_told_beside_what_is_promised_and_not_taken_off(self):
        before = self.asked(self.acme.with_user(self.collector).action_promise())
        self.assertFalse(before.credits_text)
        self.credit_note(self.customer, 300)
        self.refresh()
        dialog = self.asked(self.acme.with_user(self.collector).action_promise())
        self.assertRegex(dialog.credits_text, r"Open credits of \$\s300\.00 are not taken off")
        self.assertEqual(dialog.lump_sum, before.lump_sum)

    # ---------------------------------------------------------------------- what was said comes along
    def test_note_and_person_of_the_contact_stand_in_the_dialog_that_follows(self):
        fields = {
            "promise": ("contact_id", "note"),
            "plan": ("contact_id", "note"),
            "dispute": ("contact_id", "description"),
            "hold": (None, "note"),
        }
        for follow_up, (person, note) in fields.items():
            with self.subTest(follow_up):
                self.outcomes["reached"].follow_up = follow_up
                answers = {"partner_id": self.person, "note": "Pays after\nhis holidays"}
                dialog = self.asked(self.log("reached", choose=follow_up in ("promise", "dispute"), **answers))
                self.assertEqual(" ".join(dialog[note].split()), "Pays after his holidays")
                if person:
                    self.assertEqual(dialog[person], self.person)

    def test_a_callback_keeps_the_note(self):
        self.log("callback", note="Ask for Mrs Lang")
        self.assertEqual(self.acme.resubmission_ids.note, "Ask for Mrs Lang")
