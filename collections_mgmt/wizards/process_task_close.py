from odoo import api, fields, models


class CollectionsProcessTaskClose(models.TransientModel):
    """Asks what came of a task, or why it is skipped. Grain: one request."""

    _name = "collections.process.task.close"
    _description = "Close a Task"

    task_id = fields.Many2one("collections.process.task", required=True, readonly=True, ondelete="cascade")
    outcome = fields.Selection([("done", "Done"), ("skipped", "Skipped")], required=True, default="done")
    note = fields.Char()
    name = fields.Char(related="task_id.name", string="What")
    instruction = fields.Text(related="task_id.instruction")

    def action_close(self):
        """Done or skipped, with the note."""
        self.ensure_one()
        self.task_id._finish(self.outcome, self.note)
        return {"type": "ir.actions.act_window_close"}


class CollectionsProcessStop(models.TransientModel):
    """Asks why processes are stopped. Grain: one request for any number."""

    _name = "collections.process.stop"
    _description = "Stop Processes"

    process_ids = fields.Many2many("collections.process", required=True)
    note = fields.Char(string="Why", required=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "collections.process":
            values["process_ids"] = self.env.context.get("active_ids", [])
        return values

    def action_stop(self):
        """Stop them all."""
        self.ensure_one()
        self.process_ids._stop(self.note)
        return {"type": "ir.actions.act_window_close"}
