"""A call in which the customer objects is logged in one dialog: the contact and the dispute, both or neither."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .contact_common import ContactCase
from .dispute_common import DisputeCase


@tagged("post_install", "-at_install")
class TestContactDispute(ContactCase, DisputeCase):
    """Delta owes 5,000 of one invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.member_ids.filtered(lambda member: member.user_id == cls.collector_2).capacity = 0

    def objects(self, account=None, **answers):
        return self.contact_dialog("disputed", account=account or self.account, **answers)

    def second_invoice(self, amount=700):
        self.invoice(self.delta, amount, self.days(-60))
        self.refresh()
        return self.open_items(self.delta).sorted("residual")

    def disputed(self):
        return self.account.dispute_ids

    def both_refused(self, sentence, dialog):
        wizard = dialog.save()
        self.assertRefused(UserError, sentence, wizard.action_log)
        self.assertRefused(UserError, sentence, wizard.action_log_and_next)
        self.assertFalse(self.account.contact_log_ids)
        self.assertFalse(self.disputed())

    def test_who_chooses_amounts_one_by_one_begins_with_what_he_typed(self):
        wizard = self.objects(dispute_reason_id=self.taken_off, dispute_amount=300, note="Too dear").save()
        action = wizard.action_log_and_choose()
        dialog = Form(self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]))
        self.assertEqual((dialog.reason_id, dialog.description), (self.taken_off, "Too dear"))
        self.assertEqual(dialog.save().line_ids.mapped("amount"), [300])

    # ---------------------------------------------------------------------- what is proposed
    def test_the_only_open_item_is_chosen_with_all_that_can_be_disputed(self):
        dialog = self.objects()
        self.assertEqual(dialog.line_ids[:], self.line)
        self.assertEqual(dialog.dispute_amount, 5000)

    def test_of_several_items_the_customer_names_which(self):
        items = self.second_invoice()
        dialog = self.objects(dispute_reason_id=self.pallets)
        self.assertFalse(dialog.line_ids[:])
        self.assertEqual(dialog.offered_line_ids[:], items.line_id)
        self.assertRefused(UserError, "Choose the open items", dialog.save().action_log)
        dialog.line_ids.add(items[0].line_id)
        self.assertEqual(dialog.dispute_amount, 700)
        dialog.save().action_log()
        self.assertEqual(self.disputed().line_ids.line_id, items[0].line_id)

    def test_selected_items_come_along(self):
        items = self.second_invoice()
        dialog = self.contact_dialog("disputed", items=items)
        self.assertEqual(dialog.dispute_amount, 5700)

    def test_it_says_who_decides(self):
        self.assertIn("Logistics within 7 days", self.objects(dispute_reason_id=self.pallets).dispute_text)

    def test_what_is_disputed_already_cannot_be_again(self):
        self.dispute(5000)
        dialog = self.objects(dispute_reason_id=self.pallets)
        self.assertIn("disputed already", dialog.dispute_warning)
        self.assertRefused(UserError, "at least one open item", dialog.save().action_log)

    # ---------------------------------------------------------------------- saved
    def test_contact_and_dispute_are_made_together(self):
        person = self.env["res.partner"].create({"name": "Mr Delta", "parent_id": self.delta.id})
        dialog = self.objects(partner_id=person, note="Two arrived wet", dispute_reason_id=self.pallets)
        dialog.dispute_amount = 1200
        dialog.save().action_log()
        self.assertRecordValues(
            self.disputed(),
            [
                {
                    "amount": 1200,
                    "reason_id": self.pallets.id,
                    "department_id": self.logistics.id,
                    "contact_id": person.id,
                    "description": "Two arrived wet",
                    "raised_by_id": self.collector.id,
                    "from_contact_id": self.account.contact_log_ids.id,
                }
            ],
        )
        self.assertIn("Dispute", self.account.contact_log_ids.followed_by)

    def test_a_part_is_put_on_the_oldest_items_first(self):
        items = self.second_invoice()
        self.contact_dialog(
            "disputed", items=items, dispute_reason_id=self.pallets, dispute_amount=1000
        ).save().action_log()
        self.assertEqual(
            self.disputed().line_ids.sorted("amount").mapped(lambda line: (line.line_id, line.amount)),
            [(items[1].line_id, 300), (items[0].line_id, 700)],
        )

    def test_items_of_several_currencies_are_disputed_in_full(self):
        self.invoice(self.delta, 400, self.days(-20), currency=self._enable_currency("EUR"))
        self.refresh()
        dialog = self.contact_dialog("disputed", items=self.open_items(self.delta), dispute_reason_id=self.pallets)
        self.assertFalse(dialog.dispute_currency_id)
        dialog.save().action_log()
        self.assertEqual(sorted(self.disputed().mapped("amount")), [400, 5000])

    def test_saved_the_customer_is_done_and_the_next_one_on_screen(self):
        self.run_list()
        item = self.account.current_item_id
        action = self.objects(dispute_reason_id=self.pallets).save().action_log_and_next()
        self.assertIn(item.state, ("completed", "superseded"))
        self.assertIn(action["params"]["action"]["res_id"], (self.acme | self.bolt | self.crane).ids)

    def test_saved_to_stay_the_customer_is_in_work(self):
        self.run_list()
        self.objects(dispute_reason_id=self.pallets).save().action_log()
        self.assertEqual(self.account.current_item_id.state, "in_progress")

    # ---------------------------------------------------------------------- refused
    def test_more_than_is_owed_is_told_and_refused(self):
        dialog = self.objects(dispute_reason_id=self.pallets)
        dialog.dispute_amount = 5500
        self.assertRegex(dialog.dispute_warning, r"500\.00 more than can be disputed")
        self.both_refused("more than can be disputed", dialog)

    def test_without_a_reason_it_is_refused(self):
        self.both_refused("Choose why the customer objects", self.objects())

    def test_nothing_is_refused(self):
        dialog = self.objects(dispute_reason_id=self.pallets)
        dialog.dispute_amount = 0
        self.both_refused("at least one open item", dialog)

    # ---------------------------------------------------------------------- one by one
    def test_items_are_chosen_one_by_one_in_a_dialog_of_their_own(self):
        action = self.log("disputed", account=self.account, choose=True)
        self.assertEqual(action["res_model"], "collections.dispute.create")
        self.assertEqual(action["context"]["collections_contact_id"], self.account.contact_log_ids.id)
        self.assertFalse(self.disputed())

    def test_whoever_chooses_one_by_one_is_told_that_the_contact_is_logged_already(self):
        action = self.log("disputed", account=self.account, choose=True)
        dialogs = self.env[action["res_model"]].with_user(self.collector)
        self.assertIn("logged already", Form(dialogs.with_context(**action["context"])).logged_text)
        context = {**action["context"], "collections_contact_id": False}
        self.assertFalse(Form(dialogs.with_context(**context)).logged_text, "on its own there is no contact")

    # ---------------------------------------------------------------------- rights
    def test_items_of_another_customer_are_refused(self):
        wizard = self.objects(dispute_reason_id=self.pallets).save()
        wizard.line_ids = [Command.set(self.open_items(self.customer_2).line_id.ids)]
        self.assertRefused(UserError, "is neither of “Bolt”", wizard.action_log)

    def test_who_does_not_see_the_customer_is_refused(self):
        wizard = self.objects(dispute_reason_id=self.pallets).save()
        self.assertRefused(AccessError, "", wizard.with_user(self.stranger).action_log)
        self.assertFalse(self.disputed())
