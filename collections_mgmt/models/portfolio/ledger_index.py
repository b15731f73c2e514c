from odoo import models


class AccountMoveLine(models.Model):
    """Covering indexes, so that a run reads what it needs of the ledger and nothing else (no column is added).

    Their conditions are those of ``queries/open_item.py`` and ``queries/receivable_line.py``, word for word.
    """

    _inherit = "account.move.line"

    _collections_open = models.Index(
        "(account_id, partner_id) INCLUDE (id, company_id, move_id, date, date_maturity, discount_date,"
        " amount_residual, amount_residual_currency, no_followup, balance, currency_id)"
        " WHERE parent_state = 'posted' AND reconciled IS NOT TRUE"
        " AND (amount_residual <> 0 OR amount_residual_currency <> 0)"
    )
    _collections_history = models.Index(
        "(account_id, partner_id, date) INCLUDE (id, company_id, journal_id, move_id, date_maturity, invoice_date,"
        " display_type, balance)"
        " WHERE parent_state = 'posted' AND (display_type = 'payment_term' OR invoice_date IS NULL)"
    )


class AccountMove(models.Model):
    _inherit = "account.move"

    _collections_credit_note = models.Index("(id) WHERE move_type = 'out_refund'")
    _collections_covered = models.Index(
        "(id) INCLUDE (payment_state) WHERE payment_state = 'blocked' OR (amount_residual <> 0"
        " AND move_type <> 'entry' AND payment_state IN ('in_payment', 'paid', 'reversed'))"
    )
