"""Grain: one account. What changes in its history from one key date to a later one, without anything being booked."""

from odoo.tools import SQL

from .receivable_line import credit_note, is_due_or_paid

# how far back the history looks, see ``queries/payment_history.py``
BORDERS = {"enters": "0 months", "ages": "6 months", "leaves": "12 months"}


def history_change(scope, first, last):
    """What enters and leaves the time that the history looks at, to be added to what is known as of ``first``.

    Grain    one collections.account of which anything moves
    Columns  id; sales_12m and the sums of ``payment_history.SUMS``, each as a difference; customer_since,
             last_payment_date and last_payment_amount by what enters, NULL where nothing does
    As of    ``last``; what was booked or matched since ``first`` is not known here
    Index    account_move_line by ledger account and date; account_partial_reconcile by line
    Cost     the lines of the days between, three times

    :param Scope scope: a root company
    :param first: the day of which the history is known
    :param last: a later day
    """
    return SQL(
        """
        WITH line AS MATERIALIZED (
            SELECT line.id, line.partner_id, line.date, line.date_maturity, line.invoice_date, line.display_type,
                   line.journal_id, line.balance, line.move_id
              FROM account_move_line line
             WHERE %(is_due_or_paid)s AND %(receivable)s AND (%(days)s)
        ), moved AS (
            SELECT line.partner_id,
                   CASE WHEN %(enters_line)s AND credit_note.id IS NULL THEN line.date END AS customer_since,
                   CASE WHEN %(enters_line)s THEN line.balance WHEN %(leaves_line)s THEN -line.balance ELSE 0 END
                       AS sales_12m,
                   0 AS paid_12m, 0 AS paid_days_late, 0 AS paid_days_to_pay, 0 AS paid_late,
                   0 AS paid_6m, 0 AS paid_6m_days_late
              FROM line
              %(credit_note)s
             WHERE line.display_type = 'payment_term'
             UNION ALL
            SELECT paid.partner_id, NULL, 0, whole * amount, whole * amount * days_late, whole * amount * days_to_pay,
                   CASE WHEN days_late > 0 THEN whole * amount ELSE 0 END, half * amount, half * amount * days_late
              FROM (%(paid)s) AS paid
        ), paid_back AS (
            SELECT account.id, line.date AS day, -SUM(line.balance) AS paid
              FROM line
              %(account_of_line)s
             WHERE %(payment)s AND %(enters_line)s
             GROUP BY account.id, line.date
        ), last_payment AS (
            SELECT DISTINCT ON (id) id, day, paid FROM paid_back WHERE paid > 0 ORDER BY id, day DESC
        )
        SELECT account.id, MIN(moved.customer_since) AS customer_since, SUM(moved.sales_12m) AS sales_12m,
               SUM(moved.paid_12m) AS paid_12m, SUM(moved.paid_days_late) AS paid_days_late,
               SUM(moved.paid_days_to_pay) AS paid_days_to_pay, SUM(moved.paid_late) AS paid_late,
               SUM(moved.paid_6m) AS paid_6m, SUM(moved.paid_6m_days_late) AS paid_6m_days_late,
               MAX(last_payment.day) AS last_payment_date, MAX(last_payment.paid) AS last_payment_amount
          FROM (SELECT * FROM moved
                 UNION ALL
                SELECT account.partner_id, NULL, 0, 0, 0, 0, 0, 0, 0
                  FROM last_payment JOIN collections_account account USING (id)) AS moved
          %(account_of_moved)s
          LEFT JOIN last_payment ON last_payment.id = account.id
         GROUP BY account.id
        """,
        is_due_or_paid=is_due_or_paid(),
        receivable=scope.receivable(),
        days=SQL(" OR ").join(_crosses(SQL("line.date"), border, first, last) for border in BORDERS),
        enters_line=_crosses(SQL("line.date"), "enters", first, last),
        leaves_line=_crosses(SQL("line.date"), "leaves", first, last),
        credit_note=credit_note(),
        paid=_paid(scope, first, last),
        payment=scope.payment("line"),
        account_of_line=scope.account_of("line"),
        account_of_moved=scope.account_of("moved"),
    )


def _crosses(day, border, first, last):
    """Condition: ``day`` crosses a border of the time looked at while the key date goes from ``first`` to ``last``."""
    return SQL(
        "%(day)s > %(first)s::date - %(back)s::interval AND %(day)s <= %(last)s::date - %(back)s::interval",
        day=day,
        first=first,
        last=last,
        back=BORDERS[border],
    )


def _paid(scope, first, last):
    """Each payment of an item that crosses a border, as ``payment_history`` reads it; 1 where it comes in, -1 out.

    The later of its two lines, of which the border is, is one of ``line``.
    """
    day = SQL("partial.max_date")
    enters, ages, leaves = (_crosses(day, border, first, last) for border in BORDERS)
    return SQL(
        """
        SELECT line.partner_id, partial.amount,
               partial.max_date - COALESCE(line.date_maturity, line.date) AS days_late,
               partial.max_date - COALESCE(line.invoice_date, line.date) AS days_to_pay,
               CASE WHEN %(enters)s THEN 1 WHEN %(leaves)s THEN -1 ELSE 0 END AS whole,
               CASE WHEN %(enters)s THEN 1 WHEN %(ages)s THEN -1 ELSE 0 END AS half
          FROM (SELECT partial.* FROM line JOIN account_partial_reconcile partial ON partial.credit_move_id = line.id
                 UNION
                SELECT partial.* FROM line JOIN account_partial_reconcile partial ON partial.debit_move_id = line.id
               ) AS partial
          JOIN account_move_line line ON line.id = partial.debit_move_id
          JOIN account_move_line payment ON payment.id = partial.credit_move_id
           AND %(is_paid)s AND %(payment)s AND payment.account_id = ANY(%(accounts)s)
          %(credit_note)s
         WHERE partial.amount > 0 AND credit_note.id IS NULL AND %(is_due)s AND %(receivable)s
           AND (%(enters)s OR %(ages)s OR %(leaves)s)
        """,
        enters=enters,
        ages=ages,
        leaves=leaves,
        is_due=is_due_or_paid(),
        is_paid=is_due_or_paid("payment"),
        payment=scope.payment("payment"),
        accounts=scope.account_ids,
        credit_note=credit_note(),
        receivable=scope.receivable(),
    )
