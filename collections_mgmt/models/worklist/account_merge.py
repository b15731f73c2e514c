from odoo import models


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _merge_into(self, kept):
        """Work-list items move along; where both stood on one list, the kept account's item stays."""
        items = self.env["collections.worklist.item"]
        taken = items.search([("account_id", "=", kept.id)]).run_id
        moving = items.search([("account_id", "in", self.ids)])
        for run_items in moving.grouped("run_id").values():
            if run_items.run_id in taken:
                run_items.unlink()
            else:
                run_items[1:].unlink()
                run_items[:1].write({"account_id": kept.id})
        return super()._merge_into(kept)
