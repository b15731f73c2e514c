"""Grain: one account. What its open items say."""

from odoo.tools import SQL

from .open_item import WATERFALL

# days within which coming due dates are summed up
HORIZONS = (7, 14, 30)
BANDS = 5


def item_facts(residuals, scope, key_date):
    """Totals of the open items per account, in company currency.

    Grain    one collections.account that has open items
    Columns  id; item_count, balance, credits (positive), overdue, not_due, aging_1..5, oldest_due_date, oldest_days,
             largest_overdue, due_in_7/14/30, discount_in_7, the parts of the waterfall, free_overdue
    As of    ``residuals`` (see ``open_residual``) and ``key_date``
    Index    that of ``open_residual``
    Cost     open items

    ``overdue`` counts debits only, due before the key date: due today is not overdue. Summed up per contact first, so
    that the account need not be looked up for each item.

    :param Scope scope: that of ``residuals``
    """
    sums = _sums(key_date)
    return SQL(
        """
        SELECT account.id,
               SUM(item.item_count) AS item_count,
               SUM(item.overdue) + SUM(item.not_due) - SUM(item.credits) AS balance,
               MIN(item.oldest_due_date) AS oldest_due_date,
               GREATEST(0, %(key_date)s::date - MIN(item.oldest_due_date)) AS oldest_days,
               MAX(item.largest_overdue) AS largest_overdue,
               %(totals)s
          FROM (SELECT item.partner_id,
                       COUNT(*) FILTER (WHERE item.residual > 0) AS item_count,
                       MIN(item.due_date) FILTER (WHERE item.residual > 0) AS oldest_due_date,
                       COALESCE(MAX(item.residual) FILTER (WHERE item.residual > 0 AND item.days_overdue > 0), 0)
                           AS largest_overdue,
                       %(sums)s
                  FROM (%(residuals)s) AS item
                  JOIN res_company root ON root.id = %(company)s
                 GROUP BY item.partner_id
               ) AS item
          %(account)s
         GROUP BY account.id
        """,
        key_date=key_date,
        totals=SQL(", ").join(SQL("SUM(item.%(name)s) AS %(name)s", name=SQL.identifier(name)) for name in sums),
        sums=SQL(", ").join(SQL("%s AS %s", amount, SQL.identifier(name)) for name, amount in sums.items()),
        residuals=residuals,
        company=scope.company_id,
        account=scope.account_of("item"),
    )


def _sums(key_date):
    """Name -> SQL of the amounts that are summed up, over ``item`` and ``root``."""
    overdue = SQL("item.residual > 0 AND item.days_overdue > 0")
    return {
        "credits": SQL("COALESCE(-SUM(item.residual) FILTER (WHERE item.residual < 0), 0)"),
        "overdue": _sum(overdue),
        "not_due": _sum(SQL("item.residual > 0 AND item.days_overdue <= 0")),
        **{f"aging_{n}": _sum(_band(n)) for n in range(1, BANDS + 1)},
        **{
            f"due_in_{days}": _sum(SQL("item.residual > 0 AND item.days_overdue BETWEEN %s AND 0", -days))
            for days in HORIZONS
        },
        "discount_in_7": _sum(
            SQL(
                "item.residual > 0 AND item.discount_date BETWEEN %(key_date)s AND %(key_date)s::date + 7",
                key_date=key_date,
            )
        ),
        **{part: SQL("SUM(item.%s)", SQL.identifier(part)) for part in WATERFALL},
        "free_overdue": SQL("COALESCE(SUM(item.free) FILTER (WHERE %s), 0)", overdue),
    }


def _sum(condition):
    return SQL("COALESCE(SUM(item.residual) FILTER (WHERE %s), 0)", condition)


def _band(n):
    """Condition of the n-th ageing band; the limits are those of the root company (E13)."""
    limit = SQL.identifier("root", f"collections_aging_limit_{n}")
    before = SQL.identifier("root", f"collections_aging_limit_{n - 1}") if n > 1 else SQL("0")
    inside = SQL("item.residual > 0 AND item.days_overdue > %s", before)
    return SQL("%s AND item.days_overdue <= %s", inside, limit) if n < BANDS else inside
