"""Who else counts what is settled of an item, so that nothing counts twice. Laterals over a reference to ``line``.

Plans in force are served before promises, plans in default after them; what a plan got that was replaced or cancelled
is left to it. ``currency`` is there, amounts are in units of its rounding.
"""

from odoo.tools import SQL

# a plan that is served before promises, or stays with what it got
_FIRST = SQL("(other.defaulted_on IS NULL OR other.state IN ('replaced', 'cancelled'))")


def units(amount):
    """``amount`` in units of the rounding of ``currency``."""
    return SQL("ROUND(COALESCE(%s, 0) / currency.rounding::numeric)::bigint", amount)


def objected(reference, since=None):
    """What disputes of the item led to credit or write off: it is made because of the dispute (``dispute_balance``).

    Columns  objected (in currency), objected_on (the first day)

    :param SQL since: of disputes that were still open on that day
    """
    return SQL(
        """
        SELECT SUM(part.credited + part.written_off) AS objected, MIN(dispute.opened_on) AS objected_on
          FROM collections_dispute_line part
          JOIN collections_dispute dispute ON dispute.id = part.dispute_id
         WHERE %(same)s AND part.credited + part.written_off > 0 AND dispute.state <> 'voided' AND %(since)s
        """,
        same=_same_item("part", reference),
        since=SQL("COALESCE(dispute.closed_on >= %s, TRUE)", since) if since else SQL("TRUE"),
    )


def planned_of(reference):
    """Plans that are served before promises of the item.

    Columns  planned (put into those in force, in currency), planned_open (what of it is not settled), plans (array of
             paid, credited, payments_before, item_amount of each)
    """
    return SQL(
        """
        SELECT SUM(taken.amount) FILTER (WHERE other.state = 'active') AS planned,
               SUM(taken.amount - taken.paid - taken.credited) FILTER (WHERE other.state = 'active') AS planned_open,
               array_agg(ARRAY[%(columns)s] ORDER BY other.id) AS plans
          FROM collections_plan_item taken
          JOIN collections_plan other ON other.id = taken.plan_id
         WHERE %(same)s AND %(first)s AND other.started_on IS NOT NULL
        """,
        columns=SQL(", ").join(
            units(SQL.identifier("taken", name)) for name in ("paid", "credited", "payments_before", "item_amount")
        ),
        same=_same_item("taken", reference),
        first=_FIRST,
    )


def served_before():
    """What is left to others of the ``item`` of a ``plan``: by one in default what plans in force and promises got.

    Columns  ahead (array of what each was paid, and what had been settled before)
    """
    return SQL(
        """
        SELECT array_agg(ARRAY[%(paid)s, %(before)s] ORDER BY rank, id) AS ahead
          FROM (SELECT 1 AS rank, taken.id, taken.paid, taken.payments_before AS before
                  FROM collections_plan_item taken
                  JOIN collections_plan other ON other.id = taken.plan_id
                 WHERE %(planned)s AND other.id <> plan.id AND %(first)s AND other.started_on IS NOT NULL
                   AND (plan.defaulted_on IS NOT NULL OR other.state IN ('replaced', 'cancelled'))
                 UNION ALL
                SELECT 2 AS rank, taken.id, taken.paid + taken.late, taken.settled_before
                  FROM collections_promise_line taken
                 WHERE %(promised)s AND plan.defaulted_on IS NOT NULL
               ) AS taken
        """,
        paid=units(SQL("paid")),
        before=units(SQL("before")),
        planned=_same_item("taken", "item"),
        promised=_same_item("taken", "item"),
        first=_FIRST,
    )


def _same_item(alias, reference):
    """``line`` is the journal item of ``reference``; one that was booked anew is known by its due date."""
    return SQL(
        "%s = %s AND COALESCE(%s = line.id, %s = %s)",
        SQL.identifier(alias, "move_id"),
        SQL.identifier(reference, "move_id"),
        SQL.identifier(alias, "line_id"),
        SQL.identifier(alias, "item_due_date"),
        SQL.identifier(reference, "item_due_date"),
    )
