from odoo import models


class CollectionsPromise(models.Model):
    _inherit = "collections.promise"

    def _free_of(self, items):
        """What nothing covers, as of the day of the figures of the customer; credits are not promised."""
        found = self.env["collections.item"].sudo().search_fetch([("id", "in", items.ids)], ["free_currency"])
        found.invalidate_recordset(["free_currency"])
        return {item.id: item.free_currency for item in found}
