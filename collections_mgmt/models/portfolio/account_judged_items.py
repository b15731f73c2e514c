from odoo import api, models


class CollectionsAccount(models.Model):
    """Conditions over open items ("any older than 90 days and above 10,000"): their rows are read once for them all."""

    _inherit = "collections.account"

    @api.model
    def _judged_relations(self, company, key_date, ids):
        def items():
            scope = self._scope_of(company, ids)
            return self.env["collections.item"]._open_items(key_date, scope.receivable())

        return {**super()._judged_relations(company, key_date, ids), "item_ids": items}
