"""Grain: one account. What somebody wants to look at again, and when."""

from odoo.tools import SQL


def resubmission_due(key_date, ids=None):
    """Open resubmissions summed up per account.

    Grain    one collections.account that has open resubmissions
    Columns  id; resubmission_id (what decides now: the longest silence, else the next), resubmission_date (the next),
             due_since (the first that is due), reason_id and callback_at (of those due), no_contact_until (after the
             key date)
    As of    ``key_date``
    Index    collections_resubmission._open
    Cost     open resubmissions

    :param ids: of accounts; None for all
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
        few=SQL("TRUE") if ids is None else SQL("account_id = ANY(%s)", ids),
    )
