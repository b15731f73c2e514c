import ast

from odoo import api, fields, models
from odoo.tools import SQL

from ...calc import strategy_change


class CollectionsStrategyVersion(models.Model):
    """The history of a strategy: what changed from version to version, and which are still needed (B8)."""

    _inherit = "collections.strategy.version"

    change_text = fields.Text(string="What Changed", compute="_compute_change_text")
    in_force = fields.Boolean(compute="_compute_in_force", help="The strategy says now what this version says.")

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_change_text(self):
        before = self._versions_before()
        for version in self:
            earlier = before.get(version.id)
            version.change_text = version._change_text(earlier.content) if earlier else self.env._("The first version.")

    def _versions_before(self):
        """dict id -> the version of the same strategy used before it."""
        before = {}
        versions = self.search([("strategy_id", "in", self.strategy_id.ids)], order="strategy_id, id")
        for of_strategy in versions.grouped("strategy_id").values():
            before |= dict(zip(of_strategy[1:].ids, of_strategy[:-1], strict=True))
        return before

    def _change_text(self, before):
        lines = [self._change_line(change) for change in strategy_change.compare(before, self.content)]
        return "\n".join(lines) or self.env._("Nothing but the order or identity of rules.")

    def _change_line(self, change):
        rule = self._text(change.rule) if change.rule else ""
        values = {
            "rule": rule,
            "field": self._change_label(change.field),
            "before": self._change_value(change.field, change.before),
            "after": self._change_value(change.field, change.after),
        }
        if change.kind == "setting":
            return self.env._("%(field)s: %(before)s → %(after)s", **values)
        if change.kind == "changed":
            return self.env._("“%(rule)s”, %(field)s: %(before)s → %(after)s", **values)
        if change.kind == "added":
            return self.env._("Added: “%s”", rule)
        if change.kind == "removed":
            return self.env._("Removed: “%s”", rule)
        return self.env._("Rules stand in another order.")

    def _change_label(self, name):
        if not name:
            return ""
        for model in ("collections.strategy", "collections.strategy.rule"):
            if name in self.env[model]._fields:
                return self.env[model].fields_get([name], ["string"])[name]["string"]
        return name

    def _change_value(self, name, value):
        if name == "domain":
            return self.env["collections.account.domain"]._words(ast.literal_eval(value or "[]"))
        if isinstance(value, dict):
            return self._text(value)
        if isinstance(value, bool) or value is None:
            return self.env._("yes") if value else self.env._("no")
        return f"{value:g}" if isinstance(value, float) else str(value)

    def _compute_in_force(self):
        """Without making a version: looking changes nothing."""
        for version in self:
            version.in_force = version.digest == self._digest(version.strategy_id._content())

    # -------------------------------------------------------------------------------------------------------- cleaning
    @api.model
    def _uses(self):
        """SQL of the ids of versions that explain something. Contexts add theirs."""
        self.env["collections.account"].flush_model(["version_id"])
        return [SQL("SELECT version_id FROM collections_account WHERE version_id IS NOT NULL")]

    def _unused(self):
        """Those of these versions that explain nothing any more."""
        return self.search([("id", "in", self.ids), ("id", "in", SQL("(%s)", self._unused_ids()))])

    @api.model
    def _unused_ids(self):
        """SQL of the ids of versions that explain nothing."""
        return SQL(
            "SELECT id FROM collections_strategy_version WHERE id NOT IN (%s)", SQL(" UNION ").join(self._uses())
        )

    @api.autovacuum
    def _gc_unused(self):
        """Versions that no account, list or run refers to go, but for what a strategy says now."""
        limit = 1000
        versions = self.search([("id", "in", SQL("(%s)", self._unused_ids()))], order="id", limit=limit)
        versions.filtered(lambda version: not version.in_force).unlink()
        return len(versions), 0
