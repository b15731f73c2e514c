"""How urgent a customer is: rules, points, exits, bands, versions, and what counts as to be collected."""

import contextlib

import psycopg2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .worklist_common import WorklistCommon

# facts a rule may ask for, with values that meet the limits exactly, and none at all
FACTS = {
    "overdue": st.sampled_from([0, 50, 100, 1000, 5000.5]),
    "balance": st.sampled_from([-200, 0, 100, 1000]),
    "oldest_days": st.sampled_from([0, 3, 30, 90]),
    "credit_used": st.sampled_from([0, 45.5, 90, 120]),
    "avg_days_late": st.sampled_from([None, -5, 0, 2, 15]),
    "late_share": st.sampled_from([None, 0, 50, 100]),
    "trust": st.sampled_from([None, "good", "normal", "bad"]),
    "last_payment_date": st.sampled_from([None, "2026-01-01", "2026-06-29"]),
    "oldest_due_date": st.sampled_from([None, "2026-03-31", "2026-06-30"]),
}
LIMITS = {
    "overdue": [0, 50, 1000, 5000.5],
    "balance": [-100, 0, 100],
    "oldest_days": [0, 3, 30, 60],
    "credit_used": [0, 45.5, 90],
    "avg_days_late": [0, 2, 15],
    "late_share": [0, 50],
    "trust": ["good", "bad"],
    "last_payment_date": ["2026-01-01", "2026-03-01"],
    "oldest_due_date": ["2026-03-31", "2026-05-01"],
}
NAMES = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]


@st.composite
def leaves(draw):
    """One condition: on a fact, over a relation, or on the open items."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return [("partner_id.name", draw(st.sampled_from(["ilike", "not ilike"])), draw(st.sampled_from(["a", "et"])))]
    if kind == 1:
        return [("category_ids.name", "ilike", "key")]
    if kind == 2:
        limit = draw(st.sampled_from([10, 100, 1000]))
        operator = draw(st.sampled_from(["any", "not any"]))
        return [
            ("item_ids", operator, [("residual", ">=", limit), ("days_overdue", ">", draw(st.sampled_from([0, 35])))])
        ]
    name = draw(st.sampled_from(sorted(LIMITS)))
    if name == "trust":
        return [(name, draw(st.sampled_from(["=", "!="])), draw(st.sampled_from([*LIMITS[name], False])))]
    if draw(st.integers(0, 5)) == 0:
        return [(name, draw(st.sampled_from(["in", "not in"])), LIMITS[name][:2])]
    operator = draw(st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]))
    return [(name, operator, draw(st.sampled_from(LIMITS[name])))]


DOMAINS = st.recursive(
    leaves(),
    lambda inner: st.one_of(
        inner.map(lambda domain: ["!", *Domain(domain)]),
        st.tuples(inner, inner).map(lambda pair: ["|", *Domain(pair[0]), *Domain(pair[1])]),
        st.tuples(inner, inner).map(lambda pair: ["&", *Domain(pair[0]), *Domain(pair[1])]),
    ),
    max_leaves=4,
)
RULES = st.lists(
    st.tuples(DOMAINS, st.integers(-20, 50), st.integers(0, 5).map(lambda n: n == 0)), min_size=1, max_size=6
)


def naive_value(rules, holds, maximum, high, medium):
    """(points, percent, priority, left) by the words of the design: exits first, with floats and no cleverness."""
    holding = [rule for rule, held in zip(rules, holds, strict=True) if held]
    if any(leave for _domain, _points, leave in holding):
        return 0, 0.0, False, True
    points = max(0, sum(points for _domain, points, _leave in holding))
    percent = round(min(100.0, points * 100 / maximum) + 1e-9, 2)
    band = "high" if percent >= high else "medium" if percent >= medium else "low"
    return points, percent, band if points else False, False


@tagged("post_install", "-at_install")
class TestStrategyAgainstNaiveReading(WorklistCommon):
    """Mask, points and verdict of every customer equal what search and ``filtered_domain`` say, rule by rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        key = cls.env["res.partner.category"].create({"name": "Key account"})
        cls.people = cls.env["res.partner"].create([{"name": name, "is_company": True} for name in NAMES])
        cls.people[:2].category_id = key
        cls.debts(*[(partner, 10 ** (n % 4), 20 * n - 10) for n, partner in enumerate(cls.people)])
        cls.refresh()
        cls.accounts = cls.env["collections.account"].search(
            [("partner_id", "in", cls.people.ids), ("company_id", "=", cls.company.id)]
        )

    @given(
        facts=st.lists(st.fixed_dictionaries(FACTS), min_size=len(NAMES), max_size=len(NAMES)),
        rules=RULES,
        manual=st.one_of(st.none(), st.integers(1, 150)),
        bands=st.sampled_from([(70, 40), (100, 1), (33.33, 33.32)]),
    )
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def test_every_rule_gives_what_a_search_by_it_gives(self, facts, rules, manual, bands):
        reachable = sum(points for _domain, points, leave in rules if points > 0 and not leave)
        if manual is None and not reachable:
            manual = 10
        for account, values in zip(self.accounts, facts, strict=True):
            account.sudo().write(values)
        self.strategy.write(
            {
                "maximum_mode": "manual" if manual else "sum",
                "maximum_manual": manual or 100,
                "high": bands[0],
                "medium": bands[1],
                "rule_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"sequence": n, "name": f"R{n}", "domain": repr(domain), "points": points, "leave": leave}
                        )
                        for n, (domain, points, leave) in enumerate(rules)
                    ),
                ],
            }
        )
        self.env.flush_all()
        with freeze_time("2030-01-01"):  # the clock must not matter
            model = self.env["collections.account"].sudo()
            stored = model._stored(self.company)
            model._write_portion([model._layer_valuation], self.company, self.key_date, stored, None)
        accounts = self.accounts.with_context(collections_key_date=self.key_date)
        held_by_search = [accounts.search([*Domain(domain), ("id", "in", accounts.ids)]) for domain, *_rest in rules]
        held_by_filter = [accounts.filtered_domain(Domain(domain)) for domain, *_rest in rules]
        self.assertEqual([set(held.ids) for held in held_by_search], [set(held.ids) for held in held_by_filter])
        for account in accounts:
            holds = [account in held for held in held_by_search]
            self.assertEqual(
                account.rule_mask, "".join("1" if held else "0" for held in holds), (account.partner_id.name, rules)
            )
            points, percent, band, left = naive_value(rules, holds, manual or reachable, *bands)
            self.assertEqual((account.points, account.priority), (points, band))
            self.assertAlmostEqual(account.valuation, percent, 2)
            self.assertEqual(account.verdict == "exit", left)


@tagged("post_install", "-at_install")
class TestStrategy(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 300, 10), (cls.customer_3, 20, 5))
        cls.refresh()
        cls.acme, cls.bolt, cls.crane = (cls.account_of(c) for c in (cls.customer, cls.customer_2, cls.customer_3))

    def rules(self, *rules, **vals):
        """Replace the rules of the strategy: (domain, points) or (domain, None) for an exit; then value everybody."""
        commands = [
            Command.create(
                {"sequence": n, "name": f"Rule {n}", "domain": domain, "points": points or 0, "leave": points is None}
            )
            for n, (domain, points) in enumerate(rules, 1)
        ]
        self.strategy.write({"rule_ids": [Command.clear(), *commands], **vals})
        self.refresh()

    def assertScore(self, account, points, percent, priority, verdict="listed"):
        self.assertRecordValues(account, [{"points": points, "priority": priority, "verdict": verdict}])
        self.assertAlmostEqual(account.valuation, percent, 2)

    # ---------------------------------------------------------------------- valuation
    def test_points_of_the_rules_that_hold_make_the_priority(self):
        self.assertScore(self.acme, 100, 100, "high")
        self.assertScore(self.bolt, 20, 20, "low")
        self.assertScore(self.crane, 0, 0, False, "exit")

    def test_an_exit_rule_comes_first_wherever_it_stands(self):
        self.rules(("[('overdue', '>', 0)]", 100), ("[('oldest_days', '>', 30)]", None))
        self.assertScore(self.acme, 0, 0, False, "exit")
        self.assertScore(self.bolt, 100, 100, "high")
        self.assertIn("Rule 2", self.acme.explanation["verdict_text"])

    def test_repeated_rules_scale_the_points(self):
        limits = [(f"[('overdue', '>=', {limit})]", 10) for limit in (100, 1000, 5000, 10000)]
        self.rules(*limits)
        self.assertScore(self.acme, 30, 75, "high")
        self.assertScore(self.bolt, 10, 25, "low")

    def test_negative_points_lower_the_priority_but_never_below_zero(self):
        self.rules(
            ("[('overdue', '>', 0)]", 100), ("[('oldest_days', '>', 30)]", -50), ("[('overdue', '<', 100)]", -200)
        )
        self.assertScore(self.acme, 50, 50, "medium")
        self.assertScore(self.bolt, 100, 100, "high")
        self.assertScore(self.crane, 0, 0, False, "no_points")
        self.assertEqual(self.strategy.maximum, 100, "the maximum counts positive points only")

    def test_without_points_there_is_no_item(self):
        self.rules(("[('overdue', '>', 1000)]", 10))
        run = self.run_list()
        self.assertEqual(self.customers(self.items(run)), ["Acme"])
        self.assertEqual(self.bolt.verdict, "no_points")
        self.assertIn("no rule", self.bolt.explanation["verdict_text"])

    def test_the_bands_begin_at_their_limit(self):
        rule = ("[('overdue', '>', 0)]", 70)
        self.rules(rule, maximum_mode="manual", maximum_manual=100)
        self.assertScore(self.acme, 70, 70, "high")
        self.rules(rule, high=70.01, medium=70)
        self.assertScore(self.acme, 70, 70, "medium")
        self.rules(rule, high=90, medium=70.01)
        self.assertScore(self.acme, 70, 70, "low")

    def test_more_points_than_the_maximum_are_100_percent(self):
        self.rules(("[('overdue', '>', 0)]", 70), maximum_mode="manual", maximum_manual=50)
        self.assertScore(self.acme, 70, 100, "high")

    def test_a_maximum_nobody_can_reach_is_flagged_and_shown(self):
        self.rules(
            ("[('overdue', '>', 0)]", 70), ("[('balance', '<', 0)]", -10), maximum_mode="manual", maximum_manual=140
        )
        self.assertEqual((self.strategy.maximum, self.strategy.reachable), (140, 70))
        self.assertScore(self.acme, 70, 50, "medium")
        self.strategy.maximum_mode = "sum"
        self.assertEqual((self.strategy.maximum, self.strategy.reachable), (70, 70))

    def test_rules_that_ask_for_the_same_are_flagged(self):
        self.rules(("[('overdue', '>', 0)]", 10), ("[('overdue','>',100)]", 10), ("[]", 1))
        self.assertFalse(self.strategy.double_rules)
        self.strategy.rule_ids[1].domain = '[("overdue", ">", 0)]'
        self.assertEqual(self.strategy.double_rules, "Rule 1 = Rule 2")
        self.strategy.rule_ids[1].active = False
        self.assertFalse(self.strategy.double_rules)

    def test_an_exit_for_everybody_is_flagged(self):
        self.rules(("[('overdue', '>', 0)]", 10), ("[('overdue', '>', 0)]", None))
        self.assertFalse(self.strategy.empty_exits)
        self.assertFalse(self.strategy.double_rules, "an exit and points are not the same")
        self.strategy.rule_ids[1].domain = "[]"
        self.assertEqual(self.strategy.empty_exits, "Rule 2")

    def test_of_rules_with_rising_limits_the_highest_step_stands_for_all_points(self):
        self.rules(
            ("[('oldest_days', '>=', 10)]", 5),
            ("[('oldest_days', '>=', 30)]", 8),
            ("[('oldest_days', '>=', 60)]", 10),
            ("[('overdue', '>', 0), ('balance', '>', 0)]", 7),
        )
        steps = [{"name": "Rule 1", "points": 5}, {"name": "Rule 2", "points": 8}]
        self.assertEqual(
            self.acme.reasons, [{"name": "Rule 2", "points": 13, "steps": steps}, {"name": "Rule 4", "points": 7}]
        )
        met = [rule["name"] for rule in self.acme.explanation["rules"] if rule["counted"]]
        self.assertEqual(met, ["Rule 1", "Rule 2", "Rule 4"], "the explanation lists every step")
        self.assertEqual(
            self.acme.explanation["ladders"],
            [{"name": "Rule 2", "points": 13, "steps": [0, 1]}],
            "and says which of them the list shows as one",
        )

    def test_an_archived_rule_counts_nowhere(self):
        self.strategy.rule_ids.filtered(lambda rule: rule.leave).active = False
        self.refresh()
        self.assertScore(self.crane, 20, 20, "low")
        self.assertEqual(len(self.crane.rule_mask), 3)

    def test_an_own_strategy_of_the_customer_is_used_instead(self):
        own = self.simple_strategy(name="Own", high=21, medium=20)
        self.bolt.strategy_override_id = own
        self.assertScore(self.bolt, 20, 20, "medium")
        self.assertEqual(self.bolt.explanation["strategy"], "Own")

    # ---------------------------------------------------------------------- error texts
    def refused(self, vals, *words):
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            self.strategy.write(vals)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_a_strategy_without_a_maximum_is_refused_in_words(self):
        self.refused({"rule_ids": [Command.clear()]}, "“Simple”", "maximum", "add a rule with points")
        self.refused({"maximum_mode": "manual", "maximum_manual": 0}, "greater than zero")
        self.refused({"maximum_mode": "manual", "maximum_manual": -5}, "greater than zero")

    def test_bands_out_of_order_are_refused_in_words(self):
        for vals in ({"high": 40, "medium": 40}, {"high": 30}, {"medium": 0}, {"high": 100.5}, {"medium": -1}):
            self.refused(vals, "“Simple”", "medium must be above 0 %")

    def test_a_strategy_left_without_points_by_its_rules_does_not_stop_the_run(self):
        """Rules can be changed one by one, over RPC or by import, where the strategy is not looked at as a whole."""
        rules = self.strategy.rule_ids
        for change in (lambda: rules.write({"points": 0}), lambda: rules.write({"active": False}), rules.unlink):
            with contextlib.closing(self.env.cr.savepoint()):
                change()
                run = self.run_list()
                self.assertEqual((run.state, run.item_count), ("current", 0))
                self.assertRecordValues(self.acme, [{"verdict": "no_points", "points": 0, "priority": False}])
                self.assertFalse(self.acme.explanation)
            self.env.invalidate_all()

    def test_points_may_move_from_one_rule_to_another_in_one_save(self):
        first, second = self.strategy.rule_ids[1:3]
        self.strategy.rule_ids[3].points = 0
        self.strategy.write(
            {
                "rule_ids": [
                    Command.update(second.id, {"points": 0}),
                    Command.update(first.id, {"points": 0}),
                    Command.create({"name": "New", "domain": "[]", "points": 5}),
                ]
            }
        )
        self.assertEqual(self.strategy.maximum, 5)

    @mute_logger("odoo.sql_db")
    def test_days_before_due_are_not_negative(self):
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.strategy.days_before_due = -1
            self.env.flush_all()

    # ---------------------------------------------------------------------- what is shipped
    def test_every_shipped_condition_and_rule_can_be_asked_and_counts_what_it_shows(self):
        accounts = self.env["collections.account"]
        conditions = self.env["collections.condition"].search([])
        shipped = self.env["collections.strategy"].browse(
            self.env.ref(f"collections_mgmt.collections_strategy_{name}").id
            for name in ("overdue", "preventive", "strategic")
        )
        self.assertGreaterEqual(len(conditions), 25)
        with freeze_time(self.key_date):
            for record in [*conditions, *shipped.rule_ids]:
                with self.subTest(name=record.name):
                    record._check_domain()
                    found = accounts.search(record._account_domain())
                    self.assertEqual(record.account_count, len(found))
                    self.assertEqual(accounts.search_count(record.action_view_accounts()["domain"]), len(found))
                    self.assertTrue(record.name)
            shipped._check_valuation()

    def test_the_shipped_strategies_value_everybody_without_error(self):
        for name in ("overdue", "preventive", "strategic"):
            self.group.strategy_id = self.env.ref(f"collections_mgmt.collections_strategy_{name}")
            self.refresh()
            self.assertTrue(self.acme.version_id)
            self.assertTrue(self.acme.explanation["rules"])
            self.assertLessEqual(self.acme.valuation, 100)
        self.group.strategy_id = self.env.ref("collections_mgmt.collections_strategy_overdue")
        self.refresh()
        self.assertEqual((self.acme.verdict, self.crane.verdict), ("listed", "exit"))

    def test_the_shipped_maxima_can_be_reached(self):
        for name in ("overdue", "preventive", "strategic"):
            strategy = self.env.ref(f"collections_mgmt.collections_strategy_{name}")
            self.assertLessEqual(strategy.maximum, strategy.reachable)

    def test_a_ready_condition_fills_in_the_rule(self):
        condition = self.env.ref("collections_mgmt.collections_condition_small_overdue")
        with Form(self.strategy) as form, form.rule_ids.new() as rule:
            rule.condition_id = condition
            self.assertEqual(rule.name, condition.name)
            self.assertTrue(rule.leave)
            rule.name = "Too small"
        rule = self.strategy.rule_ids.sorted("id")[-1]
        expected = {"name": "Too small", "domain": condition.domain, "leave": True, "comment": condition.description}
        self.assertRecordValues(rule, [expected])

    # ---------------------------------------------------------------------- versions
    def versions(self):
        return self.env["collections.strategy.version"].search([("strategy_id", "=", self.strategy.id)])

    def test_an_unchanged_strategy_reuses_its_version(self):
        self.assertEqual(len(self.versions()), 1)
        self.refresh(key_date=self.days(1))
        self.run_list()
        self.strategy.message_post(body="Talked about it")
        self.refresh()
        self.assertEqual(len(self.versions()), 1)

    def test_what_changes_the_list_makes_a_new_version_and_going_back_reuses_the_old_one(self):
        rule = self.strategy.rule_ids[1]
        first = self.versions()
        for record, vals in (
            (rule, {"points": 21}),
            (rule, {"name": "Late"}),
            (rule, {"domain": "[('overdue', '>=', 1)]"}),
            (rule, {"comment": "Call"}),
            (rule, {"sequence": 99}),
            (self.strategy, {"high": 71}),
            (self.strategy, {"name": "Renamed"}),
            (self.strategy, {"days_before_due": 3}),
            (self.strategy, {"by_discount_date": True}),
        ):
            before = len(self.versions())
            old = {name: record[name] for name in vals}
            record.write(vals)
            self.refresh()
            self.assertEqual(len(self.versions()), before + 1, vals)
            record.write(old)
            self.refresh()
            self.assertEqual(self.acme.version_id, first, vals)

    def test_an_old_item_is_explained_by_the_rules_of_its_day(self):
        item = self.items(self.run_list()).filtered(lambda item: item.account_id == self.acme)
        before = item.explanation
        self.strategy.rule_ids[1].write({"name": "Changed", "points": 1})
        self.strategy.rule_ids[3].unlink()
        self.strategy.name = "Renamed"
        self.run_list(self.days(1))
        self.env.invalidate_all()
        note = item.explanation["version_note"]
        self.assertEqual(item.explanation, {**before, "version_note": note})
        self.assertIn("In force now is the version of", note)
        self.assertEqual(item.explanation["strategy"], "Simple")
        self.assertEqual([rule["points"] for rule in item.explanation["rules"]], [0, 20, 30, 50])
        self.assertEqual(self.acme.explanation["strategy"], "Renamed")

    def test_everybody_reads_the_reasons_in_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["res.lang"]._activate_lang("de_DE")
        rule = self.strategy.rule_ids[1]
        rule.with_context(lang="fr_FR").name = "En retard"
        self.strategy.rule_ids[3].with_context(lang="fr_FR").name = "Plus de 30 jours"
        rule.write({"comment": "Ask"})
        rule.with_context(lang="fr_FR").comment = "Demander"
        self.strategy.with_context(lang="fr_FR").name = "Simple (fr)"
        item = self.items(self.run_list()).filtered(lambda item: item.account_id == self.acme)
        rule.name = "Renamed"
        rule.with_context(lang="fr_FR").name = "Changé"
        self.run_list(self.days(1))
        french = item.with_context(lang="fr_FR")
        self.assertEqual(
            (item.explanation["rules"][1]["name"], french.explanation["rules"][1]["name"]), ("Overdue", "En retard")
        )
        self.assertEqual(french.explanation["rules"][1]["comment"], "Demander")
        self.assertEqual(french.explanation["strategy"], "Simple (fr)")
        self.assertIn({"name": "Plus de 30 jours", "points": 50}, french.reasons)
        german = item.with_context(lang="de_DE")
        self.assertEqual(german.explanation["rules"][1]["name"], "Overdue", "no translation: the source")
        self.assertIn("+20  Overdue", item.version_id.rule_text)

    def test_explanation_and_reasons_add_up_to_the_points(self):
        for account in (self.acme, self.bolt, self.crane):
            counted = [rule["points"] for rule in account.explanation["rules"] if rule["counted"]]
            self.assertEqual(sum(counted), account.points)
            self.assertEqual(sum(reason["points"] for reason in account.reasons or []), account.points)
            self.assertEqual(account.explanation["verdict"], account.verdict)
        self.assertEqual([reason["points"] for reason in self.acme.reasons], [50, 50], "a ladder is one reason")

    def test_every_verdict_has_a_sentence(self):
        for verdict, _label in self.acme._fields["verdict"].selection:
            self.acme.sudo().verdict = verdict
            self.assertTrue(self.acme._verdict_text())
        self.assertEqual(len({self.texts(verdict) for verdict, _label in self.acme._fields["verdict"].selection}), 9)

    def texts(self, verdict):
        self.acme.sudo().verdict = verdict
        return self.acme._verdict_text()

    # ---------------------------------------------------------------------- items as of the key date
    def test_a_rule_on_items_respects_the_key_date_of_the_run(self):
        self.rules(("[('item_ids', 'any', [('days_overdue', '>', 45), ('residual', '>', 1000)])]", 10))
        today = self.key_date
        with freeze_time(today):
            ahead = self.run_today(today, self.days(10))
            self.assertEqual(self.customers(self.items(ahead)), ["Acme"], "50 days on that day")
            self.assertFalse(self.items(self.run_today(today)), "40 days today")

    # ---------------------------------------------------------------------- what counts as to be collected (FM1)
    def collected(self, partner=None):
        self.refresh()
        return self.account_of(partner or self.customer_4).to_collect

    def ledger_of_one(self):
        """A customer with items 100 (20 days over), 10 (5 over), 1000 (due today), 2000 (due in 5), credit 30."""
        self.customer_4 = self.new_customer("Dome")
        self.debts(*[(self.customer_4, *row) for row in ((100, 20), (10, 5), (1000, 0), (2000, -5), (-30, 0))])

    def test_grace_days_keep_young_items_out_of_what_is_to_be_collected(self):
        self.ledger_of_one()
        self.profile.credit_netting = "show"
        for grace, expected in ((0, 110), (4, 110), (5, 100), (19, 100), (20, 0)):
            self.profile.grace_days = grace
            self.assertEqual(self.collected(), expected, grace)
            self.assertEqual(self.account_of(self.customer_4).overdue, 110, "it is overdue all the same")

    def test_days_before_due_bring_items_ahead_of_their_due_date(self):
        self.ledger_of_one()
        self.profile.credit_netting = "show"
        for ahead, expected in ((0, 110), (4, 1110), (5, 3110), (30, 3110)):
            self.strategy.days_before_due = ahead
            self.assertEqual(self.collected(), expected, ahead)

    def test_grace_and_working_ahead_go_together(self):
        self.ledger_of_one()
        self.profile.write({"grace_days": 10, "credit_netting": "show"})
        self.strategy.days_before_due = 5
        self.assertEqual(self.collected(), 100 + 1000 + 2000)

    def test_netting_deducts_credits_and_never_goes_below_zero(self):
        self.ledger_of_one()
        self.profile.credit_netting = "net"
        self.assertEqual(self.collected(), 110 - 30)
        self.debts((self.customer_4, -500, 0))
        self.assertEqual(self.collected(), 0)
        self.assertEqual(self.account_of(self.customer_4).verdict, "nothing")
        self.profile.credit_netting = "show"
        self.assertEqual(self.collected(), 110)
        self.assertEqual(self.account_of(self.customer_4).credits, 530)

    def test_below_the_minimum_the_customer_is_not_listed(self):
        self.profile.minimum_amount = 300.01
        self.refresh()
        self.assertEqual((self.acme.verdict, self.bolt.verdict), ("listed", "minimum"))
        self.assertIn("minimum", self.bolt.explanation["verdict_text"])
        self.profile.minimum_amount = 300
        self.refresh()
        self.assertEqual(self.bolt.verdict, "listed")

    def test_an_early_payment_discount_sets_the_date_while_it_can_be_had(self):
        discount = self.terms((100, 30), early_discount=True, discount_percentage=2, discount_days=10)
        dome = self.new_customer("Dome")
        self.invoice(dome, 1000, None, date=self.days(-7), terms=discount)
        self.strategy.write({"days_before_due": 5})
        self.assertEqual(self.collected(dome), 0, "due in 23 days")
        self.strategy.by_discount_date = True
        self.assertEqual(self.collected(dome), 1000, "the discount ends in 3 days")
        self.strategy.days_before_due = 2
        self.assertEqual(self.collected(dome), 0)
        self.refresh(key_date=self.days(4))
        self.assertEqual(self.account_of(dome).to_collect, 0, "the discount is over: the due date counts again")
        self.refresh(key_date=self.days(21))
        self.assertEqual(self.account_of(dome).to_collect, 1000, "due in 2 days")

    def test_a_blocked_invoice_is_not_to_be_collected(self):
        dome = self.new_customer("Dome")
        invoice = self.invoice(dome, 1000, self.days(-20))
        self.assertEqual(self.collected(dome), 1000)
        invoice.action_toggle_block_payment()
        self.assertEqual(self.collected(dome), 0)
        self.assertEqual(self.account_of(dome).held, 1000)
