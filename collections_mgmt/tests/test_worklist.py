"""Working the list: the doors between states, the way from customer to customer, and the reasons shown with each."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestWorklist(WorklistCommon):
    """One collector with a list of five, in the order in which they should be worked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.list_of_five()
        cls.mine = cls.items(cls.today).with_user(cls.collector)

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.key_date))

    def my_list(self):
        items = self.env["collections.worklist.item"].with_user(self.collector)
        return items.search(items._get_my_domain())

    def opened(self, action):
        """The account an action opens (in place of the one on screen, or anew), as its reader."""
        action = self.shown(action)
        self.assertEqual((action["res_model"], action["views"]), ("collections.account", [(False, "form")]))
        return self.env["collections.account"].with_user(self.collector).browse(action["res_id"])

    def shown(self, action):
        """The action behind a client action, which opens it anew or in place of what is on screen."""
        return action["params"]["action"] if action["type"] == "ir.actions.client" else action

    # ---------------------------------------------------------------------- order
    def test_the_list_is_in_the_order_of_urgency(self):
        self.assertEqual(self.my_list().account_id.partner_id, self.five)
        self.assertEqual(self.my_list().mapped("priority"), ["high", "high", "medium", "low", "low"])

    # ---------------------------------------------------------------------- doors
    def test_the_doors_of_an_item(self):
        """state before, door, state after; None: refused in words."""
        doors = {"start": "action_start", "complete": "action_complete", "reopen": "action_reopen"}
        for before, door, after in (
            ("open", "start", "in_progress"),
            ("in_progress", "start", "in_progress"),
            ("completed", "start", None),
            ("superseded", "start", None),
            ("planned", "start", None),
            ("open", "complete", "completed"),
            ("in_progress", "complete", "completed"),
            ("completed", "complete", "completed"),
            ("superseded", "complete", None),
            ("planned", "complete", None),
            ("open", "reopen", "open"),
            ("in_progress", "reopen", "open"),
            ("completed", "reopen", "open"),
            ("superseded", "reopen", None),
            ("planned", "reopen", None),
        ):
            item = self.mine[0]
            item.sudo().state = before
            with self.subTest(before=before, door=door):
                if after:
                    getattr(item, doors[door])()
                    self.assertEqual(item.state, after)
                    continue
                with self.assertRaises(UserError) as caught:
                    getattr(item, doors[door])()
                self.assertRegex(str(caught.exception), rf"“Customer 000” is {before.title()} and cannot become")
                self.assertEqual(item.state, before)

    def test_completing_notes_who_and_when_and_undo_forgets_it(self):
        item = self.mine[0]
        item.action_complete()
        self.assertEqual((item.completed_by_id, str(item.completed_at)), (self.collector, "2026-06-30 00:00:00"))
        with freeze_time(self.days(1)):
            item.with_user(self.supervisor).action_complete()
        self.assertEqual(
            (item.completed_by_id, str(item.completed_at)), (self.collector, "2026-06-30 00:00:00"), "twice"
        )
        item.action_reopen()
        self.assertEqual((item.completed_by_id.id, item.completed_at), (False, False))

    def test_one_wrong_item_among_many_refuses_them_all(self):
        self.mine[1].sudo().state = "superseded"
        with self.assertRaises(UserError):
            self.mine[:3].action_complete()
        self.assertEqual(self.mine[:3].mapped("state"), ["open", "superseded", "open"])

    def test_many_are_done_at_once(self):
        self.mine[:3].action_complete()
        self.assertEqual(self.my_list(), self.mine[3:])

    def test_what_was_done_on_an_earlier_day_is_not_put_back(self):
        self.mine[0].action_complete()
        self.run_list(self.days(1))
        with self.assertRaises(UserError) as caught:
            self.mine[0].action_reopen()
        self.assertIn("the list of an earlier day", str(caught.exception))

    def test_what_was_done_today_is_put_back_even_after_a_second_run(self):
        self.mine[0].action_complete()
        self.run_list()
        self.mine[0].action_reopen()
        self.assertIn(self.mine[0], self.my_list())

    def test_the_item_of_a_colleague_is_left_alone(self):
        item = self.mine[0].with_user(self.collector_2)
        for action in (item.action_start, item.action_complete, item.action_reopen, item.action_complete_and_next):
            with self.assertRaises(AccessError) as caught:
                action()
            self.assertIn("work list of a colleague", str(caught.exception))
        self.assertEqual(item.state, "open")

    # ---------------------------------------------------------------------- navigation
    def test_done_and_next_walks_the_whole_list_without_returning_to_it(self):
        account = self.mine[0].account_id
        walked = []
        for _step in range(len(self.mine)):
            walked.append(account.partner_id)
            action = account.action_item_complete_and_next()
            if len(walked) < len(self.mine):
                account = self.opened(action)
        self.assertEqual(walked, list(self.five))
        self.assertFalse(self.my_list())
        self.assertEqual(self.shown(action)["res_model"], "collections.worklist.item")
        self.assertEqual(self.mine.mapped("state"), ["completed"] * 5)

    def test_later_leaves_the_customer_and_wraps_at_the_end(self):
        account = self.mine[-1].account_id
        self.assertEqual(self.opened(account.action_item_next()), self.mine[0].account_id)
        self.assertEqual(self.mine[-1].state, "open")
        self.assertEqual(self.opened(self.mine[0].account_id.action_item_next()), self.mine[1].account_id)

    def test_the_last_one_done_with_others_left_wraps_to_the_top(self):
        self.mine[0].action_complete()
        self.assertEqual(self.opened(self.mine[-1].account_id.action_item_complete_and_next()), self.mine[1].account_id)

    def test_later_on_the_only_one_left_shows_the_list(self):
        self.mine[1:].action_complete()
        action = self.mine[0].account_id.action_item_next()
        self.assertEqual(self.shown(action)["res_model"], "collections.worklist.item")

    def test_a_customer_done_already_still_leads_to_the_next(self):
        self.mine[2].action_complete()
        self.assertEqual(self.opened(self.mine[2].action_next()), self.mine[3].account_id)
        self.assertEqual(self.opened(self.mine[2].action_complete_and_next()), self.mine[3].account_id)

    def test_the_way_goes_on_where_it_was_even_when_customers_are_equally_urgent(self):
        self.mine.sudo().write({"valuation": 33.33, "to_collect": 10.1})
        self.env.flush_all()
        account, walked = self.mine.sorted("id")[0].account_id, []
        for _step in range(5):
            walked.append(account)
            account = self.opened(account.action_item_next())
        self.assertEqual(walked, list(self.mine.sorted("id").account_id))
        self.assertEqual(account, walked[0])

    def test_a_supervisor_walks_the_list_of_his_specialist(self):
        account = self.mine[0].account_id.with_user(self.supervisor)
        self.assertEqual(self.opened(account.action_item_complete_and_next()), self.mine[1].account_id)
        self.assertEqual(self.mine[0].completed_by_id, self.supervisor)

    def test_opening_an_item_opens_its_customer_among_those_left_to_do(self):
        self.mine[0].action_complete()
        action = self.mine[3].action_open_account()
        self.assertEqual(self.opened(action), self.mine[3].account_id)
        self.assertEqual(action["params"]["res_ids"], self.mine[1:].account_id.ids)
        done = self.mine[0].action_open_account()
        self.assertEqual(done["params"]["res_ids"], [*self.mine[1:].account_id.ids, self.mine[0].account_id.id])

    def test_buttons_of_the_account_work_its_item(self):
        account = self.mine[0].account_id
        account.action_item_start()
        self.assertEqual((account.item_state, account.current_item_id), ("in_progress", self.mine[0]))
        account.action_item_reopen()
        self.assertEqual(account.item_state, "open")

    def test_an_account_on_no_list_has_nothing_to_work(self):
        account = self.account_of(self.customer)
        self.assertFalse(account.current_item_id)
        self.assertFalse(account.my_position)

    def walked(self, action):
        """The item on screen, as its next button is pressed: with those before it in the pager."""
        accounts, account = action["params"]["res_ids"], action["params"]["action"]["res_id"]
        item = self.mine.filtered(lambda item: item.account_id.id == account)
        return item.with_context(collections_passed_ids=accounts[: accounts.index(account)])

    def test_who_moves_up_meanwhile_comes_next_and_whom_one_passed_does_not(self):
        first, second, third, fourth, fifth = self.mine
        on_screen = self.walked(first.action_open_account())
        on_screen = self.walked(on_screen.action_next())
        self.assertEqual(on_screen, second, "the first one was passed")
        fifth.sudo().boosted = True
        on_screen = self.walked(on_screen.action_complete_and_next())
        self.assertEqual(on_screen, fifth, "he is the first now")
        on_screen = self.walked(on_screen.action_complete_and_next())
        self.assertEqual(on_screen, third)
        on_screen = self.walked(on_screen.action_next())
        self.assertEqual(on_screen, fourth)
        on_screen = self.walked(on_screen.action_complete_and_next())
        self.assertEqual(on_screen, first, "from the top again")
        self.assertEqual(self.walked(on_screen.action_complete_and_next()), third)

    def test_who_opens_one_in_the_middle_passes_those_above_him(self):
        on_screen = self.walked(self.mine[2].action_open_account())
        self.assertEqual(self.walked(on_screen.action_complete_and_next()), self.mine[3])

    # ---------------------------------------------------------------------- another list of the day
    def shown_on_my_list(self):
        """What the own list holds without its filters."""
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_worklist_item_action_my")
        domain = safe_eval(action["domain"], {"uid": self.collector.id})
        return self.env["collections.worklist.item"].with_user(self.collector).search(domain)

    def test_what_was_done_before_another_list_of_the_day_stays_done(self):
        done, other = self.mine[:2]
        done.action_complete()
        self.run_list()
        self.assertIn(done, self.shown_on_my_list())
        self.assertNotIn(other, self.shown_on_my_list(), "the new list has an item of its own for him")
        self.assertEqual((done.account_id.current_item_id, done.account_id.item_state), (done, "completed"))
        done.account_id.action_item_reopen()
        self.assertEqual(done.state, "open", "it can be taken back")

    def test_what_was_done_on_another_day_is_history(self):
        done = self.mine[0]
        done.action_complete()
        self.run_list(self.days(1))
        self.assertNotIn(done, self.shown_on_my_list())
        self.assertNotEqual(done.account_id.current_item_id, done)

    # ---------------------------------------------------------------------- what is shown
    def test_the_position_counts_what_is_left(self):
        accounts = self.mine.account_id
        self.assertEqual(accounts.mapped("my_position"), [f"No. {n} of 5" for n in range(1, 6)])
        self.mine[0].action_complete()
        accounts.invalidate_recordset()
        self.assertEqual(accounts.mapped("my_position"), [False, *(f"No. {n} of 4" for n in range(1, 5))])
        self.assertFalse(accounts[1].with_user(self.supervisor).my_position, "not on his own list")

    def test_the_position_is_that_in_the_order_of_the_list(self):
        self.mine[3].sudo().boosted = True
        self.mine[1].sudo().write({"valuation": self.mine[2].valuation, "to_collect": self.mine[2].to_collect})
        self.mine[4].sudo().write({"valuation": self.mine[2].valuation, "to_collect": self.mine[2].to_collect + 1})
        ordered = self.mine.search(self.mine._get_my_domain())
        self.assertEqual(ordered[0], self.mine[3])
        self.assertEqual(ordered.account_id.mapped("my_position"), [f"No. {n} of 5" for n in range(1, 6)])

    def test_reasons_of_each_item_add_up_to_its_points(self):
        for item in self.mine:
            explanation = item.explanation
            self.assertEqual(sum(reason["points"] for reason in item.reasons), item.points)
            self.assertEqual(sum(rule["points"] for rule in explanation["rules"] if rule["counted"]), item.points)
            self.assertEqual((explanation["points"], explanation["percent"]), (item.points, item.valuation))
            self.assertEqual(explanation["key_date"], "2026-06-30")
            self.assertEqual(explanation["verdict_text"], f"On the list with {item.priority} priority.")
            self.assertEqual(
                [rule["satisfied"] for rule in explanation["rules"]], [mark == "1" for mark in item.rule_mask]
            )

    def test_who_scores_alike_is_explained_once(self):
        alike, score = self.mine[:2], type(self.mine)
        alike[1].sudo().write({"version_id": alike[0].version_id.id, "rule_mask": alike[0].rule_mask})
        alike[1].sudo().boosted = True  # that is said of him alone
        self.env.invalidate_all()
        with patch.object(score, "_explained", autospec=True, side_effect=score._explained) as explained:
            first, second = alike.mapped("reasons")
        self.assertEqual(explained.call_count, 1)
        self.assertTrue(first)
        self.assertEqual(second, [{"name": "Boosted", "points": 0, "boosted": True}, *first])

    def test_an_exported_sheet_says_the_reasons_in_words(self):
        self.collector.group_ids += self.env.ref("base.group_allow_export")
        item = self.mine[0]
        ((said,),) = item.export_data(["reasons"])["datas"]
        self.assertEqual(said, ", ".join(f"{reason['name']} +{reason['points']}" for reason in item.reasons))

    def test_a_collector_may_read_the_reasons_of_his_items(self):
        self.env.invalidate_all()
        rows = self.mine.read(["reasons", "explanation", "phone", "email", "country_id", "to_collect"])
        self.assertTrue(all(row["reasons"] and row["explanation"] for row in rows))

    def test_my_list_and_the_screen_show_the_same(self):
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_worklist_item_action_my")
        items = self.env["collections.worklist.item"].with_user(self.collector)
        shown = items.search(safe_eval(action["domain"], {"uid": self.collector.id}))
        self.mine[0].action_complete()
        self.assertEqual(shown, self.mine)
        self.assertEqual(shown - self.mine[0], self.my_list())

    def test_the_chatter_of_an_account_never_proposes_the_customer_as_a_recipient(self):
        """Nothing goes to a customer because somebody wrote a note and pressed Send."""
        account = self.mine[0].account_id
        account.partner_id.sudo().email = "customer@example.com"
        account.with_user(self.collector).message_post(body="Called, will pay on Friday")
        recipients = account.with_user(self.collector)._message_get_suggested_recipients()
        self.assertNotIn(account.partner_id.id, [recipient.get("partner_id") for recipient in recipients])
        self.assertNotIn("customer@example.com", [recipient.get("email") for recipient in recipients])
