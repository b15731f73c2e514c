from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.dispute_facts import dispute_changing, dispute_facts
from .day_count import DayCount

AMOUNTS = ("dispute_count", "dispute_days", "dispute_late_days", "dispute_rejected", "dispute_rejected_days")
AMOUNTS += ("invalid_deductions",)


class CollectionsAccount(models.Model):
    """Disputes as facts of the account: inputs of rules (3.3)."""

    _inherit = "collections.account"

    disputed_share = fields.Float(
        string="Disputed %", readonly=True, aggregator="avg", help="What is disputed, of all open items."
    )
    dispute_count = fields.Integer(string="Open Disputes", readonly=True)
    dispute_days = DayCount(
        string="Oldest Dispute (days)",
        readonly=True,
        aggregator="max",
        counted_while=lambda column: SQL("%s > 0", column("dispute_count")),
    )
    dispute_late_days = DayCount(
        string="Dispute Late for (days)",
        readonly=True,
        aggregator="max",
        counted_while=lambda column: SQL("%s > 0", column("dispute_late_days")),  # one that is late stays so
        help="Since the day by which the department was to decide, of the one that is latest; 0: none is late.",
    )
    dispute_rejected = fields.Monetary(
        string="Rejected, Not Paid", readonly=True, help="Disputed, decided not to be right, and still open."
    )
    dispute_rejected_days = DayCount(
        string="Rejected for (days)",
        readonly=True,
        aggregator="max",
        counted_while=lambda column: SQL("%s > 0", column("dispute_rejected")),
        help="Since the first rejection of something that is still open.",
    )
    invalid_deductions = fields.Monetary(
        readonly=True, help="Taken off by the customer for a reason that was rejected, and still open."
    )

    @api.model
    def _fact_columns(self, key_date):
        return {
            **super()._fact_columns(key_date),
            **{name: SQL("COALESCE(disputes.%s, 0)", SQL.identifier(name)) for name in AMOUNTS},
        }

    @api.model
    def _deduced_columns(self, key_date):
        share = SQL("account.disputed * 100 / NULLIF(account.overdue + account.not_due, 0)")
        return {**super()._deduced_columns(key_date), "disputed_share": SQL("COALESCE(ROUND(%s, 1), 0)", share)}

    @api.model
    def _facts_of_worked(self, company, key_date, ids):
        return {
            **super()._facts_of_worked(company, key_date, ids),
            "disputes": ("collections_dispute", dispute_facts(company.id, key_date, ids)),
        }

    @api.model
    def _changing(self, company, since, key_date):
        return {**super()._changing(company, since, key_date), "disputes": dispute_changing(since, key_date)}
