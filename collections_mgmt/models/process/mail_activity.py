from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever marks the activity of a task as done has done the task; what he writes is its note."""
        tasks = (
            self.env["collections.process.task"]
            .sudo()
            .search([("activity_id", "in", self.ids), ("state", "=", "open")])
        )
        own = tasks.filtered(lambda task: task.activity_id.user_id == self.env.user or task.user_id == self.env.user)
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        closed = own._put_away("done", feedback, self.env.user)
        closed._log_closing()
        closed.account_id._advance_processes()
        return result
