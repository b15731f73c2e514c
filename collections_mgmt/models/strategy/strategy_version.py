import hashlib
import json

from odoo import api, fields, models
from odoo.tools import format_datetime, ormcache

from ...calc import valuation


class CollectionsStrategyVersion(models.Model):
    """What a strategy said when it was used (B8). Grain: one distinct content of one strategy; never changed.

    Scores and work-list items refer to it, so that an old list is explained by the rules of its day.
    """

    _name = "collections.strategy.version"
    _description = "Strategy Version"
    _order = "id desc"

    strategy_id = fields.Many2one("collections.strategy", required=True, index=True, ondelete="restrict", readonly=True)
    digest = fields.Char(required=True, readonly=True)
    content = fields.Json(required=True, readonly=True)
    rule_text = fields.Text(string="Rules", compute="_compute_rule_text")

    _content_once = models.UniqueIndex("(strategy_id, digest)", "This version exists.")

    @api.depends("strategy_id", "create_date")
    def _compute_display_name(self):
        for version in self:
            day = fields.Date.to_string(version.create_date or fields.Date.context_today(self))
            version.display_name = self.env._(
                "%(name)s, version of %(day)s", name=version._text(version.content["name"]), day=day
            )

    @api.depends("content")
    def _compute_rule_text(self):
        for version in self:
            version.rule_text = "\n".join(version._rule_line(rule) for rule in version.content["rules"])

    def _rule_line(self, rule):
        points = self.env._("Exit") if rule["leave"] else format(rule["points"], "+d")
        return f"{points}  {self._text(rule['name'])}"

    @api.model
    def _find_or_create(self, strategy, content, known):
        """:param known: dict digest -> id of the versions of ``strategy``"""
        digest, versions = self._digest(content), self.sudo()
        if digest in known:
            return versions.browse(known[digest])
        return versions.create({"strategy_id": strategy.id, "digest": digest, "content": content})

    @api.model
    def _digest(self, content):
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @ormcache("self.id", "self.env.lang")
    def _as_strategy(self):
        """This version, which never changes, as ``calc.valuation`` wants it."""
        self.ensure_one()
        content = self.content
        rules = tuple(
            valuation.Rule(rule["key"], self._text(rule["name"]), rule["points"], rule["leave"])
            for rule in content["rules"]
        )
        return valuation.Strategy(content["maximum"], content["high"], content["medium"], rules)

    def _since_text(self):
        """Since when its words are in use."""
        return self.env._("In its version of %s.", self._moment_text())

    def _moment_text(self):
        """What tells a version from others of the same day: the moment it was first used."""
        return format_datetime(self.env, self.create_date or fields.Datetime.now(), dt_format="short")

    def _text(self, translations):
        """A text of the content in the user's language."""
        return translations.get(self.env.lang) or translations.get("en_US") or ""
