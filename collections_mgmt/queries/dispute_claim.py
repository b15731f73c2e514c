"""Grain: one journal item of which something is disputed, with what is kept out of chasing and on which days."""

from odoo.tools import SQL

from .item_reference import open_line_of

# states in which an answer is owed to the customer
OPEN = ("new", "in_process", "decided")
# states in which the department still has to decide
UNDECIDED = ("new", "in_process")


def rejected():
    """SQL over ``part`` (a line) and ``dispute``: what the customer owes after all, and has not paid."""
    return SQL("CASE WHEN dispute.rejected_on IS NULL THEN 0 ELSE part.disputed - part.claimed END")


def claimed_item(key_date):
    """What disputes keep out of chasing on one day.

    Grain    one account.move.line
    Columns  line_id, claimed (in line currency)
    As of    ``key_date``
    Cost     open disputes, not open items
    """
    return SQL(
        """
        SELECT line_id, (SELECT SUM(part.amount) FROM unnest(amounts, days) AS part(amount, days)
                          WHERE (%s)::date <@ part.days) AS claimed
          FROM (%s) AS in_dispute
        """,
        key_date,
        disputed_item(),
    )


def disputed_item(among=None):
    """Open disputes, brought back to the journal items of now.

    Grain    one account.move.line
    Columns  line_id; total (all that is disputed); amounts and days: arrays, what is not to be chased on which days
    As of    no day: sum up the amounts of which ``key_date <@ days``
    Index    collections_dispute_line by dispute
    Cost     open disputes, not open items

    :param SQL among: condition over ``line``
    """
    return SQL(
        """
        SELECT line.id AS line_id,
               SUM(part.claimed) AS total,
               array_agg(CASE WHEN dispute.pauses THEN part.claimed ELSE 0 END) AS amounts,
               -- what is decided is owed to the customer, however long its credit note takes
               array_agg(daterange(dispute.opened_on, CASE WHEN dispute.decided_on IS NULL THEN dispute.pause_until END,
                                   '[]')) AS days
          FROM collections_dispute dispute
          JOIN collections_dispute_line part ON part.dispute_id = dispute.id
          %(line)s
          JOIN account_account ledger ON ledger.id = line.account_id AND ledger.account_type = 'asset_receivable'
         WHERE dispute.state IN %(open)s
         GROUP BY line.id
        """,
        line=open_line_of("part", among),
        open=OPEN,
    )
