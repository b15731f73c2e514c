from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CollectionsGroup(models.Model):
    """One strategy for all customers of the group; another one below and above a threshold, if wanted (B13)."""

    _inherit = "collections.group"

    strategy_id = fields.Many2one(
        "collections.strategy",
        required=True,
        tracking=True,
        index=True,
        ondelete="restrict",
        help="Values all customers of the group alike. An account may carry its own strategy instead.",
    )
    lower_strategy_id = fields.Many2one(
        "collections.strategy",
        string="Strategy for Small Amounts",
        tracking=True,
        ondelete="restrict",
        help="For customers with less overdue than the lower threshold. Empty: the strategy of the group.",
    )
    lower_amount = fields.Monetary(
        string="Lower Threshold", tracking=True, help="Overdue in company currency below which an amount is small."
    )
    upper_strategy_id = fields.Many2one(
        "collections.strategy",
        string="Strategy for Large Amounts",
        tracking=True,
        ondelete="restrict",
        help="For customers with the upper threshold or more overdue. Empty: the strategy of the group.",
    )
    upper_amount = fields.Monetary(
        string="Upper Threshold", tracking=True, help="Overdue in company currency from which on an amount is large."
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for group in self:
            group.currency_id = (group.company_id or self.env.company).currency_id

    @api.constrains("lower_strategy_id", "lower_amount", "upper_strategy_id", "upper_amount")
    def _check_thresholds(self):
        for group in self:
            if group.lower_strategy_id and group.lower_amount <= 0:
                raise ValidationError(self.env._("“%s”: enter the amount below which an amount is small.", group.name))
            if group.upper_strategy_id and group.upper_amount <= 0:
                raise ValidationError(self.env._("“%s”: enter the amount from which an amount is large.", group.name))
            if group.lower_strategy_id and group.upper_strategy_id and group.lower_amount > group.upper_amount:
                raise ValidationError(self.env._("“%s”: the lower threshold is above the upper one.", group.name))
