from odoo import fields, models
from odoo.exceptions import AccessError, UserError

SPECIALIST = "collections_mgmt.collections_mgmt_group_specialist"
DAYS_GIVEN = 30  # for which a customer is handed over; the supervisor may end it or give him for good


class CollectionsProcessTask(models.Model):
    """Closing tasks: who may, and what follows. The door through which every task goes that a person deals with."""

    _inherit = "collections.process.task"

    # ------------------------------------------------------------------------------------------------------- who may
    def _check_may_close(self):
        if not self.has_access("read") or not all(task._may_close() for task in self):
            raise AccessError(self.env._("This task is for somebody else: he or his supervisor may close it."))

    def _may_close(self):
        """Who it is with, supervisors of the customer, and for the work of specialists all who collect from him."""
        user, task = self.env.user, self.sudo()
        if user == task.user_id or task.account_id.with_env(self.env)._is_supervised():
            return True
        if not user.has_group(SPECIALIST):
            return False
        if task.group_id and user in task.group_id.member_ids.user_id | task.group_id.supervisor_ids:
            return task.kind != "hand_over"
        seen = bool(self.account_id._filtered_access("read"))
        return seen and (task.executor in ("specialist", "salesperson") or task.added_by_id == user)

    # -------------------------------------------------------------------------------------------------------- actions
    def action_done(self):
        """It is done; the next step follows."""
        self._finish("done")

    def action_ask_done(self):
        """Ask what came of it."""
        return self._ask("done")

    def action_ask_skip(self):
        """Ask why it is not to be done."""
        return self._ask("skipped")

    def _ask(self, outcome):
        self.ensure_one()
        self._check_may_close()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_process_task_close_action")
        action["name"] = self.env._("Done") if outcome == "done" else self.env._("Skip")
        action["context"] = {"default_task_id": self.id, "default_outcome": outcome}
        return action

    def _finish(self, outcome, note=None):
        """Close these tasks by the user, note it on the customers, and let the next steps begin.

        :raise AccessError: when they are for somebody else
        :raise UserError: when one is skipped without a reason, or was closed another way
        """
        self._check_may_close()
        note = (note or "").strip()
        if outcome == "skipped" and not note:
            raise UserError(self.env._("Say why it is skipped: whoever looks at the customer will ask."))
        closed = self.sudo()._put_away(outcome, note, self.env.user)
        closed._log_closing()
        for task in closed.filtered(lambda task: task.kind == "hand_over" and task.state == "done"):
            task._hand_over(self.env.user)
        closed.account_id._advance_processes()

    def _give_to(self, user):
        """A colleague does it from now on.

        :raise UserError: when he would not find it
        """
        for task in self.sudo():
            task.account_id._check_task_user(user, task.executor)
            task.user_id = user

    def _put_away(self, outcome, note=None, user=None):
        """Close without asking; what waits for the next step counts from the day of the figures.

        :return: the tasks that were open
        """
        closed = self.browse()
        for day, tasks in self.grouped(lambda task: task.account_id._last_key_date()).items():
            values = {"closed_on": day, "note": note or False, "closed_by_id": user and user.id}
            moved = tasks._move_to(outcome, ("open",), **values)
            moved.filtered(lambda task: not task.ad_hoc).process_id.waiting_from = day
            closed |= moved
        closed._untell()
        return closed

    def _hand_over(self, user):
        """The customer goes to the other group for a time, as a temporary assignment does it."""
        account, day = self.account_id, self.account_id._last_key_date()
        self.env["collections.assignment"].create(
            {
                "account_id": account.id,
                "group_id": self.group_id.id,
                "reason": self.name,
                "given_by_id": user.id,
                "date_from": day,
                "date_to": fields.Date.add(day, days=DAYS_GIVEN - 1),
            }
        )

    def _log_closing(self):
        """A note each on the customers: what was done or skipped, and what came of it."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for accounts_tasks in _batches(self):
            bodies = {
                task.account_id.id: " · ".join(filter(None, [labels[task.state], task.name, task.note]))
                for task in accounts_tasks
            }
            accounts_tasks.account_id._message_log_batch(bodies=bodies, author_id=self.env.user.partner_id.id)


def _batches(tasks):
    """Tasks in batches with one of each account."""
    left = tasks
    while left:
        batch = left.browse(of_one[0].id for of_one in left.grouped("account_id").values())
        yield batch
        left -= batch
