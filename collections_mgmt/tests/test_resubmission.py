"""Resubmissions (E8, D4): back on the day, silent before, done when paid, given by who may, moved with the account."""

from datetime import datetime, timedelta

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .contact_common import ContactCase


@tagged("post_install", "-at_install")
class TestResubmission(ContactCase):
    # ---------------------------------------------------------------------- off and on the list
    def test_without_contact_the_customer_is_on_no_list_before_the_day_and_on_it_from_then_on(self):
        self.resubmit(5, no_contact=True)
        self.assertEqual(self.acme.verdict, "waiting")
        verdicts = [self.verdict(self.acme, days) for days in (0, 4, 5, 9)]
        self.assertEqual(verdicts, ["waiting", "waiting", "listed", "listed"])
        self.assertEqual(self.listed(0), {"Bolt", "Crane"})
        self.assertEqual(self.listed(5), {"Acme", "Bolt", "Crane"})

    def test_otherwise_he_stays_on_the_list_before_the_day(self):
        self.resubmit(5)
        self.assertEqual(self.acme.verdict, "listed")
        self.assertFalse(self.acme.resubmission_due)

    def test_it_brings_back_who_would_be_on_no_list(self):
        customer = self.new_customer("Early")
        self.invoice(customer, 100, self.days(20))
        self.refresh()
        early = self.account_of(customer)
        self.assertEqual(early.verdict, "nothing")
        self.resubmit(3, early)
        self.assertEqual([self.verdict(early, days) for days in (2, 3)], ["nothing", "listed"])
        item = self.worklist_item(self.run_list(self.days(3)), customer)
        self.assertEqual((item.priority, item.points), ("medium", 0), "no rule gives him points")

    def test_it_goes_before_exit_rules_and_the_minimum(self):
        self.profile.minimum_amount = 500
        self.refresh()
        self.assertEqual(self.crane.verdict, "minimum")
        self.resubmit(0, self.crane)
        self.assertEqual(self.crane.verdict, "listed")

    def test_hold_and_park_go_before_it(self):
        self.resubmit(0)
        self.hold()
        self.assertEqual(self.acme.verdict, "hold")

    def test_the_explanation_says_who_wanted_it_and_why(self):
        reason = self.env.ref("collections_mgmt.collections_resubmission_reason_asked")
        self.resubmit(5, no_contact=True, reason_id=reason.id, note="On holiday")
        told = self.acme.with_user(self.collector).why()
        self.assertEqual(told["verdict"], "waiting")
        self.assertEqual(
            told["verdict_text"],
            "On no list. No contact until 07/05/2026, by Test Collector: "
            "Customer asked not to be contacted, On holiday.",
        )
        self.assertIn("No contact until", self.acme.steering)
        later = self.acme.with_user(self.collector).why("2026-07-05")
        self.assertTrue(later["listed"])
        self.assertIn("priority. No contact until", later["verdict_text"])

    def test_a_callback_shows_its_time_on_the_list(self):
        reason = self.env.ref("collections_mgmt.collections_resubmission_reason_callback")
        self.dialog(self.acme, again_on=self.days(2), again_time="14:30", again_reason_id=reason)
        run = self.run_list(self.days(2))
        item = self.worklist_item(run, self.customer)
        self.assertEqual(item.callback_at, datetime(2026, 7, 2, 14, 30))
        reasons = item.with_user(self.collector).reasons
        self.assertEqual(reasons[0]["name"], "Callback 2:30 PM".replace(" ", reasons[0]["name"][-3]))

    def test_the_time_is_that_of_who_gives_it(self):
        self.collector.tz = "Europe/Berlin"
        given = self.dialog(self.acme, again_on=self.days(2), again_time="9")
        self.assertEqual(given.call_at, datetime(2026, 7, 2, 7, 0))

    # ---------------------------------------------------------------------- done
    def test_done_with_the_customer_is_having_looked_again(self):
        self.run_list()
        resubmission = self.resubmit(0)
        later = self.resubmit(4)
        item = self.acme.current_item_id.with_user(self.collector)
        item.action_complete()
        self.assertRecordValues(resubmission, [{"state": "done", "closed_because": "worked"}])
        self.assertEqual(later.state, "open")
        item.action_reopen()
        self.assertRecordValues(resubmission, [{"state": "open", "closed_because": False, "closed_on": False}])
        self.assertTrue(self.acme.resubmission_due)

    def test_done_when_all_is_paid(self):
        whole, item = self.resubmit(5), self.resubmit(6)
        invoice = self.invoice(self.customer, 300, self.days(-3))
        of_item = self.dialog(self.open_items(self.customer, move_id=invoice.id), again_on=self.days(6)) - whole - item
        self.assertEqual(of_item.matter, invoice.name)
        self.pay(invoice, 100)
        self.refresh(accounts=self.acme)
        self.assertEqual(of_item.state, "open", "paid in part")
        self.pay(invoice)
        self.refresh(accounts=self.acme)
        self.assertRecordValues(of_item, [{"state": "done", "closed_because": "paid", "closed_by_id": False}])
        self.assertEqual(whole.state, "open", "the customer owes more")
        self.credit_note(self.customer, 5000)
        self.match(
            self.env["account.move.line"]
            .search([("partner_id", "=", self.customer.id)])
            .move_id.filtered(lambda move: self.customer in move.line_ids.partner_id)
            .line_ids.filtered(lambda line: line.partner_id == self.customer)
        )
        self.refresh(accounts=self.acme)
        self.assertEqual(set((whole | item).mapped("closed_because")), {"paid"})

    def test_one_given_to_who_owes_nothing_waits_for_its_day(self):
        accounts = self.env["collections.account"].sudo()
        nobody = accounts.create({"partner_id": self.new_customer("Nobody").id, "company_id": self.company.id})
        self.refresh()
        resubmission = self.resubmit(2, nobody, user=self.manager)
        self.refresh(key_date=self.days(2))
        self.assertEqual(resubmission.state, "open")
        self.assertEqual(nobody.resubmission_days, 0)

    def test_a_second_click_is_no_error(self):
        resubmission = self.resubmit()
        resubmission.action_done()
        resubmission.action_cancel()
        self.assertRecordValues(resubmission, [{"state": "done", "closed_by_id": self.collector.id}])

    def test_the_new_one_takes_the_place_of_the_open_one(self):
        first = self.resubmit(2)
        self.dialog(self.acme, again_on=self.days(9), replaces=True)
        self.assertRecordValues(first, [{"state": "cancelled", "closed_because": "replaced"}])
        self.assertEqual(self.acme.resubmission_date, self.days(9))

    # ---------------------------------------------------------------------- refused
    def test_a_day_in_the_past_or_in_another_age_is_refused(self):
        for days in (-1, 800):
            self.assertRefused(ValidationError, "no day to look at “Acme” again", self.resubmit, days)

    def test_an_item_of_a_customer_who_is_not_chosen_is_refused(self):
        items = self.items_of_account(self.acme) | self.items_of_account(self.bolt)
        dialog = self.env["collections.resubmission.create"].create(
            {
                "account_ids": self.acme.ids,
                "line_ids": items.ids,
                "again_on": self.days(3),
            }
        )
        self.assertRefused(UserError, "is of Bolt: choose him as well", dialog.action_resubmit)
        dialog.account_ids |= self.bolt
        dialog.action_resubmit()
        given = self.env["collections.resubmission"].search([("account_id", "in", (self.acme | self.bolt).ids)])
        self.assertEqual(given.line_ids.line_id, items)

    def test_what_is_no_time_is_refused_in_words(self):
        self.assertRefused(UserError, "“noon” is no time", self.dialog, self.acme, again_time="noon")

    def hint(self, user=None, **answers):
        dialog = self.env["collections.resubmission.create"].with_user(user or self.supervisor)
        with Form(dialog.with_context(active_model="collections.account", active_ids=self.acme.ids)) as form:
            for name, value in answers.items():
                setattr(form, name, value)
            return form.again_hint

    def test_the_dialog_says_what_to_think_of(self):
        self.assertFalse(self.hint(again_on=self.days(31), no_contact=True))
        self.assertIn("for 34 days", self.hint(again_on=self.days(34), no_contact=True))
        self.assertFalse(self.hint(again_on=self.days(34)), "he may be contacted meanwhile")
        self.assertIn("Nobody works on 07/04/2026", self.hint(again_on=self.days(4)))
        self.assertIn("is over", self.hint(again_on=self.days(-1)))

    def test_whom_nobody_is_to_contact_gets_no_mail(self):
        self.company.collections_sending = True
        self.customer.email = "pay@acme.example"
        line = self.items_of_account(self.acme)
        promise = (
            self.env["collections.promise"]
            .with_user(self.collector)
            .create(
                {
                    "account_id": self.acme.id,
                    "date": self.days(3),
                    "line_ids": [(0, 0, {"line_id": line.id, "amount": 10})],
                }
            )
        )
        self.assertTrue(promise.can_send)
        silent = self.resubmit(5, no_contact=True)
        promise.invalidate_recordset()
        self.assertFalse(promise.can_send)
        self.assertRefused(UserError, "Nobody contacts “Acme” before 07/05/2026", promise.action_send_confirmation)
        silent.action_cancel()
        self.resubmit(5)
        promise.action_send_confirmation()

    def test_a_specialist_silences_for_as_long_as_the_profile_says(self):
        self.resubmit(31, no_contact=True)
        self.assertRefused(AccessError, "at most 31 days, that is until", self.resubmit, 32, no_contact=True)
        self.resubmit(200, no_contact=True, user=self.supervisor)
        self.resubmit(200)

    def test_what_the_supervisor_silenced_a_specialist_does_not_end_before_its_day(self):
        silent = self.resubmit(60, no_contact=True, user=self.supervisor)
        self.assertRefused(AccessError, "Only the supervisor", silent.with_user(self.collector).action_done)
        silent.with_user(self.supervisor).action_cancel()
        self.assertEqual(silent.state, "cancelled")

    def test_nothing_of_it_is_chosen_by_who_gives_it(self):
        forged = self.resubmit(given_by_id=self.supervisor.id, state="done", closed_because="paid", open_amount=9)
        self.assertRecordValues(
            forged, [{"given_by_id": self.collector.id, "state": "open", "closed_because": False, "open_amount": 5000}]
        )
        self.assertRefused(AccessError, "", forged.with_user(self.collector).write, {"date": self.days(90)})

    def test_items_of_another_customer_are_refused(self):
        line = self.items_of_account(self.bolt)
        vals = [(0, 0, {"line_id": line.id})]
        self.assertRefused(ValidationError, "is not an open item of Acme", self.resubmit, 3, line_ids=vals)

    # ---------------------------------------------------------------------- rights
    def test_nothing_is_added_later_to_what_it_was_about(self):
        line = self.items_of_account(self.acme)[:1]
        vals = {"resubmission_id": self.resubmit(days=3).id, "line_id": line.id}
        self.env.cr.execute("UPDATE collections_resubmission SET create_date = create_date - INTERVAL '1 day'")
        self.env.invalidate_all()
        lines = self.env["collections.resubmission.line"].with_user(self.collector)
        self.assertRefused(AccessError, "never changed", lines.create, vals)

    def test_who_sees_the_customer_sees_and_gives_it_and_nobody_else(self):
        resubmission = self.resubmit()
        for user in (self.collector, self.collector_2, self.supervisor, self.manager, self.auditor):
            self.assertTrue(resubmission.with_user(user).has_access("read"), user.login)
        for user in (self.stranger, self.supervisor_2):
            self.assertFalse(resubmission.with_user(user).has_access("read"), user.login)
            self.assertRefused(AccessError, "", self.resubmit, user=user)
        self.assertRefused(AccessError, "", self.resubmit, user=self.auditor)
        self.assertRefused(AccessError, "", resubmission.with_user(self.auditor).action_done)

    # ---------------------------------------------------------------------- then with somebody else
    def test_from_its_day_on_somebody_else_works_the_customer(self):
        self.dialog(self.acme, user=self.supervisor, again_on=self.days(5), specialist_id=self.collector_2)
        self.assertEqual(self.acme.assignment_ids.state, "coming")
        before, then = self.run_list(self.days(4)), self.run_list(self.days(5))
        self.assertEqual(self.worklist_item(then, self.customer).specialist_id, self.collector_2)
        self.assertTrue(self.worklist_item(before, self.customer))

    def test_or_another_group_does(self):
        given = self.dialog(self.acme, user=self.supervisor, again_on=self.days(5), group_id=self.other_group)
        self.assertEqual(given.assignment_id.date_to, self.days(11), "a week, where nothing else is said")
        before, then = self.run_list(self.days(4)), self.run_list(self.days(5))
        self.assertEqual(self.worklist_item(before, self.customer).group_id, self.group)
        self.assertEqual(self.worklist_item(then, self.customer).group_id, self.other_group)

    def test_called_off_nobody_else_works_the_customer(self):
        given = self.dialog(self.acme, user=self.supervisor, again_on=self.days(5), specialist_id=self.collector_2)
        given.action_cancel()
        self.assertEqual(self.acme.assignment_ids.state, "over")

    def test_a_specialist_gives_customers_away_no_other_way(self):
        self.assertRefused(AccessError, "", self.resubmit, specialist_id=self.collector_2.id)

    # ---------------------------------------------------------------------- merge, statements
    def test_it_moves_along_when_customers_are_merged(self):
        line = self.items_of_account(self.acme)
        resubmission = self.resubmit(3, line_ids=[(0, 0, {"line_id": line.id})])
        self.acme.sudo()._merge_into(self.bolt.sudo())
        self.assertEqual((resubmission.account_id, resubmission.line_ids.account_id), (self.bolt, self.bolt))

    def test_judging_what_is_paid_takes_as_many_statements_for_many_as_for_one(self):
        def statements(accounts):
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env["collections.resubmission"].sudo()._settle_paid(self.company, self.key_date, accounts.ids)
            return self.cr.sql_log_count - before

        self.resubmit(3)
        one = statements(self.acme)
        for account in (self.bolt, self.crane):
            for days in (3, 4, 5):
                self.resubmit(days, account)
        self.assertEqual(statements(self.acme | self.bolt | self.crane), one)

    # ---------------------------------------------------------------------- any sequence
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 12), st.booleans(), st.sampled_from(("open", "done", "cancelled"))), max_size=5
        ),
        st.integers(0, 14),
    )
    def test_facts_agree_with_a_plain_reading(self, drawn, later):
        with self.env.cr.savepoint() as savepoint:
            records = (
                self.env["collections.resubmission"]
                .sudo()
                .create(
                    [
                        {"account_id": self.acme.id, "date": self.days(days), "no_contact": silent}
                        for days, silent, _state in drawn
                    ]
                )
            )
            for record, (_days, _silent, state) in zip(records, drawn, strict=True):
                if state != "open":
                    record._close(state, "hand")
            day = self.days(later)
            with freeze_time(day):
                self.refresh(key_date=day, accounts=self.acme)
            left = records.filtered(lambda record: record.state == "open")
            due = left.filtered(lambda record: record.date <= day)
            silent = left.filtered(lambda record: record.no_contact and record.date > day)
            self.assertEqual(self.acme.resubmission_due, bool(due))
            self.assertEqual(self.acme.no_contact_until, max(silent.mapped("date"), default=False))
            self.assertEqual(self.acme.resubmission_date, min(left.mapped("date"), default=False))
            self.assertEqual(self.acme.verdict, "waiting" if silent else "listed")
            savepoint.rollback()
            self.env.invalidate_all()

    def items_of_account(self, account):
        return self.open_items(account.partner_id).line_id

    def test_a_week_from_now_is_never_a_weekend(self):
        ask = self.env["collections.resubmission.create"]
        for days in range(14):
            self.acme.sudo().key_date = self.key_date + timedelta(days=days)
            self.assertLess(ask._usual_day(self.acme).weekday(), 5)
