"""Pieces of SQL that the queries on receivable journal items share. They speak of ``line``, an account.move.line.

The lines are read from the covering indexes of ``models/portfolio/ledger_index.py``: a condition here and the one of an
index must stay word for word the same, else PostgreSQL reads the table, which is five times the work.
"""

from typing import NamedTuple

from odoo.tools import SQL


class Scope(NamedTuple):
    """The part of the ledger a query reads: a root company with its branches, and some contacts or all (None).

    Identifiers rather than conditions, because from them the planner knows how much it will find.
    """

    company_id: int
    branch_ids: tuple  # the root company among them
    partner_ids: tuple | None = None

    def lines(self, line="line"):
        """Condition: a line of the scope."""
        alias = SQL.identifier(line)
        condition = SQL("%s.company_id = ANY(%s)", alias, list(self.branch_ids))
        if self.partner_ids is None:
            return condition
        return SQL("%s AND %s.partner_id = ANY(%s)", condition, alias, list(self.partner_ids))

    def all_partners(self):
        return self._replace(partner_ids=None)

    def account_of(self, rows):
        """Joins from ``rows``, which have a partner_id, to ``account``: contacts have none of their own."""
        return SQL(
            """
            JOIN res_partner partner ON partner.id = %(rows)s.partner_id
            JOIN collections_account account
              ON account.partner_id = partner.commercial_partner_id AND account.company_id = %(company)s
            """,
            rows=SQL.identifier(rows),
            company=self.company_id,
        )


def is_due_or_paid(line="line"):
    """Condition: due dates of posted documents, and what is booked without one: payments, statements, balances."""
    return SQL(
        "%(line)s.parent_state = 'posted'"
        " AND (%(line)s.display_type = 'payment_term' OR %(line)s.invoice_date IS NULL)",
        line=SQL.identifier(line),
    )


def is_receivable():
    """Condition: booked to a receivable account of the trade."""
    return SQL(
        "line.account_id IN (SELECT id FROM account_account"
        " WHERE account_type = 'asset_receivable' AND non_trade IS NOT TRUE)"
    )


def is_payment(line="line"):
    """Condition: booked in a bank, cash or credit card journal."""
    return SQL(
        "%s.journal_id IN (SELECT id FROM account_journal WHERE type IN ('bank', 'cash', 'credit'))",
        SQL.identifier(line),
    )


def credit_note():
    """Join: ``credit_note`` is there when the line is of a credit note to a customer."""
    return SQL(
        "LEFT JOIN account_move credit_note ON credit_note.id = line.move_id AND credit_note.move_type = 'out_refund'"
    )
