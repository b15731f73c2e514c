from odoo import models


class CollectionsAgreement(models.AbstractModel):
    _inherit = "collections.agreement"

    def _tell_refused(self, reason=None):
        """Nothing is agreed with these customers: who was done with them today has them on the list again."""
        result = super()._tell_refused(reason)
        given = {(agreement.account_id, agreement.given_by_id) for agreement in self}
        items = self.env["collections.worklist.item"].sudo()
        done = items.search(
            [("account_id", "in", self.account_id.ids), ("state", "=", "completed"), ("in_use", "=", True)]
        )
        done.filtered(
            lambda item: (item.account_id, item.completed_by_id) in given and not item._is_earlier()
        ).action_reopen()
        return result
