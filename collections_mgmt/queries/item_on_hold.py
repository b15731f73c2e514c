"""Grain: one journal item that is, was or will be on hold, with the days on which it is."""

from odoo.tools import SQL

from .few import among as said_by
from .item_reference import line_and_said, open_line
from .passing_day import passes


def item_on_hold(among=None, accounts=None):
    """Holds of open items, brought back to the journal items of now.

    Grain    one account.move.line that has a hold of its own
    Columns  line_id, days (array of date ranges)
    As of    no day: ask ``key_date <@ ANY(days)``
    Cost     holds, not open items

    :param SQL among: condition over ``line``
    :param accounts: SQL of the ids of accounts with which it was said; None for all
    """
    return SQL(
        """
        SELECT line.id AS line_id, array_agg(daterange(hold.date_from, hold.last_day, '[]')) AS days
          FROM %(lines)s
         WHERE %(line)s AND %(said_by)s
           AND hold.scope = 'item' AND (hold.last_day IS NULL OR hold.last_day >= hold.date_from)
         GROUP BY line.id
        """,
        lines=line_and_said("hold", "collections_hold", looked_up=accounts is not None),
        line=open_line(among),
        said_by=said_by("hold.account_id", accounts),
    )


def hold_changing(since, key_date):
    """Holds of open items that begin or end.

    Grain    one collections.hold
    Columns  account_id, move_id (the document)
    As of    ``key_date``
    Cost     holds there ever were
    """
    return SQL(
        "SELECT account_id, move_id FROM collections_hold WHERE scope = 'item' AND (%s OR %s)",
        passes("date_from", since, key_date, 0),
        passes("last_day", since, key_date, 1),
    )
