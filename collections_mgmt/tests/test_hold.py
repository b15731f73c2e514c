"""Holds: who is not chased, on which days, who may decide it, and what is left of it when it is over."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestHoldOfAccount(SteeringCase):
    def test_a_held_customer_is_on_no_list_and_the_reason_is_given(self):
        self.hold(note="20 pallets")
        self.assertEqual((self.acme.verdict, self.bolt.verdict), ("hold", "listed"))
        self.assertEqual(self.listed(), {"Bolt", "Crane"})
        self.assertEqual(
            self.acme.explanation["verdict_text"],
            "On no list. On hold until 07/13/2026, by Test Collector: Credit note to come, 20 pallets.",
        )
        self.assertEqual(self.acme.to_collect, 5000, "the customer owes what he owes")

    def test_a_hold_counts_on_its_days_only(self):
        self.hold(start=1, days=3)
        self.assertEqual(
            [self.verdict(self.acme, days) for days in range(5)], ["listed", "hold", "hold", "hold", "listed"]
        )
        self.assertEqual(self.acme.hold_ids.state, "coming")

    def test_the_list_prepared_for_tomorrow_knows_it(self):
        self.hold(start=1, days=1)
        run = self.env["collections.run"].with_user(self.supervisor)._generate(self.company, self.days(1))
        self.assertEqual(self.items(run.sudo()).account_id, self.bolt | self.crane)
        self.assertEqual(self.acme.verdict, "listed", "nothing of today changes")

    def test_of_two_holds_the_longer_is_named(self):
        self.hold(days=3)
        longer = self.hold(days=9)
        self.assertEqual(self.acme.hold_id, longer)

    def test_only_the_customer_in_question_is_derived_anew(self):
        self.debts((self.customer, 1, 1), (self.customer_2, 1, 1))
        self.hold()
        self.assertEqual((self.acme.overdue, self.bolt.overdue), (5001, 3000))

    # ---------------------------------------------------------------------- the end
    def test_ended_early_it_counts_no_longer_and_stays_as_history(self):
        hold = self.hold()
        hold.action_end()
        self.assertEqual(self.acme.verdict, "listed")
        self.assertEqual((hold.state, hold.ended_on, hold.ended_by_id), ("over", self.key_date, self.collector))
        self.assertEqual(hold.date_to, self.days(13), "what was meant stays readable")
        self.assertIn("Ended early: On hold until", self.notes(self.acme))

    def test_the_days_before_the_end_stay_on_hold(self):
        hold = self.hold()
        self.refresh(key_date=self.days(3))
        hold.action_end()
        self.assertEqual([self.verdict(self.acme, days) for days in (2, 3)], ["hold", "listed"])

    def test_one_to_come_is_called_off(self):
        hold = self.hold(start=5, days=5)
        hold.action_end()
        self.assertEqual([self.verdict(self.acme, days) for days in (0, 5, 7)], ["listed"] * 3)
        self.assertEqual(hold.state, "over")

    def test_what_is_over_stays_as_it_is(self):
        hold = self.hold()
        hold.action_end()
        with freeze_time(self.days(2)):
            hold.with_user(self.supervisor).action_end()
        self.assertEqual((hold.ended_on, hold.ended_by_id), (self.key_date, self.collector))

    def test_the_button_of_the_customer_ends_what_holds_him(self):
        self.hold()
        self.acme.with_user(self.collector).action_end_hold()
        self.assertEqual(self.acme.verdict, "listed")

    def test_the_chatter_says_who_did_what(self):
        self.hold(days=2)
        self.assertIn("On hold until 07/01/2026, by Test Collector: Credit note to come", self.notes(self.acme))
        note = self.acme.message_ids[0]
        self.assertEqual(note.author_id, self.collector.partner_id)

    # ---------------------------------------------------------------------- hold and next
    def wizard(self, accounts, user=None, **vals):
        context = {"active_model": "collections.account", "active_ids": accounts.ids}
        wizards = self.env["collections.hold.create"].with_user(user or self.collector).with_context(**context)
        return wizards.create({"reason_id": self.reason.id, **vals})

    def my_list(self):
        """The customers of the collector, all of the team, in order."""
        self.group.member_ids.filtered(lambda member: member.user_id != self.collector).unlink()
        return self.items(self.run_list())

    def shown(self, action):
        """The customer an action of the walk brings on screen."""
        self.assertEqual(action["tag"], "collections_mgmt.replace")
        return self.env["collections.account"].browse(action["params"]["action"].get("res_id"))

    def test_who_holds_a_customer_of_his_list_goes_on_to_the_next(self):
        items = self.my_list()
        self.assertEqual(items.account_id, self.acme | self.bolt | self.crane)
        wizard = self.wizard(self.acme)
        self.assertEqual(wizard.item_id, items[0])
        self.assertEqual(self.shown(wizard.action_hold_and_next()), self.bolt)
        self.assertEqual((self.acme.verdict, items[0].state, items[0].left_because), ("hold", "superseded", "hold"))

    def test_a_hold_that_would_be_over_is_refused(self):
        over = self.wizard(self.acme, date_from=self.days(-9), date_to=self.days(-1))
        self.assertRefused(UserError, "until 06/29/2026 would be over already", over.action_hold)
        self.wizard(self.acme, date_from=self.days(-9), date_to=self.days(0)).action_hold()
        self.assertEqual(self.acme.verdict, "hold")

    def test_a_hold_that_would_be_over_is_refused_by_whatever_way_it_comes(self):
        for user in (self.collector, self.supervisor):
            self.assertRefused(UserError, "until 06/29/2026 would be over already", self.hold, user, start=-9, days=9)
        self.assertFalse(self.acme.hold_ids)
        self.hold(start=-9, days=10)
        self.assertEqual(self.acme.verdict, "hold", "today is its last day")

    def test_whom_he_has_in_work_is_done_for_the_day(self):
        items = self.my_list()
        items[0].with_user(self.collector).action_start()
        self.assertEqual(self.shown(self.wizard(self.acme).action_hold_and_next()), self.bolt)
        self.assertRecordValues(items[0], [{"state": "completed", "completed_by_id": self.collector.id}])

    def test_after_the_last_one_comes_the_list(self):
        self.my_list()
        for account, following in ((self.acme, self.bolt), (self.bolt, self.crane)):
            self.assertEqual(self.shown(self.wizard(account).action_hold_and_next()), following)
        action = self.wizard(self.crane).action_hold_and_next()["params"]["action"]
        self.assertEqual(action["xml_id"], "collections_mgmt.collections_worklist_item_action_my")

    def test_there_is_no_next_one_elsewhere(self):
        self.my_list()
        self.assertFalse(self.wizard(self.acme | self.bolt).item_id, "several")
        self.assertFalse(self.wizard(self.acme, self.supervisor).item_id, "the list of another")
        item = self.open_items(self.customer)
        self.assertFalse(self.wizard(self.acme, line_ids=item.ids).item_id, "an open item")
        self.wizard(self.acme).action_hold_and_next()
        self.assertFalse(self.wizard(self.acme).item_id, "off the list")

    def test_a_hold_to_come_leaves_him_on_the_list(self):
        items = self.my_list()
        wizard = self.wizard(self.acme, date_from=self.days(2), date_to=self.days(3))
        self.assertEqual(self.shown(wizard.action_hold_and_next()), self.bolt)
        self.assertEqual(items[0].state, "open")

    # ---------------------------------------------------------------------- rights
    def test_specialists_hold_for_as_long_as_the_profile_says(self):
        self.profile.hold_days = 10
        self.assertRefused(AccessError, "at most 10 days, that is until 07/09/2026", self.hold, days=11)
        self.assertRefused(AccessError, "at most 10 days", self.hold, days=None)
        self.hold(days=10)

    def test_nobody_holds_for_ever_by_holding_again_and_again(self):
        self.profile.hold_days = 10
        self.hold(days=10)
        self.assertRefused(AccessError, "counted from the first day on hold", self.hold, start=10, days=1)
        self.hold(start=11, days=10)

    def test_a_supervisor_of_the_group_and_a_manager_hold_as_long_as_they_see_fit(self):
        self.profile.hold_days = 0
        self.assertRefused(AccessError, "at most 0 days", self.hold, days=1)
        self.hold(self.supervisor, days=400)
        self.hold(self.manager, self.bolt, days=None)
        self.assertEqual(self.bolt.steering, "On hold until further notice, by Test Manager: Credit note to come")

    def test_a_hold_is_ended_by_who_gave_it_or_by_the_supervisor(self):
        by_supervisor, own = self.hold(self.supervisor), self.hold(account=self.bolt)
        for hold, user in ((by_supervisor, self.collector), (own, self.collector_2)):
            self.assertRefused(AccessError, "Only the supervisor", hold.with_user(user).action_end)
        by_supervisor.with_user(self.manager).action_end()
        own.with_user(self.supervisor).action_end()
        self.assertEqual((by_supervisor | own).mapped("state"), ["over", "over"])

    def test_customers_of_others_are_neither_held_nor_released(self):
        hold = self.hold()
        for user in (self.stranger, self.supervisor_2, self.auditor):
            self.env.invalidate_all()
            self.assertRefused(AccessError, ".", self.hold, user, self.bolt)
            self.assertRefused(AccessError, ".", hold.with_user(user).action_end)

    def test_a_hold_is_neither_changed_nor_deleted_nor_given_in_the_name_of_others(self):
        hold = self.hold(given_by_id=self.manager.id, ended_on=self.days(-9))
        self.assertEqual((hold.given_by_id, hold.ended_on), (self.collector, False))
        for user in (self.collector, self.supervisor, self.manager):
            self.assertRefused(AccessError, ".", hold.with_user(user).write, {"date_to": self.days(99)})
            self.assertRefused(AccessError, ".", hold.with_user(user).unlink)
            account = self.acme.with_user(user)
            for command in (Command.delete(hold.id), Command.update(hold.id, {"note": "x"})):
                self.assertRefused(AccessError, ".", account.write, {"hold_ids": [command]})

    def test_holds_are_seen_by_who_sees_the_customer(self):
        self.hold()
        holds = self.env["collections.hold"]
        for user, seen in (
            (self.collector_2, 1),
            (self.supervisor, 1),
            (self.auditor, 1),
            (self.stranger, 0),
            (self.supervisor_2, 0),
        ):
            self.assertEqual(len(holds.with_user(user).search([])), seen, user.login)

    def test_reasons_are_made_by_managers(self):
        reasons = self.env["collections.hold.reason"]
        self.assertRefused(AccessError, ".", reasons.with_user(self.supervisor).create, {"name": "x"})
        reasons.with_user(self.manager).create({"name": "Force majeure"})


@tagged("post_install", "-at_install")
class TestHoldOfItem(SteeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls.invoice(cls.customer, 700, cls.days(-20))
        cls.other = cls.invoice(cls.customer, 300, cls.days(-10))
        cls.refresh()
        cls.line = cls.items_of(cls.one)

    def held(self, days=0):
        """Document -> what is held of it."""
        items = self.open_items(self.customer, self.days(days))
        return {item.move_id: item.held for item in items if item.held}

    def test_a_held_item_is_covered_and_the_customer_stays_on_the_list_with_the_rest(self):
        self.hold_item(self.line)
        self.assertEqual((self.acme.held, self.acme.overdue, self.acme.to_collect), (700, 6000, 5300))
        self.assertEqual((self.acme.verdict, self.acme.hold_id.id), ("listed", False))
        self.assertEqual(self.held(), {self.one: 700})

    def test_an_item_is_held_on_the_days_of_its_hold_only(self):
        self.hold_item(self.line, start=1, days=2)
        self.assertEqual([bool(self.held(days)) for days in range(4)], [False, True, True, False])

    def test_several_holds_of_an_item_hold_it_once(self):
        self.hold_item(self.line)
        self.hold_item(self.line, days=3)
        self.assertEqual(self.held(), {self.one: 700})
        self.assertEqual(len(self.open_items(self.customer)), 3)

    def test_what_is_left_after_a_payment_is_held(self):
        self.hold_item(self.line)
        self.pay(self.one, 200)
        self.assertEqual(self.held(), {self.one: 500})

    def test_ended_it_is_free_again(self):
        self.hold_item(self.line).action_end()
        self.assertEqual((self.held(), self.acme.to_collect), ({}, 6000))

    def test_a_hold_survives_reset_to_draft(self):
        hold = self.hold_item(self.line)
        self.one.button_draft()
        self.one.invoice_line_ids.price_unit = 650
        self.one.action_post()
        self.assertEqual(self.held(), {self.one: 650})
        self.assertEqual((hold.item_amount, hold.item_due_date), (700, self.days(-20)), "as it was when held")

    def test_a_hold_finds_the_line_rebuilt_in_place_of_its_own_by_document_and_due_date(self):
        plan = self.terms((50, 10), (50, 40))
        invoice = self.invoice(self.customer, 800, None, date=self.days(-60), terms=plan)
        first, second = self.items_of(invoice)
        hold = self.hold_item(second)
        invoice.button_draft()
        invoice.line_ids.filtered(lambda line: line.display_type == "payment_term").with_context(
            dynamic_unlink=True, check_move_validity=False
        ).unlink()
        invoice.invoice_line_ids.price_unit = 900
        invoice.action_post()
        self.env.invalidate_all()
        self.assertFalse(hold.line_id)
        self.assertNotIn(first.id, self.items_of(invoice).ids)
        items = self.open_items(self.customer).filtered("held")
        self.assertEqual([(item.move_id, item.due_date, item.held) for item in items], [(invoice, self.days(-20), 450)])
        self.assertEqual(items.hold_id, hold)

    def test_the_screen_names_the_hold_of_an_item(self):
        hold = self.hold_item(self.line)
        items = self.env["collections.item"].with_user(self.collector).search([("account_id", "=", self.acme.id)])
        self.assertEqual(items.hold_id, hold)
        self.assertEqual(items.filtered("hold_id").move_id, self.one)

    def test_an_item_of_another_customer_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "is not an open item of Bolt"):
            self.hold(account=self.bolt, line_id=self.line.id)

    def test_holds_and_their_history_move_along_when_customers_are_merged(self):
        self.hold_item(self.line)
        over = self.hold()
        over.action_end()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.customer.id, self.customer_2.id], self.customer_2)
        self.assertEqual(len(self.bolt.hold_ids), 2)
        self.assertEqual((self.bolt.held, self.bolt.verdict), (700, "listed"))


@tagged("post_install", "-at_install")
class TestHoldDialog(SteeringCase):
    def dialog(self, records, user=None):
        context = {"active_model": records._name, "active_ids": records.ids}
        return (
            self.env["collections.hold.create"]
            .with_user(user or self.collector)
            .with_context(**context)
            .create({"reason_id": self.reason.id})
        )

    def test_selected_customers_are_held_for_a_week(self):
        dialog = self.dialog(self.acme | self.bolt)
        self.assertEqual((dialog.summary, dialog.limit_text), ("2 customers", "You may hold for up to 14 days."))
        dialog.action_hold()
        self.assertEqual((self.acme | self.bolt).mapped("verdict"), ["hold", "hold"])
        self.assertEqual(self.acme.hold_id.date_to, self.days(6))

    def test_one_open_item_is_told_as_one(self):
        dialog = self.dialog(self.open_items(self.customer).with_context(collections_key_date=False))
        self.assertEqual(dialog.summary, f"1 open item of {self.acme.display_name}, $\xa05,000.00")

    def test_selected_open_items_are_held_each(self):
        items = self.open_items(self.customer) | self.open_items(self.customer_2)
        dialog = self.dialog(items.with_context(collections_key_date=False))
        self.assertEqual(dialog.summary, "2 open items of 2 customers, $\xa08,000.00")
        dialog.action_hold()
        self.assertEqual((self.acme | self.bolt).mapped("to_collect"), [0, 0])
        self.assertEqual((self.acme | self.bolt).mapped("verdict"), ["nothing", "nothing"])

    def test_a_customer_of_others_among_them_refuses_them_all(self):
        self.crane.group_override_id = self.other_group
        with self.assertRaises(AccessError):
            self.dialog(self.acme | self.crane).action_hold()
        self.assertFalse(self.env["collections.hold"].search([]))

    def test_the_buttons_lead_to_the_dialog(self):
        action = self.acme.with_user(self.collector).action_hold()
        self.assertEqual((action["res_model"], action["target"]), ("collections.hold.create", "new"))
        item = self.env["collections.item"].with_user(self.collector).search([("account_id", "=", self.acme.id)])
        self.assertEqual(item.action_hold()["context"]["active_ids"], item.ids)
        self.dialog(item).action_hold()
        item.invalidate_recordset()
        item.action_end_hold()
        self.assertEqual(self.acme.held, 0)
