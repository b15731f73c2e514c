from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CollectionsPlan(models.Model):
    """Payments that name no document settle the items of the plan in the order that was agreed (G5).

    The instalments are served by what was paid of the items, oldest first; which invoice that settles in accounting is
    another question, and this answers it.
    """

    _inherit = "collections.plan"

    has_payments = fields.Boolean(
        compute="_compute_has_payments", compute_sudo=True, help="Payments of the customer are not allocated yet."
    )

    @api.depends("state", "account_id")
    def _compute_has_payments(self):
        for plan in self:
            plan.has_payments = plan.state in ("active", "defaulted") and bool(plan._open_payments())

    def _open_payments(self):
        """Payments of the customer in the currency of the plan that settle nothing yet, the first first."""
        payments = Domain("journal_id.type", "in", ("bank", "cash", "credit"))
        return self.account_id._credits_to_allocate(self.currency_id, payments)

    def _items_to_clear(self):
        """Open items in the order in which payments settle them."""
        items = self.sudo().item_ids.filtered(lambda item: item.line_id and item.amount > item.paid + item.credited)
        keys = {
            "oldest": lambda item: (item.item_due_date, item.id),
            "smallest": lambda item: (item.line_id.amount_residual_currency, item.id),
            "entered": lambda item: item.id,
        }
        return items.sorted(keys[self.clearing])

    def action_match_payments(self):
        """Match payments that settle nothing yet with what is in the plan of its items, and no more.

        For who may book: it is Odoo's own matching, and can be undone there.
        """
        self.ensure_one()
        self._check_may_follow()
        self.env["account.move.line"].check_access("write")
        if self.state not in ("active", "defaulted"):
            raise UserError(self.env._("Payments are matched with a plan in force or in default."))
        payments = self._open_payments()
        if not payments:
            raise UserError(self.env._("No payment of the customer is waiting to be allocated."))
        self.sudo().account_id._refresh_now()
        for item in self._items_to_clear():
            line = item.line_id.with_env(self.env)
            left = payments.filtered_domain([("reconciled", "=", False), ("account_id", "=", line.account_id.id)])
            if left:
                line._match_at_most(item.amount - item.paid - item.credited, left)
        self.sudo().account_id._refresh_now()
