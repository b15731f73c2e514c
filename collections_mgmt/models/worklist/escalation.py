from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.stale_item import stale_item

ACTIVITY = "collections_mgmt.mail_activity_type_stale"


class CollectionsGroup(models.Model):
    _inherit = "collections.group"

    stale_days = fields.Integer(
        string="Escalate after (days)",
        tracking=True,
        help="Working days after which the supervisor is told that a customer in work, or on one list after the other, "
        "was not touched. 0: never.",
    )

    _stale_days_not_negative = models.Constraint(
        "CHECK(stale_days BETWEEN 0 AND 60)", "Escalate after 1 to 60 working days, or never (0)."
    )


class CollectionsAccount(models.Model):
    """Customers nobody touches (C12): flagged, and told once to the supervisor of the group."""

    _inherit = "collections.account"

    escalated_on = fields.Date(
        string="Escalated", readonly=True, copy=False, help="Nobody touched the customer for too long."
    )

    @api.model
    def _derived_fields(self):
        return super()._derived_fields() | {"escalated_on"}

    @api.model
    def _cron_escalate(self):
        """Daily, after the lists were made."""
        runs = self.env["collections.run"]
        companies = runs._companies()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            self._escalate(company, fields.Date.context_today(runs._in_time_zone(company)))
            if not cron._commit_progress(1):
                break

    @api.model
    def _escalate(self, company, key_date):
        """Flag the customers of a root company that nobody touched for too long, and tell of the new ones.

        :return: the accounts flagged now
        """
        rows = self.env.execute_query(stale_item(self.env, company, key_date))
        stale = {account_id: group_id for account_id, group_id, _days in rows}
        flagged = self._flag(company, key_date, list(stale))
        groups = self.env["collections.group"]
        for group_id, accounts in flagged.grouped(lambda account: stale[account.id]).items():
            accounts._tell_supervisor(groups.browse(group_id))
        return flagged

    @api.model
    def _flag(self, company, key_date, ids):
        """:return: the accounts that were not flagged before; those no longer stale lose the flag"""
        self.flush_model(["escalated_on", "company_id"])
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE collections_account
                   SET escalated_on = CASE WHEN id = ANY(%(ids)s) THEN %(key_date)s::date END
                 WHERE company_id = %(company)s AND (escalated_on IS NOT NULL) <> (id = ANY(%(ids)s))
             RETURNING id, escalated_on
                """,
                ids=ids,
                key_date=key_date,
                company=company.id,
            )
        )
        self.invalidate_model(["escalated_on"])
        self.browse(account_id for account_id, day in rows if not day)._end_activities()
        return self.browse(account_id for account_id, day in rows if day)

    def _tell_supervisor(self, group):
        """An activity each for the first supervisor; without an e-mail for each."""
        supervisor = group.supervisor_ids.filtered("active").sorted("id")[:1]
        if supervisor:
            self.mapped("display_name")  # read at once; the activities would ask for it one by one
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                user_id=supervisor.id,
                note=self.env._("Nobody touched this customer for %s working days.", group.stale_days),
            )

    def _settle_escalation(self):
        """Somebody works the customer: the flag goes, and what the supervisor was told."""
        flagged = self.filtered("escalated_on")
        flagged.escalated_on = False
        flagged._end_activities()

    def _end_activities(self):
        self.activity_unlink([ACTIVITY])


class CollectionsWorklistItem(models.Model):
    _inherit = "collections.worklist.item"

    escalated_on = fields.Date(related="account_id.escalated_on")

    def _move_to(self, target, sources, **values):
        moved = super()._move_to(target, sources, **values)
        if target in ("in_progress", "completed"):
            moved.sudo().account_id._settle_escalation()
        return moved
