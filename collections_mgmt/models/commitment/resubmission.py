from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, format_date, format_datetime, format_time

from ...queries.resubmission_paid import resubmission_paid

STATES = [("open", "Open"), ("done", "Done"), ("cancelled", "Cancelled")]
# what became of it
CLOSED = [
    ("hand", "By hand"),
    ("contact", "Customer reached"),
    ("worked", "Worked on the list"),
    ("paid", "Paid meanwhile"),
    ("replaced", "Replaced by another"),
]
FARTHEST = 730  # days ahead; a later day is a mistake in typing


class CollectionsResubmission(models.Model):
    """A customer, or some of his open items, to look at again on a day (E8). Grain: one resubmission.

    With a time it is a callback. On its day the customer is on the list, whatever else the rules say of him, until
    somebody looked again; with ``no_contact`` he is on no list before. It is never changed nor deleted: it is done,
    cancelled or replaced by another, and stays as history.
    """

    _name = "collections.resubmission"
    _description = "Resubmission"
    _inherit = ["collections.state.door", "collections.referred"]
    _order = "date, call_at, id"
    _rec_name = "account_id"

    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id")
    currency_id = fields.Many2one(related="account_id.currency_id")
    state = fields.Selection(STATES, required=True, default="open", readonly=True)
    date = fields.Date(string="Look Again On", required=True)
    call_at = fields.Datetime(help="A callback agreed for a time, in your own time zone.")
    reason_id = fields.Many2one("collections.resubmission.reason", index="btree_not_null", ondelete="restrict")
    note = fields.Text()
    no_contact = fields.Boolean(
        string="No Contact until Then", help="The customer is on no list and left alone by every channel before."
    )
    line_ids = fields.One2many("collections.resubmission.line", "resubmission_id", string="Open Items")
    given_by_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    given_on = fields.Date(readonly=True, default=fields.Date.context_today)
    group_id = fields.Many2one("collections.group", string="Then with Group", ondelete="restrict")
    specialist_id = fields.Many2one(
        "res.users",
        string="Then with Specialist",
        ondelete="set null",
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
    )
    assigned_until = fields.Date(string="With Him Until")
    assignment_id = fields.Many2one("collections.assignment", readonly=True, ondelete="set null")
    closed_on = fields.Date(string="Closed", readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    closed_because = fields.Selection(CLOSED, string="What Became of It", readonly=True)
    matter = fields.Char(compute="_compute_matter", help="The items it is about, or all.")

    _open = models.Index("(account_id, date) WHERE state = 'open'")
    _call_on_its_day = models.Constraint(
        "CHECK(call_at IS NULL OR call_at::date BETWEEN date - 1 AND date + 1)", "The call is on another day."
    )

    @api.depends("line_ids.item_name")
    def _compute_matter(self):
        for record in self:
            record.matter = ", ".join(name for name in record.line_ids.mapped("item_name") if name)

    @api.depends("account_id", "date")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.account_id.display_name}: {format_date(self.env, record.date)}"

    # ----------------------------------------------------------------------------------------------------------- giving
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create([{**vals, **self._given_vals()} for vals in vals_list])
        records._check_date()
        records._check_may_silence()
        records._assign()
        records._log(lambda record: record._sentence())
        records.account_id._refresh_now()
        return records

    def _given_vals(self):
        """What the giver cannot choose."""
        if self.env.su:
            return {}
        closed = dict.fromkeys(("closed_on", "closed_by_id", "closed_because", "assignment_id"), False)
        return {"given_by_id": self.env.uid, "given_on": fields.Date.context_today(self), "state": "open", **closed}

    def _check_date(self):
        """Not in the past, and not in another age."""
        for record in self:
            first = record.account_id._last_key_date()
            if not first <= record.date <= first + timedelta(days=FARTHEST):
                raise ValidationError(
                    self.env._(
                        "%(day)s is no day to look at “%(customer)s” again: choose one from %(first)s on, "
                        "within two years.",
                        day=format_date(self.env, record.date),
                        customer=record.account_id.display_name,
                        first=format_date(self.env, first),
                    )
                )

    def _check_may_silence(self):
        """Specialists leave a customer alone for as long as the profile says, supervisors as they see fit."""
        silent = self.filtered("no_contact")
        if not silent or silent.account_id._is_supervised():
            return
        for record in silent:
            allowed = record.account_id.profile_id.no_contact_days
            latest = record.account_id._last_key_date() + timedelta(days=allowed)
            if record.date > latest:
                raise AccessError(
                    self.env._(
                        "You may leave “%(customer)s” without contact for at most %(days)s days, that is until "
                        "%(day)s. Ask the supervisor for longer, or resubmit without this.",
                        customer=record.account_id.display_name,
                        days=allowed,
                        day=format_date(self.env, latest),
                    )
                )

    def _assign(self):
        """From that day on with somebody else: a temporary assignment, given with the rights of who asks."""
        for record in self.filtered(lambda each: each.group_id or each.specialist_id):
            assignment = self.env["collections.assignment"].create(record._prepare_assignment_vals())
            record.sudo().assignment_id = assignment

    def _prepare_assignment_vals(self):
        self.ensure_one()
        return {
            "account_id": self.account_id.id,
            "date_from": self.date,
            "date_to": self.assigned_until or self.date + timedelta(days=6),
            "group_id": self.group_id.id,
            "specialist_id": self.specialist_id.id,
            "reason": self.env._("Resubmission: %s", self._about() or self.env._("look again")),
        }

    @api.model
    def _give(self, given):
        """Make resubmissions about journal items.

        :param given: list of (values, journal items; none: the customer as a whole)
        """
        return self.create(
            [{**vals, "line_ids": [Command.create({"line_id": line.id}) for line in lines]} for vals, lines in given]
        )

    # ---------------------------------------------------------------------------------------------------------- closing
    def action_done(self):
        """Looked again: it is done."""
        self._check_may_close()
        self._close("done", "hand")

    def action_cancel(self):
        """It is not needed any more."""
        self._check_may_close()
        self._close("cancelled", "hand")

    def _replace(self):
        """Another takes their place."""
        if self:
            self._check_may_close()
            self._close("cancelled", "replaced")

    def _check_may_close(self):
        """Who works the customer may close what brings him back."""
        self.check_access("read")
        if not self.env.user.has_group("collections_mgmt.collections_mgmt_group_specialist") and not self.env.su:
            raise AccessError(self.env._("Only specialists work customers."))
        self.filtered(
            lambda record: record.no_contact and record.state == "open" and record.given_by_id != self.env.user
        )._check_may_speak()

    def _check_may_speak(self):
        """What silences a customer is ended by who gave it, or by the supervisor, until its day has come."""
        self.filtered(lambda record: record.date > record.account_id._last_key_date()).account_id._check_supervised()

    def _close(self, state, because):
        """The one way out of being open.

        :return: those that were open
        """
        closed = self.sudo()._move_to(
            state,
            ("open",),
            closed_on=fields.Date.context_today(self),
            closed_by_id=self.env.uid,
            closed_because=because,
        )
        closed._end_assignments()
        closed.account_id._refresh_now()
        return closed.with_env(self.env)

    def _reopen(self):
        """Closing it is taken back."""
        if self:
            closed = dict.fromkeys(("closed_on", "closed_by_id", "closed_because"), False)
            self._move_to("open", ("done",), **closed)
            self.account_id._refresh_now()

    def _end_assignments(self):
        """What was to begin with it does not begin."""
        coming = self.sudo().assignment_id.filtered(lambda each: each.state == "coming")
        if coming:
            coming.action_end()

    def _move_to(self, target, sources, **values):
        """A second click, or one on what was closed otherwise meanwhile, is no error."""
        return super(CollectionsResubmission, self.filtered(lambda record: record.state in sources))._move_to(
            target, sources, **values
        )

    def action_open_account(self):
        """Open the customer."""
        self.ensure_one()
        return self.account_id._get_records_action(views=[(False, "form")])

    @api.model
    def _settle_paid(self, company, key_date, ids=None):
        """What was to be looked at is paid: done, in two statements and without a word to anybody."""
        self.flush_model()
        paid = resubmission_paid(self.env, company.id, ids)
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE collections_resubmission resubmission
                   SET state = 'done', closed_on = %(day)s, closed_because = 'paid', closed_by_id = NULL,
                       write_date = (now() AT TIME ZONE 'UTC'), write_uid = %(uid)s
                  FROM (%(paid)s) AS paid
                 WHERE resubmission.id = paid.id
             RETURNING resubmission.id, resubmission.assignment_id
                """,
                day=key_date,
                uid=self.env.uid,
                paid=paid,
            )
        )
        if rows:
            self.invalidate_model(["state", "closed_on", "closed_because", "closed_by_id"])
            self._call_off([assignment_id for _id, assignment_id in rows if assignment_id], key_date)
        return self.browse(row[0] for row in rows)

    @api.model
    def _call_off(self, assignment_ids, key_date):
        """Assignments that were to begin with it do not begin."""
        assignments = (
            self.env["collections.assignment"]
            .sudo()
            .search([("id", "in", assignment_ids), ("date_from", ">", key_date), ("ended_on", "=", False)])
        )
        assignments.write({"ended_on": key_date})
        assignments.flush_recordset()

    # --------------------------------------------------------------------------------------------------------- in words
    def _about(self):
        """Reason and note in one line."""
        record = self.sudo()
        return ", ".join(filter(None, [record.reason_id.name, " ".join((record.note or "").split())[:80]]))

    def _sentence(self):
        """What was agreed, by whom, in one line without a full stop."""
        self.ensure_one()
        record = self.sudo()
        values = {
            "when": record._when(),
            "who": record.given_by_id.name,
            "about": "".join(f": {text}" for text in (record.matter, record._about()) if text),
        }
        if record.no_contact:
            return self.env._("No contact until %(when)s, by %(who)s%(about)s", **values)
        if record.call_at:
            return self.env._("Callback on %(when)s, by %(who)s%(about)s", **values)
        return self.env._("Resubmission on %(when)s, by %(who)s%(about)s", **values)

    def _when(self):
        """The day, and the time of a callback, as the user reads them."""
        if self.call_at:
            return format_datetime(self.env, self.call_at, dt_format="short")
        return format_date(self.env, self.date)

    def _clock(self):
        """The time of a callback as the user reads it."""
        return format_time(self.env, self.call_at, time_format="short")

    def _log(self, text):
        """Note it in the chatter of the customers, one note each."""
        notes = {account.id: "; ".join(map(text, records)) for account, records in self.grouped("account_id").items()}
        self.account_id.sudo()._message_log_batch(bodies=notes)
