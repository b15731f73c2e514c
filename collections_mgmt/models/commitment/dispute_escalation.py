from odoo import api, fields, models

from ...queries.dispute_claim import UNDECIDED

ACTIVITY = "collections_mgmt.mail_activity_type_dispute_escalated"


class CollectionsDispute(models.Model):
    """What takes too long is told (I9, I14): the head of the department when the time limit ran out, the supervisor
    when the customer is chased again although nothing is decided.
    """

    _inherit = "collections.dispute"

    @api.model
    def _cron_escalate(self):
        """Every morning."""
        self._in_each_company("_escalate")

    @api.model
    def _in_each_company(self, method):
        """Call ``method`` with each root company and its day of today, committed one by one."""
        companies = self.env["res.company"].search([("parent_id", "=", False)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            here = self.with_context(tz=company.partner_id.tz or self.env.user.tz or "UTC")
            getattr(here, method)(company, fields.Date.context_today(here))
            if not cron._commit_progress(1):
                break

    @api.model
    def _escalate(self, company, key_date):
        """Flag the undecided disputes of a root company whose time ran out, and tell of each once a level.

        :return: the disputes escalated now
        """
        waiting = [("company_id", "=", company.id), ("state", "in", UNDECIDED)]
        chased = self.search([*waiting, ("pause_until", "<", key_date), ("escalation", "!=", "pause")])
        late = self.search([*waiting, ("date_due", "<", key_date), ("escalation", "=", False)]) - chased
        for level, disputes in (("pause", chased), ("due", late)):
            disputes.write({"escalated_on": key_date, "escalation": level})
            disputes._tell_escalation(level)
        return chased | late

    def _tell_escalation(self, level):
        labels = dict(self._fields["escalation"]._description_selection(self.env))
        for user, disputes in self.grouped(lambda dispute: dispute._told(level)).items():
            if user:
                disputes.with_context(mail_activity_quick_update=True).activity_schedule(
                    ACTIVITY, user_id=user.id, summary=labels[level]
                )

    def _told(self, level):
        """Who has to see to it: the head of the department; of the undecided that are chased again the supervisor."""
        supervisors = self.account_id._supervisors().filtered("active").sorted("id")[:1]
        head = self.department_id.head_id.filtered("active")
        return supervisors or head if level == "pause" else head or supervisors

    def _end_work(self):
        self.activity_unlink([ACTIVITY])
        return super()._end_work()
