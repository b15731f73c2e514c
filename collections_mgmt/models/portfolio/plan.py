from odoo import models


class CollectionsPlan(models.Model):
    _inherit = "collections.plan"

    def _free_of(self, items):
        """What nothing covers, as of the day of the figures of the customer; credits are not paid in instalments."""
        found = self.env["collections.item"].sudo().search_fetch([("id", "in", items.ids)], ["free_currency"])
        found.invalidate_recordset(["free_currency"])
        return {item.id: item.free_currency for item in found}
