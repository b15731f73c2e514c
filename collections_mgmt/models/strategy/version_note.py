from odoo import models
from odoo.tools import SQL, format_datetime


class CollectionsStrategyVersion(models.Model):
    """Which version something was judged by, and which is in force now: said where the two differ."""

    _inherit = "collections.strategy.version"

    def _note(self):
        """For whoever sees a score of this version: a sentence when another one is in force, else False."""
        self.ensure_one()
        if self._is_untouched() or self.in_force:
            return False
        values = {"used": self._moment_text(), "now": self._in_force_text()}
        return self.env._(
            "By the version of %(used)s, like the list made with it. In force now is the version of %(now)s: "
            "the next list, and “Why (Not)?”, go by it.",
            **values,
        )

    def _is_untouched(self):
        """Nothing of the strategy was written since: one statement, where comparing all it says takes several."""
        strategy = self.strategy_id
        strategy.flush_model(["write_date"])
        self.env["collections.strategy.rule"].flush_model(["write_date", "active", "strategy_id"])
        [(untouched,)] = self.env.execute_query(
            SQL(
                """
                SELECT strategy.write_date < %(used)s
                       AND COUNT(rule.id) FILTER (WHERE rule.active) = %(count)s
                       AND COALESCE(MAX(rule.write_date) < %(used)s, TRUE)
                  FROM collections_strategy strategy
                  LEFT JOIN collections_strategy_rule rule ON rule.strategy_id = strategy.id
                 WHERE strategy.id = %(strategy)s
                 GROUP BY strategy.id
                """,
                used=self.create_date,
                count=len(self.content["rules"]),
                strategy=strategy.id,
            )
        )
        return untouched

    def _in_force_text(self):
        """Since when the strategy says what it says now. Looking makes no version."""
        strategy = self.strategy_id
        digest = self._digest(strategy._content())
        current = self.search([("strategy_id", "=", strategy.id), ("digest", "=", digest)], limit=1)
        if current:
            return current._moment_text()
        written = [record.write_date for record in (strategy, *strategy.rule_ids) if record.write_date]
        return format_datetime(self.env, max(written), dt_format="short")


class CollectionsScore(models.AbstractModel):
    _inherit = "collections.score"

    def _explain(self):
        explanation = super()._explain()
        if explanation:
            explanation["version_note"] = self.version_id.sudo()._note()
        return explanation


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _step_strategy(self):
        step = super()._step_strategy()
        if self.version_id and (difference := self._version_difference()):
            step["text"] = f"{step['text']} {difference}"
        return step

    def _version_difference(self):
        """What the list in use went by, when that is not what is judged by here."""
        used = self._origin.version_id.sudo()
        if not used or used == self.version_id:
            return ""
        if used.strategy_id == self.version_id.strategy_id:
            return self.env._(
                "That is the one in force now; the list in use, and the tab “Why”, still go by the version of %s.",
                used._moment_text(),
            )
        return self.env._(
            "That is the one in force now; the list in use, and the tab “Why”, still go by “%(name)s”, "
            "version of %(moment)s.",
            name=used._text(used.content["name"]),
            moment=used._moment_text(),
        )
