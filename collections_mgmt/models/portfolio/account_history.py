from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.named_columns import named_columns
from ...queries.payment_history import SUMS, last_payment, payment_behaviour, sales_history
from ..foundation import bulk

ADDED_UP = ("sales_12m", *SUMS)


def _sum(meaning):
    return fields.Float(digits=0, readonly=True, aggregator=None, groups="base.group_no_one", help=meaning)


class CollectionsAccount(models.Model):
    """How the customer bought and paid up to the key date: kept, and brought forward from day to day.

    Most of a ledger is history, and a night changes little of it. What was booked is noticed: of these customers it is
    read again. For the others the time that is looked at wins a day and loses one, and what enters or leaves it is
    added and taken away. The audit reads all of it.
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

    # what the averages are made of, so that a day can be added and taken away
    paid_days_late = _sum("Amount Paid times its days after the due date, of 12 months.")
    paid_days_to_pay = _sum("Amount Paid times its days from the invoice date, of 12 months.")
    paid_late = _sum("Paid after its due date, of 12 months.")
    paid_6m = _sum("Paid in 6 months.")
    paid_6m_days_late = _sum("Amount Paid times its days after the due date, of 6 months.")

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
            **{name: SQL("COALESCE(behaviour.%s, 0)", SQL.identifier(name)) for name in SUMS},
        }

    @api.model
    def _fact_columns(self, key_date):
        """The averages (FM9); NULL where nothing was paid, the trend also without both halves of the year."""
        return {
            **super()._fact_columns(key_date),
            "avg_days_late": SQL("ROUND(account.paid_days_late / NULLIF(account.paid_12m, 0), 1)"),
            "avg_days_to_pay": SQL("ROUND(account.paid_days_to_pay / NULLIF(account.paid_12m, 0), 1)"),
            "late_share": SQL("ROUND(account.paid_late * 100 / NULLIF(account.paid_12m, 0), 1)"),
            "delay_trend": SQL(
                "ROUND(account.paid_6m_days_late / NULLIF(account.paid_6m, 0)"
                " - (account.paid_days_late - account.paid_6m_days_late)"
                " / NULLIF(account.paid_12m - account.paid_6m, 0), 1)"
            ),
        }

    @api.model
    def _layers(self, company):
        return [self._layer_history, *super()._layers(company)]

    @api.model
    def _layers_of_ledger(self):
        """Layers that say what the ledger says, whatever the settings."""
        return [self._layer_history, self._layer_facts]

    @api.model
    def _layers_settled(self):
        return [*super()._layers_settled(), *self._layers_of_ledger()]

    @api.model
    def _layer_history(self, company, key_date, source, ids):
        """Zero where there is nothing."""
        kept = self._kept() if ids is None else None
        columns, tables = self._history_columns(), SQL("%s AS account", source)
        again = kept.again if kept else ids
        if again or not kept:
            read = self._read_history(self._scope_of(company, ids), key_date, columns, again)
            tables = SQL("%s LEFT JOIN (%s) AS history ON history.id = account.id", tables, read)
        if kept:
            tables = SQL("%s LEFT JOIN %s AS moved ON moved.id = account.id", tables, kept.moved)
        values = {name: _value(name, again or not kept, kept) for name in columns}
        # the day goes first: what differs every night spares comparing the rest
        return {"key_date": SQL("%s::date", key_date), **values}, bulk.calculated_once(tables)

    @api.model
    def _read_history(self, scope, key_date, columns, ids):
        """Read by itself (OFFSET): drawn into what is around it, it would be added up anew for each account."""
        where = SQL("account.company_id = %s", scope.company_id)
        if ids is not None:
            where = SQL("%s AND account.id = ANY(%s)", where, bulk.int_array(ids))
        if scope.partner_ids is None:
            scope = self._narrowed(scope, ids)
        return SQL(
            """
            SELECT account.id, %(columns)s
              FROM collections_account AS account
              LEFT JOIN (%(sales)s) AS sales ON sales.id = account.id
              LEFT JOIN (%(payment)s) AS payment ON payment.id = account.id
              LEFT JOIN (%(behaviour)s) AS behaviour ON behaviour.id = account.id
             WHERE %(where)s
            OFFSET 0
            """,
            columns=named_columns(columns),
            sales=sales_history(scope, key_date),
            payment=last_payment(scope, key_date),
            behaviour=payment_behaviour(scope, key_date),
            where=where,
        )


def _value(name, is_read, is_kept):
    """SQL of a column: read, or brought forward, or either."""
    read, forward = SQL.identifier("history", name), _brought_forward(name)
    if is_read and is_kept:
        return SQL("CASE WHEN history.id IS NULL THEN %s ELSE %s END", forward, read)
    return read if is_read else forward


def _brought_forward(name):
    kept, moved = SQL.identifier("account", name), SQL.identifier("moved", name)
    if name in ADDED_UP:
        return SQL("%s + COALESCE(%s, 0)", kept, moved)
    if name == "customer_since":
        return SQL("LEAST(%s, %s)", kept, moved)
    return SQL("COALESCE(%s, %s)", moved, kept)
