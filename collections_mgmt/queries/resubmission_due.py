"""Grain: one account. What somebody wants to look at again, and when."""

from odoo.tools import SQL

from .few import among
from .passing_day import judged_now, passes


def resubmission_due(key_date, ids=None):
    """Open resubmissions summed up per account.

    Grain    one collections.account that has open resubmissions
    Columns  id; resubmission_id (what decides now: the longest silence, else the next), resubmission_date (the next),
             due_since (the first that is due), reason_id and callback_at (of those due), no_contact_until (after the
             key date)
    As of    ``key_date``
    Index    collections_resubmission._open
    Cost     open resubmissions

    :param ids: of accounts, a list or SQL; None for all
    """
    return SQL(
        """
        SELECT account_id AS id,
               (ARRAY_AGG(id ORDER BY CASE WHEN silent THEN date END DESC NULLS LAST, date, call_at NULLS LAST, id))[1]
                   AS resubmission_id,
               MIN(date) AS resubmission_date,
               MIN(date) FILTER (WHERE due) AS due_since,
               MIN(call_at) FILTER (WHERE due) AS callback_at,
               (ARRAY_AGG(reason_id ORDER BY date, call_at NULLS LAST, id) FILTER (WHERE due))[1] AS reason_id,
               MAX(date) FILTER (WHERE silent) AS no_contact_until
          FROM (SELECT *, date <= %(key_date)s AS due, no_contact AND date > %(key_date)s AS silent
                  FROM collections_resubmission
                 WHERE state = 'open' AND %(few)s) AS resubmission
         GROUP BY account_id
        """,
        key_date=SQL("%s::date", key_date),
        few=among("account_id", ids),
    )


def resubmission_changing(since, key_date):
    """Resubmissions that say something else on ``key_date`` than on ``since``, but for the days they are due.

    Grain    one collections.resubmission
    Columns  account_id, move_id (NULL: they cover nothing)
    As of    ``key_date``; what was judged in this transaction is among them
    Cost     resubmissions there ever were
    """
    return SQL(
        "SELECT account_id, NULL::int AS move_id FROM collections_resubmission AS resubmission WHERE %s OR %s",
        passes("date", since, key_date, 0),
        judged_now("resubmission"),
    )
