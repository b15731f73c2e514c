from odoo import fields, models


class CollectionsPromiseWithdraw(models.TransientModel):
    """Asks why a promise no longer stands (F8). Grain: one promise."""

    _name = "collections.promise.withdraw"
    _description = "Withdraw a Promise"

    promise_id = fields.Many2one("collections.promise", required=True, readonly=True, ondelete="cascade")
    because = fields.Selection(
        selection=lambda self: self.env["collections.promise"]._fields["withdrawn_because"].selection, required=True
    )
    note = fields.Char()

    def action_withdraw(self):
        """Withdraw it: its items are free again."""
        self.ensure_one()
        self.promise_id._withdraw(self.because, self.note)
        return {"type": "ir.actions.act_window_close"}
