"""Pieces of SQL that the queries on receivable journal items share. They speak of ``line``, an account.move.line.

The lines are read from the covering indexes of ``models/portfolio/ledger_index.py``: a condition here and the one of an
index must stay word for word the same, else PostgreSQL reads the table, which is five times the work.
"""

from typing import NamedTuple

from odoo.tools import SQL


class Scope(NamedTuple):
    """The part of the ledger a query reads: a root company with its branches, and some contacts or all (None).

    ``account_ids`` are the receivable accounts of the trade, ``journal_ids`` the bank, cash and credit card journals.
    Identifiers rather than conditions, because from them the planner knows how much it will find.
    """

    company_id: int
    branch_ids: list  # the root company among them
    account_ids: list
    journal_ids: list
    partner_ids: list | None = None

    def receivable(self):
        """Condition: ``line`` is booked to a receivable account, of the companies and contacts in question."""
        condition = SQL("line.account_id = ANY(%s) AND line.company_id = ANY(%s)", self.account_ids, self.branch_ids)
        if self.partner_ids is None:
            return condition
        return SQL("%s AND line.partner_id = ANY(%s)", condition, self.partner_ids)

    def payment(self, line):
        """Condition: booked in a bank, cash or credit card journal."""
        return SQL("%s.journal_id = ANY(%s)", SQL.identifier(line), self.journal_ids)

    def account_of(self, rows):
        """Joins from ``rows``, which have a partner_id, to ``account``: contacts have none of their own."""
        if self.partner_ids is not None:
            return SQL("JOIN %s ON account.contact_id = %s.partner_id", self.accounts(), SQL.identifier(rows))
        return SQL(
            """
            JOIN res_partner partner ON partner.id = %(rows)s.partner_id
            JOIN collections_account account
              ON account.partner_id = partner.commercial_partner_id AND account.company_id = %(company)s
            """,
            rows=SQL.identifier(rows),
            company=self.company_id,
        )

    def customer_of(self, rows):
        """Join from ``rows``, which have a partner_id, to ``partner``, whose commercial partner is the customer."""
        return SQL("JOIN %s AS partner ON partner.id = %s.partner_id", self._partners(), SQL.identifier(rows))

    def _partners(self):
        """Of a few contacts each is looked up once, not for each row (OFFSET): thousands of items are of one."""
        if self.partner_ids is None:
            return SQL("res_partner")
        return SQL("(SELECT id, commercial_partner_id FROM res_partner WHERE id = ANY(%s) OFFSET 0)", self.partner_ids)

    def accounts(self):
        """``account`` of each of a few contacts (``contact_id``), looked up once."""
        return SQL(
            """
            (SELECT partner.id AS contact_id, account.id, account.partner_id
               FROM res_partner partner
               JOIN collections_account account
                 ON account.partner_id = partner.commercial_partner_id AND account.company_id = %s
              WHERE partner.id = ANY(%s)
             OFFSET 0) AS account
            """,
            self.company_id,
            self.partner_ids,
        )


def is_due_or_paid(line="line"):
    """Condition: due dates of posted documents, and what is booked without one: payments, statements, balances."""
    return SQL(
        "%(line)s.parent_state = 'posted'"
        " AND (%(line)s.display_type = 'payment_term' OR %(line)s.invoice_date IS NULL)",
        line=SQL.identifier(line),
    )


def has_residual():
    """Condition: posted and not reconciled. That of the index of open items, which is then all that is read."""
    return SQL(
        "line.parent_state = 'posted' AND line.reconciled IS NOT TRUE"
        " AND (line.amount_residual <> 0 OR line.amount_residual_currency <> 0)"
    )


def credit_note():
    """Join: ``credit_note`` is there when the line is of a credit note to a customer."""
    return SQL(
        "LEFT JOIN account_move credit_note ON credit_note.id = line.move_id AND credit_note.move_type = 'out_refund'"
    )
