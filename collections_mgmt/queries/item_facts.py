"""Grain: one account. What its open items say."""

from odoo.tools import SQL

from .open_item import WATERFALL

# days within which coming due dates are summed up
HORIZONS = (7, 14, 30)
BANDS = 5


def item_facts(items, key_date):
    """Totals of the open items per account, in company currency.

    Grain    one collections.account that has open items
    Columns  id; item_count, balance, credits (positive), overdue, not_due, aging_1..5, oldest_due_date, oldest_days,
             largest_overdue, due_in_7/14/30, discount_in_7, the parts of the waterfall, free_overdue
    As of    ``items`` (see ``open_item``) and ``key_date``
    Index    that of ``open_item``
    Cost     open items

    ``overdue`` counts debits only, due before the key date: due today is not overdue.
    """
    horizons = [
        SQL(
            "COALESCE(SUM(item.residual)"
            " FILTER (WHERE item.residual > 0 AND item.days_overdue BETWEEN %s AND 0), 0) AS %s",
            -days,
            SQL.identifier(f"due_in_{days}"),
        )
        for days in HORIZONS
    ]
    parts = [SQL("SUM(item.%(part)s) AS %(part)s", part=SQL.identifier(part)) for part in WATERFALL]
    return SQL(
        """
        SELECT item.account_id AS id,
               COUNT(*) FILTER (WHERE item.residual > 0) AS item_count,
               SUM(item.residual) AS balance,
               COALESCE(-SUM(item.residual) FILTER (WHERE item.residual < 0), 0) AS credits,
               COALESCE(SUM(item.residual) FILTER (WHERE item.residual > 0 AND item.days_overdue > 0), 0) AS overdue,
               COALESCE(SUM(item.residual) FILTER (WHERE item.residual > 0 AND item.days_overdue <= 0), 0) AS not_due,
               %(bands)s,
               MIN(item.due_date) FILTER (WHERE item.residual > 0) AS oldest_due_date,
               GREATEST(0, MAX(item.days_overdue) FILTER (WHERE item.residual > 0)) AS oldest_days,
               COALESCE(MAX(item.residual) FILTER (WHERE item.residual > 0 AND item.days_overdue > 0), 0)
                   AS largest_overdue,
               %(horizons)s,
               COALESCE(SUM(item.residual) FILTER (
                   WHERE item.residual > 0 AND item.discount_date BETWEEN %(key_date)s AND %(key_date)s::date + 7
               ), 0) AS discount_in_7,
               %(parts)s,
               COALESCE(SUM(item.free) FILTER (WHERE item.residual > 0 AND item.days_overdue > 0), 0) AS free_overdue
          FROM (%(items)s) AS item
          JOIN res_company root ON root.id = item.root_company_id
         GROUP BY item.account_id
        """,
        bands=SQL(", ").join(_band(n) for n in range(1, BANDS + 1)),
        horizons=SQL(", ").join(horizons),
        parts=SQL(", ").join(parts),
        items=items,
        key_date=key_date,
    )


def _band(n):
    """Overdue of the n-th ageing band; the limits are those of the root company (E13)."""
    limit = SQL.identifier("root", f"collections_aging_limit_{n}")
    before = SQL.identifier("root", f"collections_aging_limit_{n - 1}") if n > 1 else SQL("0")
    inside = SQL("item.days_overdue > %s", before)
    if n < BANDS:
        inside = SQL("%s AND item.days_overdue <= %s", inside, limit)
    return SQL(
        "COALESCE(SUM(item.residual) FILTER (WHERE item.residual > 0 AND %s), 0) AS %s",
        inside,
        SQL.identifier(f"aging_{n}"),
    )
