"""Grain: one customer. What his open items say."""

from odoo.tools import SQL

from .open_item import WATERFALL

# days within which coming due dates are summed up
HORIZONS = (7, 14, 30)
BANDS = 5
# the class of an item: credit, due after the last horizon, due within one of them (its days), or its band of ageing
CREDIT, LATER = "credit", "later"


def item_facts(lines, covered, scope, key_date):
    """Totals of the open items per customer, in company currency.

    Grain    one commercial partner that has open items in the root company
    Columns  partner_id; item_count, balance, credits (positive), overdue, not_due, aging_1..5, oldest_due_date,
             oldest_days, largest_overdue, due_in_7/14/30, discount_in_7, the parts of the waterfall, free_overdue
    As of    ``lines`` (see ``open_line``), ``covered`` (see ``open_residual``) and ``key_date``
    Index    that of ``lines``
    Cost     open items

    ``overdue`` counts debits only, due before the key date: due today is not overdue. Adding up is most of the work, so
    every item belongs to one class and is added up once, what overlaps is made of these sums, and what covers items
    is looked at for those alone that something covers.

    :param lines: SQL of all open items
    :param covered: SQL of the open items that something may cover
    :param Scope scope: that of both
    """
    return SQL(
        """
        SELECT item.partner_id, %(totals)s
          FROM (%(items)s) AS item
          LEFT JOIN (%(covered)s) AS covered ON covered.partner_id = item.partner_id
        """,
        totals=_named(_totals(key_date)),
        items=_by_customer(_by_class(lines, scope, key_date)),
        covered=_per_customer(covered, _covered_sums()),
    )


def _by_class(lines, scope, key_date):
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
            "SUM(item.residual) FILTER (WHERE item.discount_date BETWEEN %(key_date)s AND %(key_date)s::date + 7)",
            key_date=key_date,
        ),
    }
    return _per_customer(classed, sums, SQL("item.kind"))


def _by_customer(classes):
    """SQL: the classes of a customer side by side."""
    return SQL("SELECT class.partner_id, %s FROM (%s) AS class GROUP BY class.partner_id", _named(_sums()), classes)


def _per_customer(items, sums, *keys):
    """SQL: sums per customer and ``keys``. Once: to add up per contact first would be adding up twice."""
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id, %s
          FROM (%s) AS item
          JOIN res_partner partner ON partner.id = item.partner_id
         GROUP BY %s
        """,
        _named(sums),
        items,
        SQL(", ").join([SQL("partner.commercial_partner_id"), *keys]),
    )


def _named(columns):
    return SQL(", ").join(SQL("%s AS %s", amount, SQL.identifier(name)) for name, amount in columns.items())


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


def _totals(key_date):
    """Name -> SQL of the fact, over the sums of an account."""
    aged, coming = [f"aging_{n}" for n in _bands()], [f"within_{days}" for days in HORIZONS]
    overdue = _added(*aged)
    return {
        "item_count": SQL("item.item_count"),
        "balance": _added(LATER, CREDIT, *aged, *coming),
        "credits": SQL("-%s", _added(CREDIT)),
        "overdue": overdue,
        "not_due": _added(LATER, *coming),
        **{name: _added(name) for name in (*aged, "discount_in_7", "largest_overdue")},
        "oldest_due_date": SQL("item.oldest_due_date"),
        "oldest_days": SQL("GREATEST(0, %s::date - item.oldest_due_date)", key_date),
        **{f"due_in_{days}": _added(*coming[: n + 1]) for n, days in enumerate(HORIZONS)},
        **{part: SQL("COALESCE(covered.%s, 0)", SQL.identifier(part)) for part in WATERFALL},
        "free_overdue": SQL("%s - COALESCE(covered.overdue, 0)", overdue),
    }


def _added(*names):
    """Sums, added up; one without items is nothing."""
    return SQL("(%s)", SQL(" + ").join(SQL("COALESCE(item.%s, 0)", SQL.identifier(name)) for name in names))
