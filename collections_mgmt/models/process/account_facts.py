from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...queries.process_facts import process_changing, process_facts
from ..portfolio.day_count import DayCount
from .step import KINDS

FLAGS = ("in_process", "process_taken", "process_escalated")
OF_THE_STEP = ("process_step_kind", "process_step_days", "process_due_on", "process_limit_days")


class CollectionsAccount(models.Model):
    """Where the process stands, as facts: what rules may ask for. Which step is next they do not decide."""

    _inherit = "collections.account"

    in_process = fields.Boolean(readonly=True, help="A process is running, also while it stands still.")
    process_taken = fields.Boolean(string="Process: All Steps Taken", readonly=True, help="And still not paid.")
    process_step_kind = fields.Selection(
        KINDS, string="Process: Kind of Step", readonly=True, help="Of the step that is to be dealt with now."
    )
    process_step_days = DayCount(
        string="Process: Days in Step", readonly=True, aggregator="max", help="Since the step began. Empty: in none."
    )
    process_due_on = fields.Date(
        string="Process: Time Limit", readonly=True, help="Of the step; a day later for each day it stands still."
    )
    process_limit_days = DayCount(
        string="Process: Days until Time Limit",
        readonly=True,
        aggregator="min",
        counted=lambda column, day: SQL("%s - %s", column("process_due_on"), day),
        help="0 on the last day, negative after it; days on which the process stands still do not count. Empty: none.",
    )
    process_escalated = fields.Boolean(
        string="Process: Escalated", readonly=True, help="The time of the step was up: the supervisor took it."
    )

    @api.model
    def _fact_columns(self, key_date):
        return {
            **super()._fact_columns(key_date),
            **{name: SQL("COALESCE(process.%s, FALSE)", SQL.identifier(name)) for name in FLAGS},
            **{name: SQL("process.%s", SQL.identifier(name)) for name in OF_THE_STEP},
        }

    @api.model
    def _facts_of_worked(self, company, key_date, ids):
        return {
            **super()._facts_of_worked(company, key_date, ids),
            "process": ("collections_process", process_facts(company.id, key_date, ids)),
        }

    @api.model
    def _changing(self, company, since, key_date):
        return {**super()._changing(company, since, key_date), "process": process_changing(since, key_date)}


class CollectionsProcess(models.Model):
    _inherit = "collections.process"

    @api.model
    def _notice_moved(self, company, key_date, ids):
        """Have customers derived anew whose process is not any more where their figures say."""
        names = (*FLAGS, *OF_THE_STEP)
        aged = self.env["collections.account"]._aged_columns(key_date)
        is_now = [SQL("COALESCE(process.%s, FALSE)", SQL.identifier(name)) for name in FLAGS]
        is_now += [SQL("process.%s", SQL.identifier(name)) for name in OF_THE_STEP]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT account.id
                  FROM collections_account account
                  LEFT JOIN (%(facts)s) AS process ON process.id = account.id
                 WHERE account.company_id = %(company)s AND account.active AND %(only)s
                   AND (%(stored)s) IS DISTINCT FROM (%(is_now)s)
                """,
                facts=process_facts(company.id, key_date, ids),
                company=company.id,
                only=SQL("TRUE") if ids is None else SQL("account.id = ANY(%s)", list(ids)),
                stored=SQL(", ").join(aged.get(name, SQL.identifier("account", name)) for name in names),
                is_now=SQL(", ").join(is_now),
            )
        )
        self.env["collections.refresh"]._notice_ids("account", [account_id for (account_id,) in rows])


class CollectionsSegment(models.Model):
    _inherit = "collections.segment"

    @api.model
    def _classified(self):
        """A process follows the strategy, which follows the segment."""
        return super()._classified() | {*FLAGS, *OF_THE_STEP}


class CollectionsProcessStep(models.Model):
    _inherit = "collections.process.step"

    @api.model
    def _judged_later(self):
        """Of all that is derived just where the process stands: the step decides that."""
        return super()._judged_later() | {*FLAGS, *OF_THE_STEP}


class CollectionsStrategyRule(models.Model):
    _inherit = "collections.strategy.rule"

    @api.constrains("domain", "leave")
    def _check_exit_asks_for_no_process(self):
        """Who is left off the list stands still in his process: such an exit would never let him out again."""
        accounts = self.env["collections.account"]
        for rule in self.filtered("leave"):
            asked = {name for model, name in self._fields_asked(rule._account_domain(), accounts) if model == accounts}
            if asked & {*FLAGS, *OF_THE_STEP}:
                raise ValidationError(
                    self.env._(
                        "The exit “%s” asks where the process stands: a process stands still while its customer is "
                        "left off the list, so he would never come back. Use points instead of an exit.",
                        rule.name,
                    )
                )
