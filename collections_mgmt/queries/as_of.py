"""The day as of which a customer is known."""

from odoo.tools import SQL


def as_of(account="account"):
    """SQL of the day as of which ``account`` (an alias of the accounts) is known: the one its row was written for, or
    the later one that its company has reached since, on which nothing but the day is another for it.

    Index    collections_ledger_day._one_each
    """
    return SQL(
        """
        COALESCE((SELECT day.key_date FROM collections_ledger_day day
                   WHERE day.company_id = %(company)s AND day.key_date > %(written_for)s), %(written_for)s)
        """,
        company=SQL.identifier(account, "company_id"),
        written_for=SQL.identifier(account, "key_date"),
    )
