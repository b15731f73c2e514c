from datetime import timedelta

from odoo import Command, models
from odoo.exceptions import UserError

from .dispute_decision import UNDECIDED


class CollectionsDispute(models.Model):
    """A dispute turns out to be about something else: another reason, and with it another department (I7).

    As when it is split: the time to decide begins anew, the pause is what the new reason allows since the customer
    objected, longer than it was only by a supervisor. What was ticked off stays; of the checklist the rest is that of
    the new reason.
    """

    _inherit = "collections.dispute"

    def action_change_reason(self):
        """Ask which reason it really is, and who decides."""
        self.ensure_one()
        self.check_access("write")
        self._check_reason_may_change()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_dispute_reason_change_action")
        action["context"] = {"default_dispute_id": self.id}
        return action

    def _change_reason(self, reason, department, note=False):
        """Give the whole dispute another reason, or have another department decide it.

        :param department: who decides, none: nobody yet
        :raise UserError: when it is decided, nothing would change, or what is new is no longer used
        """
        self.ensure_one()
        self.check_access("write")
        self._check_reason_may_change()
        if (reason, department) == (self.reason_id, self.department_id):
            raise UserError(self.env._("%s has this reason and this department already.", self.name))
        self._check_in_use(reason - self.reason_id)
        self._check_in_use(department - self.department_id)
        dispute, moved = self.sudo(), department != self.department_id
        dispute.account_id._lock_agreements()
        if reason != dispute.reason_id:
            dispute._follow_reason(reason, self._may_extend())
        dispute.date_due = self._key_date() + timedelta(days=reason.due_days)  # and what was escalated is taken back
        if moved:
            dispute._hand_over(department)
        if note:
            dispute.message_post(body=note, subtype_xmlid="mail.mt_note")
        dispute.account_id._message_log(body=dispute._sentence())
        dispute.account_id._refresh_now()

    def _check_reason_may_change(self):
        if self.state not in UNDECIDED:
            raise UserError(self.env._("%s is decided: reopen it before it gets another reason.", self.name))

    def _check_in_use(self, new):
        if new and not new.active:
            raise UserError(self.env._("“%s” is archived: choose another one.", new.display_name))

    def _may_extend(self):
        return self.env.su or self.env.user.has_group("collections_mgmt.collections_mgmt_group_supervisor")

    def _follow_reason(self, reason, may_extend):
        """Pause, checklist and usual priority of ``reason``.

        :param may_extend: whether the pause may become longer than it is
        """
        usual = self.priority == self.reason_id.priority
        pause = self.opened_on + timedelta(days=reason.maximum_days - 1) if reason.maximum_days else False
        if not may_extend:
            pause = min(filter(None, (pause, self.pause_until)), default=False)
        self.write(
            {
                "reason_id": reason.id,
                "priority": reason.priority if usual else self.priority,
                "pause_until": pause,
                "pauses": reason.pauses and (self.pauses or may_extend),
                "task_ids": self._steps_to_follow(reason),
            }
        )

    def _steps_to_follow(self, reason):
        done = self.task_ids.filtered("done")
        known = set(done.mapped("name"))
        return [
            *(Command.delete(task.id) for task in self.task_ids - done),
            *(
                Command.create({"name": step.name, "sequence": step.sequence})
                for step in reason.step_ids
                if step.name not in known
            ),
        ]

    def _hand_over(self, department):
        """To the department, which has not begun yet; who had it is told no more."""
        before = self.processor_id - self.raised_by_id - self.coordinator_id
        self.message_unsubscribe(before.partner_id.ids)
        processor = department._next_processor(self.company_id) if department else before.browse()
        self._move_to("new", UNDECIDED, department_id=department.id, processor_id=processor.id)
        self._tell_department()
