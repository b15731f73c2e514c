"""Grain: one account. Its class by how it behaves, from the facts of the day (feature A11)."""

from odoo.tools import SQL

# per cent of the overdue that something covers, from which on a call would come too early
COVERED_SHARE = 50
# unallocated credits in per cent of the overdue, from which on cash is to be allocated before anybody calls
CREDITS_SHARE = 50
# habitually late: days late on average and share of the amount paid late, over 12 months
LATE_DAYS, LATE_SHARE = 15, 50
# getting worse: days later than half a year ago
TREND_DAYS = 10
# a deduction was rejected so many days ago
REJECTED_DAYS = 7
# pays fast: days late on average
FAST_DAYS = 5
# credit limit nearly used, in per cent
CREDIT_USED = 90


def behaviour(signals):
    """The first class one of whose signals holds, in the order of ``signals``; regular without; none without items.

    Grain    one account, over what its facts are read from (see ``_fact_columns`` of the account)
    Columns  one value: 'deprioritised', 'at_risk', 'low_hanging', 'regular' or NULL
    As of    the facts
    Index    none
    Cost     nothing beside the facts

    :param signals: dict class -> list of SQL conditions, from ``signals`` and whoever adds to it
    """
    cases = [
        SQL("WHEN %s THEN %s", SQL(" OR ").join(SQL("COALESCE(%s, FALSE)", each) for each in conditions), name)
        for name, conditions in signals.items()
    ]
    return SQL(
        "CASE WHEN COALESCE(items.item_count, 0) = 0 THEN NULL %s ELSE 'regular' END",
        SQL(" ").join(cases),
    )


def behaviour_signals(fact):
    """What puts an account in a class, in the order in which the classes are tried, from the facts as people see them.

    De-prioritised: a call would come too early. Half of the overdue or more is covered by any part of the
    waterfall (on hold, disputed, promised, payment under way ...), or unallocated credits are half of it or more.
    At risk: paid 15 days late on average and more than half of the amount late, or pays 10 days later than half a
    year ago, both but for who has a reason to be late (see ``_excused``); or trust is bad, a plan is in default, or a
    deduction is not paid 7 days after it was rejected. Low-hanging fruit: something is overdue, and the customer pays
    within 5 days of the due date, or has used more than 90 % of his credit limit without being habitually late.

    :param fact: dict column of the account -> SQL of its value
    """
    overdue, late = fact["overdue"], fact["avg_days_late"]
    covered = SQL("(%s - %s)", overdue, fact["free_overdue"])
    habitual = SQL("(%s >= %s AND %s > %s)", late, LATE_DAYS, fact["late_share"], LATE_SHARE)
    excused = _excused(fact)
    return {
        "deprioritised": [
            SQL("%s > 0 AND %s * 100 >= %s * %s", overdue, covered, COVERED_SHARE, overdue),
            SQL("%s > 0 AND %s * 100 >= %s * %s", overdue, fact["credits"], CREDITS_SHARE, overdue),
        ],
        "at_risk": [
            SQL("%s AND NOT %s", habitual, excused),
            SQL("%s >= %s AND NOT %s", fact["delay_trend"], TREND_DAYS, excused),
            SQL("%s = 'bad'", fact["trust"]),
            SQL("%s > 0", fact["plan_defaulted"]),
            SQL("%s > 0 AND %s >= %s", fact["invalid_deductions"], fact["dispute_rejected_days"], REJECTED_DAYS),
        ],
        "low_hanging": [
            SQL("%s > 0 AND %s > 0 AND %s <= %s", overdue, fact["paid_12m"], late, FAST_DAYS),
            SQL("%s > 0 AND %s > %s AND %s IS NOT TRUE", overdue, fact["credit_used"], CREDIT_USED, habitual),
        ],
    }


def _excused(fact):
    """Who is late for a reason we know: he objects, and none of what he objected to was rejected and left unpaid; or
    he keeps the days of a plan.
    """
    objects = SQL("(%s > 0 AND %s = 0)", fact["dispute_count"], fact["dispute_rejected"])
    missed, in_default = fact["plan_missed_days"], fact["plan_defaulted"]
    keeps_a_plan = SQL("(%s > 0 AND %s = 0 AND %s = 0)", fact["planned"], missed, in_default)
    return SQL("(%s OR %s)", objects, keeps_a_plan)
