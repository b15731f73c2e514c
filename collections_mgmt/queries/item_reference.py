"""The way from what was said about an open item back to the journal item of now (``collections.item.reference``)."""

from odoo.tools import SQL

from .receivable_line import has_residual


def means(reference):
    """Condition: ``line`` is the journal item a reference means.

    A reference knows its journal item; when that was rebuilt (reset to draft) it finds the new one by document and due
    date.

    :param str reference: alias of the table of the references
    """
    return SQL(
        """
        line.move_id = %(move)s
         AND CASE WHEN %(line)s IS NULL THEN COALESCE(line.date_maturity, line.date) = %(due_date)s
                  ELSE line.id = %(line)s END
        """,
        move=SQL.identifier(reference, "move_id"),
        line=SQL.identifier(reference, "line_id"),
        due_date=SQL.identifier(reference, "item_due_date"),
    )


def line_and_said(reference, table, looked_up):
    """FROM list of ``line``, the journal item that is meant, and what was said about it.

    :param str reference: alias of the references
    :param str table: where they are
    :param looked_up: whether they are narrowed to few, each of which looks up its line; else what is open is read
    """
    alias, source = SQL.identifier(reference), SQL.identifier(table)
    if looked_up:
        return SQL("%s %s %s", source, alias, _looked_up_line_of(reference))
    return SQL("account_move_line line JOIN %s %s ON %s", source, alias, means(reference))


def _looked_up_line_of(reference):
    """Join ``line``, the journal item a reference means, by looking it up for each of them, mostly by its id."""
    return SQL(
        """
        CROSS JOIN LATERAL (
            SELECT line.* FROM account_move_line line
             WHERE line.id = %(line)s AND line.move_id = %(move)s
             UNION ALL
            SELECT line.* FROM account_move_line line
             WHERE %(line)s IS NULL AND line.move_id = %(move)s
               AND COALESCE(line.date_maturity, line.date) = %(due_date)s) AS line
        """,
        move=SQL.identifier(reference, "move_id"),
        line=SQL.identifier(reference, "line_id"),
        due_date=SQL.identifier(reference, "item_due_date"),
    )


def line_of(reference):
    """Join ``line``, the journal item a reference means, to it."""
    return SQL("JOIN account_move_line line ON %s", means(reference))


def open_line(among=None):
    """Condition: ``line`` has a residual. Of all journal items few have, and an index of their own holds them.

    Whoever comes from there to what was said about them finds it by document, for few items and for all of them.

    :param SQL among: condition over ``line`` that narrows them, best one on receivable accounts: by them they are held
    """
    return SQL("%s AND %s", has_residual(), among or SQL("TRUE"))


def untouched(reference):
    """Condition over ``line`` and ``ledger`` (see ``known_line_of``): as much is open of the item as when that was said
    of it. A match that was swapped for another of the same amount is noticed when that is done.
    """
    return SQL(
        """
        line.move_id = %(reference)s.move_id AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
            AND line.amount_residual_currency = %(reference)s.item_amount
            AND ledger.account_type = 'asset_receivable'
        """,
        reference=SQL.identifier(reference),
    )


def known_line_of(reference):
    """Join ``line``, the journal item a reference knows, and its ``ledger`` account; NULL where it knows none."""
    return SQL(
        """
        LEFT JOIN account_move_line line ON line.id = %s.line_id
        LEFT JOIN account_account ledger ON ledger.id = line.account_id
        """,
        SQL.identifier(reference),
    )
