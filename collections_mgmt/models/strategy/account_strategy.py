from odoo import api, fields, models
from odoo.tools import SQL, formatLang


class CollectionsAccount(models.Model):
    """Which strategy values the account: its own, else that of its group, by what is overdue (B13)."""

    _inherit = "collections.account"

    strategy_reason = fields.Char(compute="_compute_strategy_reason", string="Why this Strategy")

    @api.model
    def _classification(self):
        return {**super()._classification(), "strategy_id": SQL("strategy.id")}

    @api.model
    def _team_joins(self):
        """``strategy``: that of the account, else that of the group by its thresholds; none when it is archived."""
        by_amount = SQL(
            """
            LEFT JOIN collections_strategy by_amount
              ON by_amount.active
             AND by_amount.id = CASE WHEN account.overdue >= team.upper_amount THEN team.upper_strategy_id
                                     WHEN account.overdue < team.lower_amount THEN team.lower_strategy_id END
            """
        )
        strategy = SQL(
            """
            LEFT JOIN collections_strategy strategy
              ON strategy.active
             AND strategy.id = COALESCE(account.strategy_override_id, by_amount.id, team.strategy_id)
            """
        )
        return [*super()._team_joins(), by_amount, strategy]

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
