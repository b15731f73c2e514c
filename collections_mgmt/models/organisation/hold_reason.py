from odoo import fields, models


class CollectionsHoldReason(models.Model):
    """Why somebody is not chased for a while. Grain: one reason to choose from."""

    _name = "collections.hold.reason"
    _description = "Reason for a Hold"
    _inherit = ["collections.in.use"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, help="When to use it.")
