"""Grain: one open item that an online payment, not yet booked, will pay. Money under way is not chased."""

from odoo.tools import SQL


def payment_under_way():
    """Amount of pending, authorised or not yet booked transactions per open item.

    Grain    one account.move.line
    Columns  line_id, amount (line currency, at most the residual)
    As of    now
    Index    payment_transaction.state
    Cost     transactions under way, not history

    A transaction for several invoices pays the oldest due date first, as Odoo will when it books it; transactions for
    the same invoices (two part payments) pay one after the other.
    """
    return SQL(
        """
        SELECT line_id, SUM(GREATEST(0, LEAST(residual, amount - paid_before))) AS amount
          FROM (SELECT line.id AS line_id,
                       line.amount_residual_currency AS residual,
                       paid.amount,
                       COALESCE(SUM(line.amount_residual_currency) OVER (
                           PARTITION BY paid.invoices, paid.currency_id
                           ORDER BY COALESCE(line.date_maturity, line.date), line.id
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                       ), 0) AS paid_before
                  FROM (%(paid)s) AS paid
                 CROSS JOIN UNNEST(paid.invoices) AS invoice(id)
                  JOIN account_move_line line ON line.move_id = invoice.id AND line.currency_id = paid.currency_id
                  JOIN account_account ledger ON ledger.id = line.account_id
                 WHERE ledger.account_type = 'asset_receivable'
                   AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
                   AND line.amount_residual_currency > 0
               ) AS allocation
         GROUP BY line_id
        """,
        paid=_paid_per_invoices(),
    )


def _paid_per_invoices():
    """Amount under way per set of invoices and currency."""
    return SQL(
        """
        SELECT invoices, currency_id, SUM(amount) AS amount
          FROM (SELECT ARRAY_AGG(link.invoice_id ORDER BY link.invoice_id) AS invoices,
                       transaction.currency_id,
                       transaction.amount
                  FROM %s
                 GROUP BY transaction.id
               ) AS under_way
         GROUP BY invoices, currency_id
        """,
        _under_way(),
    )


def invoice_under_way():
    """Invoices that transactions under way will pay.

    Grain    one account.move and payment.transaction
    Columns  move_id
    As of    now
    Index    payment_transaction.state
    Cost     transactions under way, not history
    """
    return SQL("SELECT link.invoice_id AS move_id FROM %s", _under_way())


def _under_way():
    """Each ``transaction`` under way with its ``link`` to each of its invoices."""
    return SQL(
        """
        payment_transaction transaction
                  JOIN account_invoice_transaction_rel link ON link.transaction_id = transaction.id
                 WHERE (transaction.state IN ('pending', 'authorized')
                        OR transaction.state = 'done' AND transaction.is_post_processed IS NOT TRUE)
                   AND COALESCE(transaction.operation, '') NOT IN ('validation', 'refund')
        """
    )
