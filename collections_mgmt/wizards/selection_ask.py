from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class CollectionsSelectionAsk(models.AbstractModel):
    """What a request is about: the customers or the open items that were selected, said in a line."""

    _name = "collections.selection.ask"
    _description = "Selected Customers or Open Items"

    account_ids = fields.Many2many("collections.account", string="Customers")
    line_ids = fields.Many2many("account.move.line", string="Open Items")
    summary = fields.Char(compute="_compute_summary")

    @api.model
    def _selected(self):
        """What was selected.

        :return: accounts and open items (``collections.item``); both empty when the request begins somewhere else
        """
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids", [])
        accounts, items = self.env["collections.account"], self.env["collections.item"]
        if model == items._name:
            items = items.browse(ids)
            return items.account_id, items
        return accounts.browse(ids if model == accounts._name else ()), items

    def _check_of_customers(self):
        """:raise UserError: when an open item is of none of the customers: what is asked for would leave it out"""
        customers = self.account_ids.partner_id
        strange = self.line_ids.filtered(lambda line: line.partner_id.commercial_partner_id not in customers)
        if strange:
            raise UserError(
                self.env._(
                    "“%(item)s” is of %(customer)s: choose him as well, or leave the item out.",
                    item=strange[0].move_id.name,
                    customer=strange[0].partner_id.commercial_partner_id.display_name,
                )
            )

    @api.depends("account_ids", "line_ids")
    def _compute_summary(self):
        for wizard in self:
            wizard.summary = wizard._items_text() if wizard.line_ids else wizard._accounts_text()

    def _accounts_text(self):
        if len(self.account_ids) == 1:
            return self.account_ids.display_name
        return self.env._("%s customers", len(self.account_ids))

    def _items_text(self):
        amount = sum(self.line_ids.mapped("amount_residual"))
        values = {
            "items": len(self.line_ids),
            "customers": self._accounts_text(),
            "amount": formatLang(self.env, amount, currency_obj=self.account_ids[:1].currency_id),
        }
        if len(self.line_ids) == 1:
            return self.env._("1 open item of %(customers)s, %(amount)s", **values)
        return self.env._("%(items)s open items of %(customers)s, %(amount)s", **values)
