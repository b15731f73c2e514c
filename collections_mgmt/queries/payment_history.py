"""Grain: one account. How its customer bought and paid in the past."""

from odoo.tools import SQL

from .receivable_line import credit_note, is_due_or_paid

# what averages of payments are made of: it can be added to and taken from, as payments come into the time and leave it
SUMS = ("paid_12m", "paid_days_late", "paid_days_to_pay", "paid_late", "paid_6m", "paid_6m_days_late")


def sales_history(scope, key_date):
    """Since when the customer buys, and how much.

    Grain    one collections.account with posted documents up to ``key_date``
    Columns  id; customer_since (first invoice), sales_12m (invoices less credit notes of the 12 months before, gross,
             company currency)
    As of    ``key_date``
    Index    account_move_line._collections_history
    Cost     due dates of all documents ever

    A due date on a receivable account is a line of a customer's invoice, receipt or credit note: Odoo allows no other.

    :param Scope scope: whose history
    """
    return SQL(
        """
        SELECT account.id, MIN(bought.customer_since) AS customer_since,
               COALESCE(SUM(bought.sales_12m), 0) AS sales_12m
          FROM (%(bought)s) AS bought
          %(account)s
         GROUP BY account.id
        """,
        bought=_bought(scope, key_date) if scope.partner_ids is None else _bought_by_few(scope, key_date),
        account=scope.account_of("bought"),
    )


def _bought(scope, key_date):
    """What each contact bought, in one reading of all documents."""
    return SQL(
        """
        SELECT line.partner_id,
               MIN(line.date) FILTER (WHERE credit_note.id IS NULL) AS customer_since,
               SUM(line.balance) FILTER (WHERE %(is_recent)s) AS sales_12m
          FROM account_move_line line
          %(credit_note)s
         WHERE %(is_document)s AND %(receivable)s AND line.date <= %(key_date)s
         GROUP BY line.partner_id
        """,
        is_recent=_within_12_months(key_date),
        credit_note=credit_note(),
        is_document=_is_document(),
        receivable=scope.receivable(),
        key_date=key_date,
    )


def _bought_by_few(scope, key_date):
    """The same of each contact of ``scope``: the first document from one end of the index, the last from the other."""
    return SQL(
        """
        SELECT contact.id AS partner_id,
               (SELECT MIN(first.date)
                  FROM UNNEST(%(accounts)s::int[]) AS ledger(id)
                 CROSS JOIN LATERAL (
                       SELECT line.date
                         FROM account_move_line line
                         %(credit_note)s
                        WHERE line.account_id = ledger.id AND %(of_contact)s AND credit_note.id IS NULL
                        ORDER BY line.date
                        LIMIT 1) AS first) AS customer_since,
               (SELECT SUM(line.balance)
                  FROM account_move_line line
                 WHERE line.account_id = ANY(%(accounts)s) AND %(of_contact)s AND %(is_recent)s) AS sales_12m
          FROM UNNEST(%(partners)s::int[]) AS contact(id)
        """,
        accounts=scope.account_ids,
        partners=scope.partner_ids,
        credit_note=credit_note(),
        is_recent=_within_12_months(key_date),
        of_contact=SQL(
            "line.partner_id = contact.id AND line.company_id = ANY(%s) AND %s AND line.date <= %s",
            scope.branch_ids,
            _is_document(),
            key_date,
        ),
    )


def _is_document():
    return SQL("%s AND line.display_type = 'payment_term'", is_due_or_paid())


def _within_12_months(key_date):
    return SQL("line.date > %s::date - INTERVAL '12 months'", key_date)


def last_payment(scope, key_date):
    """The last day on which the customer paid.

    Grain    one collections.account that has paid up to ``key_date``
    Columns  id; last_payment_date, last_payment_amount (sum of that day less what was paid back on it, company
             currency)
    As of    ``key_date``
    Index    account_move_line._collections_history
    Cost     all payments ever

    :param Scope scope: whose history
    """
    if scope.partner_ids is None:
        return _last_payment(scope, key_date)
    return SQL(
        """
        WITH recent AS MATERIALIZED (%(recent)s)
        SELECT * FROM recent
         UNION ALL
        SELECT *
          FROM (%(ever)s) AS ever
         WHERE EXISTS (SELECT FROM %(account)s WHERE account.id NOT IN (SELECT id FROM recent))
           AND ever.id NOT IN (SELECT id FROM recent)
        """,
        recent=_last_payment(scope, key_date, _within_12_months(key_date)),
        ever=_last_payment(scope, key_date),
        account=scope.accounts(),
    )


def _last_payment(scope, key_date, among=None):
    """The same; ``among`` is a condition over ``line``."""
    return SQL(
        """
        SELECT DISTINCT ON (id) id, day AS last_payment_date, paid AS last_payment_amount
          FROM (SELECT account.id, paid.day, SUM(paid.paid) AS paid
                  FROM (SELECT line.partner_id, line.date AS day, -SUM(line.balance) AS paid
                          FROM account_move_line line
                         WHERE %(is_paid)s AND %(payment)s AND %(receivable)s AND line.date <= %(key_date)s
                           AND %(among)s
                         GROUP BY line.partner_id, line.date
                       ) AS paid
                  %(account)s
                 GROUP BY account.id, paid.day
               ) AS daily
         WHERE paid > 0
         ORDER BY id, day DESC
        """,
        key_date=key_date,
        account=scope.account_of("paid"),
        is_paid=is_due_or_paid(),
        payment=scope.payment("line"),
        receivable=scope.receivable(),
        among=among or SQL("TRUE"),
    )


def payment_behaviour(scope, key_date):
    """What days late, weighted by amount (FM9), are made of, over the payments of the 12 months before the key date.

    Grain    one collections.account with payments of invoices in that time
    Columns  id; the sums of ``SUMS`` (company currency, or times days): paid_12m, paid_days_late (each amount times its
             days after the due date, negative: early), paid_days_to_pay (days from the invoice date), paid_late (paid
             after the due date); paid_6m and paid_6m_days_late of the last 6 months alone
    As of    ``key_date``
    Index    account_move_line._collections_history; for a few customers account_partial_reconcile by line
    Cost     reconciliations

    Each partial counts with its own amount and date; credit notes and exchange differences are no payments.

    :param Scope scope: whose history
    """
    return SQL(
        """
        SELECT account.id, %(sums)s
          FROM (SELECT partner_id,
                       SUM(amount) AS paid_12m,
                       SUM(amount * days_late) AS paid_days_late,
                       SUM(amount * days_to_pay) AS paid_days_to_pay,
                       SUM(amount) FILTER (WHERE days_late > 0) AS paid_late,
                       SUM(amount) FILTER (WHERE recent) AS paid_6m,
                       SUM(amount * days_late) FILTER (WHERE recent) AS paid_6m_days_late
                  FROM (%(paid)s) AS paid
                 GROUP BY partner_id
               ) AS behaviour
          %(account)s
         GROUP BY account.id
        """,
        sums=SQL(", ").join(
            SQL("COALESCE(SUM(behaviour.%s), 0) AS %s", SQL.identifier(name), SQL.identifier(name)) for name in SUMS
        ),
        paid=_paid_items(scope, key_date),
        account=scope.account_of("behaviour"),
    )


def _paid_items(scope, key_date):
    """Each payment of an item in the 12 months before ``key_date``, with its days.

    A line that is matched on the debit side is not negative: half of the lines need not be looked up.
    """
    return SQL(
        """
        SELECT line.partner_id, partial.amount,
               partial.max_date > %(key_date)s::date - INTERVAL '6 months' AS recent,
               partial.max_date - COALESCE(line.date_maturity, line.date) AS days_late,
               partial.max_date - COALESCE(line.invoice_date, line.date) AS days_to_pay
          FROM account_move_line line
          JOIN account_partial_reconcile partial ON partial.debit_move_id = line.id
          JOIN account_move_line payment ON payment.id = partial.credit_move_id
           AND %(is_paid)s AND %(payment)s AND payment.account_id = ANY(%(accounts)s)
          %(credit_note)s
         WHERE partial.amount > 0
           AND partial.max_date <= %(key_date)s
           AND partial.max_date > %(key_date)s::date - INTERVAL '12 months'
           AND credit_note.id IS NULL
           AND %(is_due)s AND %(receivable)s AND line.balance >= 0
        """,
        key_date=key_date,
        is_due=is_due_or_paid(),
        is_paid=is_due_or_paid("payment"),
        payment=scope.payment("payment"),
        accounts=scope.account_ids,
        credit_note=credit_note(),
        receivable=scope.receivable(),
    )
