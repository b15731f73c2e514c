from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CollectionsPromiseLine(models.Model):
    """Part of a promise. Grain: one open item in one promise, with the amount promised of it, in its currency."""

    _name = "collections.promise.line"
    _description = "Promised Item"
    _inherit = "collections.item.reference"
    _order = "item_due_date, id"
    _rec_name = "item_name"

    promise_id = fields.Many2one("collections.promise", required=True, index=True, ondelete="cascade")
    account_id = fields.Many2one(related="promise_id.account_id", store=True, index=True)
    currency_id = fields.Many2one(related="promise_id.currency_id")
    date = fields.Date(related="promise_id.date")
    state = fields.Selection(related="promise_id.state")
    fulfilment = fields.Selection(related="promise_id.fulfilment")
    amount = fields.Monetary(string="Promised", required=True, readonly=True)
    level = fields.Integer(readonly=True, required=True, default=1, aggregator="max")
    settled_before = fields.Monetary(readonly=True, help="What was settled of the item when it was promised.")
    rate = fields.Float(readonly=True, digits=0, help="Company currency per unit, as the item was booked.")
    paid = fields.Monetary(readonly=True, default=0, required=True)
    credited = fields.Monetary(readonly=True, default=0, required=True)
    late = fields.Monetary(string="Settled Late", readonly=True, default=0, required=True)
    disputed = fields.Monetary(readonly=True, default=0, help="Not to be chased, therefore not expected meanwhile.")
    replaced_by_id = fields.Many2one("collections.promise", readonly=True, index="btree_not_null", ondelete="set null")
    replaced_on = fields.Date(readonly=True)

    _item_once = models.UniqueIndex("(promise_id, line_id)", "An item stands once in a promise.")

    def _item_vals(self, vals):
        line = self.env["account.move.line"].browse(vals.get("line_id"))
        residual = line.amount_residual_currency
        rate = line.amount_residual / residual if residual else 1
        return {**super()._item_vals(vals), "settled_before": line.amount_currency - residual, "rate": rate}

    @api.constrains("amount")
    def _check_amount(self):
        for line in self:
            if line.currency_id.compare_amounts(line.amount, 0) <= 0:
                raise ValidationError(
                    self.env._("“%s”: a promised amount must be greater than zero.", line.item_name or "")
                )
