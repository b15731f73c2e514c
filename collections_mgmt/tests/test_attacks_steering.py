"""What people might send over RPC, or do in an unlucky order, to get more than their role allows or to lose work."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .steering_common import SteeringCase


@tagged("post_install", "-at_install")
class TestAttacksOnHolds(SteeringCase):
    """A specialist holds a customer for at most 14 days, however he asks for it."""

    def test_the_last_day_follows_from_the_dates_whatever_is_sent_along(self):
        hold = self.hold(last_day=self.days(9999))
        self.assertEqual(hold.last_day, self.days(13))

    def test_the_last_day_by_a_default_of_the_context(self):
        holds = self.env["collections.hold"].with_user(self.collector).with_context(default_last_day=self.days(9999))
        hold = holds.create(
            {
                "account_id": self.acme.id,
                "reason_id": self.reason.id,
                "date_from": self.key_date,
                "date_to": self.days(13),
            }
        )
        self.assertEqual(hold.last_day, self.days(13))
        self.assertEqual(self.verdict(self.acme, 14), "listed")

    def test_no_forged_item_breaks_the_chain_of_holds(self):
        move = self.items_of(self.invoice(self.customer, 10, self.key_date)).move_id
        self.hold()
        self.assertRefused(AccessError, "at most 14 days", self.hold, start=14, move_id=move.id)
        self.assertRefused(AccessError, "at most 14 days", self.hold, start=14, item_due_date=self.key_date)

    def test_holds_given_from_the_end_are_one_chain_too(self):
        self.hold(start=14)
        self.assertRefused(AccessError, "at most 14 days", self.hold, start=0)

    def test_customer_and_item_by_turns_are_one_chain(self):
        lines = self.receivables(self.customer)
        self.hold_item(lines[0])
        self.assertRefused(AccessError, "at most 14 days", self.hold, start=14)
        self.hold(account=self.bolt)
        self.assertRefused(AccessError, "at most 14 days", self.hold_item, self.receivables(self.customer_2), start=14)

    def test_customer_and_item_by_turns_given_from_the_end_are_one_chain_too(self):
        self.hold(start=14)
        self.assertRefused(AccessError, "at most 14 days", self.hold_item, self.receivables(self.customer), start=0)

    def test_two_items_one_after_the_other_are_no_chain(self):
        old, new = self.receivables(self.customer), self.items_of(self.invoice(self.customer, 10, self.key_date))
        self.hold_item(old)
        self.hold_item(new, start=14)

    def test_an_item_that_was_held_and_is_paid_counts_no_more(self):
        invoice = self.invoice(self.customer, 10, self.days(-3))
        self.hold_item(self.items_of(invoice))
        self.pay(invoice)
        self.hold(start=14)

    def receivables(self, customer):
        return self.env["account.move.line"].search(
            [("partner_id", "=", customer.id), ("account_id", "=", self.receivable.id)]
        )


@tagged("post_install", "-at_install")
class TestAttacksOnLists(SteeringCase):
    def item_of(self, account):
        return self.env["collections.worklist.item"].sudo().search([("account_id", "=", account.id)], order="id")

    def follow(self, accounts):
        self.env.flush_all()
        self.env["collections.refresh"].sudo()._refresh_accounts(self.company, self.key_date, accounts.sudo())
        self.env.invalidate_all()

    # -------------------------------------------------------------------------------------------------- by hand
    def test_who_left_the_list_today_can_be_put_on_it_by_hand(self):
        self.run_list(self.key_date)
        hold = self.hold()
        self.follow(self.acme)
        self.assertEqual(self.item_of(self.acme).state, "superseded")
        hold.with_user(self.supervisor).action_end()
        self.acme.with_user(self.collector).action_put_on_my_list()
        item = self.item_of(self.acme)
        self.assertEqual((len(item), item.state, item.specialist_id), (1, "in_progress", self.collector))
        self.assertEqual((item.added_by_id, item.left_because), (self.collector, False))

    def test_who_is_in_work_elsewhere_is_not_put_on_a_second_list(self):
        self.run_list(self.key_date)
        item = self.item_of(self.acme)
        item.specialist_id = self.stranger
        item.group_id = self.other_group
        item.with_user(self.stranger).action_start()
        self.run_list(self.days(1))
        self.acme.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "on a list already"):
            self.acme.with_user(self.collector).action_put_on_my_list()

    # ------------------------------------------------------------------------------------------------ put back
    def reopened(self):
        """Acme done, a second list of the day made, Acme put back: on the list that gave way."""
        self.run_list(self.key_date)
        item = self.item_of(self.acme)
        item.with_user(item.specialist_id).action_complete()
        self.run_list(self.key_date)
        item.with_user(item.specialist_id).action_reopen()
        return item

    def test_put_back_on_a_list_that_gave_way_he_stands_once(self):
        item = self.reopened()
        self.assertEqual(item.state, "open")
        self.follow(self.acme)
        self.assertEqual(self.item_of(self.acme), item)
        self.assertEqual(self.acme.current_item_id, item)

    def test_put_back_on_a_list_that_gave_way_he_leaves_when_held(self):
        item = self.reopened()
        self.hold()
        self.follow(self.acme)
        self.assertEqual((item.state, item.left_because), ("superseded", "hold"))

    # --------------------------------------------------------------------------------------------------- pages
    def paged(self):
        """All three customers for one collector, one at a time."""
        self.group.page_size = 1
        (self.acme | self.bolt | self.crane).specialist_id = self.collector
        return self.run_list(self.key_date)

    def shown(self, user=None):
        items = self.env["collections.worklist.item"].with_user(user or self.collector)
        return items.search(items._get_my_domain()).mapped("account_id.partner_id.name")

    def test_what_was_asked_for_does_not_wait_again_when_somebody_joins(self):
        self.paged()
        self.assertEqual(self.shown(), ["Acme"])
        self.env["collections.worklist.item"].with_user(self.collector).action_get_further()
        self.assertEqual(self.shown(), ["Acme", "Bolt"])
        self.debts((self.new_customer("Dune"), 60, 5))
        dune = self.env["res.partner"].search([("name", "=", "Dune")])
        self.env["collections.account"]._ensure_accounts(self.company)
        self.follow(self.account_of(dune))
        self.assertLessEqual({"Acme", "Bolt"}, set(self.shown()))

    def test_boosted_is_on_the_first_page(self):
        self.env["collections.priority.override"].with_user(self.supervisor).create(
            {"account_id": self.crane.id, "reason": "Insolvent?", "kind": "boost", "date_to": self.days(3)}
        )
        self.paged()
        self.assertEqual(self.shown(), ["Crane"])

    def test_who_helps_a_paged_group_gets_the_button(self):
        self.group.page_size = 1
        (self.acme | self.bolt).specialist_id = self.stranger
        self.run_list(self.key_date)
        items = self.env["collections.worklist.item"].with_user(self.stranger)
        self.assertEqual(self.shown(self.stranger), ["Acme"])
        view = self.env.ref("collections_mgmt.collections_worklist_item_view_list_my")
        self.assertIn("action_get_further", items.get_view(view.id, "list")["arch"])

    def test_what_is_reassigned_does_not_wait_with_the_new_one(self):
        self.paged()
        action = self.env["collections.mass.action"].with_user(self.supervisor)
        action = action.create(
            {
                "kind": "reassign",
                "specialist_id": self.collector_2.id,
                "domain": str([("id", "in", self.crane.ids)]),
            }
        )
        action.action_preview()
        action.action_start()
        self.assertEqual(self.shown(self.collector_2), ["Crane"])


@tagged("post_install", "-at_install")
class TestAttacksOnMassActions(SteeringCase):
    def test_nobody_carries_out_something_in_the_name_of_another(self):
        action = self.env["collections.mass.action"].with_user(self.supervisor)
        action = action.create(
            {"kind": "profile", "profile_id": self.profile.id, "domain": str([("id", "in", self.acme.ids)])}
        )
        foreign = action.with_user(self.manager)
        self.assertRefused(UserError, "asked for by", foreign.write, {"domain": "[]"})
        action.action_preview()
        self.assertRefused(UserError, "asked for by", foreign.action_start)
        action.action_start()
        self.assertEqual(self.acme.profile_override_id, self.profile)

    def test_a_condition_the_database_cannot_read_is_refused_in_words(self):
        for domain in ("[('overdue', '=', 'abc')]", "[('id', 'in', ['a'])]", "[('partner_id', 'any!', [])]"):
            with self.subTest(domain=domain):
                action = self.env["collections.mass.action"].with_user(self.supervisor)
                action = action.create({"kind": "release", "domain": domain})
                self.assertRefused(UserError, "cannot be read", action.action_preview)


@tagged("post_install", "-at_install")
class TestAttacksOnExplanations(SteeringCase):
    def test_what_is_no_date_is_refused_in_words(self):
        acme = self.acme.with_user(self.collector)
        for day in (5, [1], {"a": 1}, "x", "2026-13-45", "9999-99-99"):
            with self.subTest(day=day):
                self.assertRefused(UserError, "is no date", acme.why, day)


@tagged("post_install", "-at_install")
class TestAttacksOnDrafts(SteeringCase):
    def test_a_strategy_goes_with_its_drafts_that_were_simulated(self):
        unused = self.simple_strategy(name="Unused")
        draft = self.env["collections.strategy"].browse(unused.action_draft_copy()["res_id"])
        self.env["collections.simulation"]._start(draft, self.strategy, self.company, self.key_date)
        unused.unlink()
        self.assertFalse(draft.exists())

    def test_a_supervisor_carries_nothing_from_his_draft_to_what_is_in_force(self):
        strategies = self.env["collections.strategy"].with_user(self.supervisor)
        draft = strategies.browse(strategies.browse(self.strategy.id).action_draft_copy()["res_id"])
        rule, in_force = draft.rule_ids[0], self.strategy.rule_ids[0]
        forged = [
            (draft, {"draft_of_id": False}),
            (draft, {"group_ids": [Command.link(self.group.id)]}),
            (draft, {"rule_ids": [Command.link(in_force.id)]}),
            (draft, {"rule_ids": [Command.update(in_force.id, {"points": 1})]}),
            (draft, {"draft_ids": [Command.link(self.strategy.id)]}),
            (rule, {"strategy_id": self.strategy.id}),
            (self.strategy.with_user(self.supervisor), {"high": 99}),
        ]
        for record, vals in forged:
            with self.subTest(vals=vals):
                self.assertRefused((AccessError, UserError), "", record.write, vals)
        self.assertRefused(AccessError, "", draft.action_put_in_force)
        self.other_group.strategy_id = self.simple_strategy(name="Of the others")
        stranger = draft.with_user(self.supervisor_2)
        self.assertRefused(AccessError, "", stranger.write, {"high": 99})
        self.assertRefused(AccessError, "", stranger.unlink)
        self.assertRefused(AccessError, "", stranger.action_draft_copy)


@tagged("post_install", "-at_install")
class TestAttacksOnAccounts(SteeringCase):
    def test_a_stranger_gets_nothing_of_another_group(self):
        (self.stranger | self.supervisor_2).group_ids += self.env.ref("base.group_allow_export")
        for user in (self.stranger, self.supervisor_2):
            account = self.acme.with_user(user)
            for function in (
                account.why,
                account.action_put_on_my_list,
                account.action_item_take_over,
                account.action_hold,
                lambda account=account: account.read(["overdue"]),
                lambda account=account: account.export_data(["overdue"]),
                lambda account=account: account.write({"group_override_id": self.other_group.id}),
                lambda user=user: self.hold(user=user),
            ):
                with self.subTest(user=user.login):
                    self.assertRefused(AccessError, "", function)
            found = account.with_context(active_test=False).name_search("Acme")
            self.assertFalse(found)
            self.assertFalse(account.formatted_read_group([], [], ["overdue:sum"])[0]["overdue:sum"])
            items = self.env["collections.item"].with_user(user).with_context(collections_key_date="2030-01-01")
            self.assertFalse(items.search_count([]))

    def test_a_supervisor_gives_what_is_in_force_no_other_way(self):
        hold = self.hold(account=self.bolt)
        acme = self.acme.with_user(self.supervisor)
        for vals in (
            {"hold_ids": [Command.link(hold.id)]},
            {"hold_ids": [Command.update(hold.id, {"date_to": False})]},
            {"hold_id": hold.id},
            {"worklist_item_ids": [Command.create({"state": "open"})]},
            {"verdict": "listed"},
            {"escalated_on": False},
            {"home_group_id": self.other_group.id},
        ):
            with self.subTest(vals=vals):
                self.assertRefused((AccessError, UserError), "", acme.write, vals)

    def test_a_supervisor_gives_his_customer_to_his_own_people_only(self):
        acme = self.acme.with_user(self.supervisor)
        self.assertRefused(
            AccessError, "do not supervise the group “Others”", acme.write, {"group_override_id": self.other_group.id}
        )
        self.assertRefused(
            AccessError, "in none of the groups you supervise", acme.write, {"specialist_id": self.stranger.id}
        )
        acme.write({"group_override_id": self.group.id, "specialist_id": self.collector_2.id})
        self.acme.with_user(self.manager).write(
            {"group_override_id": self.other_group.id, "specialist_id": self.stranger.id}
        )
        self.assertEqual((self.acme.group_id, self.acme.specialist_id), (self.other_group, self.stranger))

    def test_what_the_manager_gave_a_supervisor_may_leave_as_it_is(self):
        self.acme.specialist_id = self.stranger
        vals = {"specialist_id": self.stranger.id, "profile_override_id": self.profile.id}
        self.acme.with_user(self.supervisor).write(vals)
        self.assertEqual(self.acme.profile_override_id, self.profile)

    def test_nobody_gives_a_customer_what_is_archived(self):
        self.other_group.active = self.profile.active = self.stranger.active = False
        acme = self.acme.with_user(self.manager)
        for vals in (
            {"group_override_id": self.other_group.id},
            {"profile_override_id": self.profile.id},
            {"specialist_id": self.stranger.id},
        ):
            with self.subTest(vals=vals):
                self.assertRefused(UserError, "archived", acme.write, vals)


@tagged("post_install", "-at_install")
class TestAttacksOnMerges(SteeringCase):
    def test_customers_with_the_same_lawyer_can_be_merged(self):
        lawyer = self.new_customer("Lawyer")
        for account in (self.acme, self.bolt):
            self.env["collections.account.contact"].create(
                {"account_id": account.id, "partner_id": lawyer.id, "role": "legal"}
            )
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | self.customer_2).ids, self.customer, extra_checks=False
        )
        self.assertEqual(self.acme.contact_ids.partner_id, lawyer)
        self.assertEqual(len(self.acme.contact_ids), 1)


@tagged("post_install", "-at_install")
class TestAttacksOnEscalation(SteeringCase):
    def test_a_supervisor_who_lost_his_role_stops_nothing(self):
        self.group.stale_days = 1
        self.run_list(self.days(-5))
        self.run_list(self.days(-4))
        self.supervisor.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        flagged = self.env["collections.account"].sudo()._escalate(self.company, self.key_date)
        self.assertTrue(flagged)

    def test_a_supervisor_of_another_company_stops_nothing(self):
        self.group.stale_days = 1
        self.run_list(self.days(-5))
        self.run_list(self.days(-4))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.group.supervisor_ids = self.user_of("test_elsewhere", "supervisor", other)
        flagged = self.env["collections.account"].sudo()._escalate(self.company, self.key_date)
        self.assertTrue(flagged)
