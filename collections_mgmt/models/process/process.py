from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...calc import process

STATES = [
    ("running", "Running"),
    ("finished", "All Steps Taken"),
    ("stopped", "Stopped"),
    ("ended", "Ended"),
]
# why a process ended; the keys are those of `queries.process_standing`
REASONS = [
    ("paid", "Paid"),
    ("nothing", "Nothing to collect"),
    ("minimum", "Below the minimum"),
    ("no_group", "Nobody collects here"),
    ("strategy", "Another strategy"),
    ("off", "Process switched off"),
    ("archived", "Archived"),
    ("merged", "Merged"),
]


class CollectionsProcess(models.Model):
    """A customer on his way through the steps of a strategy (B14). Grain: one way of one account; one at a time.

    It begins when the customer is to be listed by the strategy, stands still while he is left off the list for a
    while (a hold, a promise, an exit rule), and ends when nothing is to be collected. Where it stands is kept beside
    the step, so that steps may be changed and deleted while it runs: it goes on with those after its place.
    """

    _name = "collections.process"
    _description = "Process of an Account"
    _inherit = ["collections.state.door"]
    _order = "id desc"
    _rec_name = "account_id"

    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    strategy_id = fields.Many2one("collections.strategy", readonly=True, index=True, ondelete="set null")
    step_id = fields.Many2one(
        "collections.process.step", string="Last Step", readonly=True, index="btree_not_null", ondelete="set null"
    )
    last_sequence = fields.Integer(
        readonly=True, default=process.START[0], help="Place of the last step, to go on from."
    )
    last_key = fields.Integer(readonly=True, default=process.START[1])
    waiting_from = fields.Date(readonly=True, required=True, help="The wait of the next step counts from this day.")
    state = fields.Selection(STATES, required=True, default="running", readonly=True)
    started_on = fields.Date(string="Begun", readonly=True, required=True)
    paused_on = fields.Date(
        string="Paused since", readonly=True, help="Off the list for a while: no step begins, no time runs out."
    )
    ended_on = fields.Date(string="Ended", readonly=True)
    end_reason = fields.Selection(REASONS, readonly=True)
    stopped_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    note = fields.Char(string="Why Stopped", readonly=True)
    task_ids = fields.One2many("collections.process.task", "process_id", string="Tasks", readonly=True)
    task_id = fields.Many2one("collections.process.task", compute="_compute_task_id")
    user_id = fields.Many2one("res.users", string="With", compute="_compute_task_id")
    due_on = fields.Date(string="Due", compute="_compute_task_id")
    group_id = fields.Many2one(related="account_id.group_id")
    to_collect = fields.Monetary(related="account_id.to_collect")
    line = fields.Char(string="Stands at", compute="_compute_line")

    _one_at_a_time = models.UniqueIndex(
        "(account_id) WHERE state <> 'ended'", "A customer is in one process at a time."
    )

    @api.depends("task_ids.state", "task_ids.ad_hoc")
    def _compute_task_id(self):
        open_tasks = self.env["collections.process.task"].search(
            [("process_id", "in", self.ids), ("state", "=", "open"), ("ad_hoc", "=", False)]
        )
        by_process = open_tasks.grouped("process_id")
        for record in self:
            task = by_process.get(record, open_tasks.browse())[:1]
            record.update({"task_id": task, "user_id": task.user_id, "due_on": task.due_on})

    # -------------------------------------------------------------------------------------------------------- in words
    @api.depends("state", "task_id", "paused_on", "step_id", "waiting_from", "end_reason")
    @api.depends_context("lang")
    def _compute_line(self):
        for record in self:
            why = record.note if record.state == "stopped" else False
            record.line = " · ".join(filter(None, [record._words(), why]))

    def _words(self):
        """Where it stands, in a line; without what people noted, since salespeople read it."""
        if self.state != "running":
            labels = dict(self._fields["state"]._description_selection(self.env))
            reasons = dict(self._fields["end_reason"]._description_selection(self.env))
            return " · ".join(filter(None, [labels[self.state], reasons.get(self.end_reason)]))
        words = self._task_words() if self.task_id else self._waiting_words()
        return self.env._("%s · paused", words) if self.paused_on else words

    def _task_words(self):
        number, count = self._step_numbers(self.task_id.step_id)
        task = self.task_id._words()
        if not number:
            return task
        return self.env._("Step %(number)s of %(count)s: %(task)s", number=number, count=count, task=task)

    def _waiting_words(self):
        following = self._following_step()
        if not following:
            return self.env._("All steps taken")
        number, count = self._step_numbers(following)
        return self.env._(
            "Step %(number)s of %(count)s, %(name)s, on %(day)s",
            number=number,
            count=count,
            name=following.name,
            day=format_date(self.env, self._begins_on(following)),
        )

    def _begins_on(self, step):
        """When the next step begins: after its wait, on a working day."""
        return self.company_id._working_day(fields.Date.add(self.waiting_from, days=step.wait_days))

    def _step_numbers(self, step):
        """Which of how many steps of the strategy."""
        steps = self.strategy_id.sudo().step_ids.filtered("active").sorted(lambda other: (other.sequence, other.id))
        return (steps.ids.index(step.id) + 1 if step in steps else 0), len(steps)

    def _following_step(self):
        """The next step by its place; whether its condition holds is asked on its day."""
        steps, _calc = self.strategy_id.sudo()._calc_steps()
        last = (self.step_id.sequence if self.step_id else self.last_sequence, self.last_key)
        return steps.filtered(lambda step: (step.sequence, step.id) > last)[:1]

    # --------------------------------------------------------------------------------------------------------- actions
    def action_open_account(self):
        """Open the customer."""
        self.ensure_one()
        return self.account_id._get_records_action()

    def action_restart(self):
        """Begin once more with the first step, after it was stopped or all steps were taken."""
        self.check_access("read")
        self.account_id._check_supervised()
        if ended := self.filtered(lambda record: record.state == "ended"):
            raise UserError(
                self.env._("The process of “%s” ended: it begins anew by itself.", ended[0].account_id.display_name)
            )
        for day, records in self.grouped(lambda record: record.account_id._last_key_date()).items():
            records.sudo()._move_to(
                "running",
                ("stopped", "finished"),
                step_id=False,
                last_sequence=process.START[0],
                last_key=process.START[1],
                waiting_from=day,
                paused_on=False,
                stopped_by_id=False,
                note=False,
            )
        self.account_id._advance_processes()

    def _stop(self, note):
        """No further step until nothing was to be collected in between; the open task goes."""
        self.check_access("read")
        self.account_id._check_supervised()
        if not (note or "").strip():
            raise UserError(self.env._("Say why the process is stopped: whoever looks at the customer will ask."))
        stopped = self.sudo()._move_to(
            "stopped", ("running", "finished"), stopped_by_id=self.env.uid, note=note, paused_on=False
        )
        for record in stopped:
            record.task_id._put_away("cancelled", note)
        bodies = {record.account_id.id: self.env._("Process stopped: %s", note) for record in stopped}
        stopped.account_id._message_log_batch(bodies=bodies)
        self.env["collections.refresh"]._notice(stopped.account_id)
