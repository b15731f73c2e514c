"""Grain: one account. What its customer promised and whether he keeps his word."""

from odoo.tools import SQL

from .few import among
from .passing_day import judged_now, passes

BROKEN_DAYS = 90
HORIZON = 7


def promise_facts(company_id, key_date, account_ids=None):
    """Live promises, and how the promises of the last 12 months were kept.

    Grain    one collections.account with promises that are live, or were for a day of the last 12 months
    Columns  id; promise_date (the next), promise_due_today, promise_due_7 (company currency, not yet paid),
             promise_broken (promised, not paid in time and still not: broken and partly kept promises that live),
             promises_broken_90 (number broken within 90 days), promises_partial (number partly kept that live),
             promise_level (highest of those that live); over 12 months: promises_kept_share (FM10, % of their number),
             promises_stood_share (the same with those withdrawn in time counted as broken), promises_paid_share
             (FM11, % of the amount, less what was credited), promise_slippage (FM12, days)
    As of    ``key_date``: what is open and past its last day counts as broken, though nobody has judged it yet
    Index    collections_promise._live, collections_promise by account
    Cost     promises that live or are of the last 12 months

    What is disputed is not missing. Refused promises, those recorded by mistake or withdrawn in time, and those settled
    by credit notes are no promises kept or broken; one that was broken before it was withdrawn stays broken.

    :param account_ids: a list or SQL; None for all of the root company
    """
    return SQL(
        """
        SELECT account_id AS id,
               MIN(date) FILTER (WHERE live AND result = 'open') AS promise_date,
               %(due_today)s AS promise_due_today,
               %(due_soon)s AS promise_due_7,
               SUM(missing) FILTER (WHERE live AND result IN ('broken', 'partial')) AS promise_broken,
               COUNT(*) FILTER (WHERE result = 'broken' AND counts AND last_day >= %(key_date)s::date - %(broken_days)s)
                   AS promises_broken_90,
               COUNT(*) FILTER (WHERE live AND result = 'partial') AS promises_partial,
               MAX(level) FILTER (WHERE live) AS promise_level,
               ROUND(COUNT(*) FILTER (WHERE result = 'kept' AND judged) * 100.0
                     / NULLIF(COUNT(*) FILTER (WHERE judged), 0), 1) AS promises_kept_share,
               ROUND(COUNT(*) FILTER (WHERE result = 'kept' AND judged) * 100.0
                     / NULLIF(COUNT(*) FILTER (WHERE judged OR counts AND recent AND withdrawn), 0), 1)
                   AS promises_stood_share,
               ROUND(SUM(paid) FILTER (WHERE judged) * 100
                     / NULLIF(SUM(owed) FILTER (WHERE judged), 0), 1) AS promises_paid_share,
               ROUND(AVG(covered_on - date) FILTER (WHERE judged AND covered_on > date), 1) AS promise_slippage
          FROM (SELECT promise.*, counts AND recent AND result IN ('kept', 'partial', 'broken') AS judged
                  FROM (%(promises)s) AS promise) AS promise
         GROUP BY account_id
        """,
        key_date=key_date,
        broken_days=BROKEN_DAYS,
        due_today=_due(key_date, 0),
        due_soon=_due(key_date, HORIZON),
        promises=_promises(company_id, key_date, account_ids),
    )


def promise_changing(since, key_date):
    """Promises that say something else on ``key_date`` than on ``since``: of their customer, or of what they cover.

    Grain    one collections.promise.line
    Columns  account_id, move_id (the document)
    As of    ``key_date``; what was judged in this transaction is among them
    Cost     promises there ever were, of which nothing is added up
    """
    return SQL(
        """
        SELECT promise.account_id, line.move_id
          FROM collections_promise promise
          JOIN collections_promise_line line ON line.promise_id = promise.id
         WHERE %(begins)s OR %(comes)s OR %(is_over)s OR %(judged)s
            OR (promise.date > %(since)s::date - INTERVAL '12 months'
                AND promise.date <= %(key_date)s::date - INTERVAL '12 months')
        """,
        begins=passes("promise.promised_on", since, key_date, 0),
        comes=passes("promise.date", since, key_date, -HORIZON, 0, 1),
        is_over=passes("promise.last_day", since, key_date, 1, BROKEN_DAYS + 1),
        judged=judged_now("promise", "line"),
        since=since,
        key_date=key_date,
    )


def _due(key_date, days):
    return SQL(
        "SUM(missing) FILTER (WHERE live AND result = 'open' AND date BETWEEN %(day)s AND %(day)s::date + %(days)s)",
        day=key_date,
        days=days,
    )


def _promises(company_id, key_date, account_ids):
    """Each promise with its amounts in company currency, at the rate of the booking of its items."""
    return SQL(
        """
        SELECT promise.account_id, promise.date, promise.last_day, promise.covered_on,
               promise.state IN ('open', 'in_process') AS live,
               COALESCE(promise.closed_because, '') <> 'refused'
                   AND COALESCE(promise.withdrawn_because, '') <> 'mistake' AS counts,
               promise.date > %(key_date)s::date - INTERVAL '12 months' AS recent,
               COALESCE(promise.closed_because, '') = 'withdrawn' AND promise.fulfilment = 'open' AS withdrawn,
               CASE WHEN promise.fulfilment <> 'open' OR promise.state = 'confirmed'
                      OR promise.last_day >= %(key_date)s THEN promise.fulfilment
                    WHEN promise.paid > 0 THEN 'partial'
                    WHEN line.missing <= 0 THEN 'open'  -- all of it is disputed
                    ELSE 'broken' END AS result,
               line.*
          FROM collections_promise promise
          JOIN collections_account account ON account.id = promise.account_id
          JOIN res_company company ON company.id = account.company_id
          JOIN res_currency currency ON currency.id = company.currency_id
         CROSS JOIN LATERAL (
                SELECT MAX(line.level) FILTER (WHERE line.replaced_on IS NULL) AS level,
                       SUM(%(missing)s) FILTER (WHERE line.replaced_on IS NULL) AS missing,
                       SUM(line.paid * line.rate) AS paid,
                       SUM((line.amount - line.credited - COALESCE(line.disputed, 0)) * line.rate) AS owed
                  FROM collections_promise_line line
                 WHERE line.promise_id = promise.id
               ) AS line
         WHERE promise.state <> 'to_approve' AND promise.promised_on <= %(key_date)s AND %(where)s
           AND (promise.state <> 'confirmed' OR promise.date > %(key_date)s::date - INTERVAL '12 months')
        """,
        key_date=key_date,
        missing=_missing(),
        where=SQL("account.company_id = %s", company_id)
        if account_ids is None
        else among("promise.account_id", account_ids),
    )


def _missing():
    return SQL(
        "currency.rounding::numeric * ROUND("
        "(line.amount - line.paid - line.credited - line.late - COALESCE(line.disputed, 0))"
        " * line.rate / currency.rounding::numeric)"
    )
