"""Grain: one journal item that is, was or will be on hold, with the days on which it is."""

from odoo.tools import SQL

from .item_reference import means, open_line


def item_on_hold(among=None):
    """Holds of open items, brought back to the journal items of now.

    Grain    one account.move.line that has a hold of its own
    Columns  line_id, days (array of date ranges)
    As of    no day: ask ``key_date <@ ANY(days)``
    Cost     holds, not open items

    :param SQL among: condition over ``line``
    """
    return SQL(
        """
        SELECT line.id AS line_id, array_agg(daterange(hold.date_from, hold.last_day, '[]')) AS days
          FROM account_move_line line
          JOIN collections_hold hold ON %(means)s
         WHERE %(line)s
           AND hold.scope = 'item' AND (hold.last_day IS NULL OR hold.last_day >= hold.date_from)
         GROUP BY line.id
        """,
        means=means("hold"),
        line=open_line(among),
    )
