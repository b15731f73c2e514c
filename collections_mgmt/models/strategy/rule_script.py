from odoo import api, fields, models
from odoo.tools import format_amount


class CollectionsCondition(models.Model):
    _inherit = "collections.condition"

    script = fields.Text(
        string="Call Script",
        translate=True,
        help="What to say when this brought the customer. {customer}, {amount}, {days} and {me} are filled in.",
    )


class CollectionsStrategyRule(models.Model):
    """What to say to a customer whom this rule brought; part of the version, like its name."""

    _inherit = "collections.strategy.rule"

    script = fields.Text(
        string="Call Script",
        translate=True,
        help="What to say when this brought the customer. {customer}, {amount}, {days} and {me} are filled in.",
    )

    @api.onchange("condition_id")
    def _onchange_condition_id(self):
        result = super()._onchange_condition_id()
        if self.condition_id:
            self.script = self.condition_id.script
        return result

    @api.model
    def _texts_kept(self):
        return [*super()._texts_kept(), "script"]

    def _content(self, texts):
        content = super()._content(texts)
        return {**content, "script": texts["script"]} if texts["script"] else content


class CollectionsStrategy(models.Model):
    _inherit = "collections.strategy"

    @api.model
    def _give_scripts(self, texts):
        """Call scripts for ready strategies in which nobody wrote one yet.

        :param texts: dict name of a ready strategy -> dict name of a rule -> script
        """
        for xmlid, scripts in texts.items():
            strategy = self.env.ref(f"collections_mgmt.{xmlid}", raise_if_not_found=False)
            rules = strategy.with_context(active_test=False, lang="en_US").rule_ids if strategy else ()
            if any(rule.script for rule in rules):
                continue
            for rule in rules:
                if rule.name in scripts:
                    rule.script = scripts[rule.name]


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _script_text(self):
        """The script of the rule that brought most points and has one, for this customer; empty without."""
        self.ensure_one()
        version = self.version_id.sudo()
        rules = version.content["rules"] if version else []
        brought = [
            (row.points, version._text(rule["script"]))
            for row, rule in zip(self._explained(), rules, strict=False)
            if row.counted and rule.get("script")
        ]
        if not brought:
            return ""
        return self._fill_in(max(brought, key=lambda each: each[0])[1])

    def _amount_said(self):
        """What is to be collected; who owes in other currencies hears what is overdue and free in these."""
        if not self.currency_balances:
            return format_amount(self.env, self.to_collect, self.currency_id)
        domain = [("account_id", "=", self.id), ("days_overdue", ">", 0), ("residual", ">", 0)]
        owed = self.env["collections.item"]._read_group(domain, ["currency_id"], ["free_currency:sum"])
        amounts = [format_amount(self.env, free, currency) for currency, free in owed if not currency.is_zero(free)]
        return " + ".join(amounts) or format_amount(self.env, self.to_collect, self.currency_id)

    def _fill_in(self, text):
        """Plain replacement: a script is text, never code."""
        values = {
            "{customer}": self.display_name or "",
            "{amount}": self._amount_said(),
            "{days}": str(self.oldest_days),
            "{me}": self.env.user.name,
        }
        for name, value in values.items():
            text = text.replace(name, value)
        return text
