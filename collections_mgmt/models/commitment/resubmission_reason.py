from odoo import fields, models


class CollectionsResubmissionReason(models.Model):
    """Why somebody wants to look at a customer again. Grain: one reason to choose from."""

    _name = "collections.resubmission.reason"
    _description = "Reason for a Resubmission"
    _inherit = ["collections.referred", "collections.in.use"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, help="When to use it.")
