from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize_all, plaintext2html

from ...queries.dispute_claim import UNDECIDED
from .dispute_escalation_level import SINCE, WHY

ACTIVITY = "collections_mgmt.mail_activity_type_dispute_escalated"
NOT_ESCALATED = {
    "escalated_on": False,
    "escalation": False,
    "escalation_level": 0,
    "escalated_to_id": False,
    "escalation_note": False,
}


class CollectionsDispute(models.Model):
    """What takes too long is told, level by level, once each (I9, I14); or a person escalates it, and says why.

    By hand it goes one level up where it is put before whom that level names, else the ladder stays what it was; its
    levels follow by themselves when their day comes. More time takes it back.
    Who it was escalated to sees the dispute and may decide it, whatever his department.
    """

    _inherit = "collections.dispute"

    escalated_on = fields.Date(string="Escalated", readonly=True, tracking=True)
    escalation = fields.Selection([*WHY, ("hand", "By hand")], string="Why Escalated", readonly=True)
    escalation_level = fields.Integer(readonly=True, aggregator="max", help="0: nobody of the ladder was told yet.")
    escalated_to_id = fields.Many2one(
        "res.users", string="Escalated to", readonly=True, tracking=True, index=True, ondelete="set null"
    )
    escalation_note = fields.Text(string="Reason of Escalation", readonly=True, tracking=True)

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
        """Take the undecided disputes of a root company to the highest level whose day has come, and tell of each.

        :return: the disputes escalated now
        """
        escalated = self.browse()
        for domain, ladder in self.env["collections.dispute.escalation"]._ladders():
            for number, level in reversed(list(enumerate(ladder, 1))):
                disputes = self.search([*domain, *self._domain_reached(company, key_date, number, level)])
                disputes._reach(number, level, key_date)
                escalated |= disputes
        return escalated

    @api.model
    def _domain_reached(self, company, key_date, number, level):
        return [
            ("company_id", "=", company.id),
            ("state", "in", UNDECIDED),
            ("escalation_level", "<", number),
            (SINCE[level.since], "<=", key_date - timedelta(days=level.days)),
        ]

    def _reach(self, number, level, key_date):
        """These come to a level of their ladder."""
        for user, disputes in self.grouped(lambda dispute: dispute._told(level)).items():
            disputes._raise_to(number, user, level.since, key_date)
        if level.mail_department:
            self._write_to_departments()

    def _raise_to(self, number, user, why, key_date, note=False):
        """Put down the level, and tell who has to see to it."""
        self.write(
            {
                "escalated_on": key_date,
                "escalation": why,
                "escalation_level": number,
                "escalated_to_id": user.id,
                "escalation_note": note,
            }
        )
        if user:
            labels = dict(self._fields["escalation"]._description_selection(self.env))
            by_hand = self.env._("Escalated by %s", self.env.user.name)
            self.activity_unlink([ACTIVITY], user_id=user.id)  # in place of what he was told before
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                user_id=user.id,
                summary=by_hand if note else labels[why],
                note=plaintext2html(note) if note else False,
            )

    def _told(self, level):
        """Who has to see to it: whom the level names; where there is nobody, the head or the supervisor."""
        supervisors = self.account_id._supervisors().sorted("id")
        head = self.department_id.head_id
        named = {
            "processor": self.processor_id,
            "head": head,
            "coordinator": self.coordinator_id,
            "supervisor": supervisors,
            "user": level.user_id,
        }[level.executor]
        for people in (named, head, supervisors):
            seeing = people.filtered(lambda user: user.active and self.company_id in user.company_ids.root_id)
            if seeing:
                return seeing[0]
        return self.env["res.users"]

    def _write_to_departments(self):
        """The address of the department is reminded; an answer arrives in the dispute."""
        for dispute in self:
            emails = email_normalize_all(dispute.department_id.email or "")
            if emails:
                dispute.message_post(
                    body=dispute._letter(),
                    subject=self.env._("%(number)s: still to be decided", number=dispute.name),
                    subtype_xmlid="mail.mt_comment",
                    outgoing_email_to=", ".join(emails),
                    notify_skip_followers=True,
                )

    def _take_back_escalation(self):
        """There is time again."""
        self.write(NOT_ESCALATED)
        self.activity_unlink([ACTIVITY])

    def _end_work(self):
        self.activity_unlink([ACTIVITY])
        return super()._end_work()

    # --------------------------------------------------------------------------------------------------------- by hand
    def action_escalate(self):
        """Ask to whom, and why."""
        self.ensure_one()
        self.check_access("write")
        self._check_undecided()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_dispute_escalate_action")
        action["context"] = {"default_dispute_id": self.id}
        return action

    def _escalate_by_hand(self, user, note):
        """A person puts the dispute before another; whom the ladder would tell next is then told already.

        :raise UserError: without a reason, to somebody who sees no disputes, to oneself, or when nothing is to be
            decided
        """
        self.ensure_one()
        self.check_access("write")
        self._check_undecided()
        if not (note or "").strip():
            raise UserError(self.env._("Say why it is escalated: who gets it has to know."))
        self._check_may_see_to(user)
        is_next = user == self._next_told()
        if user == self.env.user and not is_next:
            raise UserError(self.env._("You know of it already: choose to whom it is escalated."))
        dispute = self.sudo()
        dispute._raise_to(dispute.escalation_level + is_next, user, "hand", self._key_date(), note.strip())

    def _check_undecided(self):
        if self.state not in UNDECIDED:
            raise UserError(self.env._("%s is decided: nothing is left to escalate.", self.name))

    def _next_told(self):
        """Who would be told next, by the ladder; after its end nobody."""
        ladder = self.reason_id.sudo().escalation_ids or self.env["collections.dispute.escalation"]._common()
        return self.sudo()._told(ladder[self.escalation_level]) if self.escalation_level < len(ladder) else False


class CollectionsDisputeReason(models.Model):
    _inherit = "collections.dispute.reason"

    escalation_ids = fields.One2many(
        "collections.dispute.escalation", "reason_id", string="Levels of Escalation", copy=True
    )
