"""Why is this customer (not) on a list? The chain of steps, for each way in and out, and for another day."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestWhy(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 300, 5), (cls.customer_3, 700, -3))
        cls.refresh()
        cls.acme, cls.bolt, cls.crane = (cls.account_of(c) for c in (cls.customer, cls.customer_2, cls.customer_3))

    def setUp(self):
        super().setUp()
        frozen = freeze_time(self.key_date)
        frozen.start()
        self.addCleanup(frozen.stop)

    def why(self, account, key_date=None, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return account.with_user(user or self.collector).why(key_date)

    def step(self, why, key):
        return next(step for step in why["steps"] if step["key"] == key)

    def line(self, why, key, label):
        return next(line for line in self.step(why, key)["lines"] if line["label"] == label)

    def stops(self, why):
        """Keys of the steps that stop the customer."""
        return [step["key"] for step in why["steps"] if step["ok"] is False]

    # ------------------------------------------------------------------------------------------------------- the chain
    def test_a_listed_customer_passes_every_step(self):
        self.run_list()
        why = self.why(self.acme)
        self.assertEqual((why["verdict"], why["listed"], why["key_date"]), ("listed", True, "2026-06-30"))
        self.assertEqual(
            [step["key"] for step in why["steps"]],
            ["segment", "profile", "group", "amount", "minimum", "strategy", "exits", "rules", "priority", "list"],
        )
        self.assertFalse(self.stops(why))
        self.assertIn("Everybody", self.step(why, "segment")["text"])
        self.assertIn("Simple", self.step(why, "strategy")["text"])
        self.assertIn("3 of 3 hold: 100 points", self.step(why, "rules")["text"])
        self.assertIn("High", self.step(why, "priority")["text"])

    def test_a_rule_shows_the_value_of_the_customer_and_what_it_asks_for(self):
        why = self.why(self.acme)
        self.assertEqual(
            self.line(why, "rules", "Older than 30 days"),
            {
                "label": "Older than 30 days",
                "ok": True,
                "value": "+50",
                "inputs": [{"label": "Oldest Overdue (days)", "value": "40", "asked": "more than 30"}],
            },
        )
        self.assertIs(self.line(self.why(self.bolt), "rules", "Older than 30 days")["ok"], False)

    def test_a_rule_on_open_items_tells_how_many_match(self):
        self.strategy.rule_ids[
            1
        ].domain = "[('item_ids', 'any', [('residual', '>=', 1000), ('days_overdue', '>', 30)])]"
        line = self.line(self.why(self.acme), "rules", "Overdue")
        self.assertEqual(line["inputs"][0]["value"], "1 match")
        self.assertEqual(self.line(self.why(self.bolt), "rules", "Overdue")["inputs"][0]["value"], "0 match")

    def test_a_fact_without_a_value_is_told_as_such(self):
        self.strategy.rule_ids[1].domain = "[('avg_days_late', '<=', 2)]"
        line = self.line(self.why(self.acme), "rules", "Overdue")
        self.assertEqual((line["ok"], line["inputs"][0]["value"]), (True, "none, counts as 0"))

    def test_negations_and_relations_are_worded(self):
        model = self.env["collections.account.domain"]
        asked = model._inputs(["!", ("overdue", ">=", 10)], self.acme)
        self.assertTrue(asked[0].asked.startswith("not: "))
        asked = model._inputs(["|", ("partner_id.name", "ilike", "ac"), ("trust", "=", "bad")], self.acme)
        self.assertEqual([(each.value, each.asked) for each in asked], [("Acme", "contains “ac”"), ("Normal", "Bad")])
        self.assertEqual(model._inputs([], self.acme), [])

    def test_dialog_and_tab_say_which_version_each_goes_by(self):
        with freeze_time("2026-06-30 06:00:00"):
            self.run_list()
            self.env.cr.flush()
        explanation = self.account_of(self.customer).explanation
        self.assertFalse(explanation["version_note"], "one version, nothing to say")
        self.assertNotIn("tab", self.step(self.why(self.acme), "strategy")["text"])
        used = self.acme.version_id
        used.flush_recordset()
        query = "UPDATE collections_strategy_version SET create_date = '2026-06-29 06:00:00' WHERE id = %s"
        self.env.cr.execute(query, [used.id])
        used.invalidate_recordset()
        self.strategy.high = 80
        self.env.flush_all()
        note = self.acme.explanation["version_note"]
        self.assertIn("By the version of 6/29/26", note)
        self.assertIn("In force now is the version of", note)
        self.assertNotIn(self.strategy._current_version(), used, "looking judged by the old one")
        text = self.step(self.why(self.acme), "strategy")["text"]
        self.assertIn("in force now; the list in use, and the tab “Why”, still go by the version of", text)
        self.assertTrue(self.acme.current_item_id.explanation["version_note"])
        self.run_list()
        self.assertFalse(self.acme.explanation["version_note"])
        self.assertNotIn("still go by", self.step(self.why(self.acme), "strategy")["text"])

    def test_another_strategy_of_the_group_is_named(self):
        self.run_list()
        self.group.strategy_id = self.simple_strategy(name="Second")
        text = self.step(self.why(self.acme), "strategy")["text"]
        self.assertIn("“Second”", text)
        self.assertIn("still go by “Simple”, version of", text)

    # --------------------------------------------------------------------------------------------------- each way out
    def test_already_paid_is_not_nothing_overdue(self):
        paid = self.new_customer("Paid")
        invoice = self.invoice(paid, 500, self.days(-20))
        self.refresh()
        self.pay(invoice, date=self.days(-1))
        why = self.why(self.account_of(paid), user=self.manager)
        self.assertEqual((why["verdict"], self.stops(why)[0]), ("paid", "amount"))
        self.assertIn("already paid", why["verdict_text"])
        self.assertIn("Already paid", self.step(why, "amount")["text"])
        why = self.why(self.crane)
        self.assertEqual((why["verdict"], self.stops(why)[0]), ("nothing", "amount"))
        self.assertIn("nothing is overdue", why["verdict_text"])
        self.assertIn("falls due later", self.step(why, "amount")["text"])

    def test_what_covers_the_overdue_is_told_with_its_amount(self):
        dome = self.new_customer("Dome")
        self.invoice(dome, 1000, self.days(-20)).action_toggle_block_payment()
        self.invoice(dome, 200, self.days(-10))
        self.unallocated_payment(dome, 200)
        self.refresh()
        why = self.why(self.account_of(dome), user=self.manager)
        self.assertEqual(why["verdict"], "nothing")
        self.assertIn("covered", why["verdict_text"])
        amounts = {line["label"]: line["value"] for line in self.step(why, "amount")["lines"]}
        self.assertIn("1,200.00", amounts["Overdue"])
        self.assertIn("1,000.00", amounts["Less: On Hold"])
        self.assertIn("200.00", amounts["Overdue and free"])
        self.assertIn("200.00", amounts["Less: open credits"])
        self.assertFalse([label for label, value in amounts.items() if "-" in value], "the word says minus already")
        self.assertIn("0.00", amounts["To collect"])

    def test_the_minimum_the_exit_and_no_points(self):
        self.profile.minimum_amount = 400
        why = self.why(self.bolt)
        self.assertEqual((why["verdict"], self.stops(why)), ("minimum", ["minimum"]))
        self.profile.minimum_amount = 0
        self.strategy.rule_ids[0].domain = "[('to_collect', '<', 400)]"
        why = self.why(self.bolt)
        self.assertEqual((why["verdict"], self.stops(why)), ("exit", ["exits"]))
        self.assertIn("Small", why["verdict_text"])
        self.strategy.rule_ids[0].domain = "[('to_collect', '<', 4)]"
        self.strategy.rule_ids[1].domain = "[('overdue', '>', 400)]"
        why = self.why(self.bolt)
        self.assertEqual((why["verdict"], self.stops(why)), ("no_points", ["rules", "priority"]))

    def test_no_profile_no_group_and_archived(self):
        self.segment.profile_id = False
        why = self.why(self.acme)
        self.assertEqual((why["verdict"], self.stops(why)[0]), ("no_profile", "profile"))
        self.acme.profile_override_id = self.profile
        self.segment.group_id = False
        why = self.why(self.acme, user=self.manager)
        self.assertEqual((why["verdict"], self.stops(why)), ("no_group", ["group", "strategy"]))
        self.segment.group_id = self.group
        self.acme.active = False
        why = self.why(self.acme)
        self.assertEqual((why["verdict"], self.stops(why)[0]), ("archived", "profile"))

    def test_what_is_set_by_hand_is_told_as_such(self):
        self.acme.write({"segment_override_id": self.segment.id, "profile_override_id": self.profile.id})
        self.acme.write({"group_override_id": self.group.id, "strategy_override_id": self.strategy.id})
        why = self.why(self.acme)
        for key in ("segment", "profile", "group", "strategy"):
            self.assertIn("set by hand", self.step(why, key)["text"], key)

    def test_any_verdict_of_another_context_is_told_in_its_words(self):
        """A hold, say, comes with its own verdict and text: the dialog takes them as they are."""
        account = self.env.registry["collections.account"]
        self.patch(account, "_verdict", lambda self: "held")
        self.patch(account, "_verdict_text", lambda self: "On no list: on hold until Friday.")
        why = self.why(self.acme)
        self.assertEqual((why["verdict"], why["verdict_text"]), ("held", "On no list: on hold until Friday."))
        self.assertFalse(why["listed"])
        self.assertEqual(self.step(why, "decided")["text"], "On no list: on hold until Friday.")
        self.assertEqual(self.stops(why), ["decided"], "every rule says he belongs on the list")

    # ------------------------------------------------------------------------------------------------------ another day
    def test_on_a_later_day_the_item_is_overdue(self):
        why = self.why(self.crane, self.days(10))
        self.assertEqual((why["verdict"], why["key_date"]), ("listed", "2026-07-10"))
        line = self.line(why, "rules", "Overdue")
        self.assertIn("700.00", line["inputs"][0]["value"])
        self.env.invalidate_all()
        self.assertEqual((self.crane.verdict, self.crane.key_date), ("nothing", self.key_date), "nothing was written")

    def test_asking_writes_nothing_and_agrees_with_the_run(self):
        before = self.snapshot("collections_account")
        answers = {account: self.why(account, self.days(10)) for account in (self.acme, self.bolt, self.crane)}
        self.assertEqual(self.snapshot("collections_account"), before)
        self.run_list(self.days(10))
        self.env.invalidate_all()
        for account, why in answers.items():
            self.assertEqual((account.verdict, account._verdict_text()), (why["verdict"], why["verdict_text"]))

    def test_an_earlier_day_and_no_day_are_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "as of now only"):
            self.why(self.acme, self.days(-1))
        with self.assertRaisesRegex(UserError, "is no date"):
            self.why(self.acme, "tomorrow")

    # -------------------------------------------------------------------------------------------------------- the list
    def list_step(self, account, user=None):
        return self.step(self.why(account, user=user), "list")

    def test_before_the_first_list_there_is_none(self):
        self.env["collections.run"].search([("company_id", "=", self.company.id)])._move_to(
            "superseded", ("current", "prepared")
        )
        self.assertIn("No list", self.list_step(self.acme)["text"])

    def test_why_this_specialist(self):
        self.acme.specialist_id = self.collector
        self.run_list()
        self.assertIn("Fixed specialist", self.list_step(self.acme)["lines"][0]["note"])
        self.assertIn("Balanced share", self.list_step(self.bolt, self.supervisor)["lines"][0]["note"])
        self.env["collections.substitution"].create(
            {
                "absent_id": self.collector.id,
                "substitute_id": self.collector_2.id,
                "date_from": self.key_date,
                "date_to": self.key_date,
            }
        )
        self.run_list()
        line = self.list_step(self.acme, self.supervisor)["lines"][0]
        self.assertEqual(line["value"], self.collector_2.name)
        self.assertIn("Substitute of Test Collector, the fixed specialist", line["note"])

    def test_handed_over_by_a_colleague_who_is_there_is_no_substitution(self):
        self.acme.specialist_id = self.collector
        item = self.worklist_item(self.run_list(), self.customer)
        item.write({"specialist_id": self.collector_2.id, "original_specialist_id": self.collector.id})
        note = self.list_step(self.acme, self.supervisor)["lines"][0]["note"]
        self.assertIn("Handed over from Test Collector", note)

    def test_done_today_in_work_and_made_too_late(self):
        self.acme.specialist_id = self.collector
        run = self.run_list()
        item = self.worklist_item(run, self.customer)
        item.with_user(self.collector).action_start()
        self.assertIn("In work", self.list_step(self.acme)["text"])
        item.with_user(self.collector).action_complete()
        step = self.list_step(self.acme)
        self.assertIn("Done by Test Collector", step["text"])
        self.assertIs(step["ok"], False)
        self.run_list()
        self.assertIn("Done by Test Collector", self.list_step(self.acme)["text"], "also on the list made after it")
        late = self.new_customer("Late")
        self.debts((late, 900, 40))
        self.refresh()
        self.assertIn("before this was so", self.list_step(self.account_of(late))["text"])

    def test_a_prepared_list_of_that_day_is_looked_at(self):
        self.run_list()
        self.run_today(self.key_date, self.days(10))
        step = self.step(self.why(self.crane, self.days(10)), "list")
        self.assertIn("Planned", step["text"])
        self.assertIn("07/10/2026", step["title"])

    # ----------------------------------------------------------------------------------------------------------- rights
    def test_who_sees_the_customer_may_ask_and_nobody_else(self):
        stranger = self.user_of("test_stranger", "specialist")
        self.team("Others", stranger, strategy=self.strategy)
        for user in (self.collector, self.supervisor, self.manager, self.auditor):
            self.assertTrue(self.why(self.acme, user=user)["steps"])
            self.assertEqual(self.acme.with_user(user).action_why()["params"], {"account_id": self.acme.id})
        for method in ("why", "action_why"):
            with self.assertRaises(AccessError):
                getattr(self.acme.with_user(stranger), method)()

    def test_the_number_of_statements_does_not_grow_with_the_customers(self):
        self.why(self.acme)
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self.acme.with_user(self.collector).why()
