"""The way from what was said about an open item back to the journal item of now (``collections.item.reference``)."""

from odoo.tools import SQL

from .receivable_line import has_residual


def line_of(reference):
    """Join ``line``, the journal item a reference means, to it.

    A reference knows its journal item; when that was rebuilt (reset to draft) it finds the new one by document and due
    date.

    :param str reference: alias of the table of the references
    """
    return SQL(
        """
        JOIN account_move_line line
          ON line.move_id = %(move)s
         AND CASE WHEN %(line)s IS NULL THEN COALESCE(line.date_maturity, line.date) = %(due_date)s
                  ELSE line.id = %(line)s END
        """,
        move=SQL.identifier(reference, "move_id"),
        line=SQL.identifier(reference, "line_id"),
        due_date=SQL.identifier(reference, "item_due_date"),
    )


def open_line_of(reference, among=None):
    """The same while it has a residual: of all journal items few, which an index of their own holds.

    :param SQL among: condition over ``line`` that narrows these, best one on receivable accounts, by which they are held
    """
    return SQL("%s AND %s AND %s", line_of(reference), has_residual(), among or SQL("TRUE"))
