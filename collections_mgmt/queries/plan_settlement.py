"""Grain: one item of a plan that follows accounting. What was settled of it; amounts in units of the rounding."""

from odoo.tools import SQL

from .dispute_claim import claimed_of_line
from .item_share import objected, served_before, units


def plan_settlement(company_id=None, account_ids=None, since=None, plan_ids=None, in_default=False, key_date=None):
    """The items of plans with what is open and paid of them now, amounts in units of the rounding of the currency.

    Grain    one collections.plan.item of a plan that is in force, or completed after ``since``; of one that is or was
             in default (``in_default``); or of ``plan_ids``
    Columns  id, plan_id, line (the journal item, NULL when it is gone); of the plan: state, grace_days, covered_until,
             defaulted_on, is_booked (the interest is an item), known_credit (credited as stored); of the item:
             amount, item_amount (open when the plan came in force), payments_before, rounding; of the ledger:
             is_draft, residual, payments (matched ever), payments_in_time (those up to ``covered_until``); objected
             (what disputes led to credit or write off), ahead (array of paid, before: what others got of the item who
             are served before), claimed (what disputes keep out of chasing on ``key_date``; NULL without one)
    As of    now; disputes that are open on ``key_date``
    Index    collections_plan._judged; account_partial_reconcile by line
    Cost     live plans and what was matched with their items

    A journal item that was rebuilt with another due date is found again when it is the only one of its document.
    """
    return SQL(
        """
        SELECT item.id, item.plan_id, line.id AS line,
               plan.state, plan.grace_days, plan.covered_until, plan.defaulted_on,
               plan.interest_move_id IS NOT NULL AS is_booked, currency.rounding,
               %(known_credit)s AS known_credit, %(claimed)s AS claimed,
               COALESCE(line.parent_state = 'draft', FALSE) AS is_draft,
               %(amount)s AS amount, %(item_amount)s AS item_amount, %(payments_before)s AS payments_before,
               %(residual)s AS residual, %(payments)s AS payments, %(in_time)s AS payments_in_time,
               %(objected)s AS objected, others.ahead
          FROM collections_plan plan
          JOIN collections_plan_item item ON item.plan_id = plan.id
          JOIN collections_account account ON account.id = plan.account_id
          JOIN res_currency currency ON currency.id = plan.currency_id
          LEFT JOIN LATERAL (%(line)s) AS line ON TRUE
          LEFT JOIN LATERAL (%(matched)s) AS matched ON TRUE
          LEFT JOIN LATERAL (%(objection)s) AS objection ON TRUE
          LEFT JOIN LATERAL (%(others)s) AS others ON TRUE
          LEFT JOIN LATERAL (%(claim)s) AS claim ON TRUE
         WHERE %(where)s
         ORDER BY item.plan_id, item.id
        """,
        known_credit=units(SQL("plan.credited")),
        claimed=units(SQL("claim.claimed")),
        claim=claimed_of_line(key_date),
        amount=units(SQL("item.amount")),
        item_amount=units(SQL("item.item_amount")),
        payments_before=units(SQL("item.payments_before")),
        residual=units(SQL("CASE WHEN line.parent_state = 'posted' THEN line.amount_residual_currency END")),
        payments=units(SQL("matched.payments")),
        in_time=units(SQL("matched.in_time")),
        objected=units(SQL("objection.objected")),
        objection=objected("item", SQL("plan.started_on")),
        others=served_before(),
        line=_line(),
        matched=_matched(),
        where=_where(company_id, account_ids, since, in_default)
        if plan_ids is None
        else SQL("plan.id = ANY(%s)", list(plan_ids)),
    )


def plan_parts(plan_ids):
    """The instalments of plans, oldest first.

    Grain    one collections.plan.installment
    Columns  id, plan_id, date, principal, interest (units of the rounding)
    Index    collections_plan_installment by plan
    Cost     instalments of ``plan_ids``
    """
    return SQL(
        """
        SELECT part.id, part.plan_id, part.date, %(principal)s AS principal, %(interest)s AS interest
          FROM collections_plan_installment part
          JOIN collections_plan plan ON plan.id = part.plan_id
          JOIN res_currency currency ON currency.id = plan.currency_id
         WHERE part.plan_id = ANY(%(plans)s)
         ORDER BY part.plan_id, part.date, part.id
        """,
        principal=units(SQL("part.principal")),
        interest=units(SQL("part.interest")),
        plans=list(plan_ids),
    )


def _where(company_id, account_ids, since, in_default):
    turn = SQL("plan.defaulted_on IS NOT NULL") if in_default else SQL("plan.defaulted_on IS NULL")
    live = SQL("plan.state IN ('active', 'defaulted', 'completed')")
    recent = SQL("(plan.state <> 'completed' OR plan.completed_on >= %s)", since)
    accounts = (
        SQL("account.company_id = %s", company_id)
        if account_ids is None
        else SQL("plan.account_id = ANY(%s)", list(account_ids))
    )
    return SQL("%s AND %s AND %s AND %s", turn, live, recent, accounts)


def _line():
    """The journal item of now: the same, else of its document the one due on that day, else the only one."""
    return SQL(
        """
        SELECT line.*
          FROM (SELECT line.*, COUNT(*) OVER () AS of_document
                  FROM account_move_line line
                  JOIN account_account ledger ON ledger.id = line.account_id
                 WHERE line.move_id = item.move_id AND ledger.account_type = 'asset_receivable') AS line
         WHERE CASE WHEN item.line_id IS NULL
                    THEN line.of_document = 1 OR COALESCE(line.date_maturity, line.date) = item.item_due_date
                    ELSE line.id = item.line_id END
         ORDER BY line.id
         LIMIT 1
        """
    )


def _matched():
    return SQL(
        """
        SELECT SUM(match.debit_amount_currency) AS payments,
               SUM(match.debit_amount_currency) FILTER (WHERE match.max_date <= plan.covered_until) AS in_time
          FROM account_partial_reconcile match
          JOIN account_move_line other ON other.id = match.credit_move_id
          JOIN account_journal journal ON journal.id = other.journal_id
         WHERE match.debit_move_id = line.id AND journal.type IN ('bank', 'cash', 'credit')
        """
    )
