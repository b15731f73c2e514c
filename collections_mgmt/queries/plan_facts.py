"""Grain: one account. What its plans say."""

from odoo.tools import SQL

from .few import among
from .passing_day import judged_now, passes

HORIZON = 7


def plan_facts(company_id, key_date, account_ids=None):
    """Instalments that come and that were missed, in company currency.

    Grain    one collections.account with a plan in force or in default
    Columns  id; plan_missed_days (since the oldest missed instalment), plan_defaulted (open of plans in default),
             instalment_date (past within its grace), instalment_due_7
    As of    the payments of now, the days of ``key_date``: a plan whose grace is over by then is in default
    Index    collections_plan._judged
    Cost     live plans

    :param account_ids: a list or SQL; None for all of the root company
    """
    return SQL(
        """
        SELECT plan.account_id AS id,
               GREATEST(0, MAX(%(key_date)s::date - plan.next_date)) AS plan_missed_days,
               COALESCE(SUM(%(open)s) FILTER (WHERE %(defaulted)s), 0) AS plan_defaulted,
               MIN(plan.next_date) FILTER (WHERE NOT %(defaulted)s) AS instalment_date,
               COALESCE(SUM(soon.amount) FILTER (WHERE NOT %(defaulted)s), 0) AS instalment_due_7
          FROM collections_plan plan
          JOIN collections_account account ON account.id = plan.account_id
          JOIN res_company company ON company.id = account.company_id
          JOIN res_currency currency ON currency.id = company.currency_id
          LEFT JOIN LATERAL (
                SELECT SUM(%(due)s) AS amount
                  FROM collections_plan_installment part
                 WHERE part.plan_id = plan.id AND part.date <= %(key_date)s::date + %(horizon)s
               ) AS soon ON TRUE
         WHERE plan.state IN ('active', 'defaulted') AND %(where)s
         GROUP BY plan.account_id
        """,
        key_date=key_date,
        horizon=HORIZON,
        open=_company_amount(SQL("plan.open_amount")),
        due=_company_amount(SQL("%s - part.paid - part.credited - COALESCE(part.disputed, 0)", _followed())),
        defaulted=SQL("(plan.state = 'defaulted' OR plan.covered_until < %s::date)", key_date),
        where=SQL("account.company_id = %s", company_id)
        if account_ids is None
        else among("plan.account_id", account_ids),
    )


def plan_changing(since, key_date):
    """Plans that say something else on ``key_date`` than on ``since``, but for the days to and since an instalment.

    Grain    one collections.plan.item
    Columns  account_id, move_id (the document)
    As of    ``key_date``; what was judged in this transaction is among them
    Cost     plans there ever were, of which nothing is added up
    """
    return SQL(
        """
        SELECT plan.account_id, item.move_id
          FROM collections_plan plan
          JOIN collections_plan_item item ON item.plan_id = plan.id
         WHERE %(begins)s OR %(is_missed)s OR %(is_over)s OR %(judged)s
            OR plan.id IN (SELECT part.plan_id FROM collections_plan_installment part
                            WHERE %(comes)s OR %(part_judged)s)
        """,
        begins=passes("plan.started_on", since, key_date, 0),
        is_missed=passes("plan.next_date", since, key_date, 1),
        is_over=passes("plan.covered_until", since, key_date, 1),
        judged=judged_now("plan", "item"),
        comes=passes("part.date", since, key_date, -HORIZON),
        part_judged=judged_now("part"),
    )


def _followed():
    """What of an instalment payments are matched with."""
    return SQL("CASE WHEN plan.interest_move_id IS NULL THEN part.principal ELSE part.amount END")


def _company_amount(amount):
    return SQL("ROUND((%s) * plan.rate::numeric / currency.rounding::numeric) * currency.rounding::numeric", amount)
