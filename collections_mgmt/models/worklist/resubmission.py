from odoo import fields, models
from odoo.fields import Domain


class CollectionsWorklistItem(models.Model):
    """Who wanted to look again sees it on the list, and looked again when he is done with the customer."""

    _inherit = "collections.worklist.item"

    callback_at = fields.Datetime(related="account_id.callback_at", string="Call At")
    resubmission_due = fields.Boolean(related="account_id.resubmission_due")

    def _move_to(self, target, sources, **values):
        moved = super()._move_to(target, sources, **values)
        resubmissions = self.env["collections.resubmission"].sudo()
        if target == "completed":
            resubmissions.search(moved._due_resubmissions())._close("done", "worked")
        elif target == "open":
            moved._undo_looked_again()
        return moved

    def _due_resubmissions(self):
        """Those the work on these items settles; a callback agreed for later today is still to come."""
        now = Domain("call_at", "=", False) | Domain("call_at", "<=", fields.Datetime.now())
        due = Domain.OR(
            Domain("account_id", "=", item.account_id.id) & Domain("date", "<=", item.account_id._last_key_date())
            for item in self
        )
        return Domain("state", "=", "open") & now & due

    def _undo_looked_again(self):
        """Back on the list: what was looked at again by this work is open again."""
        closed = (
            self.env["collections.resubmission"]
            .sudo()
            .search(
                [
                    ("account_id", "in", self.account_id.ids),
                    ("state", "=", "done"),
                    ("closed_because", "=", "worked"),
                    ("closed_on", "=", fields.Date.context_today(self)),
                ]
            )
        )
        closed._reopen()

    def _boost_reason(self):
        return super()._boost_reason() + self.account_id.sudo()._resubmission_reason()
