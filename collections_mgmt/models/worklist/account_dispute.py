from odoo import models


class CollectionsAccount(models.Model):
    """Who has the customer on his list looks after his disputes."""

    _inherit = "collections.account"

    def _looked_after_by(self):
        items = self.sudo().worklist_item_ids
        listed = items.filtered(lambda item: item.state in ("open", "in_progress", "completed")).sorted("id")
        return listed[-1:].specialist_id.filtered("active") or super()._looked_after_by()
