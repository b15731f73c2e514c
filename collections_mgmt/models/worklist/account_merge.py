from odoo import models

# how far the work on an item has come
PROGRESS = ("superseded", "planned", "open", "in_progress", "completed")


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _merge_into(self, kept):
        """Work-list items move along; where several stood on one list, the one furthest along stays."""
        items = self.env["collections.worklist.item"].search([("account_id", "in", (self | kept).ids)])
        for on_one_list in items.grouped("run_id").values():
            *dropped, stays = on_one_list.sorted(
                lambda item: (PROGRESS.index(item.state), item.account_id == kept, item.id)
            )
            items.browse(item.id for item in dropped).unlink()
            stays.account_id = kept
        return super()._merge_into(kept)
