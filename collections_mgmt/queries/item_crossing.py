"""Grain: one account. Of whose open items one crosses a border of time between two key dates."""

from odoo.tools import SQL

from .item_facts import DISCOUNT_DAYS, borders


def item_crossing(lines, scope, since, key_date):
    """Accounts whose open items say something else on ``key_date`` than on ``since``, though nothing is booked.

    Grain    one collections.account
    Columns  id
    As of    ``key_date``, that day or a later one
    Index    that of ``lines``
    Cost     open items, of which nothing is added up

    :param lines: SQL of all open items as of ``since`` (see ``open_line``)
    :param Scope scope: that of ``lines``
    """
    return SQL(
        """
        SELECT account.id
          FROM (%(lines)s) AS item
          %(account)s
         WHERE item.due_date IN (
                   SELECT %(since)s::date + passed - border
                     FROM res_company root, UNNEST(ARRAY[%(borders)s]) AS border,
                          GENERATE_SERIES(0, %(key_date)s::date - %(since)s::date - 1) AS passed
                    WHERE root.id = %(company)s)
            OR item.discount_date < %(key_date)s::date
            OR item.discount_date BETWEEN %(since)s::date + %(soon)s + 1 AND %(key_date)s::date + %(soon)s
        """,
        lines=lines,
        account=scope.account_of("item"),
        since=since,
        key_date=key_date,
        borders=SQL(", ").join(borders()),
        company=scope.company_id,
        soon=DISCOUNT_DAYS,
    )
