from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CollectionsPlanItem(models.Model):
    """Part of a plan. Grain: one open item in one plan, with what of it is paid in instalments, in its currency."""

    _name = "collections.plan.item"
    _description = "Item of an Instalment Plan"
    _inherit = "collections.item.reference"
    _order = "item_due_date, id"
    _rec_name = "item_name"

    plan_id = fields.Many2one("collections.plan", required=True, index=True, ondelete="cascade")
    account_id = fields.Many2one(related="plan_id.account_id", store=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    state = fields.Selection(related="plan_id.state")
    amount = fields.Monetary(string="In the Plan", required=True, readonly=True)
    payments_before = fields.Monetary(readonly=True, help="What was paid of the item when the plan came in force.")
    paid = fields.Monetary(readonly=True, default=0, required=True)
    credited = fields.Monetary(readonly=True, default=0, required=True)
    disputed = fields.Monetary(readonly=True, default=0, help="Not expected while it is disputed.")
    is_interest = fields.Boolean(string="Interest", readonly=True, help="The debit note of the interest of this plan.")

    _item_once = models.UniqueIndex("(plan_id, line_id)", "An item stands once in a plan.")

    @api.constrains("amount")
    def _check_amount(self):
        for item in self:
            if item.currency_id.compare_amounts(item.amount, 0) <= 0:
                raise ValidationError(
                    self.env._("“%s”: what is paid in instalments must be greater than zero.", item.item_name or "")
                )
