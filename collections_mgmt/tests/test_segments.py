"""Who belongs to which segment, and what follows from it: profile, group, part in collections at all."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .worklist_common import WorklistCommon


@tagged("post_install", "-at_install")
class TestSegments(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 300, 10), (cls.customer_3, 20, -5))
        cls.refresh()
        cls.acme, cls.bolt, cls.crane = (cls.account_of(c) for c in (cls.customer, cls.customer_2, cls.customer_3))

    def segments(self):
        self.refresh()
        return [account.segment_id for account in (self.acme, self.bolt, self.crane)]

    # ---------------------------------------------------------------------- first match
    def test_the_first_segment_in_sequence_wins(self):
        big = self.condition("Big", "[('balance', '>=', 1000)]", 1)
        late = self.condition("Late", "[('overdue', '>', 0)]", 2)
        self.assertEqual(self.segments(), [big, late, self.segment])
        big.sequence, late.sequence = late.sequence, big.sequence
        self.assertEqual(self.segments(), [late, late, self.segment])

    def test_equal_sequence_is_decided_by_age(self):
        first = self.condition("First", "[('overdue', '>', 0)]", 1)
        self.condition("Second", "[('overdue', '>', 0)]", 1)
        self.assertEqual(self.segments(), [first, first, self.segment])

    def test_the_segment_names_profile_group_and_strategy(self):
        profile = self.env["collections.profile"].create({"name": "Soft"})
        strategy = self.simple_strategy(name="Other")
        team = self.team("Other team", self.collector, strategy=strategy)
        self.condition("Big", "[('balance', '>=', 1000)]", 1, profile_id=profile.id, group_id=team.id)
        self.refresh()
        self.assertRecordValues(
            self.acme | self.bolt,
            [
                {"profile_id": profile.id, "group_id": team.id, "strategy_id": strategy.id},
                {"profile_id": self.profile.id, "group_id": self.group.id, "strategy_id": self.strategy.id},
            ],
        )

    def test_an_archived_segment_is_passed_over(self):
        big = self.condition("Big", "[('balance', '>=', 1000)]", 1)
        self.assertEqual(self.segments()[0], big)
        big.active = False
        self.assertEqual(self.segments()[0], self.segment)

    def test_a_customer_no_segment_matches_takes_no_part(self):
        self.segment.domain = "[('balance', '>=', 1000)]"
        self.env["collections.segment"].search([("id", "!=", self.segment.id)]).active = False
        self.assertEqual(self.segments()[1], self.env["collections.segment"])
        self.assertEqual((self.acme.verdict, self.bolt.verdict), ("listed", "no_profile"))

    # ---------------------------------------------------------------------- by hand
    def test_a_segment_set_by_hand_beats_every_condition(self):
        vip = self.condition("VIP", "[('balance', '<', 0)]", 9, profile_id=self.profile.id, group_id=self.group.id)
        self.bolt.with_user(self.supervisor).segment_override_id = vip
        self.assertEqual(self.bolt.segment_id, vip, "at once, not with the next run")
        self.assertEqual(self.segments()[1], vip)
        self.bolt.segment_override_id = False
        self.assertEqual(self.bolt.segment_id, self.segment)

    def test_own_group_profile_and_strategy_beat_those_of_the_segment(self):
        profile = self.env["collections.profile"].create({"name": "Own"})
        strategy = self.simple_strategy(name="Own strategy")
        team = self.team("Own team", self.collector, self.supervisor, self.strategy)
        self.acme.with_user(self.supervisor).write(
            {
                "profile_override_id": profile.id,
                "group_override_id": team.id,
                "strategy_override_id": strategy.id,
            }
        )
        expected = {
            "segment_id": self.segment.id,
            "profile_id": profile.id,
            "group_id": team.id,
            "strategy_id": strategy.id,
            "verdict": "listed",
        }
        self.assertRecordValues(self.acme, [expected])
        self.assertEqual(self.acme.version_id.strategy_id, strategy)

    def test_setting_something_by_hand_keeps_the_key_date_of_the_figures(self):
        self.refresh(key_date=self.days(10))
        self.acme.specialist_id = self.collector
        self.assertRecordValues(self.acme, [{"key_date": self.days(10), "oldest_days": 50}])

    # ---------------------------------------------------------------------- what ends participation
    def test_without_a_profile_the_customer_takes_no_part(self):
        self.segment.profile_id = False
        self.refresh()
        self.assertRecordValues(self.acme, [{"profile_id": False, "verdict": "no_profile", "priority": False}])
        self.assertFalse(self.items(self.run_list()))

    def test_a_customer_takes_part_from_one_day_to_another(self):
        self.acme.write({"valid_from": self.days(1), "valid_to": self.days(2)})
        self.assertRecordValues(self.acme, [{"profile_id": False, "verdict": "no_profile"}])
        self.assertIn("takes part from", self.acme._verdict_text())
        self.assertIn("takes part from", self.acme.why()["steps"][1]["text"])
        listed = []
        for day in range(4):
            self.refresh(key_date=self.days(day))
            listed.append(self.acme.verdict)
        self.assertEqual(listed, ["no_profile", "listed", "listed", "no_profile"])
        self.assertIn("took part until", self.acme._verdict_text())
        self.acme.write({"valid_from": False, "valid_to": False})
        self.assertEqual(self.acme.verdict, "listed")

    def test_the_list_prepared_for_a_day_knows_who_takes_part_on_it(self):
        self.acme.valid_from = self.days(1)
        self.assertNotIn("Acme", self.customers(self.items(self.run_today(self.key_date))))
        tomorrow = self.run_today(self.key_date, self.days(1))
        self.assertIn("Acme", self.customers(self.items(tomorrow)))

    def test_who_takes_no_part_for_his_dates_is_not_warned_of(self):
        self.acme.valid_to = self.days(-1)
        self.assertFalse(self.run_list().warning_text)

    def test_taking_part_does_not_end_before_it_begins(self):
        with self.assertRaisesRegex(ValidationError, "before it begins"):
            self.acme.write({"valid_from": self.days(1), "valid_to": self.key_date})

    def test_an_archived_profile_ends_participation(self):
        self.profile.active = False
        self.refresh()
        self.assertRecordValues(self.acme, [{"profile_id": False, "verdict": "no_profile"}])

    def test_an_archived_group_collects_from_nobody(self):
        self.group.active = False
        self.refresh()
        self.assertRecordValues(self.acme, [{"group_id": False, "strategy_id": False, "verdict": "no_group"}])

    def test_an_archived_strategy_values_nobody(self):
        self.strategy.active = False
        self.refresh()
        self.assertRecordValues(self.acme, [{"strategy_id": False, "verdict": "no_group", "version_id": False}])

    def test_an_archived_account_is_on_no_list(self):
        self.acme.sudo().active = False
        self.refresh()
        self.assertEqual(self.acme.verdict, "archived")
        self.assertNotIn("Acme", self.customers(self.items(self.run_list())))

    # ---------------------------------------------------------------------- companies
    def test_a_segment_of_another_company_matches_nobody_here(self):
        other = self.setup_other_company(name="Other company")["company"]
        foreign = self.condition("Foreign", "[]", -50, company_id=other.id)
        everywhere = self.condition("Everywhere", "[('balance', '>=', 1000)]", -40, company_id=False)
        self.assertEqual(self.segments(), [everywhere, self.segment, self.segment])
        self.debts((self.customer, 70, 10), company=other)
        self.refresh(other)
        self.assertEqual(self.account_of(self.customer, other).segment_id, foreign)

    # ---------------------------------------------------------------------- counts and lists
    def test_the_live_count_is_what_the_list_behind_it_shows(self):
        vip = self.env["res.partner.category"].create({"name": "Key account"})
        self.customer_2.category_id = vip
        accounts = self.env["collections.account"]
        for domain, names in (
            ("[]", ["Acme", "Bolt", "Crane"]),
            ("[('overdue', '>', 100)]", ["Acme", "Bolt"]),
            ("[('category_ids.name', 'ilike', 'key')]", ["Bolt"]),
            ("[('partner_id.category_id.name', '=', 'Key account')]", ["Bolt"]),
            ("[('partner_id.name', '=', 'Crane')]", ["Crane"]),
            ("['!', ('partner_id.name', '=', 'Crane')]", ["Acme", "Bolt"]),
            ("['|', ('oldest_days', '>', 30), ('balance', '<', 50)]", ["Acme", "Crane"]),
            ("[('item_ids', 'any', [('residual', '>=', 300), ('days_overdue', '<', 20)])]", ["Bolt"]),
            ("[('item_ids', 'not any', [('days_overdue', '>', 0)])]", ["Crane"]),
            ("[('item_ids.residual', '>=', 5000)]", ["Acme"]),
            ("[('country_id.code', '=', 'XX')]", []),
        ):
            with self.subTest(domain=domain), freeze_time(self.key_date):
                segment = self.condition("Sample", domain, 1)
                scope = [("company_id", "=", self.company.id)]
                counted = accounts.search([*segment._account_domain(), *scope])
                self.assertEqual(segment.account_count, accounts.search_count(segment._account_domain()))
                self.assertEqual(sorted(counted.mapped("partner_id.name")), names)
                action = segment.action_view_accounts()
                self.assertEqual(accounts.search_count(action["domain"]), segment.account_count)
                self.refresh()
                self.assertEqual(
                    sorted(accounts.search([("segment_id", "=", segment.id)]).mapped("partner_id.name")), names
                )
                segment.active = False

    def test_members_are_counted_after_earlier_segments_took_theirs(self):
        late = self.condition("Late", "[('overdue', '>', 0)]", 1)
        self.refresh()
        self.segment.invalidate_recordset()
        self.assertEqual((late.member_count, self.segment.member_count), (2, 1))
        self.assertEqual(self.segment.account_count, self.env["collections.account"].search_count([]))
        shown = self.env["collections.account"].search(self.segment.action_view_members()["domain"])
        self.assertEqual(shown, self.crane)

    def test_a_segment_without_a_condition_says_whom_it_leaves_without_customers(self):
        late = self.condition("Late", "[('overdue', '>', 0)]", 1)
        last = self.env.ref("collections_mgmt.collections_segment_all")
        last.active = False
        self.segment.sequence = 50
        self.assertFalse(self.segment.hidden_segments, "the last one takes the rest")
        self.assertFalse(late.hidden_segments)
        late.domain = "[]"
        self.assertEqual(late.hidden_segments, "Everybody")
        late.sequence = 60
        self.segment.invalidate_recordset(["hidden_segments"])
        self.assertFalse(late.hidden_segments)
        self.assertEqual(self.segment.hidden_segments, "Late")
        late.active = False
        self.segment.invalidate_recordset(["hidden_segments"])
        self.assertFalse(self.segment.hidden_segments)

    def test_a_segment_of_one_company_leaves_the_others_their_customers(self):
        shared = self.env.ref("collections_mgmt.collections_segment_all")
        shared.active = True
        self.assertFalse(self.segment.hidden_segments, "other companies still reach the shared one")
        shared.sequence = -5
        self.assertIn("Everybody", shared.hidden_segments)

    def test_a_new_segment_warns_before_it_is_saved(self):
        new = self.env["collections.segment"].new({"name": "New", "sequence": -10})
        self.assertIn("Everybody", new.hidden_segments)

    def test_apply_now_sorts_the_customers_in_at_once(self):
        late = self.condition("Late", "[('overdue', '>', 0)]", 1)
        with freeze_time(self.key_date):
            late.with_user(self.manager).action_classify()
        self.assertEqual(self.acme.segment_id, late)

    def test_counts_speak_of_the_customers_the_user_may_see(self):
        self.assertEqual(self.segment.with_user(self.collector).account_count, 3)
        stranger = self.user_of("test_stranger", "specialist")
        self.assertEqual(self.segment.with_user(stranger).account_count, 0)

    def test_days_in_a_condition_on_items_are_those_of_the_key_date(self):
        """Same input, same list, whenever it is made: 35 days on the key date, whatever today is."""
        old = self.condition("Old item", "[('item_ids', 'any', [('days_overdue', '>', 35)])]", 1)
        with freeze_time("2027-06-30"):
            self.refresh(key_date=self.days(-10))
        self.assertEqual(self.acme.segment_id, self.segment, "30 days overdue on that day")
        with freeze_time("2025-01-01"):
            self.refresh(key_date=self.days(0))
        self.assertEqual(self.acme.segment_id, old, "40 days overdue on that day")

    # ---------------------------------------------------------------------- refused conditions
    def refused(self, domain, *words):
        before = self.snapshot("collections_segment")
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            self.segment.domain = domain
            self.env.flush_all()
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.env.invalidate_all()
        self.assertEqual(self.snapshot("collections_segment"), before, "nothing is lost")

    def test_a_date_that_follows_the_clock_is_refused(self):
        for domain in (
            "[('last_payment_date', '<', 'today')]",
            "[('last_payment_date', '<', '-30d')]",
            "[('customer_since', '>', 'today -1y')]",
            "[('last_payment_date', '>=', '=monday')]",
            "['|', ('overdue', '>', 0), '!', ('last_payment_date', '<', 'today -7d')]",
            "[('partner_id.create_date', '<', 'today')]",
        ):
            with self.subTest(domain=domain):
                self.refused(domain, "Everybody", "follows the clock", "counts days")

    def test_a_clock_hidden_inside_an_item_condition_is_refused_too(self):
        self.refused("[('item_ids', 'any', [('due_date', '<', 'today')])]", "follows the clock")
        self.refused("[('item_ids', 'not any', [('move_id.invoice_date', '<', '-30d')])]", "follows the clock")
        self.refused("[('item_ids.due_date', '<', 'today')]", "follows the clock")

    def test_a_clock_hidden_in_a_list_is_refused_too(self):
        self.refused("[('last_payment_date', 'in', ['today'])]", "follows the clock")

    def test_a_fixed_date_is_welcome(self):
        self.segment.domain = "[('last_payment_date', '<', '2026-01-01')]"
        self.segment.domain = "[('last_payment_date', '=', False)]"
        self.segment.domain = "[('item_ids', 'any', [('due_date', '<', '2026-01-01')])]"

    def test_an_unreadable_condition_is_refused_and_nothing_is_lost(self):
        for domain in (
            "[('overdue', '>',",
            "[('no_such_field', '=', 1)]",
            "[('overdue', 'resembles', 1)]",
            "[('partner_id.no_such_field', '=', 1)]",
            "[('item_ids', 'any', [('no_such_field', '=', 1)])]",
            "hello",
            "[('overdue', '>', context_today())]",
            "5",
            "__import__('os')",
        ):
            with self.subTest(domain=domain):
                self.refused(domain, "Everybody", "cannot be read")

    def test_a_condition_the_database_cannot_answer_is_refused(self):
        """It would stop the run of the whole company."""
        self.refused("[('my_position', '!=', False)]", "cannot be read")
        self.refused("[('overdue', '>', 'abc')]", "cannot be read")

    def test_to_be_saved_a_condition_need_not_find_its_customers(self):
        """There may be a hundred thousand, and a strategy of twelve rules is copied for a draft."""
        accounts = type(self.env["collections.account"])
        with patch.object(accounts, "search_count", side_effect=AssertionError("counted")):
            self.condition("Large", "[('overdue', '>', 1000), ('item_ids', 'any', [('residual', '>', 500)])]", 1)

    def test_an_unfinished_condition_counts_nobody_while_it_is_typed(self):
        draft = self.env["collections.segment"].new({"name": "Draft", "domain": "[('overdue', '>',"})
        self.assertEqual(draft.account_count, 0)
        draft = self.env["collections.segment"].new({"name": "Draft", "domain": "[('overdue', '>', 'abc')]"})
        self.assertEqual(draft.account_count, 0)
        self.assertTrue(self.env["collections.account"].search_count([]), "the transaction goes on")

    def test_classification_rewrites_only_what_changed(self):
        self.refresh()
        self.assertEqual(self.env["collections.account"]._refresh(self.company, self.key_date), 0)

    def test_a_tag_archived_on_the_contact_counts_as_the_live_count_says(self):
        tag = self.env["res.partner.category"].create({"name": "Key", "active": False})
        self.customer.category_id = [Command.link(tag.id)]
        segment = self.condition("Key", "[('category_ids.name', '=', 'Key')]", 1)
        self.refresh()
        members = self.env["collections.account"].search_count([("segment_id", "=", segment.id)])
        self.assertEqual(members, segment.account_count)

    # --------------------------------------------------------------------------------------- what no condition asks
    def test_a_condition_cannot_ask_for_what_is_known_only_after_it(self):
        """Else the list would be another one each time it is made."""
        self.refresh()
        segment = self.condition("Circular", "[('balance', '>=', 1000)]", 1)
        rule = self.strategy.rule_ids[0]
        for record, domain in (
            (segment, "[('segment_id', '=', 1)]"),
            (segment, "[('to_collect', '>', 2000)]"),
            (segment, "['|', ('overdue', '>', 5), ('strategy_id.name', '=', 'x')]"),
            (rule, "[('worklist_item_ids.state', '=', 'open')]"),
            (rule, "[('priority', '=', 'high')]"),
            (rule, "[('message_is_follower', '=', True)]"),
            (rule, "[('my_activity_date_deadline', '!=', False)]"),
        ):
            with (
                self.subTest(domain=domain),
                self.assertRaisesRegex(ValidationError, "known only after"),
                self.env.cr.savepoint(),
            ):
                record.domain = domain
        rule.domain = "[('to_collect', '>', 2000)]"  # a rule may: the amount is known before

    def test_a_condition_is_data_and_not_code(self):
        for domain in ("9**9**9", "[('overdue', '>', 10**400)]", "[('overdue', '>', __import__('os'))]"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.condition("Code", domain, 1)
