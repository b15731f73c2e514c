from odoo import models


class CollectionsAgreement(models.AbstractModel):
    _inherit = "collections.agreement"

    def _tell_refused(self, reason=None):
        """Nothing is agreed with these customers: who was done with them today has them on the list again."""
        result = super()._tell_refused(reason)
        items = self.env["collections.worklist.item"].sudo()
        for agreement in self:
            done = items.search(
                [
                    ("account_id", "=", agreement.account_id.id),
                    ("state", "=", "completed"),
                    ("in_use", "=", True),
                    ("completed_by_id", "=", agreement.given_by_id.id),
                ]
            )
            done.filtered(lambda item: not item._is_earlier()).action_reopen()
        return result
