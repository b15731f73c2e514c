from odoo import api, fields, models
from odoo.tools import format_date

from .step import EXECUTORS, KINDS, TIMEOUTS

STATES = [
    ("open", "To Do"),
    ("done", "Done"),
    ("skipped", "Skipped"),
    ("expired", "Not Done in Time"),
    ("cancelled", "Cancelled"),
]


class CollectionsProcessTask(models.Model):
    """Something to be done about a customer (B14). Grain: one task of one account, of a step or added by somebody.

    It keeps what its step said when it began: changing or deleting the step changes no task. Tasks are neither
    written nor deleted by anybody: they are closed through ``_close``, and stay as history.
    """

    _name = "collections.process.task"
    _description = "Task of a Process"
    _inherit = ["collections.state.door"]
    _order = "due_on, id"

    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    process_id = fields.Many2one("collections.process", readonly=True, index="btree_not_null", ondelete="cascade")
    step_id = fields.Many2one("collections.process.step", readonly=True, ondelete="set null", index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(string="Task", required=True, readonly=True, translate=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    executor = fields.Selection(EXECUTORS, string="Who", required=True, readonly=True)
    group_id = fields.Many2one("collections.group", string="Other Group", readonly=True, ondelete="set null")
    user_id = fields.Many2one("res.users", string="With", readonly=True, index="btree_not_null", ondelete="set null")
    instruction = fields.Text(readonly=True, translate=True)
    started_on = fields.Date(string="Began", required=True, readonly=True)
    due_on = fields.Date(string="Due", readonly=True)
    on_timeout = fields.Selection(TIMEOUTS, string="When Time Is Up", required=True, default="stay", readonly=True)
    automatic = fields.Boolean(string="By Itself", readonly=True)
    ad_hoc = fields.Boolean(
        string="Added", required=True, readonly=True, help="By a person, not by a step of the strategy."
    )
    added_by_id = fields.Many2one("res.users", string="Added by", readonly=True, ondelete="set null")
    state = fields.Selection(STATES, required=True, default="open", readonly=True)
    escalated_on = fields.Date(string="Escalated", readonly=True, help="Time was up: the supervisor took it.")
    closed_on = fields.Date(string="Closed", readonly=True)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, ondelete="set null")
    note = fields.Char(readonly=True, help="What came of it, or why it was skipped.")
    activity_id = fields.Many2one("mail.activity", readonly=True, index="btree_not_null", ondelete="set null")
    paused = fields.Boolean(compute="_compute_paused", compute_sudo=True, search="_search_paused")
    partner_id = fields.Many2one(related="account_id.partner_id", string="Customer Contact")
    phone = fields.Char(related="account_id.phone")
    email = fields.Char(related="account_id.email")
    to_collect = fields.Monetary(related="account_id.to_collect")
    overdue = fields.Monetary(related="account_id.overdue")
    oldest_days = fields.Integer(related="account_id.oldest_days")

    _one_step_at_a_time = models.UniqueIndex(
        "(process_id) WHERE state = 'open' AND NOT ad_hoc", "A process is in one step at a time."
    )
    _to_do = models.Index("(user_id, due_on) WHERE state = 'open'")

    @api.depends("process_id.paused_on")
    def _compute_paused(self):
        for task in self:
            task.paused = bool(task.process_id.paused_on)

    @api.model
    def _search_paused(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("process_id.paused_on", "!=" if True in value else "=", False)]

    @api.model
    def _get_my_domain(self):
        """What "my tasks" are, for the list and its counter."""
        return [("user_id", "=", self.env.uid), ("state", "=", "open"), ("paused", "=", False)]

    def _words(self):
        """What is to be done, by whom and until when, in a line."""
        whom = self.user_id.sudo().name or self.group_id.sudo().name
        due = self.due_on and self.env._("due %s", format_date(self.env, self.due_on))
        return " · ".join(filter(None, [self.name, whom, due]))

    def action_open(self):
        """Open the customer; the task itself for who may not see the customer."""
        self.ensure_one()
        self.check_access("read")
        accounts = self.env["collections.account"]
        if accounts.has_access("read") and self.account_id._filtered_access("read"):
            return self.account_id._get_records_action()
        return self._get_records_action()
