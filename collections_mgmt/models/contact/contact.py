from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

CHANNELS = [
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("text", "Text Message"),
    ("letter", "Letter"),
    ("visit", "Visit"),
    ("portal", "Portal"),
    ("meeting", "Meeting"),
]
DIRECTIONS = [("out", "Outgoing"), ("in", "Incoming")]
EARLIEST = 366  # days ago; what is logged of before is a mistake in typing
LONGEST_NUMBER = 64
# what may be put right later; the rest is history
CORRECTABLE = {"note", "partner_id", "number", "minutes"}


class CollectionsContact(models.Model):
    """One touch with a customer, in either direction, on any channel (E7). Grain: one contact.

    Whether it was effective is kept as it was: an outcome that means something else later changes no history.
    """

    _name = "collections.contact"
    _description = "Customer Contact"
    _order = "at desc, id desc"
    _rec_name = "account_id"

    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    at = fields.Datetime(string="Time", required=True, default=fields.Datetime.now)
    day = fields.Date(compute="_compute_day", store=True, help="The day of the company on which it was.")
    user_id = fields.Many2one(
        "res.users", string="By", default=lambda self: self.env.user, index="btree_not_null", ondelete="set null"
    )
    group_id = fields.Many2one("collections.group", readonly=True, ondelete="set null")
    direction = fields.Selection(DIRECTIONS, required=True, default="out")
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    outcome_id = fields.Many2one("collections.contact.outcome", required=True, index=True, ondelete="restrict")
    effective = fields.Boolean(readonly=True, help="As the outcome said when it was logged.")
    effective_rate = fields.Float(
        string="Effective %", compute="_compute_effective_rate", store=True, aggregator="avg", digits=(16, 1)
    )
    partner_id = fields.Many2one("res.partner", string="Person", index="btree_not_null", ondelete="set null")
    number = fields.Char(string="Number Dialled")
    minutes = fields.Integer(string="Duration (min)", aggregator="sum")
    note = fields.Text()
    message_id = fields.Many2one("mail.message", string="E-Mail", readonly=True, ondelete="set null")
    followed_by = fields.Char(string="What Followed", compute="_compute_followed_by")

    _of_account = models.Index("(account_id, day, effective)")
    _minutes_in_bounds = models.Constraint("CHECK(minutes BETWEEN 0 AND 1440)", "A contact lasts a day at most.")

    @api.depends("at", "account_id")
    def _compute_day(self):
        for contact in self:
            zone = contact.account_id.company_id._collections_tz()
            moment = contact.at and fields.Datetime.context_timestamp(contact.with_context(tz=zone), contact.at)
            contact.day = moment and moment.date()

    @api.depends("effective")
    def _compute_effective_rate(self):
        for contact in self:
            contact.effective_rate = 100 if contact.effective else 0

    def _compute_followed_by(self):
        for contact in self:
            contact.followed_by = ", ".join(contact._followers())

    def _followers(self):
        """Short texts of what was agreed in this contact. Contexts add theirs."""
        self.ensure_one()
        return []

    @api.depends("account_id", "outcome_id")
    def _compute_display_name(self):
        for contact in self:
            contact.display_name = f"{contact.account_id.display_name}: {contact.outcome_id.display_name}"

    # ---------------------------------------------------------------------------------------------------------- logging
    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create([{**vals, **self._given_vals(vals)} for vals in vals_list])
        contacts._check_given()
        contacts._settle_resubmissions()
        contacts._log()
        contacts.account_id._refresh_now()
        return contacts

    def _given_vals(self, vals):
        """What whoever logs it cannot choose."""
        outcome = self.env["collections.contact.outcome"].browse(vals.get("outcome_id"))
        account = self.env["collections.account"].browse(vals.get("account_id"))
        given = {
            "effective": outcome.effective,
            "group_id": account.group_id.id,
            "number": self._readable(vals.get("number"), account),
        }
        if not self.env.su:
            given |= {"user_id": self.env.uid, "message_id": False}
        return given

    @api.model
    def _readable(self, number, account):
        """The number as it is dialled from anywhere; as it was typed when it cannot be read."""
        partner = account.sudo().partner_id
        return number and (partner._phone_format(number=number, force_format="INTERNATIONAL") or number)

    def _check_given(self):
        if self.env.su:
            return
        self.env["collections.account"]._check_collects()
        latest = fields.Datetime.now() + timedelta(minutes=5)
        earliest = latest - timedelta(days=EARLIEST)
        for contact in self:
            if contact.at < earliest:
                raise ValidationError(self.env._("A contact of more than a year ago is not logged any more."))
            self._check_number(contact.number)
            if contact.at > latest:
                raise ValidationError(
                    self.env._("A contact is logged when it was: choose a time that has passed, not one to come.")
                )
            contact._check_person()

    @api.model
    def _check_number(self, number):
        if len(number or "") > LONGEST_NUMBER:
            raise ValidationError(self.env._("What stands as number dialled is too long for one."))

    def _check_person(self):
        if self.partner_id:
            self.account_id._check_own_person(self.partner_id)

    def _settle_resubmissions(self):
        """Who was reached need not be called again for what was due, unless that was wanted after the contact."""
        reached = self.filtered("effective")
        last = {account: max(contacts.mapped("day")) for account, contacts in reached.grouped("account_id").items()}
        given = (
            self.env["collections.resubmission"]
            .sudo()
            .search([("account_id", "in", reached.account_id.ids), ("state", "=", "open")])
        )
        due = given.filtered(lambda each: each.date <= each.account_id._last_key_date())
        due.filtered(lambda each: each.given_on <= last[each.account_id])._close("done", "contact")

    def write(self, vals):
        """History is not rewritten: only what was said may be put right, by who had the contact."""
        if not self.env.su and (wrong := vals.keys() - CORRECTABLE):
            labels = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(wrong))
            raise AccessError(self.env._("A contact is history: its %s cannot be changed. Log another one.", labels))
        if "number" in vals:
            self._check_number(vals["number"])
            vals = {**vals, "number": self._readable(vals["number"], self.account_id[:1])}
        result = super().write(vals)
        if "partner_id" in vals and not self.env.su:
            for contact in self:
                contact._check_person()
        return result

    def _log(self):
        """A note each in the chatter of the customer."""
        for account, contacts in self.grouped("account_id").items():
            if written := contacts.filtered(lambda contact: not contact.message_id):
                account.sudo()._message_log(body="; ".join(contact._sentence() for contact in written))

    def _sentence(self):
        """Channel, person, outcome and what was said, in one line."""
        self.ensure_one()
        contact = self.sudo()
        channel = dict(self._fields["channel"]._description_selection(self.env))[contact.channel]
        who = contact.partner_id.name
        head = self.env._("%(channel)s with %(who)s", channel=channel, who=who) if who else channel
        return ": ".join(filter(None, [head, contact.outcome_id.name, " ".join((contact.note or "").split())]))

    # ---------------------------------------------------------------------------------------------------------- actions
    def action_open_account(self):
        """Open the customer."""
        self.ensure_one()
        return self.account_id._get_records_action(views=[(False, "form")])

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("A contact is history and cannot be deleted."))
