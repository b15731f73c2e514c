from odoo import api, fields, models
from odoo.exceptions import ValidationError

# what is kept of an open item
SNAPSHOT = ("move_id", "item_name", "item_due_date", "item_amount", "item_currency_id")


class CollectionsItemReference(models.AbstractModel):
    """Something said about one open item. Grain: that of the concrete model, which has an ``account_id``.

    The item is known by its journal item; when that is rebuilt (reset to draft) by its document and due date
    (``queries/item_reference.py``). The snapshot stays when the item is gone; none of it is taken from whoever asks.
    """

    _name = "collections.item.reference"
    _description = "Reference to an Open Item"

    line_id = fields.Many2one(
        "account.move.line", string="Journal Item", readonly=False, index="btree_not_null", ondelete="set null"
    )
    move_id = fields.Many2one(
        "account.move", string="Document", readonly=True, index="btree_not_null", ondelete="set null"
    )
    item_name = fields.Char(string="Number", readonly=True)
    item_due_date = fields.Date(string="Due Date", readonly=True)
    item_amount = fields.Monetary(
        string="Open Then",
        readonly=True,
        currency_field="item_currency_id",
        help="What was open of it when this was said, in its own currency.",
    )
    item_currency_id = fields.Many2one("res.currency", readonly=True)

    payment_reference = fields.Char(compute="_compute_payment_reference", help="What the customer names when he pays.")

    @api.depends("move_id", "item_name")
    def _compute_payment_reference(self):
        for reference in self:
            move = reference.sudo().move_id
            reference.payment_reference = move.payment_reference or move.name or reference.item_name

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, **self._item_vals(vals)} for vals in vals_list])

    def _item_vals(self, vals):
        """A snapshot of the item, which may be rebuilt or deleted."""
        line = self.env["account.move.line"].browse(vals.get("line_id"))
        if not line:
            return dict.fromkeys(("line_id", *SNAPSHOT), False)
        return {
            "move_id": line.move_id.id,
            "item_name": line.move_id.name,
            "item_due_date": line.date_maturity or line.date,
            "item_amount": line.amount_residual_currency,
            "item_currency_id": line.currency_id.id,
        }

    @api.constrains("line_id")
    def _check_item_of_account(self):
        for reference in self.filtered("line_id"):
            line, account = reference.line_id.sudo(), reference.account_id.sudo()
            if (line.partner_id.commercial_partner_id, line.company_id.root_id) != (
                account.partner_id,
                account.company_id,
            ):
                raise ValidationError(
                    self.env._(
                        "“%(item)s” is not an open item of %(customer)s.",
                        item=line.move_id.name,
                        customer=account.display_name,
                    )
                )

    def _matter(self):
        """What identifies the item, also when its journal item is booked anew."""
        return self.line_id or (self.move_id, self.item_due_date)
