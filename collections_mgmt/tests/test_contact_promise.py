"""A call that ends in a promise is logged in one dialog: the contact and the promise, both or neither."""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .contact_common import ContactCase


@tagged("post_install", "-at_install")
class TestContactPromise(ContactCase):
    def promised(self, account=None):
        return (account or self.acme).promise_ids

    def items_of_acme(self):
        return self.open_items(self.customer)

    def on_the_list(self):
        self.group.member_ids.filtered(lambda member: member.user_id == self.collector_2).capacity = 0
        self.run_list()
        return self.acme.current_item_id

    def both_refused(self, sentence, **answers):
        """The dialog is refused with ``sentence``, and neither contact nor promise is there."""
        wizard = self.contact_dialog("promised", note="Said so", **answers).save()
        for save in (wizard.action_log, wizard.action_log_and_next):
            self.assertRefused(UserError, sentence, save)
        self.assertFalse(self.acme.contact_log_ids)
        self.assertFalse(self.promised())
        self.assertEqual(wizard.note, "Said so", "nothing of what was typed is lost")

    # ---------------------------------------------------------------------- what is proposed
    def test_it_proposes_what_the_dialog_of_promises_proposes(self):
        self.invoice(self.customer, 700, self.days(10))
        self.refresh()
        dialog = self.contact_dialog("promised")
        action = self.acme.with_user(self.collector).action_promise()
        full = Form(self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]))
        self.assertEqual((dialog.promise_amount, dialog.promise_date), (full.lump_sum, full.date))
        self.assertEqual(dialog.promise_amount, 5000, "what is overdue, not all that is open")
        self.assertIn("5,000.00 for 07/01/2026", dialog.promise_total.replace("\xa0", ""))
        self.assertIn(full.limit_text or "", dialog.promise_text)

    def test_of_selected_items_it_proposes_these(self):
        self.invoice(self.customer, 700, self.days(10))
        self.refresh()
        item = self.items_of_acme().filtered(lambda item: item.residual == 700)
        dialog = self.contact_dialog("promised", items=item)
        self.assertEqual(dialog.promise_amount, 700)
        self.assertIn(item.name, dialog.promise_text)
        dialog.save().action_log()
        self.assertEqual(self.promised().line_ids.line_id, item.line_id)

    def test_items_chosen_in_the_dialog_are_those_promised(self):
        self.invoice(self.customer, 700, self.days(10))
        self.refresh()
        line = self.items_of_acme().filtered(lambda item: item.residual == 700).line_id
        dialog = self.contact_dialog("promised")
        self.assertIn(line, dialog.offered_line_ids[:])
        dialog.line_ids.add(line)
        self.assertEqual(dialog.promise_amount, 700)
        dialog.save().action_log()
        self.assertEqual(self.promised().line_ids.line_id, line)

    def test_who_has_nothing_overdue_promises_what_is_open(self):
        delta = self.new_customer("Delta")
        self.invoice(delta, 900, self.days(10))
        self.refresh()
        account = self.account_of(delta)
        self.log("promised", account=account)
        self.assertEqual(self.promised(account).amount, 900)

    def test_who_owes_nothing_has_nothing_to_promise(self):
        delta = self.new_customer("Delta")
        invoice = self.invoice(delta, 900, self.days(-10))
        self.refresh()
        account = self.account_of(delta)
        self.pay(invoice)
        self.refresh()
        dialog = self.contact_dialog("promised", account=account, promise_date=self.days(1))
        self.assertIn("Nothing is promised", dialog.promise_text)
        self.assertRefused(UserError, "how much of which item", dialog.save().action_log)

    def test_of_another_outcome_nothing_is_proposed(self):
        dialog = self.contact_dialog("callback")
        self.assertFalse(dialog.promise_total)
        self.assertFalse(dialog.promise_amount)

    def test_items_chosen_for_a_promise_it_did_not_become_do_not_count(self):
        line = self.items_of_acme().line_id
        dialog = self.contact_dialog("promised")
        dialog.line_ids.add(line)
        dialog.outcome_id = self.outcomes["callback"]
        dialog.save().action_log()
        self.assertTrue(self.acme.resubmission_ids)
        self.assertFalse(self.acme.resubmission_ids.line_ids, "it is the customer who is called back")

    # ---------------------------------------------------------------------- saved
    def test_contact_and_promise_are_made_together(self):
        self.log(
            "promised",
            partner_id=self.person,
            note="After their\npayment run",
            promise_amount=2000,
            promise_date=self.days(3),
        )
        contact = self.acme.contact_log_ids
        self.assertRecordValues(
            self.promised(),
            [
                {
                    "amount": 2000,
                    "date": self.days(3),
                    "contact_id": self.person.id,
                    "channel": "phone",
                    "promised_on": self.key_date,
                    "note": "After their payment run",
                    "given_by_id": self.collector.id,
                    "from_contact_id": contact.id,
                    "state": "open",
                }
            ],
        )
        self.assertIn("Promise of", contact.followed_by)

    def test_it_is_put_on_the_oldest_items_first(self):
        self.invoice(self.customer, 700, self.days(-60))
        self.refresh()
        dialog = self.contact_dialog("promised", promise_amount=1000)
        self.assertRegex(dialog.promise_text, r"\(\$\s300\.00 of \$\s5,000\.00\), the oldest first")
        dialog.save().action_log()
        self.assertEqual(self.promised().line_ids.sorted("amount").mapped("amount"), [300, 700])

    def test_several_payments_are_a_promise_each(self):
        dialog = self.contact_dialog("promised", promise_amount=3000, promise_count=3)
        self.assertIn("in 3 payments", dialog.promise_total)
        dialog.save().action_log()
        self.assertEqual(
            self.promised().sorted("date").mapped(lambda promise: (promise.date, promise.amount)),
            [(self.days(1), 1000), (self.days(8), 1000), (self.days(15), 1000)],
        )
        self.assertEqual(self.promised().from_contact_id, self.acme.contact_log_ids)

    def test_a_customer_who_wrote_promised_in_that_way(self):
        for channel, promised in (("email", "email"), ("text", "other")):
            with self.subTest(channel):
                self.log("promised", direction="in", channel=channel, promise_amount=100)
                self.assertEqual(self.promised().sorted("id")[-1:].channel, promised)

    def test_saved_the_customer_is_done_and_the_next_one_on_screen(self):
        item = self.on_the_list()
        action = self.log("promised", next_one=True)
        self.assertIn(item.state, ("completed", "superseded"))
        self.assertEqual(action["params"]["action"]["res_id"], self.bolt.id)

    def test_saved_to_stay_the_customer_is_in_work(self):
        item = self.on_the_list()
        action = self.log("promised")
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(item.state, "in_progress")

    def test_what_has_to_be_approved_is_said_on_the_way(self):
        self.on_the_list()
        self.profile.promise_days = 5
        dialog = self.contact_dialog("promised", promise_date=self.days(30))
        self.assertIn("needs the approval of the supervisor", dialog.promise_text)
        action = dialog.save().action_log_and_next()
        self.assertEqual((action["tag"], action["params"]["type"]), ("display_notification", "warning"))
        self.assertEqual(action["params"]["next"]["params"]["action"]["res_id"], self.bolt.id)
        self.assertEqual(self.promised().state, "to_approve")

    def test_everything_promised_before_is_promised_anew(self):
        self.log("promised", promise_date=self.days(2))
        dialog = self.contact_dialog("promised", promise_date=self.days(4))
        self.assertIn("What was promised of them before is closed", dialog.promise_text)
        dialog.save().action_log()
        self.assertEqual(
            self.promised().sorted("id").mapped(lambda promise: (promise.state, promise.closed_because)),
            [("confirmed", "replaced"), ("open", False)],
        )

    # ---------------------------------------------------------------------- a confirmation
    def test_a_confirmation_is_offered_where_sending_is_on(self):
        self.assertFalse(self.contact_dialog("promised").promise_can_send)
        self.company.collections_sending = True
        self.customer.email = "acme@example.com"
        self.assertTrue(self.contact_dialog("promised").promise_can_send)
        self.log("promised", promise_send=True)
        self.assertTrue(self.env["collections.delivery"]._of(self.promised()))

    def test_unasked_nothing_is_sent(self):
        self.company.collections_sending = True
        self.customer.email = "acme@example.com"
        self.log("promised")
        self.assertFalse(self.env["collections.delivery"]._of(self.promised()))

    # ---------------------------------------------------------------------- several currencies
    def test_items_of_several_currencies_are_promised_in_full(self):
        self.foreign_invoice()
        dialog = self.contact_dialog("promised")
        self.assertFalse(dialog.promise_currency_id)
        self.assertRegex(dialog.promise_total, r"5,000\.00 for .* · .*400\.00")
        dialog.save().action_log()
        self.assertEqual(sorted(self.promised().mapped("amount")), [400, 5000])

    def foreign_invoice(self):
        self.invoice(self.customer, 400, self.days(-20), currency=self._enable_currency("EUR"))
        self.refresh()

    # ---------------------------------------------------------------------- items one by one
    def chosen_one_by_one(self, outcome, **answers):
        """The dialog that asks for the items, as it opens after what was typed in that of the contact."""
        action = self.log(outcome, choose=True, **answers)
        return Form(self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]))

    def test_who_chooses_items_one_by_one_begins_with_what_he_typed(self):
        self.invoice(self.customer, 700, self.days(-10))
        self.refresh()
        dialog = self.chosen_one_by_one(
            "promised",
            promise_amount=5100,
            promise_date=self.days(9),
            promise_count=2,
            promise_every="month",
            note="Said so",
        )
        self.assertEqual((dialog.lump_sum, dialog.date, dialog.note), (5100, self.days(9), "Said so"))
        self.assertEqual((dialog.part_count, dialog.every), (2, "month"))
        lines = dialog.save().line_ids
        self.assertEqual(lines.mapped("amount"), [5000, 100])
        self.assertEqual(set(lines.mapped("date")), {self.days(9)})

    # ---------------------------------------------------------------------- refused
    def test_more_than_is_owed_is_told_and_refused(self):
        dialog = self.contact_dialog("promised", promise_amount=6000)
        self.assertRegex(dialog.promise_warning, r"1,000\.00 is left over")
        self.both_refused("is left over: it is more than these items owe", promise_amount=6000)

    def test_a_day_that_is_over_is_refused(self):
        """By the database, whose sentence the browser shows."""
        wizard = self.contact_dialog("promised", promise_date=self.days(-1)).save()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            wizard.action_log()
        self.env.invalidate_all()
        self.assertFalse(self.acme.contact_log_ids)

    def test_nothing_is_refused(self):
        self.both_refused("how much of which item", promise_amount=0)

    def test_too_many_payments_are_refused(self):
        self.both_refused("two to 24 payments", promise_count=25)

    def test_without_a_day_it_is_refused(self):
        wizard = self.contact_dialog("promised").save()
        wizard.promise_date = False
        self.assertRefused(UserError, "Choose the day", wizard.action_log)
        self.assertFalse(self.acme.contact_log_ids)

    def test_credits_are_not_promised(self):
        self.credit_note(self.customer, 300)
        self.refresh()
        credit = self.items_of_acme().filtered(lambda item: item.residual < 0)
        dialog = self.contact_dialog("promised", items=credit, promise_date=self.days(1))
        self.assertIn("Credits are not promised", dialog.promise_warning)
        self.assertRefused(UserError, "Credits are not promised", dialog.save().action_log)

    # ---------------------------------------------------------------------- one by one
    def test_items_and_days_are_chosen_one_by_one_in_a_dialog_of_their_own(self):
        item = self.on_the_list()
        action = self.log("promised", choose=True)
        self.assertEqual(action["res_model"], "collections.promise.create")
        self.assertEqual(action["context"]["collections_contact_id"], self.acme.contact_log_ids.id)
        self.assertEqual(item.state, "open", "done when it is answered")
        self.assertFalse(self.promised())

    def test_of_who_is_on_no_list_no_next_one_comes(self):
        self.assertEqual(self.log("promised", choose=True)["res_model"], "collections.promise.create")

    # ---------------------------------------------------------------------- rights
    def test_items_of_another_customer_are_refused(self):
        wizard = self.contact_dialog("promised").save()
        wizard.line_ids = [Command.set(self.open_items(self.customer_2).line_id.ids)]
        self.assertRefused(UserError, "is neither of “Bolt”", wizard.action_log)

    def test_who_does_not_see_the_customer_is_refused(self):
        wizard = self.contact_dialog("promised").save()
        self.assertRefused(AccessError, "", wizard.with_user(self.stranger).action_log)
        self.assertFalse(self.promised())
