"""Grain: one journal item that is promised, with the amounts and the days on which they are."""

from odoo.tools import SQL

from .few import among as said_by
from .item_reference import line_and_said, open_line


def promised_item(among=None, accounts=None):
    """What is promised of open items and not yet paid, brought back to the journal items of now.

    Grain    one account.move.line of which something is promised
    Columns  line_id, amounts (array, in line currency), days (array of date ranges; the tolerance is part of them)
    As of    no day: sum up the amounts of which ``key_date <@ days``
    Index    account_move_line._collections_open, collections_promise_line by document
    Cost     live promises, not open items

    :param SQL among: condition over ``line``
    :param accounts: SQL of the ids of accounts with which it was said; None for all
    """
    return SQL(
        """
        SELECT line.id AS line_id,
               array_agg(promised.amount - promised.paid - promised.credited) AS amounts,
               array_agg(daterange(promise.promised_on, promise.last_day, '[]')) AS days
          FROM %(lines)s
          JOIN collections_promise promise ON promise.id = promised.promise_id
         WHERE %(line)s AND %(said_by)s
           AND promise.state IN ('open', 'in_process') AND promise.fulfilment IN ('open', 'partial', 'broken')
           AND promised.replaced_on IS NULL
           AND promised.amount > promised.paid + promised.credited
         GROUP BY line.id
        """,
        lines=line_and_said("promised", "collections_promise_line", looked_up=accounts is not None),
        line=open_line(among),
        said_by=said_by("promised.account_id", accounts),
    )
