from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

STATES = [("coming", "To Come"), ("in_force", "In Force"), ("over", "Over")]

USUAL_DAYS = 7


class CollectionsAccountSteering(models.AbstractModel):
    """What a person decided about an account for a time. Grain: one decision about one account, from-to.

    It is neither changed nor deleted: it runs out or is ended early, by whom and when, and stays as history. What is
    in force is a question of the key date, never of the clock, so that the list of another day is right.
    """

    _name = "collections.account.steering"
    _description = "Steering of an Account"
    _inherit = ["collections.referred"]
    _order = "date_from desc, id desc"
    _rec_name = "account_id"
    _one_at_a_time = False  # several for the same days would be a riddle

    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, index=True, ondelete="cascade", readonly=False
    )
    company_id = fields.Many2one(related="account_id.company_id")
    date_from = fields.Date(string="From", required=True, default=lambda self: self._default_date_from())
    date_to = fields.Date(string="Until", help="The last day. Empty: until somebody ends it.")
    given_by_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    ended_on = fields.Date(string="Ended", readonly=True, help="From this day on it no longer counts.")
    ended_by_id = fields.Many2one("res.users", string="Ended by", readonly=True, ondelete="set null")
    last_day = fields.Date(compute="_compute_last_day", store=True, help="The last day in force. Empty: open end.")
    state = fields.Selection(STATES, compute="_compute_state", help="As of the key date of the customer.")

    _dates_in_order = models.Constraint("CHECK(date_from <= date_to)", "The last day is before the first day.")

    def _default_date_from(self):
        account_id = self.env.context.get("default_account_id")
        return self._default_vals({"account_id": account_id}).get("date_from", fields.Date.context_today(self))

    def _default_date_to(self):
        return fields.Date.add(self._default_date_from(), days=USUAL_DAYS - 1)

    @api.depends("date_to", "ended_on")
    def _compute_last_day(self):
        for record in self:
            days = [record.date_to, record.ended_on and fields.Date.subtract(record.ended_on, days=1)]
            record.last_day = min((day for day in days if day), default=False)

    @api.depends("date_from", "last_day", "account_id.key_date")
    def _compute_state(self):
        for record in self:
            day = record.account_id._last_key_date()
            if record.last_day and record.last_day < max(day, record.date_from):
                record.state = "over"
            else:
                record.state = "in_force" if record.date_from <= day else "coming"

    # --------------------------------------------------------------------------------------------------------- in force
    @api.model
    def _of_account(self):
        """SQL: which records speak of the account as a whole."""
        return SQL("TRUE")

    @api.model
    def _in_force_join(self, alias, key_date):
        """SQL: join ``alias`` with the record in force on ``key_date`` to ``account``, at most one each."""
        return SQL(
            """
            LEFT JOIN (SELECT DISTINCT ON (account_id) * FROM %(table)s
                        WHERE date_from <= %(key_date)s AND (last_day IS NULL OR last_day >= %(key_date)s)
                          AND %(of_account)s
                        ORDER BY account_id, last_day DESC NULLS FIRST, id DESC) AS %(alias)s
              ON %(alias)s.account_id = account.id
            """,
            table=SQL.identifier(self._table),
            key_date=key_date,
            of_account=self._of_account(),
            alias=SQL.identifier(alias),
            to_flush=[self._fields[name] for name in ("account_id", "date_from", "last_day")],
        )

    # ------------------------------------------------------------------------------------------------ giving and ending
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create([{**self._default_vals(vals), **vals, **self._given_vals()} for vals in vals_list])
        records._check_not_over()
        records._check_may_give()
        records.account_id._lock_agreements()
        records._check_alone()
        records._log_sentences({record: record._sentence() for record in records})
        records.account_id._refresh_now()
        return records

    def _default_vals(self, vals):
        """From the day the figures of the customer are of: what is decided now counts at once."""
        account = self.env["collections.account"].browse(vals.get("account_id"))
        return {"date_from": account._last_key_date()} if account else {}

    def _given_vals(self):
        """What the giver cannot choose."""
        return {} if self.env.su else {"given_by_id": self.env.uid, "ended_on": False, "ended_by_id": False}

    def action_end(self):
        """End it early: from the key date of the customer on it no longer counts. What is over stays as it is."""
        self.check_access("read")
        self._check_may_end()
        ending = self.filtered(lambda record: record.state != "over")
        for day, records in ending.grouped(lambda record: record.account_id._last_key_date()).items():
            records.sudo().write({"ended_on": day, "ended_by_id": self.env.uid})
        ending._log_sentences({record: self.env._("Ended early: %s", record._sentence()) for record in ending})
        ending.account_id._refresh_now()

    def _check_may_give(self):
        self.account_id._check_supervised()

    def _check_not_over(self):
        """Refuse what decides nothing any more, and would only be told as history that never was."""
        over = self.filtered(lambda record: record.state == "over")
        if over and not self.env.su:
            day = format_date(self.env, over[0].last_day)
            raise UserError(
                self.env._("What lasts until %s would be over already: choose a later last day, or none.", day)
            )

    def _check_may_end(self):
        self.account_id._check_supervised()

    def _check_alone(self):
        """Refuse a second one for the same days where only one can count."""
        if not self._one_at_a_time:
            return
        others = self.search([("account_id", "in", self.account_id.ids)]).grouped("account_id")
        for record in self:
            for other in others[record.account_id] - record:
                if record._touches(other):
                    raise UserError(
                        self.env._(
                            "%(customer)s: %(other)s. End that first.",
                            customer=record.account_id.display_name,
                            other=other._sentence(),
                        )
                    )

    def _touches(self, other):
        """Whether both are in force on some day."""
        if any(record.last_day and record.last_day < record.date_from for record in (self, other)):
            return False
        ends = [record.last_day for record in (self, other) if record.last_day]
        return not ends or max(self.date_from, other.date_from) <= min(ends)

    # -------------------------------------------------------------------------------------------------------- in words
    def _sentence(self):
        """What was decided, by whom and until when, in one line without a full stop."""
        raise NotImplementedError

    def _until(self):
        return self.date_to and format_date(self.env, self.date_to)

    def _log_sentences(self, bodies):
        """Note ``bodies`` (record -> sentence) in the chatter of the accounts, one note each."""
        notes = {
            account.id: Markup("<br/>").join(bodies[record] for record in records)
            for account, records in self.grouped("account_id").items()
        }
        self.account_id.sudo()._message_log_batch(bodies=notes)
