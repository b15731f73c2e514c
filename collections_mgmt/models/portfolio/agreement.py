from odoo import models


class CollectionsAgreement(models.AbstractModel):
    _inherit = "collections.agreement"

    def _free_of(self, items):
        """What nothing covers, as of the day of the figures of the customer; nothing is agreed on of credits."""
        found = self.env["collections.item"].sudo().search_fetch([("id", "in", items.ids)], ["free_currency"])
        found.invalidate_recordset(["free_currency"])
        return {item.id: item.free_currency for item in found}
