"""Grain: one customer. What his open items say."""

from odoo.tools import SQL

from .named_columns import named_columns
from .open_item import WATERFALL

# days within which coming due dates are summed up
HORIZONS = (7, 14, 30)
DISCOUNT_DAYS = 7  # within which the end of an early payment discount counts
BANDS = 5
# the class of an item: credit, due after the last horizon, due within one of them (its days), or its band of ageing
CREDIT, LATER = "credit", "later"


def item_facts(lines, scope, key_date, among=None):
    """Totals of the open items per customer, in company currency.

    Grain    one commercial partner that has open items in the root company; or one of ``among``
    Columns  partner_id; item_count, balance, credits (positive), overdue, not_due, aging_1..5, oldest_due_date,
             largest_overdue, due_in_7/14/30, discount_in_7
    As of    ``lines`` (see ``open_line``) and ``key_date``
    Index    that of ``lines``
    Cost     open items, of those of ``among``

    ``overdue`` counts debits only, due before the key date: due today is not overdue. Adding up is most of the work, so
    every item belongs to one class and is added up once, and what overlaps is made of these sums.

    :param lines: SQL of all open items
    :param Scope scope: that of ``lines``
    :param among: SQL of the ``partner_id`` of those that are asked for; None for all
    """
    if among is None:
        items, joined = _by_customer(_by_class(lines, scope, key_date)), SQL()
    else:
        asked_for = SQL("JOIN among ON among.partner_id = partner.commercial_partner_id")
        items, joined = _by_customer(_by_class(lines, scope, key_date, asked_for)), SQL("among LEFT JOIN")
    return SQL(
        """
        %(among)s
        SELECT partner_id, %(totals)s FROM %(joined)s (%(items)s) AS item %(using)s OFFSET 0
        """,
        among=SQL("WITH among AS MATERIALIZED (%s)", among) if among else SQL(),
        totals=named_columns(_totals()),
        joined=joined,
        items=items,
        using=SQL("USING (partner_id)") if among else SQL(),
    )


def covered_facts(items, scope):
    """What covers the open items of a customer, in company currency.

    Grain    one commercial partner of ``items``
    Columns  partner_id; the parts of the waterfall; overdue (what covers what is overdue)
    As of    ``items`` (see ``open_residual``)
    Index    that of ``items``
    Cost     ``items``

    :param items: SQL of the open items that something may cover
    :param Scope scope: that of ``items``
    """
    return _per_customer(items, scope, _covered_sums())


def borders(aging_limits):
    """Days overdue that separate the classes: an item that has more of them is of the next one."""
    return [*(-days - 1 for days in HORIZONS), 0, *aging_limits]


def _by_class(lines, scope, key_date, asked_for=None):
    """SQL: grain one class of items of a customer. Adding up within a class asks nothing of each item."""
    classed = SQL(
        """
        SELECT item.partner_id, item.residual, item.due_date, item.discount_date, %s AS kind
          FROM (%s) AS item
          JOIN res_company root ON root.id = %s
        """,
        _kind(),
        lines,
        scope.company_id,
    )
    sums = {
        "kind": SQL("item.kind"),
        "count": SQL("COUNT(*)"),
        "residual": SQL("SUM(item.residual)"),
        "largest": SQL("MAX(item.residual)"),
        "oldest": SQL("MIN(item.due_date)"),
        "discount": SQL(
            "SUM(item.residual) FILTER ("
            "WHERE item.discount_date BETWEEN %(key_date)s AND %(key_date)s::date + %(soon)s)",
            key_date=key_date,
            soon=DISCOUNT_DAYS,
        ),
    }
    return _per_customer(classed, scope, sums, SQL("item.kind"), asked_for=asked_for)


def _by_customer(classes):
    """SQL: the classes of a customer side by side."""
    return SQL(
        "SELECT class.partner_id, %s FROM (%s) AS class GROUP BY class.partner_id", named_columns(_sums()), classes
    )


def _per_customer(items, scope, sums, *keys, asked_for=None):
    """SQL: sums per customer and ``keys``. Once: to add up per contact first would be adding up twice.

    :param asked_for: SQL of a join to ``partner`` that keeps some of them
    """
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id, %s
          FROM (%s) AS item
          %s
          %s
         GROUP BY %s
        """,
        named_columns(sums),
        items,
        scope.customer_of("item"),
        asked_for or SQL(),
        SQL(", ").join([SQL("partner.commercial_partner_id"), *keys]),
    )


def _kinds():
    """Name of the sum -> number of the class: credits, what falls due (late to soon), the bands (young to old)."""
    names = [CREDIT, LATER, *[f"within_{days}" for days in reversed(HORIZONS)], *[f"aging_{n}" for n in _bands()]]
    return {name: number for number, name in enumerate(names)}


def _bands():
    return range(1, BANDS + 1)


def _kind():
    """SQL of the number of the class of ``item``; the limits of the bands are those of the root company (E13)."""
    kinds = _kinds()
    conditions = {f"within_{days}": SQL("item.days_overdue >= %s", -days) for days in HORIZONS}
    limits = {
        f"aging_{n}": SQL("item.days_overdue > %s", SQL.identifier("root", f"collections_aging_limit_{n - 1}"))
        for n in range(2, BANDS + 1)
    }
    overdue = [SQL("WHEN %s THEN %s", limits[name], kinds[name]) for name in reversed(limits)]
    coming = [SQL("WHEN %s THEN %s", condition, kinds[name]) for name, condition in conditions.items()]
    return SQL(
        """
        CASE WHEN item.residual <= 0 THEN %(credit)s
             WHEN item.days_overdue > 0 THEN CASE %(overdue)s ELSE %(youngest)s END
             ELSE CASE %(coming)s ELSE %(later)s END END
        """,
        credit=kinds[CREDIT],
        overdue=SQL(" ").join(overdue),
        youngest=kinds["aging_1"],
        coming=SQL(" ").join(coming),
        later=kinds[LATER],
    )


def _sums():
    """Name -> SQL of what is added up over the classes of a customer."""
    kinds = _kinds()
    debit, overdue = SQL("class.kind >= %s", kinds[LATER]), SQL("class.kind >= %s", kinds["aging_1"])
    return {
        "item_count": SQL("SUM(class.count) FILTER (WHERE %s)", debit),
        **{name: SQL("SUM(class.residual) FILTER (WHERE class.kind = %s)", number) for name, number in kinds.items()},
        "discount_in_7": SQL("SUM(class.discount) FILTER (WHERE %s)", debit),
        "oldest_due_date": SQL("MIN(class.oldest) FILTER (WHERE %s)", debit),
        "largest_overdue": SQL("MAX(class.largest) FILTER (WHERE %s)", overdue),
    }


def _covered_sums():
    """Name -> SQL of what is added up of covered items, over ``item``."""
    return {
        **{part: SQL("SUM(item.%s)", SQL.identifier(part)) for part in WATERFALL},
        "overdue": SQL(
            "SUM(item.residual - item.free) FILTER (WHERE item.residual > 0 AND item.days_overdue > 0)",
        ),
    }


def _totals():
    """Name -> SQL of the fact, over the sums of an account."""
    aged, coming = [f"aging_{n}" for n in _bands()], [f"within_{days}" for days in HORIZONS]
    return {
        "item_count": SQL("COALESCE(item.item_count, 0)"),
        "balance": _added(LATER, CREDIT, *aged, *coming),
        "credits": SQL("-%s", _added(CREDIT)),
        "overdue": _added(*aged),
        "not_due": _added(LATER, *coming),
        **{name: _added(name) for name in (*aged, "discount_in_7", "largest_overdue")},
        "oldest_due_date": SQL("item.oldest_due_date"),
        **{f"due_in_{days}": _added(*coming[: n + 1]) for n, days in enumerate(HORIZONS)},
    }


def _added(*names):
    """Sums, added up; one without items is nothing."""
    return SQL("(%s)", SQL(" + ").join(SQL("COALESCE(item.%s, 0)", SQL.identifier(name)) for name in names))
