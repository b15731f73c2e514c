from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.process.step import EXECUTORS, KINDS

USUAL_DAYS = 3


class CollectionsProcessTaskAdd(models.TransientModel):
    """Asks for a task beside the steps of the strategy, for customers. Grain: one request, a task for each."""

    _name = "collections.process.task.add"
    _description = "Add a Task"

    account_ids = fields.Many2many("collections.account", string="Customers", required=True)
    name = fields.Char(string="Task", required=True)
    kind = fields.Selection(KINDS, required=True, default="call")
    executor = fields.Selection(
        [pair for pair in EXECUTORS if pair[0] != "group"], string="Who", required=True, default="specialist"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        domain=[("share", "=", False)],
        help="Empty: the specialist, supervisor or salesperson of each customer.",
    )
    due_on = fields.Date(string="Due", required=True)
    instruction = fields.Text(help="Salespeople read this, too, when the task is theirs.")

    @api.model
    def default_get(self, fields_list):
        """For what was selected, a few days after the day of the figures."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "collections.account" and not values.get("account_ids"):
            values["account_ids"] = self.env.context.get("active_ids", [])
        day = self.env["collections.account"].browse(self._ids_in(values.get("account_ids")))._last_key_date()
        return {**values, "due_on": fields.Date.add(day, days=USUAL_DAYS)}

    def _ids_in(self, value):
        """Ids of a many2many as a default gives them: plain, or in commands."""
        ids = []
        for each in value or []:
            ids += each[2] if isinstance(each, list | tuple) and each[0] == 6 else [each]
        return [each for each in ids if isinstance(each, int)]

    def action_add(self):
        """Add it to each customer, and tell whom it is for."""
        self.ensure_one()
        if not self.account_ids:
            raise UserError(self.env._("Choose the customers to add a task to."))
        if self.kind == "hand_over":
            raise UserError(self.env._("To hand a customer over, assign him to the other group for a time."))
        if self.due_on < self.account_ids._last_key_date():
            raise UserError(
                self.env._("%s has passed: say by when the task is to be done.", format_date(self.env, self.due_on))
            )
        self.account_ids._add_task(self._task_vals(), self.user_id)
        return {"type": "ir.actions.act_window_close"}

    def _task_vals(self):
        names = ("name", "kind", "executor", "instruction", "due_on")
        return {name: self[name] for name in names}
