"""Grain: one journal item of which something is disputed, with what is kept out of chasing and on which days."""

from odoo.tools import SQL

from .few import among as said_by
from .item_reference import line_and_said, means, open_line

# states in which an answer is owed to the customer
OPEN = ("new", "in_process", "decided")
# states in which the department still has to decide
UNDECIDED = ("new", "in_process")
# over ``part`` and ``dispute``: what is not to be chased, and on which days
_PAUSED = SQL("CASE WHEN dispute.pauses THEN part.claimed ELSE 0 END")
# what is decided is owed to the customer, however long its credit note takes
_DAYS = SQL("daterange(dispute.opened_on, CASE WHEN dispute.decided_on IS NULL THEN dispute.pause_until END, '[]')")


def rejected():
    """SQL over ``part`` (a line) and ``dispute``: what the customer owes after all, and has not paid."""
    return SQL("CASE WHEN dispute.rejected_on IS NULL THEN 0 ELSE part.disputed - part.claimed END")


def claimed_of_line(key_date):
    """What disputes of one receivable ``line`` keep out of chasing on one day: a lateral over it.

    Columns  claimed (in line currency; NULL when nothing is)
    As of    ``key_date``
    Index    collections_dispute_line._of_move
    """
    return SQL(
        """
        SELECT SUM(%(amount)s) FILTER (WHERE (%(key_date)s)::date <@ %(days)s) AS claimed
          FROM collections_dispute_line part
          JOIN collections_dispute dispute ON dispute.id = part.dispute_id
         WHERE %(means)s AND %(line)s AND dispute.state IN %(open)s
        """,
        amount=_PAUSED,
        key_date=key_date,
        days=_DAYS,
        means=means("part"),
        line=open_line(),
        open=OPEN,
    )


def disputed_item(among=None, accounts=None):
    """Open disputes, brought back to the journal items of now.

    Grain    one account.move.line
    Columns  line_id; total (all that is disputed); amounts and days: arrays, what is not to be chased on which days
    As of    no day: sum up the amounts of which ``key_date <@ days``
    Index    account_move_line._collections_open, collections_dispute_line._of_move
    Cost     open disputes, not open items

    :param SQL among: condition over ``line``
    :param accounts: SQL of the ids of accounts with which it was said; None for all
    """
    return SQL(
        """
        SELECT line.id AS line_id,
               SUM(part.claimed) AS total,
               array_agg(%(amount)s) AS amounts,
               array_agg(%(days)s) AS days
          FROM %(lines)s
          JOIN collections_dispute dispute ON dispute.id = part.dispute_id
         WHERE %(line)s AND %(said_by)s AND dispute.state IN %(open)s
         GROUP BY line.id
        """,
        amount=_PAUSED,
        days=_DAYS,
        lines=line_and_said("part", "collections_dispute_line", looked_up=accounts is not None),
        line=open_line(among),
        said_by=said_by("part.account_id", accounts),
        open=OPEN,
    )
