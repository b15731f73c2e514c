from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.history_change import history_changed
from ...queries.payment_history import last_payment, payment_behaviour, sales_history
from ..foundation import bulk

LONG = 31  # days between two key dates after which everything is read
WHOLE = "collections_whole_history"


class CollectionsAccount(models.Model):
    """How the customer bought and paid up to the key date. Kept, and read again only of those for whom it changed.

    Most of a ledger is history, and a night changes little of it: what was booked is noticed, and the time before the
    key date that is looked at wins a day and loses one. The audit reads all of it (context key ``WHOLE``).
    """

    _inherit = "collections.account"

    customer_since = fields.Date(readonly=True, help="Date of the first invoice.")
    sales_12m = fields.Monetary(
        string="Sales of 12 Months",
        readonly=True,
        help="Invoices less credit notes of the last 12 months, with tax.",
    )
    last_payment_date = fields.Date(string="Last Payment", readonly=True)
    last_payment_amount = fields.Monetary(readonly=True, aggregator=None)
    paid_12m = fields.Monetary(string="Paid in 12 Months", readonly=True)
    avg_days_late = fields.Float(
        string="Average Days Late",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Payments of the last 12 months against the due date, weighted by amount. Negative: early.",
    )
    avg_days_to_pay = fields.Float(
        string="Average Days to Pay",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Payments of the last 12 months against the invoice date, weighted by amount.",
    )
    late_share = fields.Float(
        string="Paid Late %", readonly=True, aggregator="avg", digits=(16, 1), help="By amount, in the last 12 months."
    )
    delay_trend = fields.Float(
        string="Delay Trend (days)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Average days late of the last six months less that of the six months before: positive is getting worse.",
    )

    @api.model
    def _derived_fields(self):
        return super()._derived_fields() | self._history_columns().keys()

    @api.model
    def _history_columns(self):
        """Column -> SQL over ``sales``, ``payment`` and ``behaviour``."""
        return {
            "customer_since": SQL("sales.customer_since"),
            "sales_12m": SQL("COALESCE(sales.sales_12m, 0)"),
            "last_payment_date": SQL("payment.last_payment_date"),
            "last_payment_amount": SQL("COALESCE(payment.last_payment_amount, 0)"),
            "paid_12m": SQL("COALESCE(behaviour.paid_12m, 0)"),
            **{
                name: SQL("ROUND(behaviour.%s, 1)", SQL.identifier(name))
                for name in ("avg_days_late", "avg_days_to_pay", "late_share", "delay_trend")
            },
        }

    @api.model
    def _layers(self, company):
        return [self._layer_history, *super()._layers(company)]

    @api.model
    def _layers_of_ledger(self):
        """Layers that say what the ledger says, whatever the settings."""
        return [self._layer_history, self._layer_facts]

    @api.model
    def _layer_history(self, company, key_date, source, ids):
        """Zero where there is nothing. Accounts whose history is the same as on their key date keep what they have."""
        scope = self._scope(company)
        changed = self._history_to_read(scope, key_date) if ids is None else list(ids)
        columns = self._history_columns()
        tables = SQL(
            "%s AS account LEFT JOIN (%s) AS history ON history.id = account.id",
            source,
            self._read_history(scope, key_date, columns, changed),
        )
        kept = {name: self._read_or_kept(SQL.identifier(name), changed) for name in columns}
        # the day goes first: what differs every night spares comparing the rest
        return {"key_date": SQL("%s::date", key_date), **kept}, tables

    @api.model
    def _read_or_kept(self, name, changed):
        if changed is None:
            return SQL("history.%s", name)
        return SQL("CASE WHEN history.id IS NULL THEN account.%s ELSE history.%s END", name, name)

    @api.model
    def _history_to_read(self, scope, key_date):
        """Ids of the accounts whose history is another one on ``key_date`` than on theirs; None: all are to be read."""
        if self.env.context.get(WHOLE):
            return None
        [(first, last, new)] = self.env.execute_query(
            SQL(
                "SELECT MIN(key_date), MAX(key_date), ARRAY_AGG(id) FILTER (WHERE key_date IS NULL)"
                " FROM collections_account WHERE company_id = %s",
                scope.company_id,
            )
        )
        if first is None or (max(last, key_date) - min(first, key_date)).days > LONG:
            return None
        self.env["collections.refresh"]._append_so_far()
        with bulk.looking_up(self.env.cr):
            rows = self.env.execute_query(history_changed(scope, min(first, key_date), max(last, key_date)))
        return [*(new or ()), *(account_id for (account_id,) in rows)]

    @api.model
    def _read_history(self, scope, key_date, columns, ids):
        where = SQL("account.company_id = %s", scope.company_id)
        if ids is not None:
            where = SQL("%s AND account.id = ANY(%s)", where, bulk.int_array(ids))
        scope = self._narrowed(scope, ids)
        return SQL(
            """
            SELECT account.id, %(columns)s
              FROM collections_account AS account
              LEFT JOIN (%(sales)s) AS sales ON sales.id = account.id
              LEFT JOIN (%(payment)s) AS payment ON payment.id = account.id
              LEFT JOIN (%(behaviour)s) AS behaviour ON behaviour.id = account.id
             WHERE %(where)s
            """,
            columns=SQL(", ").join(SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items()),
            sales=sales_history(scope, key_date),
            payment=last_payment(scope, key_date),
            behaviour=payment_behaviour(scope, key_date),
            where=where,
        )
