"""Grain: one promised item of a promise that still follows accounting and is to be judged."""

from odoo.tools import SQL

from .dispute_claim import claimed_of_line
from .few import among
from .item_reference import known_line_of, line_of, untouched
from .item_share import objected, planned_of, units


def promise_settlement(company_id, key_date, account_ids=None, promise_ids=None):
    """What was promised and what was matched with it since ever, amounts in units of the rounding of the currency.

    Most promises wait for their day, and nothing happens to their items: they are left out, since judging them would
    say what it said before.

    Grain    one collections.promise.line of a promise that is open or in process, to an item of which something
             happened, or whose last day has passed since it was judged
    Columns  id, promise_id, account_id, item (journal item, NULL when it is gone);
             of the promise: fulfilment, judged_on, promised_on, recorded_on, last_day, tolerance_percent, confirm_days;
             of the line: amount, paid, credited, late, disputed (as stored), before, item_amount (what was open of
             the item when it was promised), item_total (the whole item then), replaced_on, rounding;
             of the ledger: is_draft, is_cleared, total (the whole item now), residual, days, amounts, payments (arrays,
             one entry a match);
             of disputes of the item: claimed (not to be chased on ``key_date``), objected (what they led to credit or
             write off), objected_on (the first day);
             of plans of the item, which are served first: planned (all that was put into them), planned_open (what of
             it is not settled), plans (array of paid, credited, payments_before, item_amount of each)
    As of    now; disputes that are open on ``key_date``
    Index    collections_promise._live; account_partial_reconcile by line
    Cost     live promises and what was matched with their items

    :param account_ids: None for all of the root company
    :param promise_ids: those of ``promise_to_judge``; None for all
    """
    return SQL(
        """
        SELECT *
          FROM (SELECT *, bool_or(happened_to_item) OVER (PARTITION BY promise_id) AS is_to_judge
                  FROM (SELECT *, bool_or(%(happened)s) OVER (PARTITION BY COALESCE(move_id, -id)) AS happened_to_item
                          FROM (%(promised)s) AS promised
                       ) AS promised
               ) AS promised
         WHERE is_to_judge
         ORDER BY id
        """,
        happened=_happened(key_date),
        promised=_promised(company_id, key_date, account_ids, promise_ids),
    )


def promise_to_judge(company_id, key_date):
    """Promises of a root company that may say something else than when they were judged: ``promise_settlement`` looks
    closer. Found without looking up what was matched with the items: most of them nobody touched.

    Grain    one collections.promise that is open or in process
    Columns  id
    As of    now, the days of ``key_date``
    Index    collections_promise._live; account_move_line by id
    Cost     live promises
    """
    return SQL(
        """
        WITH promised AS MATERIALIZED (
            SELECT promised.promise_id, COALESCE(promised.move_id, -promised.id) AS entry,
                   (%(as_judged)s AND %(untouched)s) IS NOT TRUE AS is_touched
              FROM collections_promise promise
              JOIN collections_account account ON account.id = promise.account_id
              JOIN collections_promise_line promised ON promised.promise_id = promise.id
              %(line)s
             WHERE promise.state IN ('open', 'in_process') AND account.company_id = %(company)s
        )
        SELECT DISTINCT promise_id AS id
          FROM promised
         WHERE entry IN (SELECT entry FROM promised WHERE is_touched)
        """,
        as_judged=_as_judged(key_date),
        untouched=untouched("promised"),
        line=known_line_of("promised"),
        company=company_id,
    )


def _as_judged(key_date):
    """Whether a promise says what it said when nothing had happened to its item yet: what ``_happened`` asks for."""
    return SQL(
        """
        promised.paid = 0 AND promised.credited = 0 AND promised.late = 0 AND COALESCE(promised.disputed, 0) = 0
            AND promised.replaced_on IS NULL
            AND (promise.fulfilment = 'open') = (promise.last_day >= %s)
            AND NOT EXISTS (SELECT FROM collections_dispute_line said WHERE said.move_id = promised.move_id)
            AND NOT EXISTS (SELECT FROM collections_plan_item said WHERE said.move_id = promised.move_id)
        """,
        key_date,
    )


def _happened(key_date):
    """Whether judging may say something else than it did: of what several promised of an item, any of them counts."""
    stored = SQL(" OR ").join(SQL("%s <> 0", SQL.identifier(name)) for name in ("paid", "credited", "late", "disputed"))
    return SQL(
        """
        line_state IS DISTINCT FROM 'posted' OR is_cleared OR total <> item_total OR replaced_on IS NOT NULL
            OR days IS NOT NULL OR claimed <> 0 OR objected <> 0 OR plans IS NOT NULL OR %(stored)s
            OR (fulfilment = 'open') <> (last_day >= %(key_date)s)
        """,
        stored=stored,
        key_date=key_date,
    )


def _promised(company_id, key_date, account_ids, promise_ids):
    return SQL(
        """
        SELECT promised.id, promised.promise_id, promised.move_id, promise.account_id, line.id AS item,
               promise.fulfilment, promise.judged_on, promise.promised_on, promise.last_day,
               COALESCE(promise.recorded_on, promise.promised_on) AS recorded_on,
               promise.tolerance_percent, COALESCE(profile.promise_confirm_days, 0) AS confirm_days,
               %(units)s,
               promised.replaced_on, currency.rounding,
               line.parent_state AS line_state, line.parent_state = 'draft' AS is_draft,
               line.id IS NULL OR line.parent_state = 'cancel' OR line.reconciled IS TRUE AS is_cleared,
               settled.days, settled.amounts, settled.payments, objection.objected_on,
               plan.plans
          FROM collections_promise promise
          JOIN collections_promise_line promised ON promised.promise_id = promise.id
          JOIN collections_account account ON account.id = promise.account_id
          LEFT JOIN collections_profile profile ON profile.id = account.profile_id
          JOIN res_currency currency ON currency.id = promise.currency_id
          LEFT JOIN LATERAL (%(line)s) AS line ON TRUE
          LEFT JOIN LATERAL (%(settled)s) AS settled ON TRUE
          LEFT JOIN LATERAL (%(claim)s) AS claim ON TRUE
          LEFT JOIN LATERAL (%(objection)s) AS objection ON TRUE
          LEFT JOIN LATERAL (%(plan)s) AS plan ON TRUE
         WHERE promise.state IN ('open', 'in_process') AND %(where)s AND %(few)s
        """,
        units=SQL(", ").join(SQL("%s AS %s", units(amount), SQL.identifier(name)) for name, amount in _amounts()),
        line=_item(),
        claim=claimed_of_line(key_date),
        objection=objected("promised"),
        plan=planned_of("promised"),
        settled=_settled(),
        where=SQL("account.company_id = %s", company_id)
        if account_ids is None
        else SQL("promise.account_id = ANY(%s)", list(account_ids)),
        few=among("promise.id", promise_ids),
    )


def _amounts():
    for name in ("amount", "paid", "credited", "late", "disputed", "item_amount"):
        yield name, SQL.identifier("promised", name)
    yield "before", SQL("promised.settled_before")
    yield "item_total", SQL("promised.item_amount + promised.settled_before")
    yield "residual", SQL("CASE WHEN line.parent_state = 'posted' THEN line.amount_residual_currency ELSE 0 END")
    yield "claimed", SQL("claim.claimed")
    yield "objected", SQL("objection.objected")
    yield "planned", SQL("plan.planned")
    yield "planned_open", SQL("plan.planned_open")
    yield "total", SQL("CASE WHEN line.parent_state = 'cancel' THEN 0 ELSE COALESCE(line.amount_currency, 0) END")


def _item():
    """The journal item of now; of an entry with several due on that day the first."""
    return SQL(
        """
        SELECT line.*
          FROM (SELECT) AS one
          %s
          JOIN account_account ledger ON ledger.id = line.account_id AND ledger.account_type = 'asset_receivable'
         ORDER BY line.id
         LIMIT 1
        """,
        line_of("promised"),
    )


def _settled():
    return SQL(
        """
        SELECT array_agg(match.max_date) AS days,
               array_agg(ROUND(match.debit_amount_currency / currency.rounding::numeric)::bigint) AS amounts,
               array_agg(journal.type IN ('bank', 'cash', 'credit')) AS payments
          FROM account_partial_reconcile match
          JOIN account_move_line other ON other.id = match.credit_move_id
          JOIN account_journal journal ON journal.id = other.journal_id
         WHERE match.debit_move_id = line.id AND match.debit_amount_currency > 0
        """
    )
