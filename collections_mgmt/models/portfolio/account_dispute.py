from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.dispute_facts import dispute_changing, dispute_facts
from ...queries.passing_day import counted_on

AMOUNTS = ("dispute_count", "dispute_days", "dispute_late_days", "dispute_rejected", "dispute_rejected_days")
AMOUNTS += ("invalid_deductions",)


class CollectionsAccount(models.Model):
    """Disputes as facts of the account: inputs of rules (3.3)."""

    _inherit = "collections.account"

    disputed_share = fields.Float(
        string="Disputed %", readonly=True, aggregator="avg", help="What is disputed, of all open items."
    )
    dispute_count = fields.Integer(string="Open Disputes", readonly=True)
    dispute_days = fields.Integer(string="Oldest Dispute (days)", readonly=True, aggregator="max")
    dispute_late_days = fields.Integer(
        string="Dispute Late for (days)",
        readonly=True,
        aggregator="max",
        help="Since the day by which the department was to decide, of the one that is latest; 0: none is late.",
    )
    dispute_rejected = fields.Monetary(
        string="Rejected, Not Paid", readonly=True, help="Disputed, decided not to be right, and still open."
    )
    dispute_rejected_days = fields.Integer(
        string="Rejected for (days)",
        readonly=True,
        aggregator="max",
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
    def _aged_columns(self, key_date):
        """One that is late stays so, one that is rejected and not paid as well."""
        counted = {
            "dispute_days": SQL("account.dispute_count > 0"),
            "dispute_late_days": SQL("account.dispute_late_days > 0"),
            "dispute_rejected_days": SQL("account.dispute_rejected > 0"),
        }
        days = {name: counted_on(name, key_date, condition) for name, condition in counted.items()}
        return {**super()._aged_columns(key_date), **days}

    @api.model
    def _changing(self, company, since, key_date):
        return {**super()._changing(company, since, key_date), "disputes": dispute_changing(since, key_date)}
