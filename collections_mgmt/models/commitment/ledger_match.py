from odoo import models
from odoo.fields import Domain

AT_MOST = "collections_match_at_most"


class AccountMoveLine(models.Model):
    """Matching part of an item: Odoo's own matching, which by itself takes all that is open."""

    _inherit = "account.move.line"

    def _match_at_most(self, amount, credits):
        """Match at most ``amount`` of this debit, in its currency, with ``credits`` in the same currency."""
        self.ensure_one()
        (self | credits).with_context(**{AT_MOST: {self.id: amount}}).reconcile()

    def _prepare_reconciliation_plan(self, plan, amls_values_map, shadowed_aml_values=None):
        for line, values in amls_values_map.items():
            at_most = self.env.context.get(AT_MOST, {}).get(line.id, values["amount_residual_currency"])
            if line.currency_id.compare_amounts(at_most, values["amount_residual_currency"]) < 0:
                share = values["amount_residual"] * at_most / values["amount_residual_currency"]
                values |= {
                    "amount_residual": line.company_currency_id.round(share),
                    "amount_residual_currency": at_most,
                }
        return super()._prepare_reconciliation_plan(plan, amls_values_map, shadowed_aml_values)


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _credits_to_allocate(self, currency, kind):
        """Journal items of the customer that settle nothing yet, in ``currency``, the first first.

        :param Domain kind: which credits
        """
        account = self.sudo()  # who decides on a dispute does not read the account, and sees of the ledger what he may
        waiting = Domain(
            [
                ("partner_id", "child_of", account.partner_id.id),
                ("company_id", "child_of", account.company_id.id),
                ("currency_id", "=", currency.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual_currency", "<", 0),
            ]
        )
        return self.env["account.move.line"].search(waiting & kind, order="date, id")
