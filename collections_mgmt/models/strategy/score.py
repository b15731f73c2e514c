from odoo import api, fields, models

from ...calc import ladder, valuation
from ..foundation.unchecked_reference import UncheckedReference

PRIORITIES = [("high", "High"), ("medium", "Medium"), ("low", "Low")]


class Reasons(fields.Json):
    """What brought points; a sheet that is exported says it in words."""

    def convert_to_export(self, value, record):
        return ", ".join(f"{reason['name']} +{reason['points']}" for reason in value or ())


class CollectionsScore(models.AbstractModel):
    """What a strategy version says of an account, with the reasons: which rules held, and their points."""

    _name = "collections.score"
    _description = "Score"

    version_id = UncheckedReference("collections.strategy.version", readonly=True)
    rule_mask = fields.Char(readonly=True, help="One 1 or 0 for each rule of the version, in sequence.")
    points = fields.Integer(readonly=True, aggregator="avg")
    valuation = fields.Float(
        string="Valuation %", digits=(5, 2), readonly=True, aggregator="avg", help="Points in percent of the maximum."
    )
    priority = fields.Selection(PRIORITIES, readonly=True, group_expand=True)
    boosted = fields.Boolean(readonly=True, help="High and first because the supervisor says so, not the rules.")
    override_id = UncheckedReference("collections.priority.override", string="Boosted or Parked by", readonly=True)
    reasons = Reasons(compute="_compute_reasons", help="What brought points, most points first.")
    explanation = fields.Json(compute="_compute_explanation", string="Why")

    @api.depends("version_id", "rule_mask", "boosted")
    @api.depends_context("lang")
    def _compute_reasons(self):
        by_rules = {}  # of a list many score alike
        for record in self:
            outcome = record.version_id, record.rule_mask
            if outcome not in by_rules:
                rows = record._explained()
                by_rules[outcome] = [record._with_steps(reason, rows) for reason in record._ladders(rows)]
            record.reasons = record._boost_reason() + by_rules[outcome]

    @api.depends("version_id", "rule_mask", "priority", "points", "valuation", "boosted")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for record in self:
            record.explanation = record._explain()

    def _ladders(self, rows):
        """What brought points, rules with rising limits as one: its highest step, with the points of all of them.

        :param rows: those of ``_explained``
        :return: list of dicts ``name``, ``points`` and ``steps``, the places of its rules in ``rows``
        """
        if not rows:
            return []
        domains = [rule["domain"] for rule in self.version_id.sudo().content["rules"]]
        counted = [number for number, row in enumerate(rows) if row.counted and row.points > 0]
        return [
            {"name": reason.name, "points": reason.points, "steps": [counted[step] for step in reason.steps]}
            for reason in ladder.reasons((rows[n].name, rows[n].points, domains[n]) for n in counted)
        ]

    @api.model
    def _with_steps(self, reason, rows):
        """A reason for a row of a list, where its rules stand nowhere else: with the steps it sums up, if any."""
        steps = [{"name": rows[n].name, "points": rows[n].points} for n in reason["steps"]]
        told = {"name": reason["name"], "points": reason["points"]}
        return {**told, "steps": steps} if len(steps) > 1 else told

    def _boost_reason(self):
        """Comes before all reasons of the rules, without points."""
        if not self.boosted:
            return []
        reason = self.override_id.sudo().reason
        name = self.env._("Boosted: %s", reason) if reason else self.env._("Boosted")
        return [{"name": name, "points": 0, "boosted": True}]

    def _explained(self):
        """Rows of ``calc.valuation.explain``; none while not valued."""
        self.ensure_one()
        version = self.version_id.sudo()
        if not version or self.rule_mask is False:
            return []
        return valuation.explain(version._as_strategy(), self.rule_mask)

    def _explain(self):
        """All that is needed to show why the account has its priority, or is on no list."""
        self.ensure_one()
        version = self.version_id.sudo()
        if not version:
            return False
        content = version.content
        comments = [version._text(rule["comment"]) for rule in content["rules"]]
        rows = self._explained()
        return {
            "strategy": version._text(content["name"]),
            "key_date": fields.Date.to_string(self._score_date()) or False,
            "points": self.points,
            "maximum": content["maximum"],
            "percent": self.valuation,
            "priority": self.priority or False,
            "boosted": self.boosted,
            "rule_priority": self._rule_priority() or False,
            "high": content["high"],
            "medium": content["medium"],
            "verdict": self._verdict(),
            "verdict_text": self._verdict_text(),
            "rules": [
                {
                    "name": row.name,
                    "points": row.points,
                    "satisfied": row.satisfied,
                    "leave": row.leave,
                    "counted": row.counted,
                    "comment": comment,
                }
                for row, comment in zip(rows, comments, strict=True)
            ],
            "ladders": [reason for reason in self._ladders(rows) if len(reason["steps"]) > 1],
        }

    def _score_date(self):
        """The key date of the score."""
        return self.key_date

    def _verdict(self):
        """Key of what the valuation led to."""
        return "listed"

    def _rule_priority(self):
        """The priority by the rules alone."""
        version = self.version_id.sudo()
        if not version or self.rule_mask is False:
            return None
        return valuation.value(version._as_strategy(), self.rule_mask).priority

    def _verdict_text(self):
        """The verdict in a sentence."""
        if self.boosted:
            return self._boosted_text()
        return self.env._("On the list with %s priority.", self._priority_label(self.priority).lower())

    def _boosted_text(self):
        decided = self.override_id.sudo()
        by_rules = self._priority_label(self._rule_priority()).lower() or self.env._("none")
        return self.env._(
            "High because boosted by %(who)s until %(until)s: %(reason)s. "
            "By the rules alone: %(priority)s, %(percent)s %%.",
            who=decided.given_by_id.name,
            until=decided._until(),
            reason=decided.reason,
            priority=by_rules,
            percent=f"{self.valuation:.1f}".removesuffix(".0"),
        )

    def _priority_label(self, priority):
        return dict(self._fields["priority"]._description_selection(self.env)).get(priority, "")
