from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.contact.contact import CHANNELS, DIRECTIONS


class CollectionsContactCreate(models.TransientModel):
    """Asks how a contact went and what follows, and goes on with the list (E7). Grain: one contact being logged."""

    _name = "collections.contact.create"
    _description = "Log Contact"
    _inherit = ["collections.resubmission.ask", "collections.customer.ask"]

    account_id = fields.Many2one("collections.account", string="Customer", required=True, ondelete="cascade")
    line_ids = fields.Many2many("account.move.line", string="Open Items")
    chosen_before = fields.Boolean(help="The open items were selected before the dialog opened.")
    begun_at = fields.Datetime(required=True, default=fields.Datetime.now)
    direction = fields.Selection(DIRECTIONS, required=True, default="out")
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    partner_id = fields.Many2one("res.partner", string="Person", ondelete="cascade")
    people_ids = fields.Many2many("res.partner", compute="_compute_people_ids")
    number = fields.Char(string="Number Dialled", compute="_compute_number", store=True, readonly=False)
    outcome_id = fields.Many2one("collections.contact.outcome", ondelete="cascade")
    follow_up = fields.Selection(related="outcome_id.follow_up")
    note = fields.Text()
    minutes = fields.Integer(
        string="Duration (min)", help="0: for a call, since this dialog was opened; it opens when you click a number."
    )
    call_script = fields.Text(related="account_id.call_script", related_sudo=False)

    @api.model
    def default_get(self, fields_list):
        """The customer on screen, or of the selected items, and whom one would call."""
        values = super().default_get(fields_list)
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids", [])
        accounts = self.env["collections.account"].browse(values.get("account_id"))
        if model == "collections.item":
            items = self.env[model].browse(ids)
            accounts = items.account_id
            values |= {"line_ids": items.ids, "chosen_before": True}
        elif model == "collections.account":
            accounts = self.env[model].browse(ids)
        if len(accounts) > 1:
            raise UserError(self.env._("A contact is with one customer: select the items of one."))
        if not accounts:
            return values
        accounts.check_access("read")
        person = values.get("partner_id") or accounts._people_to_call()[:1].id
        return {**values, "account_id": accounts.id, "partner_id": person, "again_on": self._usual_day(accounts)}

    @api.depends("account_id")
    def _compute_people_ids(self):
        for wizard in self:
            wizard.people_ids = wizard.account_id._own_people() if wizard.account_id else False

    @api.depends("partner_id", "channel", "direction")
    def _compute_number(self):
        for wizard in self:
            dials = wizard.channel in ("phone", "text") and wizard.direction == "out"
            wizard.number = dials and wizard.partner_id._collections_phone()

    @api.onchange("outcome_id")
    def _onchange_outcome_id(self):
        if self.outcome_id.follow_up == "resubmission":
            self.again_on = self._day_after(self.outcome_id.days)

    def _asked_accounts(self):
        return self.account_id

    def _day_after(self, days):
        """In ``days`` days, on a working day."""
        day = self.account_id._last_key_date() + timedelta(days=days)
        return self.account_id.company_id._working_day(day) if days else day

    # ----------------------------------------------------------------------------------------------------------- saving
    def action_log(self):
        """Save the contact with what follows, and stay with the customer."""
        then = self._log_and_follow()
        account = self.account_id
        if account.is_mine and account.item_state == "open":
            account.action_item_start()
        return then

    def action_log_and_next(self):
        """Save the contact with what follows, and go on with the next customer of the list; what is still asked for in
        a dialog of its own goes on when it is answered.
        """
        then = self._log_and_follow()
        return then if then.get("target") == "new" else self._and_next(then)

    def action_log_and_choose(self):
        """Save the contact, and ask for promise or dispute in a dialog of its own: items and days one by one."""
        return self._log_and_follow(but=("promise", "dispute"))

    def _log_and_follow(self, but=()):
        """The contact and what was answered of what follows, both or neither.

        :param but: kinds of what follows that are asked for in a dialog of their own
        """
        return self._log()._follow_up(self._answers(but)) or {"type": "ir.actions.act_window_close"}

    def _log(self):
        self.ensure_one()
        if not self.outcome_id:
            raise UserError(self.env._("Choose how the contact went."))
        return self.env["collections.contact"].create(self._prepare_contact_vals())

    def _prepare_contact_vals(self):
        return {
            "account_id": self.account_id.id,
            "at": self.begun_at,
            "direction": self.direction,
            "channel": self.channel,
            "partner_id": self.partner_id.id,
            "number": self.number,
            "outcome_id": self.outcome_id.id,
            "note": self.note,
            "minutes": self.minutes or self._minutes_since(),
        }

    def _minutes_since(self):
        """How long a call took: since the dialog was opened."""
        if self.channel != "phone":
            return 0
        passed = fields.Datetime.now() - self.begun_at
        return min(max(0, round(passed.total_seconds() / 60)), 240)

    def _answers(self, but):
        """What was answered about what follows; what is not asked for is not looked at."""
        kind = self.outcome_id.follow_up
        answers = {"lines": self._lines_asked_for()}
        if kind in but:
            typed = getattr(self, f"_typed_{kind}_vals", None)
            return {**answers, "typed": typed and typed()}
        prepare = getattr(self, f"_prepare_{kind}_vals", None)
        return {**answers, **({kind: prepare()} if prepare else {})}

    def _lines_asked_for(self):
        """The journal items it is about."""
        return self.line_ids
