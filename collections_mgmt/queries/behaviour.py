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

    Grain    one account, ``account``, whose facts are known
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
        "CASE WHEN account.item_count = 0 THEN NULL %s ELSE 'regular' END",
        SQL(" ").join(cases),
    )


def behaviour_signals():
    """What puts an account in a class, in the order in which the classes are tried, from the facts as people see them.

    De-prioritised: a call would come too early. Half of the overdue or more is covered by any part of the
    waterfall (on hold, disputed, promised, payment under way ...), or unallocated credits are half of it or more.
    At risk: paid 15 days late on average and more than half of the amount late, or pays 10 days later than half a
    year ago, both but for who has a reason to be late (see ``_excused``); or trust is bad, a plan is in default, or a
    deduction is not paid 7 days after it was rejected. Low-hanging fruit: something is overdue, and the customer pays
    within 5 days of the due date, or has used more than 90 % of his credit limit without being habitually late.
    """
    covered = SQL("(account.overdue - account.free_overdue)")
    habitual = SQL("(account.avg_days_late >= %s AND account.late_share > %s)", LATE_DAYS, LATE_SHARE)
    excused = _excused()
    return {
        "deprioritised": [
            SQL("account.overdue > 0 AND %s * 100 >= %s * account.overdue", covered, COVERED_SHARE),
            SQL("account.overdue > 0 AND account.credits * 100 >= %s * account.overdue", CREDITS_SHARE),
        ],
        "at_risk": [
            SQL("%s AND NOT %s", habitual, excused),
            SQL("account.delay_trend >= %s AND NOT %s", TREND_DAYS, excused),
            SQL("account.trust = 'bad'"),
            SQL("account.plan_defaulted > 0"),
            SQL("account.invalid_deductions > 0 AND account.dispute_rejected_days >= %s", REJECTED_DAYS),
        ],
        "low_hanging": [
            SQL("account.overdue > 0 AND account.paid_12m > 0 AND account.avg_days_late <= %s", FAST_DAYS),
            SQL("account.overdue > 0 AND account.credit_used > %s AND %s IS NOT TRUE", CREDIT_USED, habitual),
        ],
    }


def _excused():
    """Who is late for a reason we know: he objects, and none of what he objected to was rejected and left unpaid; or
    he keeps the days of a plan.
    """
    objects = SQL("(account.dispute_count > 0 AND account.dispute_rejected = 0)")
    keeps_a_plan = SQL("(account.planned > 0 AND account.plan_missed_days = 0 AND account.plan_defaulted = 0)")
    return SQL("(%s OR %s)", objects, keeps_a_plan)
