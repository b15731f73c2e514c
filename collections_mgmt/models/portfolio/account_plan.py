from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.plan_facts import plan_changing, plan_facts
from .day_count import DayCount


class CollectionsAccount(models.Model):
    """Facts of plans (FEATURES 3.3): what conditions may ask for."""

    _inherit = "collections.account"

    plan_missed_days = DayCount(
        string="Instalment Missed (days)",
        readonly=True,
        aggregator="max",
        counted_while=lambda column: SQL("%s > 0", column("plan_missed_days")),
        help="Days since the oldest instalment that is due and not paid, of plans in force or in default.",
    )
    plan_defaulted = fields.Monetary(
        string="Plans in Default", readonly=True, help="What is open of plans in default: all of it is due at once."
    )
    instalment_date = fields.Date(string="Next Instalment", readonly=True)
    instalment_days = DayCount(
        string="Next Instalment (days)",
        readonly=True,
        aggregator="min",
        counted=lambda column, day: SQL("%s - %s", column("instalment_date"), day),
        help="Days until the next instalment of a plan in force; negative within its grace. Empty: none.",
    )
    instalment_due_7 = fields.Monetary(
        string="Instalments within 7 Days", readonly=True, help="Of plans in force, due by then and not yet paid."
    )

    @api.model
    def _fact_columns(self, key_date):
        numbers = ("plan_missed_days", "plan_defaulted", "instalment_due_7")
        return {
            **super()._fact_columns(key_date),
            **{name: SQL("COALESCE(plan.%s, 0)", SQL.identifier(name)) for name in numbers},
            "instalment_date": SQL("plan.instalment_date"),
        }

    @api.model
    def _facts_of_worked(self, company, key_date, ids):
        return {
            **super()._facts_of_worked(company, key_date, ids),
            "plan": ("collections_plan", plan_facts(company.id, key_date, ids)),
        }

    @api.model
    def _changing(self, company, since, key_date):
        return {**super()._changing(company, since, key_date), "plan": plan_changing(since, key_date)}
