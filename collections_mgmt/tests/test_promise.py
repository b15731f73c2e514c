"""Promises to pay: what may be promised, what they cover, the limits, the dialog, what the figures say."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..queries.promise_settlement import promise_settlement
from .promise_common import PromiseCase


@tagged("post_install", "-at_install")
class TestPromise(PromiseCase):
    # ---------------------------------------------------------------------- what is covered
    def test_what_is_promised_is_not_collected_until_its_last_day(self):
        before = self.acme.to_collect
        self.promise((self.line, 700))
        self.assertEqual((self.acme.promised, self.acme.to_collect), (700, before - 700))
        self.assertEqual(self.free(self.one), (700, 300))
        self.on_day(12)
        self.assertEqual((self.acme.promised, self.acme.to_collect), (700, before - 700))
        self.on_day(13)
        self.assertEqual((self.acme.promised, self.acme.to_collect), (0, before))
        self.assertEqual(self.acme.promise_broken, 700)

    def test_a_customer_whose_debt_is_all_promised_is_on_no_list(self):
        self.promise((self.debt_of(self.customer_2), 3000), account=self.bolt)
        self.assertNotIn("Bolt", self.listed())
        self.assertEqual(self.bolt.verdict, "nothing")
        self.on_day(13)
        self.assertEqual(self.bolt.verdict, "listed")

    def debt_of(self, customer):
        return self.env["account.move.line"].search(
            [("partner_id", "=", customer.id), ("account_type", "=", "asset_receivable")]
        )

    def test_the_list_prepared_for_a_day_knows_what_is_over_by_then(self):
        self.promise(day=3)
        self.assertEqual(self.as_of(5, "promised", "promise_broken"), (1000, 0))
        self.assertEqual(self.as_of(6, "promised", "promise_broken"), (0, 1000))

    def as_of(self, days, *names):
        record, _unknown = self.acme._as_of_day(self.days(days))
        return tuple(record[name] for name in names)

    def test_what_is_left_after_a_payment_stays_covered(self):
        self.promise((self.line, 700))
        self.pay(self.one, 300, date=self.days(1))
        self.on_day(1)
        self.assertEqual(self.free(self.one), (400, 300))

    def test_a_broken_promise_stays_visible_on_the_item(self):
        promise = self.promise()
        self.on_day(13)
        item = self.env["collections.item"].with_user(self.collector).search([("move_id", "=", self.one.id)])
        self.assertEqual((item.promise_id, item.promise_result, item.promise_level), (promise, "broken", 1))

    # ---------------------------------------------------------------------- what may be promised
    def test_no_more_is_promised_than_is_free(self):
        self.assertRefused(UserError, r"only \$\xa01,000.00 can be promised", self.promise, (self.line, 1000.01))
        self.promise((self.line, 400))
        with self.assertRaisesRegex(UserError, r"only \$\xa0600.00 can be promised"):
            self.promise((self.line, 700), beside=True)

    def test_what_is_on_hold_or_paid_cannot_be_promised(self):
        self.hold_item(self.line)
        self.assertRefused(UserError, r"only \$\xa00.00 can be promised", self.promise)
        self.pay(self.other)
        self.assertRefused(UserError, "is not an open item any more", self.promise, (self.other_line, 1))

    def test_one_that_takes_the_place_of_another_may_take_what_that_covered(self):
        self.promise()
        new = self.promise((self.line, 1000), day=15)
        self.assertEqual(self.free(self.one), (1000, 0))
        self.assertEqual(new.state, "open")

    def test_what_cannot_be_promised_is_refused_with_a_reason(self):
        debt = self.debt_of(self.customer_2)
        euro = self.invoice(self.customer, 100, self.days(-3), currency=self._enable_currency("EUR"))
        refusals = (
            (UserError, "Choose the open items", lambda: self.promise(line_ids=[])),
            (ValidationError, "is not an open item of Acme", lambda: self.promise((debt, 1))),
            (ValidationError, "greater than zero", lambda: self.promise((self.line, 0))),
            (ValidationError, "greater than zero", lambda: self.promise((self.line, -5))),
            (UserError, "named twice", lambda: self.promise((self.line, 5), (self.line, 5))),
            (UserError, "one currency at a time", lambda: self.promise((self.line, 5), (self.items_of(euro), 5))),
            (UserError, "open items and an amount", lambda: self.promise(line_ids=[Command.link(1)])),
        )
        for error, words, function in refusals:
            with self.subTest(words):
                self.assertRefused(error, words, function)

    @mute_logger("odoo.sql_db")
    def test_nobody_promises_for_yesterday(self):
        with self.assertRaises(Exception):  # noqa: B017  the constraint of the database, in words over the web
            self.promise(day=-1)

    def test_a_credit_is_not_promised(self):
        note = self.credit_note(self.customer, 50)
        self.assertRefused(UserError, "can be promised", self.promise, (self.items_of(note), 10))

    # ---------------------------------------------------------------------- limits and approval
    def test_beyond_the_limits_it_waits_for_the_supervisor(self):
        limits = (
            ({"promise_days": 9}, "later day than 07/09/2026"),
            ({"promise_minimum": 1001}, r"less than \$\xa01,001.00"),
            ({"promise_maximum": 999}, r"more than \$\xa0999.00"),
        )
        for values, reason in limits:
            self.profile.write({"promise_days": 30, "promise_minimum": 0, "promise_maximum": 0, **values})
            with self.subTest(reason):
                promise = self.promise()
                self.assertPromise(promise, "open", "to_approve")
                self.assertRegex(promise.approval_reason, reason)
                self.assertEqual(self.free(self.one), (0, 1000), "nothing is covered before it is approved")
                self.assertIn(self.supervisor, promise.sudo().activity_ids.user_id)
                promise.with_user(self.supervisor).action_refuse()
                self.assertPromise(promise, "open", "confirmed", closed_because="refused")

    def test_too_many_open_promises_wait_for_the_supervisor(self):
        self.profile.promise_count = 1
        self.assertEqual(self.promise().state, "open")
        self.assertEqual(self.promise(day=12).state, "open", "it takes the place of the first")
        self.assertEqual(self.promise((self.other_line, 600)).state, "to_approve")

    def test_approved_it_counts_and_a_refused_one_raises_no_level(self):
        self.profile.promise_days = 5
        refused, promise = self.promise(), self.promise()
        refused.with_user(self.supervisor).action_refuse()
        promise.with_user(self.supervisor).action_approve()
        self.assertPromise(promise, "open", "open", approved_by_id=self.supervisor.id, level=1)
        self.assertEqual(self.free(self.one), (1000, 0))
        self.assertFalse(promise.sudo().activity_ids)

    def test_who_gave_it_hears_of_the_refusal_and_has_the_customer_on_his_list_again(self):
        self.run_list()
        item = self.acme.with_user(self.collector).worklist_item_ids
        self.profile.promise_days = 5
        promise = self.promise()
        item.action_complete()
        ask = promise.with_user(self.supervisor).action_ask_refusal()
        refusals = self.env[ask["res_model"]].with_context(**ask["context"])
        self.assertRefused(AccessError, ".", refusals.with_user(self.collector).create, {"reason": "No"})
        refusals.with_user(self.supervisor).create({"reason": "At most two weeks"}).action_refuse()
        self.assertPromise(promise, "open", "confirmed", closed_because="refused", closing_note="At most two weeks")
        self.assertEqual(item.state, "open")
        [told] = promise.sudo().activity_ids
        self.assertEqual((told.user_id, told.summary), (self.collector, "Not approved: talk with the customer again"))
        self.assertIn("At most two weeks", told.note)

    def test_who_refuses_his_own_is_not_told(self):
        self.profile.promise_days = 5
        promise = self.promise()
        promise.sudo().given_by_id = self.supervisor
        promise.with_user(self.supervisor).action_refuse()
        self.assertFalse(promise.sudo().activity_ids)

    def test_what_is_not_free_any_more_is_not_approved(self):
        self.profile.promise_days = 5
        promise = self.promise()
        self.pay(self.one, 500)
        self.refresh()
        self.assertRefused(UserError, "can be promised", promise.with_user(self.supervisor).action_approve)
        self.on_day(11)
        self.assertRefused(UserError, "is over", promise.with_user(self.supervisor).action_approve)

    def test_specialists_and_supervisors_of_others_approve_nothing(self):
        self.profile.promise_days = 5
        promise = self.promise()
        for user in (self.collector, self.collector_2, self.stranger, self.supervisor_2, self.auditor):
            for action in ("action_approve", "action_refuse"):
                self.assertRefused(AccessError, ".", getattr(promise.with_user(user), action))
        self.assertPromise(promise, "open", "to_approve")

    def test_a_supervisor_and_a_manager_need_no_approval(self):
        self.profile.promise_days = 5
        self.assertEqual(self.promise(user=self.supervisor).state, "open")
        self.assertEqual(self.promise((self.other_line, 600), user=self.manager).state, "open")

    # ---------------------------------------------------------------------- rights
    def test_promises_of_others_are_neither_seen_nor_recorded(self):
        promise = self.promise()
        for user, seen in (
            (self.collector_2, 1),
            (self.supervisor, 1),
            (self.manager, 1),
            (self.auditor, 1),
            (self.stranger, 0),
            (self.supervisor_2, 0),
        ):
            with self.subTest(user.login):
                self.env.invalidate_all()
                self.assertEqual(len(promise.with_user(user).search([])), seen)
                self.assertEqual(len(promise.line_ids.with_user(user).search([])), seen)
        for user in (self.stranger, self.supervisor_2, self.auditor, self.nobody()):
            with self.subTest(user.login):
                self.env.invalidate_all()
                self.assertRefused(AccessError, ".", self.promise, (self.other_line, 600), user=user)
                for action in ("action_start", "action_withdraw", "action_send_confirmation", "action_promise_again"):
                    self.assertRefused(AccessError, ".", getattr(promise.with_user(user), action))
        self.promise((self.other_line, 600), user=self.collector_2)

    def nobody(self):
        user = self.env["res.users"].create(
            {"name": "E", "login": "promise_employee", "group_ids": [Command.set(self.env.ref("base.group_user").ids)]}
        )
        return user.with_env(self.env)

    def test_nothing_of_it_is_chosen_changed_or_deleted_over_rpc(self):
        promise = self.promise(
            state="confirmed",
            fulfilment="kept",
            given_by_id=self.manager.id,
            recorded_on=self.days(-9),
            paid=1000,
            approved_by_id=self.manager.id,
            tolerance_days=60,
        )
        self.assertPromise(
            promise,
            "open",
            "open",
            given_by_id=self.collector.id,
            promised_on=self.key_date,
            recorded_on=self.key_date,
            paid=0,
            approved_by_id=False,
            tolerance_days=2,
        )
        line = promise.line_ids
        for user in (self.collector, self.supervisor, self.manager):
            for values in ({"state": "confirmed"}, {"fulfilment": "kept"}, {"date": self.days(99)}, {"level": 0}):
                self.assertRefused(AccessError, ".", promise.with_user(user).write, values)
            self.assertRefused(AccessError, ".", promise.with_user(user).unlink)
            self.assertRefused(AccessError, ".", line.with_user(user).write, {"amount": 1, "paid": 1})
            self.assertRefused(AccessError, ".", line.with_user(user).unlink)
            values = {"promise_id": promise.id, "line_id": self.other_line.id, "amount": 600}
            self.assertRefused(AccessError, ".", line.with_user(user).create, values)
            account = self.acme.with_user(user)
            for command in (Command.delete(promise.id), Command.update(promise.id, {"note": "x"})):
                self.assertRefused(AccessError, ".", account.write, {"promise_ids": [command]})

    def test_the_snapshot_of_the_item_is_not_taken_from_who_asks(self):
        promise = (
            self.env["collections.promise"]
            .with_user(self.collector)
            .create(
                {
                    "account_id": self.acme.id,
                    "date": self.days(3),
                    "line_ids": [
                        Command.create(
                            {"line_id": self.line.id, "amount": 10, "paid": 10, "item_name": "x", "settled_before": -9}
                        )
                    ],
                }
            )
        )
        self.assertRecordValues(
            promise.line_ids, [{"paid": 0, "item_name": self.one.name, "settled_before": 0, "level": 1}]
        )

    # ---------------------------------------------------------------------- figures
    def test_figures_of_a_customer(self):
        self.promise(day=1)
        self.on_day(4)
        self.promise(day=4, user=self.supervisor)
        self.refresh(key_date=self.days(4))
        self.promise((self.other_line, 300), day=8)
        self.assertRecordValues(
            self.acme,
            [
                {
                    "promised": 1300,
                    "promise_date": self.days(4),
                    "promise_due_today": 1000,
                    "promise_due_7": 1300,
                    "promise_broken": 0,
                    "promises_broken_90": 1,
                    "promise_level": 2,
                    "promises_kept_share": 0,
                }
            ],
        )
        self.pay(self.other, 300, date=self.days(5))
        self.pay(self.one, 250, date=self.days(5))
        self.on_day(8)
        self.assertRecordValues(
            self.acme,
            [
                {
                    "promises_partial": 1,
                    "promise_broken": 750,
                    "promises_kept_share": 33.3,
                    "promises_paid_share": 23.9,
                    "promise_level": 2,
                }
            ],
        )

    def test_two_broken_promises_put_a_customer_at_risk(self):
        self.promise(day=1)
        self.on_day(4)
        self.promise(day=5)
        self.assertNotEqual(self.acme.behaviour, "at_risk")
        self.on_day(8)
        self.assertEqual((self.acme.promises_broken_90, self.acme.behaviour), (2, "at_risk"))

    def test_every_ready_condition_on_promises_finds_its_customers(self):
        self.promise(day=1)
        self.promise((self.other_line, 600), day=6)
        self.on_day(6)
        held = {
            name: bool(self.env["collections.account"].search_count([("id", "=", self.acme.id), *condition]))
            for name, condition in (
                (record.get_external_id()[record.id].rpartition("promise_")[2], record._account_domain())
                for record in self.env["collections.condition"].search([("name", "ilike", "promise")])
            )
        }
        expected = {"broken", "due_today", "due_7", "kept_share", "live"}
        self.assertEqual({name for name, holds in held.items() if holds}, expected)
        self.assertEqual(len(held), 10)

    def test_the_audit_finds_nothing_to_correct(self):
        self.promise(day=1)
        self.promise((self.other_line, 300), day=6)
        self.on_day(4)
        self.env["collections.refresh"].search([]).unlink()
        audit = self.env["collections.audit"].sudo()._audit(self.company)
        self.assertFalse((audit or self.env["collections.audit"].search([], limit=1)).difference_ids)

    # ---------------------------------------------------------------------- merge, currencies, rebuilt items
    def test_promises_move_along_when_customers_are_merged(self):
        promise = self.promise((self.line, 700))
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.customer.id, self.customer_2.id], self.customer_2)
        self.env.invalidate_all()
        self.assertEqual((promise.account_id, promise.line_ids.account_id), (self.bolt, self.bolt))
        self.assertEqual(self.bolt.promised, 700)

    def test_amounts_are_in_the_currency_of_the_item(self):
        euro = self._enable_currency("EUR")
        invoice = self.invoice(self.customer, 500, self.days(-3), currency=euro)
        [item] = self.items_of(invoice)
        promise = self.promise((item, 200))
        self.assertEqual((promise.currency_id, promise.amount), (euro, 200))
        share = item.amount_residual * 200 / 500
        self.refresh()
        self.assertAlmostEqual(self.acme.promised, share, 2)
        self.pay(invoice, 200, date=self.days(3), currency=euro)
        self.on_day(4)
        self.assertPromise(promise, "kept", paid=200)

    def test_a_promise_survives_reset_to_draft(self):
        promise = self.promise((self.line, 700))
        self.one.button_draft()
        self.one.action_post()
        self.refresh()
        self.assertEqual(self.free(self.one), (700, 300))
        self.pay(self.one, 700, date=self.days(1))
        self.on_day(2)
        self.assertPromise(promise, "kept")

    def test_only_those_to_whom_something_happened_are_judged_again(self):
        waiting, paid = self.promise(day=5), self.promise((self.other_line, 600), day=5)
        self.pay(self.other, 200, date=self.days(1))

        def to_judge(day):
            self.env.flush_all()
            rows = self.env.execute_query_dict(promise_settlement(self.company.id, self.days(day)))
            return [row["promise_id"] for row in rows]

        self.assertEqual(to_judge(7), paid.ids, "with the days of tolerance, their day is still to come")
        self.assertEqual(to_judge(8), (waiting | paid).ids, "it is over")
        self.on_day(8)
        self.assertPromise(waiting, "broken")
        self.assertEqual(to_judge(9), paid.ids, "and that was said")
        self.assertEqual(to_judge(7), (waiting | paid).ids, "as of a day before it was over")

    def test_judging_takes_the_same_statements_however_many_there_are(self):
        self.promise(day=1)
        counts = []
        for number in (1, 20):
            for _each in range(number):
                invoice = self.invoice(self.customer_3, 100, self.days(-5))
                self.promise((self.items_of(invoice), 100), account=self.crane, user=self.manager, day=1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["collections.promise"].sudo()._judge(self.company, self.days(4 + number))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5, "notes of twenty promises go in a few statements")
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["collections.promise"].sudo()._judge(self.company, self.days(40))
        self.assertLessEqual(self.env.cr.sql_log_count - before, 4, "nothing to change")


@tagged("post_install", "-at_install")
class TestPromiseDialog(PromiseCase):
    def dialog(self, records, user=None, **values):
        action = records.with_user(user or self.collector).action_promise()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.collector)
            .with_context(**action["context"])
            .create(values)
        )

    def items(self, *invoices):
        domain = [("move_id", "in", [invoice.id for invoice in invoices])]
        return self.env["collections.item"].with_user(self.collector).search(domain)

    def test_it_proposes_what_is_overdue_and_free_for_the_next_working_day(self):
        self.promise((self.line, 1000))
        dialog = self.dialog(self.acme)
        self.assertEqual(dialog.date, self.days(1))
        amounts = {line.name: line.amount for line in dialog.line_ids}
        self.assertEqual(amounts[self.other.name], 600)
        self.assertNotIn(self.one.name, amounts)
        self.assertFalse(dialog.replace)

    def test_selected_items_are_promised_with_the_amounts_entered(self):
        dialog = self.dialog(self.items(self.one, self.other), date=self.days(6))
        self.assertEqual(dialog.line_ids.mapped("amount"), [1000, 600])
        dialog.line_ids.date = self.days(6)
        dialog.line_ids[0].amount = 250
        dialog.line_ids[1].amount = 0
        self.assertEqual(dialog.total, "$\xa0250.00 for 07/06/2026")
        dialog.action_promise()
        promise = self.acme.promise_ids
        self.assertRecordValues(promise, [{"amount": 250, "date": self.days(6), "given_by_id": self.collector.id}])

    def test_a_sum_is_put_on_the_oldest_items_first(self):
        with Form(self.dialog(self.items(self.one, self.other))) as form:
            form.lump_sum = 1250
        dialog = form.record
        self.assertEqual(dialog.line_ids.sorted("due_date").mapped("amount"), [1000, 250])
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as warned, Form(dialog) as form:
            form.lump_sum = 1700
        self.assertIn("100.00 is left over", "".join(warned.output))

    def test_it_is_split_over_several_days(self):
        dialog = self.dialog(self.items(self.one), part_count=3, every="week")
        dialog.action_split()
        self.assertEqual(dialog.line_ids.mapped("amount"), [333.33, 333.33, 333.34])
        dialog.action_promise()
        promises = self.acme.promise_ids.sorted("date")
        self.assertEqual(promises.mapped("date"), [self.days(1), self.days(8), self.days(15)])
        self.assertEqual(promises.mapped("state"), ["open"] * 3, "they stand beside each other")
        self.assertEqual(self.free(self.one), (1000, 0))

    def test_several_payments_are_split_when_nobody_pressed_split(self):
        dialog = self.dialog(self.items(self.one), part_count=2, every="week")
        self.assertIn("in 2 payments", dialog.total)
        dialog.action_promise()
        promises = self.acme.promise_ids.sorted("date")
        self.assertEqual(promises.mapped("date"), [self.days(1), self.days(8)])
        self.assertEqual(self.free(self.one), (1000, 0))

    def test_each_currency_gets_a_promise(self):
        euro = self.invoice(self.customer, 100, self.days(-3), currency=self._enable_currency("EUR"))
        self.refresh()
        self.dialog(self.items(self.one, euro)).action_promise()
        self.assertEqual(set(self.acme.promise_ids.currency_id.mapped("name")), {"USD", "EUR"})

    def test_an_item_promised_before_is_promised_anew(self):
        old = self.promise()
        dialog = self.dialog(self.items(self.one))
        self.assertEqual((dialog.replace, dialog.line_ids.amount, dialog.line_ids.promised), (True, 1000, 1000))
        dialog.action_promise()
        self.assertPromise(old, "open", "confirmed", closed_because="replaced")

    def test_the_rest_is_promised_beside_what_was_promised_before(self):
        old = self.promise((self.line, 400))
        dialog = self.dialog(self.items(self.one))
        self.assertEqual((dialog.replace, dialog.line_ids.amount), (False, 600))
        dialog.action_promise()
        self.assertPromise(old, "open", "open")
        self.assertEqual(self.free(self.one), (1000, 0))

    def test_a_broken_promise_is_promised_again_from_its_form(self):
        old = self.promise((self.line, 400), day=1)
        self.on_day(4)
        action = old.action_promise_again()
        dialogs = self.env[action["res_model"]].with_user(self.collector)
        dialog = dialogs.with_context(**action["context"]).create({})
        self.assertEqual(dialog.line_ids.line_id, self.line)

    def test_items_of_two_customers_are_refused(self):
        items = self.items(self.one) | self.env["collections.item"].search([("account_id", "=", self.bolt.id)])
        self.assertRefused(UserError, "one customer at a time", items.with_user(self.collector).action_promise)

    def test_who_recorded_it_is_told_that_it_has_to_be_approved(self):
        self.profile.promise_days = 0
        dialog = self.dialog(self.items(self.one))
        self.assertIn("Later than 06/30/2026 needs the approval", dialog.limit_text)
        self.assertEqual(dialog.action_promise()["params"]["type"], "warning")

    def test_withdrawing_asks_for_the_reason(self):
        promise = self.promise()
        action = promise.action_withdraw()
        dialog = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"])
        dialog.create({"because": "mistake"}).action_withdraw()
        self.assertPromise(promise, "open", "confirmed", withdrawn_because="mistake")

    def test_an_auditor_and_outsiders_get_no_dialog(self):
        for user in (self.auditor, self.stranger):
            self.env.invalidate_all()
            with self.subTest(user.login):
                self.assertRefused(AccessError, ".", self.dialog, self.acme, user)


@tagged("post_install", "-at_install")
class TestPromiseConfirmation(PromiseCase):
    def setUp(self):
        super().setUp()
        self.customer.email = "pay@acme.example"

    def mails(self, promise):
        return (
            self.env["mail.mail"].sudo().search([("model", "=", "collections.promise"), ("res_id", "in", promise.ids)])
        )

    def test_nothing_is_sent_before_sending_is_switched_on(self):
        promise = self.promise()
        self.assertFalse(promise.can_send)
        self.assertRefused(UserError, "switch sending on", promise.action_send_confirmation)
        self.assertFalse(self.mails(promise))

    def test_the_confirmation_names_amount_day_and_payment_reference(self):
        self.company.collections_sending = True
        self.one.payment_reference = "RF18 5390 0754 7034"
        promise = self.promise()
        mail = promise.sudo()._delivery_mail()
        self.assertEqual(mail.recipient_ids, self.customer)
        for part in ("RF18 5390 0754 7034", "1,000.00", "07/10/2026", self.one.name):
            self.assertIn(part, mail.body_html)

    def test_it_is_written_in_the_language_of_the_customer(self):
        self.company.collections_sending = True
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        promise = self.promise()
        self.assertIn("10/07/2026", promise.sudo()._delivery_mail().body_html)

    def test_who_has_no_address_or_wants_no_mail_gets_none(self):
        self.company.collections_sending = True
        promise = self.promise()
        self.env["mail.blacklist"].sudo()._add("pay@acme.example")
        self.assertRefused(UserError, "does not want e-mail", promise.action_send_confirmation)
        self.customer.email = False
        promise.invalidate_recordset()
        self.assertRefused(UserError, "has no e-mail address", promise.action_send_confirmation)
