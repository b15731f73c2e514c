from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _collected_models(self):
        return [*super()._collected_models(), "collections.import"]
