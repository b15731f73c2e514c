"""Grain: one journal item that is paid in instalments, with the amounts and the days on which it is."""

from odoo.tools import SQL

from .few import among as said_by
from .item_reference import line_and_said, open_line


def planned_item(among=None, accounts=None):
    """What of open items is in plans in force and not yet settled, brought back to the journal items of now.

    Grain    one account.move.line of which something is in a plan
    Columns  line_id, amounts (array, in line currency), days (array of date ranges: until the grace of the next
             instalment is over)
    As of    no day: sum up the amounts of which ``key_date <@ days``
    Index    account_move_line._collections_open, collections_plan_item by document
    Cost     live plans, not open items

    :param SQL among: condition over ``line``
    :param accounts: SQL of the ids of accounts with which it was said; None for all
    """
    return SQL(
        """
        SELECT line.id AS line_id,
               array_agg(item.amount - item.paid - item.credited) AS amounts,
               array_agg(daterange(plan.started_on, plan.covered_until, '[]')) AS days
          FROM %(lines)s
          JOIN collections_plan plan ON plan.id = item.plan_id
         WHERE %(line)s AND %(said_by)s
           AND plan.state = 'active' AND plan.started_on <= plan.covered_until
           AND item.amount > item.paid + item.credited
         GROUP BY line.id
        """,
        lines=line_and_said("item", "collections_plan_item", looked_up=accounts is not None),
        line=open_line(among),
        said_by=said_by("item.account_id", accounts),
    )
