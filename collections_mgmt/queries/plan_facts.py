"""Grain: one account. What its plans say."""

from odoo.tools import SQL


def plan_facts(company_id, key_date, account_ids=None):
    """Instalments that come and that were missed, in company currency.

    Grain    one collections.account with a plan in force or in default
    Columns  id; plan_missed_days (since the oldest missed instalment), plan_defaulted (open of plans in default),
             instalment_date, instalment_days (until it, negative when it is over), instalment_due_7
    As of    the payments of now, the days of ``key_date``: a plan whose grace is over by then is in default
    Index    collections_plan._judged
    Cost     live plans

    :param account_ids: None for all of the root company
    """
    return SQL(
        """
        SELECT plan.account_id AS id,
               GREATEST(0, MAX(%(key_date)s::date - plan.next_date)) AS plan_missed_days,
               COALESCE(SUM(%(open)s) FILTER (WHERE %(defaulted)s), 0) AS plan_defaulted,
               MIN(plan.next_date) FILTER (WHERE NOT %(defaulted)s) AS instalment_date,
               MIN(plan.next_date) FILTER (WHERE NOT %(defaulted)s) - %(key_date)s::date AS instalment_days,
               COALESCE(SUM(soon.amount) FILTER (WHERE NOT %(defaulted)s), 0) AS instalment_due_7
          FROM collections_plan plan
          JOIN collections_account account ON account.id = plan.account_id
          JOIN res_company company ON company.id = account.company_id
          JOIN res_currency currency ON currency.id = company.currency_id
          LEFT JOIN LATERAL (
                SELECT SUM(%(due)s) AS amount
                  FROM collections_plan_installment part
                 WHERE part.plan_id = plan.id AND part.date <= %(key_date)s::date + 7
               ) AS soon ON TRUE
         WHERE plan.state IN ('active', 'defaulted') AND %(where)s
         GROUP BY plan.account_id
        """,
        key_date=key_date,
        open=_company_amount(SQL("plan.open_amount")),
        due=_company_amount(SQL("%s - part.paid - part.credited - COALESCE(part.disputed, 0)", _followed())),
        defaulted=SQL("(plan.state = 'defaulted' OR plan.covered_until < %s::date)", key_date),
        where=SQL("account.company_id = %s", company_id)
        if account_ids is None
        else SQL("plan.account_id = ANY(%s)", account_ids),
    )


def _followed():
    """What of an instalment payments are matched with."""
    return SQL("CASE WHEN plan.interest_move_id IS NULL THEN part.principal ELSE part.amount END")


def _company_amount(amount):
    return SQL("ROUND((%s) * plan.rate::numeric / currency.rounding::numeric) * currency.rounding::numeric", amount)
