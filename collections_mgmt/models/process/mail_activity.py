from odoo import models


class MailActivity(models.Model):
    """An activity that tells of a task answers it: done, cancelled or given to a colleague, wherever that happens.

    Odoo removes activities itself, as superuser, with a record or a user who is archived: that answers nothing.
    """

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever marks the activity of a task as done has done the task; what he writes is its note."""
        tasks = self._process_tasks()
        tasks._check_may_close()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if tasks:
            tasks._finish("done", feedback)
        return result

    def unlink(self):
        """Whoever cancels the activity of a task skips the task."""
        tasks = self.browse()._process_tasks() if self.env.su else self._process_tasks()
        tasks._check_may_close()
        result = super().unlink()
        if tasks:
            tasks._finish("skipped", self.env._("Activity cancelled"))
        return result

    def write(self, vals):
        """Whoever gives the activity of a task to a colleague gives him the task."""
        given = self.browse() if self.env.su or not vals.get("user_id") else self
        tasks = given._process_tasks()
        tasks._check_may_close()
        tasks._give_to(self.env["res.users"].browse(vals.get("user_id")))
        return super().write(vals)

    def _process_tasks(self):
        """The open tasks that these activities tell of."""
        tasks = self.env["collections.process.task"]
        if not self:
            return tasks
        found = tasks.sudo().search([("activity_id", "in", self.ids), ("state", "=", "open")])
        return found.with_env(self.env)
