from decimal import Decimal
from itertools import chain

from odoo import api, fields, models
from odoo.tools import SQL

from ...calc import valuation
from ...queries.domain_mask import domain_masks
from ..foundation import bulk, prepared
from ..foundation.unchecked_reference import UncheckedReference

VERDICTS = [
    ("listed", "To be listed"),
    ("exit", "Left out by an exit rule"),
    ("hold", "On hold"),
    ("parked", "Parked by the supervisor"),
    ("waiting", "No contact before a day"),
    ("no_points", "No rule applies"),
    ("minimum", "Below the minimum"),
    ("nothing", "Nothing to collect"),
    ("paid", "Paid"),
    ("no_group", "No group collects here"),
    ("no_profile", "Takes no part"),
    ("archived", "Archived"),
]

DECIDED = ("hold", "parked", "waiting")  # by people, whatever the rules say
LOOK_AGAIN = "medium"  # priority of who is to be looked at again and gets no points


class CollectionsAccount(models.Model):
    """The score of the account: SQL gathers, the domain engine judges, Python decides (B2-B6)."""

    _name = "collections.account"
    _inherit = ["collections.account", "collections.score"]
    _order = "valuation desc, to_collect desc, id"

    strategy_override_id = fields.Many2one(
        "collections.strategy",
        string="Own Strategy",
        tracking=True,
        index="btree_not_null",
        ondelete="set null",
        help="Overrides the strategy of the group.",
    )
    strategy_id = UncheckedReference("collections.strategy", readonly=True, index=True)
    verdict = fields.Selection(
        VERDICTS, string="List Status", readonly=True, help="Whether a list would hold it, or why not."
    )

    @api.model
    def _derived_fields(self):
        return super()._derived_fields() | {"strategy_id", *self._score_columns()}

    @api.model
    def _assigned_fields(self):
        return super()._assigned_fields() | {"strategy_override_id"}

    @api.constrains("strategy_override_id")
    def _check_strategy_company(self):
        self._check_settings_company()

    @api.model
    def _score_columns(self):
        return ["version_id", "rule_mask", "points", "valuation", "priority", "verdict", "boosted"]

    @api.model
    def _layers(self, company):
        return [*super()._layers(company), self._layer_valuation]

    @api.model
    def _horizon(self):
        strategy = SQL("LEFT JOIN collections_strategy strategy ON strategy.id = account.strategy_id")
        return (
            SQL("COALESCE(strategy.days_before_due, 0)"),
            SQL("COALESCE(strategy.by_discount_date, FALSE)"),
            [strategy],
        )

    @api.model
    def _border_shifts(self, company):
        """A strategy that works ahead is within reach: of a group, or of an account."""
        ahead = SQL(
            """
            EXISTS (SELECT FROM collections_strategy strategy
                     WHERE strategy.active AND strategy.days_before_due > 0
                       AND (EXISTS (SELECT FROM collections_group team
                                     WHERE strategy.id IN (team.strategy_id, team.lower_strategy_id,
                                                           team.upper_strategy_id))
                            OR EXISTS (SELECT FROM collections_account account
                                        WHERE account.strategy_override_id = strategy.id
                                          AND account.company_id = %s)))
            """,
            company.id,
        )
        return [*super()._border_shifts(company), ahead]

    @api.model
    def _rereading(self):
        return [*super()._rereading(), self._layer_valuation]

    # ------------------------------------------------------------------------------------------------------- valuation
    @api.model
    def _layer_valuation(self, company, key_date, source, ids):
        columns = {name: SQL.identifier("valued", name) for name in ("id", *self._score_columns())}
        rows = self._valued(company, key_date, source, ids)
        return columns, SQL("(%s) AS valued LEFT JOIN %s AS account ON account.id = valued.id", rows, source)

    @api.model
    def _write_portion(self, layers, company, key_date, source, ids):
        """Whose row a score is is said by the outcome: to write nothing else, the account is not read once more.

        Of a new day most scores are those of before: what is written is looked up.
        """
        if ids is not None or layers != [self._layer_valuation]:
            return super()._write_portion(layers, company, key_date, source, ids)
        rows = self._valued(company, key_date, source, ids, changed_only=True)
        with bulk.looking_up(self.env.cr):
            return bulk.update_changed(self, self._score_columns(), rows)

    @api.model
    def _valued(self, company, key_date, source, ids, changed_only=False):
        """SQL: id and score columns of each account of ``source``, or of those whose score in it is another.

        One query reads which rules of their strategy hold for whom; each distinct outcome is valued once.
        """
        strategies = self.env["collections.strategy"].sudo()
        compared = self._score_columns() if changed_only else []
        rules, valued = {}, []
        outcomes = self._read_outcomes(company, key_date, source, ids, compared)
        for strategy_id, mask, standing, account_ids, *before in outcomes:
            if strategy_id not in rules:
                rules[strategy_id] = self._rules_in_force(strategies.browse(strategy_id or ()))
            values = self._score_values(*rules[strategy_id], mask, standing)
            if not compared or before != _as_stored(values):
                valued.append((account_ids, *values))
        return self._score_rows(valued)

    @api.model
    def _rules_in_force(self, strategy):
        """The version of ``strategy`` in force, and the same as ``calc.valuation`` wants it; none without points.

        Rules changed one by one can leave a strategy without points: nobody gets any, the run goes on.
        """
        versions = self.env["collections.strategy.version"]
        version = strategy._current_version() if strategy and strategy.maximum > 0 else versions
        return version, version and version._as_strategy()

    @api.model
    def _strategies_in_use(self, source):
        """Strategies of the accounts of ``source``."""
        rows = prepared.query(self.env, SQL("SELECT DISTINCT strategy_id FROM %s AS account", source))
        used = sorted(strategy_id for (strategy_id,) in rows if strategy_id)
        return self.env["collections.strategy"].sudo().browse(used)

    @api.model
    def _read_outcomes(self, company, key_date, source, ids, also=()):
        """Per outcome: (strategy, mask of its rules, standing before any rule, ids of the accounts, columns ``also``).

        The ids are the text of an array: they go back to the database as they came, a hundred thousand or one.
        """
        strategies = self._strategies_in_use(source)
        rules = [tuple(strategy._ordered_rules().mapped("domain")) for strategy in strategies]
        accounts = self.sudo()._asking(company, key_date)
        statement = prepared.kept(
            self.env,
            ("outcomes", company.id, accounts._surroundings(), key_date, repr(source), *strategies.ids, *rules, *also),
            lambda: accounts._outcomes(company, key_date, source, ids, strategies.ids, rules, also),
            lambda: self.env["collections.strategy.rule"]._last(chain(*rules)),
        )
        return prepared.query(self.env, statement)

    @api.model
    def _outcomes(self, company, key_date, source, ids, strategy_ids, rules, also):
        """SQL of the outcomes by strategies and the conditions of their rules.

        Called on the accounts as they are asked.
        """
        related = self._judged_relations(company, key_date, ids)
        as_domain = self.env["collections.strategy.rule"]._as_domain
        query, masks = domain_masks(self, [map(as_domain, each) for each in rules], source, related)
        account = SQL.identifier(self._table)
        mask = (
            SQL(
                "CASE %s.strategy_id %s ELSE '' END",
                account,
                SQL(" ").join(SQL("WHEN %s THEN %s", *pair) for pair in zip(strategy_ids, masks, strict=True)),
            )
            if strategy_ids
            else SQL("''")
        )
        query.add_join("LEFT JOIN", "profile", "collections_profile", SQL("profile.id = %s.profile_id", account))
        query.add_join(
            "LEFT JOIN", "decided", "collections_priority_override", SQL("decided.id = %s.override_id", account)
        )
        standing = SQL(
            """CASE WHEN %(account)s.active IS NOT TRUE THEN 'archived'
                    WHEN %(account)s.profile_id IS NULL THEN 'no_profile'
                    WHEN %(account)s.group_id IS NULL OR %(account)s.strategy_id IS NULL THEN 'no_group'
                    WHEN %(account)s.to_collect <= 0 AND COALESCE(%(account)s.item_count, 0) = 0
                         AND %(account)s.resubmission_due IS NOT TRUE THEN 'paid'
                    WHEN %(account)s.hold_id IS NOT NULL THEN 'hold'
                    WHEN decided.kind = 'park' THEN 'parked'
                    WHEN %(account)s.no_contact_until IS NOT NULL THEN 'waiting'
                    WHEN decided.kind = 'boost' AND %(account)s.to_collect > 0 THEN 'boosted'
                    WHEN %(account)s.resubmission_due THEN 'due'
                    WHEN %(account)s.to_collect <= 0 THEN 'nothing'
                    WHEN %(account)s.to_collect < profile.minimum_amount THEN 'minimum'
                    ELSE 'listed' END""",
            account=account,
        )
        outcomes = query.select(
            SQL("%s.id", account),
            SQL("%s.strategy_id", account),
            SQL("%s AS mask", mask),
            SQL("%s AS standing", standing),
            *(SQL.identifier(self._table, name) for name in also),
        )
        names = SQL(", ").join(map(SQL.identifier, ("strategy_id", "mask", "standing")))
        also = SQL().join(SQL(", %s", SQL.identifier(name)) for name in also)
        return SQL(
            "SELECT %(names)s, ARRAY_AGG(id)::text %(also)s FROM (%(outcomes)s) AS outcome GROUP BY %(names)s %(also)s",
            names=names,
            also=also,
            outcomes=outcomes,
        )

    @api.model
    def _score_rows(self, valued):
        """SQL: the score columns of each account, from rows (ids of accounts, values of ``_score_columns``)."""
        columns = SQL(", ").join(map(SQL.identifier, self._score_columns()))
        if not valued:
            return SQL("SELECT id, %s FROM %s WHERE FALSE", columns, SQL.identifier(self._table))
        values = [SQL("(%s::int[], %s::int, %s, %s, %s::numeric, %s::varchar, %s, %s)", *row) for row in valued]
        return SQL(
            "SELECT UNNEST(ids) AS id, %(columns)s FROM (VALUES %(values)s) AS valued(ids, %(columns)s)",
            columns=columns,
            values=SQL(", ").join(values),
        )

    @api.model
    def _score_values(self, version, rules, mask, standing):
        """Values of ``_score_columns`` for one outcome; what people decided goes before what the rules say.

        :param rules: ``version`` as ``calc.valuation`` wants it
        """
        boosted = standing == "boosted"
        if not version or standing in ("archived", "no_profile", "no_group"):
            verdict = {"listed": "no_points", "boosted": "listed", "due": "listed"}.get(standing, standing)
            priority = {"boosted": "high", "due": LOOK_AGAIN}.get(standing)
            return None, None, 0, 0, priority, verdict, boosted
        scored = valuation.value(rules, mask)
        verdict, priority = standing, scored.priority
        if boosted:
            verdict, priority = "listed", "high"
        elif standing == "due":
            verdict, priority = "listed", scored.priority or LOOK_AGAIN
        elif standing in DECIDED:
            pass
        elif scored.exit_rule is not None:
            verdict = "exit"
        elif standing == "listed" and not priority:
            verdict = "no_points"
        return version.id, mask, scored.points, scored.percent, priority, verdict, boosted

    # ----------------------------------------------------------------------------------------------------- explanation
    @api.depends("verdict", "resubmission_due")
    def _compute_explanation(self):
        return super()._compute_explanation()

    def _verdict(self):
        return self.verdict or "no_group"

    def _verdict_text(self):
        self.ensure_one()
        texts = {
            "hold": self.env._("On no list. %s.", self.hold_id._sentence()) if self.hold_id else "",
            "parked": self.env._("On no list. %s.", self.override_id._sentence()) if self.override_id else "",
            "waiting": self.env._("On no list. %s.", self.resubmission_id._sentence()) if self.resubmission_id else "",
            "listed": self._looked_again_text(),
            "exit": self.env._("On no list: the exit rule “%s” applies.", self._exit_rule_name()),
            "no_points": self.env._("On no list: no rule of the strategy gives points."),
            "minimum": self.env._("On no list: less to collect than the minimum of the profile."),
            "nothing": self._nothing_text(),
            "paid": self.env._("On no list: already paid, nothing is open."),
            "no_group": self.env._("On no list: no group with a strategy collects from this customer."),
            "no_profile": self._no_profile_text(),
            "archived": self.env._("On no list: the account is archived."),
        }
        return texts.get(self.verdict) or super()._verdict_text()

    def _boost_reason(self):
        return super()._boost_reason() + self._resubmission_reason()

    def _resubmission_reason(self):
        """Why the customer is on the list beside the rules: somebody wanted to look again."""
        if not self.resubmission_due or self.boosted:
            return []
        resubmission = self.resubmission_id.sudo()
        about = resubmission.reason_id.name or self.env._("look again")
        name = self.env._("Callback %s", resubmission._clock()) if resubmission.call_at else about
        return [{"name": name, "points": 0, "boosted": True, "icon": "fa-bell-o"}]

    def _looked_again_text(self):
        """Empty unless somebody wanted to look again today."""
        if not self.resubmission_due or self.boosted:
            return ""
        return self.env._(
            "On the list with %(priority)s priority. %(resubmission)s.",
            priority=self._priority_label(self.priority).lower(),
            resubmission=self.resubmission_id._sentence(),
        )

    def _no_profile_text(self):
        """Outside of the days on which he takes part, or without a profile."""
        if dates := self._validity_sentence():
            return self.env._("On no list: %s.", dates)
        return self.env._("On no list: without a profile the customer takes no part.")

    def _nothing_text(self):
        """Nothing is overdue, or what is overdue is covered."""
        if self.overdue:
            return self.env._("On no list: what is overdue is covered, nothing to collect now.")
        return self.env._("On no list: nothing is overdue, nothing to collect now.")

    def _exit_rule_name(self):
        return next((row.name for row in self._explained() if row.leave and row.satisfied), "")


def _as_stored(values):
    """Values of a score as PostgreSQL gives them: a percentage is a float."""
    return [float(value) if isinstance(value, Decimal) else value for value in values]


class CollectionsAccountDomain(models.AbstractModel):
    _inherit = "collections.account.domain"

    @api.model
    def _judged_later(self):
        return super()._judged_later() | set(self.env["collections.account"]._score_columns())


class CollectionsSegment(models.Model):
    _inherit = "collections.segment"

    @api.model
    def _classified(self):
        return super()._classified() | {"strategy_id"}
