"""Grain: one account. How its customer bought and paid in the past."""

from odoo.tools import SQL

_RECEIVABLE = SQL(
    """
    JOIN account_account ledger ON ledger.id = line.account_id
     AND ledger.account_type = 'asset_receivable' AND ledger.non_trade IS NOT TRUE
    JOIN res_company company ON company.id = line.company_id
    JOIN res_partner partner ON partner.id = line.partner_id
    JOIN collections_account account
      ON account.partner_id = partner.commercial_partner_id
     AND account.company_id = split_part(company.parent_path, '/', 1)::int
    """
)


def ledger_history(key_date, where=None):
    """Sales and last payment.

    Grain    one collections.account with posted receivable lines up to ``key_date``
    Columns  id; customer_since (first invoice), sales_12m (invoices less credit notes of the 12 months before, gross,
             company currency), last_payment_date, last_payment_amount (sum of that day)
    As of    ``key_date``
    Index    none: reads all receivable lines
    Cost     receivable history
    """
    return SQL(
        """
        SELECT account_id AS id,
               MIN(customer_since) AS customer_since,
               COALESCE(SUM(sales_12m), 0) AS sales_12m,
               MAX(day) FILTER (WHERE paid > 0) AS last_payment_date,
               COALESCE((ARRAY_AGG(paid ORDER BY day DESC) FILTER (WHERE paid > 0))[1], 0) AS last_payment_amount
          FROM (SELECT account.id AS account_id,
                       line.date AS day,
                       MIN(line.date) FILTER (WHERE move.move_type IN ('out_invoice', 'out_receipt')) AS customer_since,
                       SUM(line.balance) FILTER (
                           WHERE move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                             AND line.date > %(key_date)s::date - INTERVAL '12 months'
                       ) AS sales_12m,
                       -SUM(line.balance) FILTER (WHERE journal.type IN ('bank', 'cash', 'credit')) AS paid
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_journal journal ON journal.id = line.journal_id
                  %(receivable)s
                 WHERE line.parent_state = 'posted' AND line.date <= %(key_date)s AND %(where)s
                 GROUP BY account.id, line.date
               ) AS daily
         GROUP BY account_id
        """,
        key_date=key_date,
        receivable=_RECEIVABLE,
        where=where or SQL("TRUE"),
    )


def payment_behaviour(key_date, where=None):
    """Days late, weighted by amount, over the payments of the 12 months before the key date (FM9).

    Grain    one collections.account with payments of invoices in that time
    Columns  id; paid_12m (company currency), avg_days_late (negative: early), avg_days_to_pay (from the invoice date),
             late_share (% of the amount paid after its due date), delay_trend (days late of the last 6 months less
             that of the 6 months before; NULL without both)
    As of    ``key_date``
    Index    account_partial_reconcile by line
    Cost     reconciliations

    Each partial counts with its own amount and date; credit notes and exchange differences are no payments.
    """
    return SQL(
        """
        SELECT account_id AS id,
               SUM(amount) AS paid_12m,
               SUM(amount * days_late) / SUM(amount) AS avg_days_late,
               SUM(amount * days_to_pay) / SUM(amount) AS avg_days_to_pay,
               COALESCE(SUM(amount) FILTER (WHERE days_late > 0), 0) * 100 / SUM(amount) AS late_share,
               SUM(amount * days_late) FILTER (WHERE recent) / SUM(amount) FILTER (WHERE recent)
                   - SUM(amount * days_late) FILTER (WHERE NOT recent) / SUM(amount) FILTER (WHERE NOT recent)
                   AS delay_trend
          FROM (SELECT account.id AS account_id,
                       partial.amount,
                       partial.max_date > %(key_date)s::date - INTERVAL '6 months' AS recent,
                       partial.max_date - COALESCE(line.date_maturity, line.date) AS days_late,
                       partial.max_date - COALESCE(move.invoice_date, line.date) AS days_to_pay
                  FROM account_partial_reconcile partial
                  JOIN account_move_line line ON line.id = partial.debit_move_id AND line.parent_state = 'posted'
                  JOIN account_move move ON move.id = line.move_id
                   AND move.move_type IN ('out_invoice', 'out_receipt', 'entry')
                  JOIN account_move_line payment ON payment.id = partial.credit_move_id
                   AND payment.parent_state = 'posted'
                  JOIN account_journal journal ON journal.id = payment.journal_id
                   AND journal.type IN ('bank', 'cash', 'credit')
                  %(receivable)s
                 WHERE partial.amount > 0
                   AND partial.max_date <= %(key_date)s
                   AND partial.max_date > %(key_date)s::date - INTERVAL '12 months'
                   AND %(where)s
               ) AS paid
         GROUP BY account_id
        """,
        key_date=key_date,
        receivable=_RECEIVABLE,
        where=where or SQL("TRUE"),
    )
