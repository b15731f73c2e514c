"""Grain: one account. Whose history differs between two key dates."""

from odoo.tools import SQL

from .receivable_line import is_due_or_paid

# how far back the history looks, see ``queries/payment_history.py``
LOOKS_BACK = ("0 months", "6 months", "12 months")


def history_changed(scope, first, last):
    """Accounts whose history need not be the same on each day from ``first`` to ``last``.

    Those of which something is noticed, and those of whom a document, a payment or its invoice enters or
    leaves the time that is looked at.

    Grain    one collections.account
    Columns  id
    As of    the queue of now
    Index    account_move_line by ledger account and date; account_partial_reconcile by line
    Cost     the lines of the days between, three times

    :param Scope scope: a root company
    :param first: the earlier day
    :param last: the later day
    """
    return SQL(
        """
        WITH line AS MATERIALIZED (
            SELECT line.id, line.partner_id
              FROM account_move_line line
             WHERE %(is_due_or_paid)s AND %(receivable)s AND (%(days)s)
        )
        SELECT account.id
          FROM collections_refresh noticed
          JOIN collections_account account
            ON account.partner_id = noticed.partner_id AND account.company_id = noticed.company_id
         WHERE noticed.company_id = %(company)s
         UNION
        SELECT account.id
          FROM (SELECT partner_id FROM line
                 UNION
                SELECT invoice.partner_id
                  FROM line
                  JOIN account_partial_reconcile partial ON partial.credit_move_id = line.id
                  JOIN account_move_line invoice ON invoice.id = partial.debit_move_id) AS moved
          %(account)s
        """,
        is_due_or_paid=is_due_or_paid(),
        receivable=scope.receivable(),
        days=SQL(" OR ").join(
            SQL(
                "line.date > %(first)s::date - %(back)s::interval AND line.date <= %(last)s::date - %(back)s::interval",
                first=first,
                last=last,
                back=back,
            )
            for back in LOOKS_BACK
        ),
        company=scope.company_id,
        account=scope.account_of("moved"),
    )
