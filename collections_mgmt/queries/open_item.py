"""Grain: one open item, that is one receivable journal item with a residual (one due date of one invoice)."""

from odoo.tools import SQL

from .receivable_line import has_residual

# FM1: what covers a residual, in the order in which it is taken off, so that nothing is subtracted twice
WATERFALL = ("legal", "placed", "held", "disputed", "planned", "promised", "in_payment", "dunned")

_LINE = ("account_id", "amount_currency", "amount_residual", "amount_residual_currency", "balance", "company_id")
_LINE += ("currency_id", "date", "date_maturity", "discount_amount_currency", "discount_date", "journal_id", "move_id")
_LINE += ("move_name", "no_followup", "parent_state", "partner_id", "payment_id", "reconciled", "ref")
SOURCES = {
    "account.move.line": _LINE,
    "account.move": (
        "amount_residual",
        "invoice_date",
        "invoice_user_id",
        "move_type",
        "name",
        "payment_reference",
        "payment_state",
        "ref",
    ),
    "account.account": ("account_type", "non_trade"),
    "res.partner": ("commercial_partner_id",),
    "res.company": ("collections_include_no_followup",),
    "collections.account": ("company_id", "key_date", "partner_id"),
    "collections.ledger.day": ("company_id", "key_date"),
    "collections.dispute": ("decided_on", "opened_on", "pause_until", "pauses", "state"),
    "collections.dispute.line": ("claimed", "dispute_id", "item_due_date", "line_id", "move_id"),
    "collections.hold": ("date_from", "item_due_date", "last_day", "line_id", "move_id", "scope"),
    "collections.promise": ("fulfilment", "last_day", "promised_on", "state"),
    "collections.promise.line": (
        "amount",
        "credited",
        "item_due_date",
        "line_id",
        "move_id",
        "paid",
        "promise_id",
        "replaced_on",
    ),
    "collections.plan": ("covered_until", "started_on", "state"),
    "collections.plan.item": ("amount", "credited", "item_due_date", "line_id", "move_id", "paid", "plan_id"),
    "payment.transaction": ("amount", "currency_id", "is_post_processed", "operation", "state"),
}


def open_item(env, key_date, claims, sources, among=None):
    """Open receivable items, each split into the parts that cover it and what is free to be collected.

    Grain    one account.move.line: receivable, posted, ``reconciled IS NOT TRUE``, of a partner
    Columns  id, keys (account, partner, root company, branch, move, currencies), document, dates, days_overdue,
             amount and residual in company and line currency (credits negative), the parts of ``WATERFALL`` and
             ``free`` in company currency, ``free_currency`` in line currency; parts + free = residual, always
    As of    the residuals of now, the days of ``key_date``
    Index    account_move_line._collections_open, _unreconciled_index; keep the words "reconciled IS NOT TRUE"
    Cost     open receivables, not history; who asks for no column of the document does not read the documents

    :param key_date: a date, or SQL of one over ``account`` and ``day``, as of which all of its company are known
    :param claims: dict part -> SQL of the amount it claims, in line currency, not negative (may exceed the residual)
    :param sources: dict alias -> SQL of what the claims read, a row for each ``line_id`` that there is something for;
        ``line``, ``move`` and ``account`` are there
    :param among: SQL of a condition over ``line`` that narrows the items, as it did ``sources``
    """
    first, sources = _read_once(sources) if among else (SQL(), sources)
    base = _base(env, key_date, _claimed(claims), _joined(sources), among or SQL("TRUE"))
    return _split(SQL("%s %s", first, base), claims)


def open_line(env, scope, key_date):
    """The same items as the index knows them: what figures are made of, but for what covers them.

    Grain    one account.move.line: receivable, posted, ``reconciled IS NOT TRUE``, of a partner
    Columns  partner_id (of the line), due_date, days_overdue, discount_date, residual, residual_currency
    As of    the residuals of now, the days of ``key_date``
    Index    account_move_line._collections_open
    Cost     open receivables

    :param Scope scope: whose items
    """
    return SQL(
        """
        SELECT line.partner_id, %(columns)s
          FROM account_move_line line
          JOIN res_company root ON root.id = %(company)s
         WHERE %(open)s
        """,
        columns=_days_and_residuals(key_date),
        company=scope.company_id,
        open=open_of(env, scope),
    )


def open_residual(env, scope, key_date, claims, sources, claimed_only=False):
    """The same items, with what covers them.

    Grain    one account.move.line: receivable, posted, ``reconciled IS NOT TRUE``, of a partner
    Columns  id, partner_id (of the line), due_date, days_overdue, discount_date, residual, residual_currency, the parts
             of ``WATERFALL``, ``free``, ``free_currency``
    As of    the residuals of now, the days of ``key_date``
    Index    account_move_line._collections_open
    Cost     open receivables, or what ``sources`` hold

    :param Scope scope: whose items
    :param claims: as for ``open_item``, without ``account``
    :param sources: as for ``open_item``, without ``account``
    :param claimed_only: those alone that ``sources`` hold
    """
    base = SQL(
        """
        SELECT line.id, line.partner_id, %(columns)s,
               (SELECT currency.rounding FROM res_company company
                  JOIN res_currency currency ON currency.id = company.currency_id
                 WHERE company.id = %(company)s) AS rounding
               %(claims)s
          FROM %(lines)s
          JOIN res_company root ON root.id = %(company)s
          LEFT JOIN account_move move ON move.id = line.move_id
         WHERE %(open)s
        OFFSET 0
        """,
        columns=_days_and_residuals(key_date),
        claims=_claimed(claims),
        company=scope.company_id,
        lines=_held_by(sources) if claimed_only else SQL("account_move_line line %s", _joined(sources)),
        open=open_of(env, scope),
    )
    return _split(base, claims)


def _read_once(sources):
    """WITH clause that reads each of ``sources`` once, and what they are then.

    Joined to few items each would be read once more for each of them.
    """
    names = {name: SQL.identifier(f"known_{name}") for name in sources}
    rows = (SQL("%s AS MATERIALIZED (%s)", names[name], source) for name, source in sources.items())
    return SQL("WITH %s", SQL(", ").join(rows)), {name: SQL("SELECT * FROM %s", known) for name, known in names.items()}


def _joined(sources):
    """Joins of each of ``sources`` to ``line``."""
    return SQL(" ").join(
        SQL("LEFT JOIN (%(rows)s) AS %(name)s ON %(name)s.line_id = line.id", name=SQL.identifier(name), rows=rows)
        for name, rows in sources.items()
    )


def _held_by(sources):
    """FROM list of the ``line`` that any of ``sources`` holds: they are looked at first, and few.

    Each of them side by side with the others: joined to the lines one by one, each would be read once for each line,
    where PostgreSQL expects few. The lines are looked up (LATERAL): it would hash all open ones for a tenth of them.
    """
    first, *others = (SQL("(%s) AS %s", rows, SQL.identifier(name)) for name, rows in sources.items())
    return SQL(
        """
        %s %s
        CROSS JOIN LATERAL (SELECT line.* FROM account_move_line line WHERE line.id = line_id OFFSET 0) AS line
        """,
        first,
        SQL(" ").join(SQL("FULL JOIN %s USING (line_id)", other) for other in others),
    )


def open_of(env, scope):
    """SQL condition over ``line`` and ``root``: the line is an open item of the customers in question."""
    return SQL("%s AND line.partner_id IS NOT NULL AND %s", scope.receivable(), is_open(env))


def _split(base, claims):
    """The rows of ``base`` with the parts of the waterfall and what is free."""
    return SQL(
        """
        SELECT item.*, %(parts)s, item.residual - %(covered)s AS free,
               item.residual_currency - %(covered_currency)s AS free_currency
          FROM (SELECT item.* %(totals)s FROM (%(base)s) AS item) AS item
        """,
        base=base,
        totals=_totals(len(claims)),
        parts=SQL(", ").join(_parts(claims)),
        covered=_covered_company(len(claims)),
        covered_currency=_covered(len(claims)),
    )


def _claimed(claims):
    """Columns ``own_n``: what the claims, in the order of the waterfall, claim each; looked up once."""
    ordered = [claims[part] for part in WATERFALL if part in claims]
    return SQL("").join(
        SQL(", COALESCE(%s, 0) AS %s", claim, SQL.identifier(f"own_{n}")) for n, claim in enumerate(ordered)
    )


def _totals(number):
    """Columns ``claim_n``: the total claimed by the first n claims."""
    owned = [SQL.identifier("item", f"own_{n}") for n in range(number)]
    return SQL("").join(
        SQL(", %s AS %s", SQL(" + ").join(owned[: n + 1]), SQL.identifier(f"claim_{n}")) for n in range(number)
    )


def _days_and_residuals(key_date):
    return SQL(
        """
        COALESCE(line.date_maturity, line.date) AS due_date,
        (%(key_date)s)::date - COALESCE(line.date_maturity, line.date) AS days_overdue,
        CASE WHEN line.discount_date >= (%(key_date)s)::date THEN line.discount_date END AS discount_date,
        line.amount_residual AS residual,
        line.amount_residual_currency AS residual_currency
        """,
        key_date=key_date,
    )


def _base(env, key_date, claimed, joins, among):
    """The items before they are split."""
    return SQL(
        """
        SELECT line.id,
               line.id AS line_id,
               line.move_id,
               account.id AS account_id,
               account.partner_id,
               account.company_id AS root_company_id,
               line.company_id,
               line.journal_id,
               line.account_id AS ledger_account_id,
               line.currency_id,
               company.currency_id AS company_currency_id,
               line.move_name AS name,
               COALESCE(NULLIF(NULLIF(move.payment_reference, ''), move.name), move.ref) AS reference,
               move.move_type,
               move.invoice_user_id AS salesperson_id,
               COALESCE(move.invoice_date, line.date) AS document_date,
               %(columns)s,
               line.balance AS amount,
               line.amount_currency,
               currency.rounding AS rounding
               %(claimed)s
          FROM account_move_line line
          JOIN account_account ledger ON ledger.id = line.account_id
          LEFT JOIN account_move move ON move.id = line.move_id
          JOIN res_company company ON company.id = line.company_id
          JOIN res_company root ON root.id = split_part(company.parent_path, '/', 1)::int
          JOIN res_currency currency ON currency.id = company.currency_id
          JOIN res_partner partner ON partner.id = line.partner_id
          JOIN collections_account account
            ON account.partner_id = partner.commercial_partner_id AND account.company_id = root.id
          LEFT JOIN collections_ledger_day day ON day.company_id = root.id
          %(joins)s
         WHERE %(receivable)s AND %(among)s
        """,
        columns=_days_and_residuals(key_date),
        claimed=claimed,
        joins=joins,
        receivable=is_open_receivable(env),
        among=among,
    )


def is_open_receivable(env):
    """SQL condition over ``line``, ``ledger`` and ``root``: the line is an open item."""
    return SQL("ledger.account_type = 'asset_receivable' AND ledger.non_trade IS NOT TRUE AND %s", is_open(env))


def is_open(env):
    """SQL condition over ``line`` and ``root``: the line, if it is receivable, is an open item.

    Never decided from ``payment_state``; entries excluded from follow-up count only where the company says so.
    """
    return SQL(
        "%s AND (line.no_followup IS NOT TRUE OR root.collections_include_no_followup)",
        has_residual(),
        to_flush=[env[model]._fields[name] for model, names in SOURCES.items() for name in names],
    )


def _parts(claims):
    """Company-currency part of each member of the waterfall: what its claim adds to what is covered so far."""
    parts, n = [], 0
    for part in WATERFALL:
        amount = SQL("0")
        if part in claims:
            amount = SQL("%s - %s", _covered_company(n + 1), _covered_company(n))
            n += 1
        parts.append(SQL("%s AS %s", amount, SQL.identifier(part)))
    return parts


def _covered(n):
    """Line currency covered by the first ``n`` claims; a credit is never covered."""
    if not n:
        return SQL("0")
    return SQL("GREATEST(0, LEAST(item.residual_currency, item.%s))", SQL.identifier(f"claim_{n - 1}"))


def _covered_company(n):
    """The same in company currency: its share of the residual, rounded; all of it when all is covered.

    Never more than the residual, which need not be a multiple of a rounding that was changed since.
    """
    if not n:
        return SQL("0")
    return SQL(
        """CASE WHEN item.%(claim)s <= 0 OR item.residual_currency <= 0 OR item.residual <= 0 THEN 0
                WHEN item.%(claim)s >= item.residual_currency THEN item.residual
                ELSE LEAST(item.residual, item.rounding::numeric
                    * ROUND(item.residual * %(covered)s / item.residual_currency / item.rounding::numeric))
                END""",
        claim=SQL.identifier(f"claim_{n - 1}"),
        covered=_covered(n),
    )
