from odoo import api, fields, models
from odoo.tools import formatLang

from ..foundation.known_ids import BARE


class CollectionsAccount(models.Model):
    """What the customer owes in the currencies of his invoices: that is what he pays."""

    _inherit = "collections.account"

    currency_balances = fields.Char(
        string="By Currency",
        compute="_compute_currency_balances",
        help="Balance in each currency of the open items; empty where all is in company currency. Now, not on the "
        "key date.",
    )

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_currency_balances(self):
        """One query for all. The rights of the reader decide which items he sees, as in the list of them."""
        items = self.env["collections.item"].with_context(**{BARE: True})
        rows = items._read_group(
            [("account_id", "in", self.ids)], ["account_id", "currency_id"], ["residual_currency:sum"]
        )
        owed = {}
        for account, currency, amount in rows:
            if not currency.is_zero(amount):
                owed.setdefault(account.id, []).append((currency, amount))
        for account in self:
            account.currency_balances = self._currency_text(account.currency_id, owed.get(account.id, []))

    def _currency_text(self, own, balances):
        """Company currency first, then by code; with codes, since dollars are many."""
        if not any(currency != own for currency, _amount in balances):
            return False
        ordered = sorted(balances, key=lambda balance: (balance[0] != own, balance[0].name))
        return " · ".join(
            f"{formatLang(self.env, amount, digits=currency.decimal_places)} {currency.name}"
            for currency, amount in ordered
        )
