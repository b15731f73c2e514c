from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.item_facts import BANDS, HORIZONS, covered_facts, item_facts
from ...queries.open_item import WATERFALL
from ..foundation import bulk
from .day_count import AsOf, DayCount


def _amount(label, **kwargs):
    return fields.Monetary(string=label, readonly=True, **kwargs)


class CollectionsAccount(models.Model):
    """Facts of the day, in company currency: each is a column a rule may ask for."""

    _inherit = "collections.account"

    key_date = AsOf(string="As of", readonly=True, help="The day the figures and day counts are of.")
    item_count = fields.Integer(string="Number of Open Items", readonly=True, help="Open due dates, without credits.")
    balance = _amount("Balance", help="All open items, credits deducted.")
    credits = _amount("Open Credits", help="Credit notes and payments not yet allocated, as a positive amount.")
    overdue = _amount("Overdue", help="Open items due before the key date. Due today is not overdue.")
    not_due = _amount("Not Due")
    aging_1 = _amount("Overdue, Band 1")
    aging_2 = _amount("Overdue, Band 2")
    aging_3 = _amount("Overdue, Band 3")
    aging_4 = _amount("Overdue, Band 4")
    aging_5 = _amount("Overdue, Oldest Band")
    oldest_due_date = fields.Date(readonly=True)
    oldest_days = DayCount(
        string="Oldest Overdue (days)",
        readonly=True,
        aggregator="max",
        counted=lambda column, day: SQL("COALESCE(GREATEST(0, %s - %s), 0)", day, column("oldest_due_date")),
    )
    largest_overdue = _amount("Largest Overdue Item", aggregator="max")
    overdue_share = fields.Float(string="Overdue %", readonly=True, aggregator="avg", help="Overdue of all open items.")
    credits_share = fields.Float(
        string="Credits % of Overdue", readonly=True, aggregator="avg", help="Unallocated credits against the overdue."
    )
    due_in_7 = _amount("Due within 7 Days", help="Including due on the key date.")
    due_in_14 = _amount("Due within 14 Days")
    due_in_30 = _amount("Due within 30 Days")
    discount_in_7 = _amount("Discount Expires within 7 Days", help="Items whose early payment discount ends soon.")
    legal = _amount("Legal")
    placed = _amount("At Agency")
    held = _amount("On Hold", help="Items put on hold, and invoices blocked in accounting.")
    disputed = _amount("Disputed")
    planned = _amount("In Plans")
    promised = _amount("Promised")
    in_payment = _amount("Payment under Way")
    dunned = _amount("Just Dunned")
    free_overdue = _amount("Overdue and Free", help="Overdue that nothing covers.")

    days_customer = DayCount(
        string="Customer for (days)",
        readonly=True,
        aggregator="avg",
        counted=lambda column, day: SQL("%s - %s", day, column("customer_since")),
    )
    days_since_payment = DayCount(
        string="Days Since Last Payment",
        readonly=True,
        aggregator="avg",
        counted=lambda column, day: SQL(
            "%s - COALESCE(%s, %s)", day, column("last_payment_date"), column("customer_since")
        ),
        help="For customers who never paid: days since the first invoice.",
    )

    def init(self):
        """A row that is derived anew lies beside the old one where its page has room, and then no index is touched."""
        self.env.cr.execute(SQL("ALTER TABLE %s SET (fillfactor = 70)", SQL.identifier(self._table)))
        return super().init()

    @api.model
    def _derived_fields(self):
        return super()._derived_fields() | {"key_date", *self._fact_columns(None), *self._deduced_columns(None)}

    @api.model
    def _layers(self, company):
        return [self._layer_facts, *super()._layers(company)]

    def _last_key_date(self):
        dates = [day for day in self.mapped("key_date") if day]
        return max(dates) if dates else super()._last_key_date()

    @api.model
    def _layer_facts(self, company, key_date, source, ids):
        """Open items, credit and agreements of every account, zero where there is nothing."""
        scope = self._scope_of(company, ids)
        tables = SQL(
            """
            %(source)s AS account
              LEFT JOIN (%(items)s) AS items ON items.partner_id = account.partner_id
              LEFT JOIN (%(covered)s) AS covered ON covered.partner_id = account.partner_id
              %(joins)s
            """,
            source=source,
            items=self._item_facts(scope, key_date),
            covered=self._covered_facts(scope, key_date),
            joins=SQL(" ").join(self._fact_joins(company, key_date, ids)),
        )
        facts = self.with_company(company)._fact_columns(key_date)
        stacked = self._overlay(facts, bulk.calculated_once(tables))
        return {**dict.fromkeys(facts), **self._deduced_columns(key_date)}, SQL("%s AS account", stacked)

    @api.model
    def _item_facts(self, scope, key_date, among=None):
        return item_facts(self.env["collections.item"]._open_lines(scope, key_date), scope, key_date, among)

    @api.model
    def _covered_facts(self, scope, key_date, accounts=None):
        """What covers open items, of those that something may cover.

        :param SQL accounts: ids of the accounts with which it was said; None for all
        """
        items = self.env["collections.item"]
        return covered_facts(items._open_residuals(scope, key_date, claimed_only=True, accounts=accounts), scope)

    @api.model
    def _fact_joins(self, company, key_date, ids):
        """SQL joins to ``account`` of what else ``_fact_columns`` reads, a row or none each. Contexts add theirs.

        What people did about some of the accounts is put together first: one join that all the others pass through.
        """
        facts = self._facts_of_worked(company, key_date, ids)
        return [
            SQL(
                "LEFT JOIN ((%s) AS worked(id) %s) ON worked.id = account.id",
                self._of_ids(company, ids),
                SQL(" ").join(
                    SQL(
                        "LEFT JOIN (%s) AS %s ON %s = worked.id", rows, SQL.identifier(name), SQL.identifier(name, "id")
                    )
                    for name, (_table, rows) in facts.items()
                ),
            )
        ]

    @api.model
    def _of_ids(self, company, ids):
        """SQL of the ids of accounts: of a list, of SQL that gives them, or of all whom somebody worked."""
        if ids is None:
            return SQL(" UNION ").join(self._worked(company).values())
        return ids if isinstance(ids, SQL) else SQL("SELECT UNNEST(%s)", bulk.int_array(ids))

    @api.model
    def _worked(self, company):
        """Name of each of ``_facts_of_worked`` -> SQL of the accounts it knows."""
        facts = self._facts_of_worked(company, None, None)
        return {name: SQL("SELECT account_id FROM %s", SQL.identifier(table)) for name, (table, _rows) in facts.items()}

    @api.model
    def _facts_of_worked(self, company, key_date, ids):
        """What people did and agreed on about accounts, as ``_fact_columns`` reads it by its name. Contexts add theirs.

        :return: dict name -> (table with an ``account_id``, SQL of rows with the ``id`` of an account, one each)
        """
        return {}

    @api.model
    def _fact_columns(self, key_date):
        """Column -> SQL over ``account`` (whose history is known), ``items``, ``covered`` and what ``_fact_joins``
        brings. Contexts add theirs.
        """
        amounts = ["item_count", "balance", "credits", "overdue", "not_due", "largest_overdue", "discount_in_7"]
        amounts += [f"aging_{n}" for n in range(1, BANDS + 1)] + [f"due_in_{days}" for days in HORIZONS]
        return {
            **{name: SQL("COALESCE(items.%s, 0)", SQL.identifier(name)) for name in amounts},
            "oldest_due_date": SQL("items.oldest_due_date"),
            **{part: SQL("COALESCE(covered.%s, 0)", SQL.identifier(part)) for part in WATERFALL},
            "free_overdue": SQL("COALESCE(items.overdue, 0) - COALESCE(covered.overdue, 0)"),
        }

    @api.model
    def _deduced_columns(self, key_date):
        """Column -> SQL over ``account`` whose facts are known: what follows from them. Contexts add theirs."""
        return {
            **self._aged_columns(key_date),
            "overdue_share": _percent(SQL("account.overdue"), SQL("account.overdue + account.not_due")),
            "credits_share": _percent(SQL("account.credits"), SQL("account.overdue")),
        }

    @api.model
    def _aged_columns(self, key_date):
        """Column -> SQL over ``account`` of what every day changes, whatever happens."""
        day = SQL("%s::date", key_date)
        return {name: field.on("account", day) for name, field in self._fields.items() if isinstance(field, DayCount)}


def _percent(part, whole):
    """SQL: share in percent, NULL where there is no whole."""
    return SQL("ROUND(%s * 100 / NULLIF(%s, 0), 1)", part, whole)
