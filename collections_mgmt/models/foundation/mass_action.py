from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from .mass_action_line import OUTCOMES

STATES = [
    ("draft", "What to Do"),
    ("ready", "Preview"),
    ("running", "Running"),
    ("stopped", "Stopped"),
    ("done", "Done"),
    ("undone", "Taken Back"),
]
ABANDONED_DAYS = 7


class CollectionsMassAction(models.Model):
    """One change of many records: looked at before, followed while it runs, stopped, resumed, taken back.

    Grain: one request of one person. What it does is its ``kind``. A context adds a kind by ``selection_add``, its
    parameters as fields, and the methods

    * ``_preview_<kind>()``: SQL of the lines, ``(res_id, name, before, after, obstacle)``: what would change from what
      to what, and why it is not possible for some; the only statement that looks at all of them,
    * ``_apply_<kind>(lines)``: change the records of a chunk, as the person who asked and with his rights,
    * ``_undo_<kind>(lines)``: take that back and return the lines taken back; those changed since stay (optional),
    * ``_check_<kind>()``: refuse parameters that make no sense or that the person may not use (optional).
    """

    _name = "collections.mass.action"
    _description = "Mass Action"
    _inherit = ["collections.state.door"]
    _order = "id desc"
    _record_model = None  # what the lines are about; a context says it

    kind = fields.Selection([], required=True)
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, index=True)
    reverting = fields.Boolean(readonly=True, help="It runs backwards, to take the changes back.")
    user_id = fields.Many2one(
        "res.users", string="Asked by", required=True, readonly=True, default=lambda self: self.env.uid
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.company.root_id,
    )
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)
    stopped_because = fields.Char(readonly=True, help="Why it did not go on by itself.")
    line_ids = fields.One2many("collections.mass.action.line", "action_id", readonly=True)
    sample_line_ids = fields.Many2many(
        "collections.mass.action.line", string="First Lines", compute="_compute_sample_line_ids"
    )
    line_count = fields.Integer(string="Looked at", compute="_compute_counts")
    pending_count = fields.Integer(string="Will Change", compute="_compute_counts")
    unchanged_count = fields.Integer(string="Unchanged", compute="_compute_counts")
    impossible_count = fields.Integer(string="Not Possible", compute="_compute_counts")
    done_count = fields.Integer(string="Changed", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    undone_count = fields.Integer(string="Taken Back", compute="_compute_counts")
    kept_count = fields.Integer(string="Changed Since", compute="_compute_counts")
    progress = fields.Float(string="Progress (%)", compute="_compute_counts")
    progress_text = fields.Char(string="Progress", compute="_compute_counts")
    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends("kind", "create_date")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for action in self:
            day = fields.Date.context_today(self, action.create_date) if action.create_date else None
            title = labels.get(action.kind) or self._description
            action.display_name = f"{title}, {format_date(self.env, day)}" if day else title

    @api.depends("line_ids.state", "reverting")
    def _compute_counts(self):
        lines = self.env["collections.mass.action.line"].sudo()  # whoever sees the action may see its counts
        rows = lines._read_group([("action_id", "in", self.ids)], ["action_id", "state"], ["__count"])
        counts = {(action.id, state): count for action, state, count in rows}
        for action in self:
            number = {state: counts.get((action.id, state), 0) for state, _label in OUTCOMES}
            action.line_count = sum(number.values())
            for state, count in number.items():
                action[f"{state}_count"] = count
            finished = ("undone", "kept") if action.reverting else ("done", "failed", "undone", "kept")
            done, left = sum(number[state] for state in finished), number[action._source_state()]
            action.progress = 100.0 * done / (done + left) if done + left else 100.0
            action.progress_text = self.env._("%(done)s of %(total)s", done=done, total=done + left)

    @api.depends("line_ids.state")
    def _compute_sample_line_ids(self):
        for action in self:
            action.sample_line_ids = action.line_ids.search([("action_id", "in", action.ids)], limit=80)

    @api.depends("kind")
    def _compute_can_undo(self):
        for action in self:
            action.can_undo = bool(getattr(self, f"_undo_{action.kind}", None))

    # ----------------------------------------------------------------------------------------------- who may write what
    @api.model_create_multi
    def create(self, vals_list):
        """An action is carried out in the name of who asked: nobody asks in the name of another."""
        if not self.env.su:
            given = {"user_id": self.env.uid, "state": "draft", "reverting": False}
            vals_list = [{**self._without_protected(vals), **given} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Parameters are settled with the preview: what was looked at is what happens."""
        if not self.env.su:
            self._check_asked_by_user()
            vals = self._without_protected(vals)
            if vals and any(action.state != "draft" for action in self):
                raise UserError(self.env._("What was looked at is settled: go “Back to Edit” first."))
        return super().write(vals)

    def _check_asked_by_user(self):
        """What happens is done and noted in the name of who asked: it is what he looked at, and started."""
        foreign = self.filtered(lambda action: action.user_id != self.env.user)
        for action in foreign if not self.env.su else ():
            raise UserError(
                self.env._(
                    "“%(action)s” was asked for by %(user)s: only he carries it out. Ask for one of your own.",
                    action=action.display_name,
                    user=action.user_id.name,
                )
            )

    @api.model
    def _without_protected(self, vals):
        protected = self._protected_names() & vals.keys()
        if protected:
            raise UserError(self.env._("“%s” of a mass action is not set by hand.", ", ".join(sorted(protected))))
        return vals

    @api.model
    def _protected_names(self):
        return {"user_id", "state", "reverting", "started_at", "finished_at", "stopped_because", "line_ids"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if not self.env.su and any(action.state not in ("draft", "ready") for action in self):
            raise UserError(self.env._("A mass action that was started stays as its own record."))

    # ---------------------------------------------------------------------------------------------------------- actions
    def action_preview(self):
        """Look at what would change; nothing does."""
        self.ensure_one()
        self.check_access("write")
        self._check_asked_by_user()
        self._check()
        self._fill_lines()
        self.sudo()._move_to("ready", ("draft",))

    def action_change(self):
        """Back from the preview to the parameters."""
        self.check_access("write")
        self.sudo()._move_to("draft", ("ready",))
        self._clear_lines()

    def action_start(self):
        """Carry out what was previewed: a small action at once, a large one in the background."""
        self.ensure_one()
        self.check_access("write")
        self._check_asked_by_user()
        self._check()
        if not self.pending_count:
            raise UserError(self.env._("Nothing would change."))
        if self.sudo()._move_to("running", ("ready",), started_at=fields.Datetime.now()):
            self._dispatch()

    def action_stop(self):
        """Stop after the chunk at work; what is done stays done."""
        self.check_access("write")
        self.sudo()._move_to("stopped", ("running",))

    def action_resume(self):
        """Go on where it stopped, in the same direction."""
        self.ensure_one()
        self.check_access("write")
        if self.sudo()._move_to("running", ("stopped",), stopped_because=False):
            self._dispatch()

    def action_undo(self):
        """Take back what was changed, except where somebody changed it again since."""
        self.ensure_one()
        self.check_access("write")
        if not self.can_undo:
            raise UserError(self.env._("“%s” cannot be taken back.", self.display_name))
        if self.reverting:
            raise UserError(self.env._("“%s” is being taken back already.", self.display_name))
        if self.sudo()._move_to("running", ("done", "stopped"), reverting=True, stopped_because=False):
            self._dispatch()

    def action_view_lines(self):
        """Show all lines; with ``outcome`` in the context those of one outcome."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_mass_action_line_action")
        outcome = self.env.context.get("outcome")
        context = {f"search_default_{outcome}": 1} if outcome else {}
        action.update(domain=[("action_id", "=", self.id)], context=context, display_name=self.display_name)
        return action

    # ---------------------------------------------------------------------------------------------------------- preview
    def _check(self):
        """Refuse what makes no sense or is not allowed, before looking and again before starting."""
        check = getattr(self, f"_check_{self.kind}", None)
        if check:
            check()

    def _fill_lines(self):
        """One INSERT ... SELECT, however many they are: first what is not possible, so that nobody overlooks it."""
        self._clear_lines()
        preview = getattr(self, f"_preview_{self.kind}")()
        self.env.flush_query(preview)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_mass_action_line (action_id, res_id, name, before, after, reason, state)
                SELECT %(action)s, found.res_id, found.name, found.before, found.after, found.obstacle, judged.state
                  FROM (%(preview)s) AS found (res_id, name, before, after, obstacle)
                 CROSS JOIN LATERAL (
                       SELECT CASE WHEN found.before = found.after THEN 'unchanged'
                                   WHEN found.obstacle IS NOT NULL THEN 'impossible'
                                   ELSE 'pending' END) AS judged(state)
                 ORDER BY CASE judged.state WHEN 'impossible' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END,
                          found.name, found.res_id
                """,
                action=self.id,
                preview=preview,
            )
        )
        self.env["collections.mass.action.line"].invalidate_model()
        self.invalidate_recordset()

    def _clear_lines(self):
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM collections_mass_action_line WHERE action_id = ANY(%s)", self.ids))
        self.env["collections.mass.action.line"].invalidate_model()
        self.invalidate_recordset()

    @api.autovacuum
    def _gc_abandoned(self):
        """Previews that nobody started."""
        oldest = fields.Datetime.subtract(fields.Datetime.now(), days=ABANDONED_DAYS)
        self.search([("state", "in", ("draft", "ready")), ("create_date", "<", oldest)], limit=1000).unlink()
