"""Grain: one line of a dispute. What became of the disputed amount, read from the ledger (FM15)."""

from odoo.tools import SQL

from .dispute_claim import OPEN, UNDECIDED
from .item_reference import known_line_of, line_of, untouched

BEFORE = ("before_paid", "before_credited", "before_written_off")
BALANCE = ("disputed", "paid", "credited", "cleared", "written_off")
COLUMNS = ("claimed", *BALANCE)


def dispute_balance(scope):
    """What is still open of each disputed item, and how the rest was cleared.

    Grain    one collections_dispute_line
    Columns  id; claimed, of what is open: still to be decided, or to be credited as decided; ``BALANCE``, none
             negative, which add up to the amount of the line by construction
    As of    now
    Index    collections_dispute by account; partial reconciliations by journal item
    Cost     disputes there ever were, and what was matched with their items

    Who deducts pays the rest: a payment takes the undisputed part first. A credit note or a write-off of a disputed
    item is made because of the dispute: it takes the disputed part first, that of the dispute's own credit note in any
    case. Of several disputes of an item the older takes first, and together they never claim more than its residual.
    What was rejected may be disputed anew, and is open in both.

    :param scope: SQL condition over ``dispute``
    """
    return SQL(
        """
        WITH reference AS (
            SELECT part.id, part.dispute_id, part.move_id, part.amount, part.accepted, %(before)s, dispute.decided_on,
                   meant.line_id, COALESCE(meant.residual, 0) AS residual,
                   dispute.state IN %(open)s OR dispute.settled IS TRUE AS claims,
                   -- what somebody closed is counted by itself, the others share what is there
                   CASE WHEN dispute.state IN %(open)s OR dispute.settled THEN 0 ELSE part.id END AS share
              FROM collections_dispute_line part
              JOIN collections_dispute dispute ON dispute.id = part.dispute_id
              LEFT JOIN (%(meant)s) AS meant ON meant.reference_id = part.id
             WHERE %(scope)s
        ),
        cleared AS (%(clearing)s),
        own AS (
            SELECT dispute.id AS dispute_id, origin.move_id, SUM(partial.debit_amount_currency) AS amount
              FROM collections_dispute dispute
              JOIN collections_dispute_credit_note_rel rel ON rel.dispute_id = dispute.id
              JOIN account_move_line credit ON credit.move_id = rel.move_id AND credit.parent_state = 'posted'
              JOIN account_partial_reconcile partial ON partial.credit_move_id = credit.id
              JOIN account_move_line origin ON origin.id = partial.debit_move_id
             WHERE %(scope)s
             GROUP BY dispute.id, origin.move_id
        ),
        with_own AS (
            SELECT reference.*,
                   %(own)s AS own,
                   COALESCE(cleared.paid, 0) - reference.before_paid AS paid_since,
                   COALESCE(cleared.credited, 0) - reference.before_credited AS credited_since,
                   COALESCE(cleared.credited, 0) - MIN(reference.before_credited) OVER item AS credited_pool,
                   COALESCE(cleared.written_off, 0) - reference.before_written_off AS written_since,
                   COALESCE(cleared.written_off, 0) - MIN(reference.before_written_off) OVER item AS written_pool
              FROM reference
              LEFT JOIN cleared ON cleared.line_id = reference.line_id
              LEFT JOIN own ON own.dispute_id = reference.dispute_id AND own.move_id = reference.move_id
            WINDOW item AS (PARTITION BY reference.line_id, reference.share),
                   of_document AS (PARTITION BY reference.dispute_id, reference.move_id ORDER BY reference.id
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ),
        with_credit AS (SELECT *, own + %(credited)s AS credited FROM with_own),
        with_written AS (SELECT *, %(written)s AS written_off FROM with_credit),
        with_need AS (
            SELECT *, amount - credited - written_off AS rest,
                   CASE WHEN NOT claims THEN 0
                        WHEN decided_on IS NULL THEN amount - credited - written_off
                        ELSE GREATEST(0, LEAST(amount, accepted) - credited - written_off) END AS need
              FROM with_written
        ),
        with_claim AS (
            SELECT *, GREATEST(0, LEAST(need, residual - COALESCE(SUM(need) OVER (
                          PARTITION BY line_id, share ORDER BY id DESC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS claimed
              FROM with_need
        ),
        with_open AS (
            SELECT *, claimed + GREATEST(0, LEAST(rest - need, residual - claimed)) AS disputed FROM with_claim
        ),
        with_paid AS (
            SELECT *, LEAST(rest - disputed, GREATEST(0, paid_since)) AS paid FROM with_open
        )
        SELECT id, claimed, disputed, paid, credited, rest - disputed - paid AS cleared, written_off
          FROM with_paid
        """,
        before=SQL(", ").join(SQL("part.%s", SQL.identifier(name)) for name in BEFORE),
        open=OPEN,
        meant=_meant(scope),
        scope=scope,
        clearing=_clearing(SQL("SELECT line_id FROM reference")),
        own=_share(SQL("reference.amount"), SQL("COALESCE(own.amount, 0)"), SQL("of_document")),
        credited=_taken(SQL("amount - own"), SQL("credited_since"), SQL("credited_pool")),
        written=_taken(SQL("amount - credited"), SQL("written_since"), SQL("written_pool")),
    )


def dispute_to_read(company_id):
    """Disputes of a root company of which ``dispute_balance`` may say something else than it did. Found without looking
    up what was matched with the items: of most of those that are undecided nobody touched any.

    Grain    one collections.dispute
    Columns  id
    As of    now
    Index    account_move_line by id
    Cost     disputes there ever were
    """
    zero = SQL(" AND ").join(
        SQL("COALESCE(part.%s, 0) = 0", SQL.identifier(name)) for name in ("paid", "credited", "cleared", "written_off")
    )
    return SQL(
        """
        SELECT DISTINCT dispute.id
          FROM collections_dispute dispute
          JOIN collections_dispute_line part ON part.dispute_id = dispute.id
          %(line)s
         WHERE dispute.company_id = %(company)s
           AND (dispute.state IN %(undecided)s AND dispute.decided_on IS NULL AND dispute.settled IS NOT TRUE
                AND part.claimed = part.amount AND part.disputed = part.amount AND %(zero)s
                AND %(untouched)s AND line.amount_residual_currency >= part.amount
                AND NOT EXISTS (SELECT FROM collections_dispute_line other
                                 WHERE other.move_id = part.move_id AND other.id <> part.id)) IS NOT TRUE
        """,
        line=known_line_of("part"),
        company=company_id,
        undecided=UNDECIDED,
        zero=zero,
        untouched=untouched("part"),
    )


def before_of(ids):
    """What had been paid, credited and written off of disputed items: it has nothing to do with the dispute.

    Grain    one collections_dispute_line
    Columns  id and ``BEFORE``
    As of    now
    Cost     the lines
    """
    return SQL(
        """
        SELECT part.id, COALESCE(cleared.paid, 0), COALESCE(cleared.credited, 0), COALESCE(cleared.written_off, 0)
          FROM collections_dispute_line part
          LEFT JOIN (%s) AS cleared ON cleared.line_id = part.line_id
         WHERE part.id = ANY(%s)
        """,
        _clearing(SQL("SELECT line_id FROM collections_dispute_line WHERE id = ANY(%s)", ids)),
        ids,
    )


def _meant(scope):
    """The journal item of now that a line of a dispute means, and what is open of it; a draft will come back."""
    return SQL(
        """
        SELECT DISTINCT ON (part.id) part.id AS reference_id, line.id AS line_id,
               CASE WHEN line.parent_state = 'cancel' THEN 0 ELSE GREATEST(0, line.amount_residual_currency) END
                   AS residual
          FROM collections_dispute dispute
          JOIN collections_dispute_line part ON part.dispute_id = dispute.id
          %(line)s
          JOIN account_account ledger ON ledger.id = line.account_id AND ledger.account_type = 'asset_receivable'
         WHERE %(scope)s
         ORDER BY part.id, line.id
        """,
        line=line_of("part"),
        scope=scope,
    )


def _clearing(lines):
    """What journal items were matched with: paid, credited (but for credit notes of disputes), written off.

    The rest was cleared otherwise. Of a payment with a write-off in the same entry the two are told apart by the amount
    of the payment. An entry against income or expenses is a write-off.

    :param lines: SQL of the ids
    """
    return SQL(
        """
        SELECT matched.line_id,
               SUM(amount - in_payment) FILTER (WHERE kind = 'paid') AS paid,
               SUM(amount) FILTER (WHERE kind = 'credited') AS credited,
               SUM(CASE kind WHEN 'paid' THEN in_payment WHEN 'written_off' THEN amount ELSE 0 END) AS written_off
          FROM (SELECT partial.debit_move_id AS line_id, partial.debit_amount_currency AS amount,
                       CASE WHEN payment.currency_id = other.currency_id AND other.amount_currency <> 0
                            THEN ROUND((partial.debit_amount_currency
                                 * GREATEST(0, ABS(other.amount_currency) - payment.amount)
                                 / ABS(other.amount_currency) / currency.rounding::numeric))
                                 * currency.rounding::numeric
                            ELSE 0 END AS in_payment,
                       CASE WHEN own.move_id IS NOT NULL THEN 'own'
                            WHEN move.move_type = 'out_refund' OR move.reversed_entry_id = debit.move_id THEN 'credited'
                            WHEN payment.id IS NOT NULL OR journal.type IN ('bank', 'cash', 'credit') THEN 'paid'
                            WHEN move.move_type = 'entry' AND EXISTS (
                                 SELECT FROM account_move_line counterpart
                                   JOIN account_account result ON result.id = counterpart.account_id
                                  WHERE counterpart.move_id = move.id
                                    AND split_part(result.account_type, '_', 1) IN ('income', 'expense'))
                                 THEN 'written_off'
                            ELSE 'cleared' END AS kind
                  FROM account_partial_reconcile partial
                  JOIN account_move_line debit ON debit.id = partial.debit_move_id
                  JOIN res_currency currency ON currency.id = debit.currency_id
                  JOIN account_move_line other ON other.id = partial.credit_move_id
                  JOIN account_move move ON move.id = other.move_id
                  JOIN account_journal journal ON journal.id = move.journal_id
                  LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
                  LEFT JOIN (SELECT DISTINCT move_id FROM collections_dispute_credit_note_rel) AS own
                         ON own.move_id = move.id
                 WHERE partial.debit_move_id = ANY(ARRAY(%s))
               ) AS matched
         GROUP BY matched.line_id
        """,
        lines,
    )


def _share(need, pool, window):
    """What this row takes of a pool that those before it in the window have taken from."""
    return SQL("LEAST(%(need)s, GREATEST(0, %(pool)s - COALESCE(SUM(%(need)s) OVER %(window)s, 0)))",
               need=need, pool=pool, window=window)  # fmt: skip


def _taken(need, since, pool):
    """What this dispute takes of what came since it was opened; older open ones of the item take first."""
    older = SQL("(PARTITION BY line_id, share ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)")
    return SQL("LEAST(GREATEST(0, %s), %s)", since, _share(need, pool, older))


def dispute_totals(scope):
    """Totals of the lines.

    Grain    one collections_dispute
    Columns  id, amount and ``BALANCE``, in the currency of the dispute
    As of    the lines
    Cost     disputes there ever were

    :param scope: SQL condition over ``dispute``
    """
    names = ("amount", *BALANCE)
    return SQL(
        """
        SELECT dispute.id, %(sums)s
          FROM collections_dispute dispute
          JOIN collections_dispute_line part ON part.dispute_id = dispute.id
         WHERE %(scope)s
         GROUP BY dispute.id
        """,
        sums=SQL(", ").join(SQL("SUM(part.%(name)s) AS %(name)s", name=SQL.identifier(name)) for name in names),
        scope=scope,
    )
