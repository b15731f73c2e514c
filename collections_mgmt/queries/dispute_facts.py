"""Grain: one account. What its disputes say."""

from odoo.tools import SQL

from .behaviour import REJECTED_DAYS
from .dispute_claim import OPEN, UNDECIDED, rejected
from .few import among
from .passing_day import judged_now, passes


def dispute_facts(company_id, key_date, ids=None):
    """Open disputes of accounts, and what was rejected and is not paid.

    Grain    one collections.account that has disputes
    Columns  id; dispute_count, dispute_days (of the oldest open one), dispute_late_days (since the first of those not
             decided was to be), dispute_rejected, dispute_rejected_days (since the first rejection that is not paid),
             invalid_deductions; amounts in company currency
    As of    the amounts of now, the days of ``key_date``
    Index    collections_dispute by account
    Cost     disputes there ever were

    :param ids: of accounts, a list or SQL; None for all of the root company
    """
    return SQL(
        """
        SELECT id,
               COUNT(DISTINCT dispute_id) FILTER (WHERE is_open) AS dispute_count,
               MAX(%(key_date)s::date - opened_on) FILTER (WHERE is_open) AS dispute_days,
               GREATEST(0, MAX(%(key_date)s::date - date_due) FILTER (WHERE undecided)) AS dispute_late_days,
               SUM(rejected) AS dispute_rejected,
               MAX(%(key_date)s::date - rejected_on) FILTER (WHERE rejected > 0) AS dispute_rejected_days,
               SUM(rejected) FILTER (WHERE deduction) AS invalid_deductions
          FROM (SELECT dispute.account_id AS id, dispute.id AS dispute_id, dispute.opened_on, dispute.rejected_on,
                       dispute.deduction, dispute.state IN %(open)s AS is_open,
                       dispute.date_due, dispute.state IN %(undecided)s AS undecided,
                       ROUND((%(rejected)s) * part.rate::numeric / currency.rounding::numeric)
                           * currency.rounding::numeric AS rejected
                  FROM collections_dispute dispute
                  JOIN collections_dispute_line part ON part.dispute_id = dispute.id
                  JOIN res_company company ON company.id = dispute.company_id
                  JOIN res_currency currency ON currency.id = company.currency_id
                 WHERE dispute.company_id = %(company)s AND dispute.opened_on <= %(key_date)s::date
                   AND dispute.state <> 'voided' AND %(scope)s
               ) AS part
         GROUP BY id
        """,
        key_date=key_date,
        open=OPEN,
        undecided=UNDECIDED,
        rejected=rejected(),
        company=company_id,
        scope=among("dispute.account_id", ids),
    )


def dispute_changing(since, key_date):
    """Disputes that say something else on ``key_date`` than on ``since``, of what they cover or of how their customer
    behaves, but for the days they last.

    Grain    one collections.dispute.line
    Columns  account_id, move_id (the document)
    As of    ``key_date``; what was judged in this transaction is among them
    Cost     disputes there ever were, of which nothing is added up
    """
    return SQL(
        """
        SELECT dispute.account_id, line.move_id
          FROM collections_dispute dispute
          JOIN collections_dispute_line line ON line.dispute_id = dispute.id
         WHERE %(begins)s OR %(is_late)s OR %(goes_on)s OR %(not_paid)s OR %(judged)s
        """,
        begins=passes("dispute.opened_on", since, key_date, 0),
        is_late=passes("dispute.date_due", since, key_date, 1),
        goes_on=passes("dispute.pause_until", since, key_date, 1),
        not_paid=passes("dispute.rejected_on", since, key_date, REJECTED_DAYS),
        judged=judged_now("dispute", "line"),
    )
