from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    collections_sending = fields.Boolean(
        string="Send to Customers",
        help="Off: nothing of collections is ever sent to a customer.",
    )

    @api.model
    def _collected_models(self):
        return [*super()._collected_models(), "collections.plan.type"]


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collections_sending = fields.Boolean(related="company_id.root_id.collections_sending", readonly=False)
