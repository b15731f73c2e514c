from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...queries.process_people import salesperson, specialist, supervisor
from .process import STATES
from .task_closing import SPECIALIST


class CollectionsAccount(models.Model):
    """Where the customer is in the process of his strategy, and what can be done about it."""

    _inherit = "collections.account"

    process_ids = fields.One2many("collections.process", "account_id", string="Processes", readonly=True)
    process_task_ids = fields.One2many("collections.process.task", "account_id", string="Tasks", readonly=True)
    process_id = fields.Many2one("collections.process", string="Current Process", compute="_compute_process_id")
    process_state = fields.Selection(STATES, compute="_compute_process_id")
    process_strategy_id = fields.Many2one(
        "collections.strategy", string="Strategy of the Process", compute="_compute_process_id"
    )
    process_step_id = fields.Many2one("collections.process.step", string="Step", compute="_compute_process_id")
    process_task_id = fields.Many2one("collections.process.task", string="Task", compute="_compute_process_id")
    process_line = fields.Char(string="Process", compute="_compute_process_id")
    process_late = fields.Boolean(compute="_compute_process_id", help="What is to be done was to be done before.")
    process_instruction = fields.Text(string="What Is to Be Done", compute="_compute_process_id")
    added_task_count = fields.Integer(compute="_compute_process_id", help="Tasks somebody added that are to be done.")

    @api.depends("process_ids.state", "process_ids.task_id", "process_ids.paused_on", "process_task_ids.state")
    @api.depends_context("lang")
    def _compute_process_id(self):
        added = dict(
            self.env["collections.process.task"]._read_group(
                [("account_id", "in", self.ids), ("state", "=", "open"), ("ad_hoc", "=", True)],
                ["account_id"],
                ["__count"],
            )
        )
        for account in self:
            process = account.process_ids.filtered(lambda process: process.state != "ended")
            account.process_id = process
            account.process_state = process.state
            account.process_strategy_id = process.strategy_id
            account.process_task_id = process.task_id
            account.process_step_id = process.task_id.step_id or process._following_step() or process.step_id
            account.process_line = process.line
            due = process.due_on if not process.paused_on else False
            account.process_late = bool(due and account.key_date and due < account.key_date)
            account.process_instruction = process.task_id.instruction
            account.added_task_count = added.get(account, 0)

    # ---------------------------------------------------------------------------------------------------------- advance
    def _refresh_now(self):
        """What people decide about a customer lets his process stand still, go on, end or begin at once."""
        result = super()._refresh_now()
        self.sudo()._advance_processes()  # whoever ended an assignment may not see the customer any more
        return result

    def _advance_processes(self):
        """Bring the processes of these accounts in line with their figures of now."""
        processes = self.env["collections.process"]
        for company, accounts in self.grouped("company_id").items():
            processes._advance(company, accounts._last_key_date(), accounts.ids)

    # ---------------------------------------------------------------------------------------------------------- actions
    def action_process_done(self):
        """The task of the process is done; the next step follows."""
        self._process_task()._finish("done")

    def action_process_ask_done(self):
        """The same, asking what came of it."""
        return self._process_task().action_ask_done()

    def action_process_skip(self):
        """Ask why the task is not to be done."""
        return self._process_task().action_ask_skip()

    def _process_task(self):
        self.ensure_one()
        self.check_access("read")
        if not self.process_task_id:
            raise UserError(self.env._("“%s” has no task of a process to be done now.", self.display_name))
        return self.process_task_id

    def action_process_add(self):
        """Ask for a task beside the steps of the strategy."""
        self._check_may_add_task()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_process_task_add_action")
        action["context"] = {"default_account_ids": self.ids}
        return action

    def _add_task(self, vals, user=None):
        """Add a task to each of these accounts, for ``user`` or for whom the executor means, and tell them.

        :raise AccessError: when the user may not collect from one of them
        :return: the tasks, as the user sees them
        """
        self._check_may_add_task()
        people = self._task_people(vals["executor"])
        common = {**vals, "ad_hoc": True, "added_by_id": self.env.uid}
        tasks = self.env["collections.process.task"].sudo()
        self._check_task_user(user, vals["executor"])
        added = tasks.create(
            [
                {
                    **common,
                    "account_id": account.id,
                    "company_id": account.company_id.id,
                    "process_id": account.process_id.id,
                    "user_id": user.id if user else people.get(account.id) or self.env.uid,
                    "started_on": account._last_key_date(),
                }
                for account in self
            ]
        )
        added.filtered(lambda task: task.user_id != task.added_by_id)._tell()
        return added.with_env(self.env)

    def _check_task_user(self, user, executor):
        """A task is for a colleague who finds it: salespeople are told on the contact, others see the customer."""
        if user and user.sudo().share:
            raise UserError(self.env._("Tasks are for colleagues: “%s” is none.", user.sudo().name))
        if user and executor != "salesperson" and not user.sudo().has_group(SPECIALIST):
            raise UserError(self.env._("“%s” does not collect: choose Salesperson as who does it.", user.sudo().name))

    def _task_people(self, executor):
        """Whom an executor means for each account: dict account id -> user id."""
        self.env.flush_all()
        people = {"specialist": specialist, "supervisor": supervisor, "salesperson": salesperson}[executor]()
        rows = self.env.execute_query(
            SQL("SELECT account.id, %s FROM collections_account account WHERE account.id = ANY(%s)", people, self.ids)
        )
        return dict(rows)

    def _check_may_add_task(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(SPECIALIST):
            raise AccessError(self.env._("Only who collects adds tasks."))

    def action_process_stop(self):
        """Ask why the process is to be stopped."""
        self.check_access("read")
        self._check_supervised()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_process_stop_action")
        action["context"] = {"default_process_ids": self.process_id.ids}
        return action

    def action_process_restart(self):
        """Begin the process anew with its first step."""
        self.check_access("read")
        self.process_id.action_restart()
