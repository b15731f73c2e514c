from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    collections_override_days = fields.Integer(
        string="Boost and Park up to (days)",
        default=30,
        required=True,
        help="How many days ahead the boosting or parking of a customer may last.",
    )

    _collections_override_days_positive = models.Constraint(
        "CHECK(collections_override_days BETWEEN 1 AND 365)", "Boosting and parking must end within 1 to 365 days."
    )

    @api.model
    def _collected_models(self):
        return [*super()._collected_models(), "collections.strategy"]


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collections_override_days = fields.Integer(related="company_id.root_id.collections_override_days", readonly=False)
