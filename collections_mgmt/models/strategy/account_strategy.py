from odoo import api, fields, models
from odoo.tools import SQL, formatLang


class CollectionsAccount(models.Model):
    """Which strategy values the account: its own, else that of its group, by what is overdue (B13)."""

    _inherit = "collections.account"

    strategy_reason = fields.Char(compute="_compute_strategy_reason", string="Why this Strategy")

    @api.model
    def _strategy_of_team(self):
        """SQL over ``account`` and ``team``: the strategy of the group, by its thresholds."""
        return SQL(
            """
            COALESCE((SELECT id FROM collections_strategy
                       WHERE active AND id = CASE WHEN account.overdue >= team.upper_amount THEN team.upper_strategy_id
                                                  WHEN account.overdue < team.lower_amount THEN team.lower_strategy_id
                                                  END),
                     team.strategy_id)
            """
        )

    @api.depends("strategy_id", "strategy_override_id", "group_id", "overdue")
    @api.depends_context("lang")
    def _compute_strategy_reason(self):
        for account in self:
            account.strategy_reason = account._why_strategy()

    def _why_strategy(self):
        group, strategy = self.group_id.sudo(), self.strategy_id
        if not strategy:
            return False
        if self.strategy_override_id == strategy:
            return self.env._("Set for this customer")
        values = {"group": group.name}
        if strategy == group.strategy_id:
            return self.env._("Strategy of %(group)s", **values)
        if strategy == group.lower_strategy_id:
            values["amount"] = formatLang(self.env, group.lower_amount, currency_obj=self.currency_id)
            return self.env._("%(group)s: less than %(amount)s overdue", **values)
        if strategy == group.upper_strategy_id:
            values["amount"] = formatLang(self.env, group.upper_amount, currency_obj=self.currency_id)
            return self.env._("%(group)s: %(amount)s or more overdue", **values)
        return False
