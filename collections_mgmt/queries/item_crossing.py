"""Grain: one account. Of whose open items one crosses a border of time between two key dates."""

from datetime import timedelta

from odoo.tools import SQL

from .item_facts import DISCOUNT_DAYS, borders
from .open_item import open_of


def item_crossing(env, scope, since, key_date, aging_limits):
    """Accounts whose open items say something else on ``key_date`` than on ``since``, though nothing is booked.

    Grain    one collections.account
    Columns  id
    As of    ``key_date``, that day or a later one
    Index    account_move_line._collections_open
    Cost     open items, of which nothing is added up

    :param Scope scope: a root company
    :param aging_limits: days of the bands of ageing of the root company
    """
    return SQL(
        """
        SELECT account.id
          FROM account_move_line line
          JOIN res_company root ON root.id = %(company)s
          %(account)s
         WHERE %(open)s
           AND (COALESCE(line.date_maturity, line.date) = ANY(%(crossing)s)
                OR line.discount_date BETWEEN %(since)s::date AND %(key_date)s::date - 1
                OR line.discount_date BETWEEN %(since)s::date + %(soon)s + 1 AND %(key_date)s::date + %(soon)s)
        """,
        company=scope.company_id,
        account=scope.account_of("line"),
        open=open_of(env, scope),
        crossing=_due_dates(since, key_date, borders(aging_limits)),
        since=since,
        key_date=key_date,
        soon=DISCOUNT_DAYS,
    )


def _due_dates(since, key_date, days_overdue):
    """Due dates of items that have more than one of ``days_overdue`` on ``key_date`` and had not on ``since``."""
    passed = range((key_date - since).days)
    return sorted({since + timedelta(days=day - border) for day in passed for border in days_overdue})
