from odoo import fields, models


class CollectionsCondition(models.Model):
    """A ready condition to build rules from (B7). Grain: one condition with its usual limits and points."""

    _name = "collections.condition"
    _description = "Ready Condition"
    _inherit = "collections.account.domain"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    points = fields.Integer(default=10)
    leave = fields.Boolean(string="Exit")
    description = fields.Text(translate=True, help="What it is good for; becomes the comment of the rule.")
