from odoo import fields, models


class CollectionsGroup(models.Model):
    _inherit = "collections.group"

    strategy_id = fields.Many2one(
        "collections.strategy",
        required=True,
        tracking=True,
        index=True,
        ondelete="restrict",
        help="Values all customers of the group alike. An account may carry its own strategy instead.",
    )
