from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..calc.clock_time import read_time

USUAL_DAYS = 7
A_MONTH = 31


class CollectionsResubmissionAsk(models.AbstractModel):
    """What is asked of whoever wants to look at a customer again, in whatever dialog."""

    _name = "collections.resubmission.ask"
    _description = "Questions about a Resubmission"

    again_on = fields.Date(string="Look Again On")
    again_time = fields.Char(string="Call At", help="A callback agreed for a time, in your own time zone: 14:30.")
    again_reason_id = fields.Many2one("collections.resubmission.reason", string="Reason", ondelete="cascade")
    no_contact = fields.Boolean(
        string="No contact until then",
        help="The customer is on no list and left alone by every channel before.",
    )

    again_hint = fields.Char(compute="_compute_again_hint", help="What to think of before choosing this day.")

    @api.depends("again_on", "no_contact")
    def _compute_again_hint(self):
        for wizard in self:
            wizard.again_hint = wizard.again_on and " ".join(wizard._hints(wizard._asked_accounts()))

    def _asked_accounts(self):
        """The customers to look at again."""
        raise NotImplementedError

    def _hints(self, accounts):
        days = (self.again_on - accounts._last_key_date()).days
        if days < 0:
            yield self.env._("That day is over: choose today or a later one.")
        elif accounts[:1].company_id._working_day(self.again_on) != self.again_on:
            yield self.env._("Nobody works on %s.", format_date(self.env, self.again_on))
        if self.no_contact and days > A_MONTH:
            yield self.env._("Nobody contacts the customer for %s days: that is more than a month.", days)

    @api.model
    def _usual_day(self, accounts):
        """In a week, on a working day."""
        return accounts[:1].company_id._working_day(accounts._last_key_date() + timedelta(days=USUAL_DAYS))

    def _prepare_resubmission_vals(self):
        """Values of a resubmission but for its customer."""
        self.ensure_one()
        if not self.again_on:
            raise UserError(self.env._("Choose the day on which to look again."))
        return {
            "date": self.again_on,
            "call_at": self._call_at(),
            "reason_id": self.again_reason_id.id,
            "no_contact": self.no_contact,
        }

    def _call_at(self):
        """The moment of the callback in UTC, False for a resubmission of a day."""
        try:
            clock = read_time(self.again_time)
        except ValueError as error:
            raise UserError(
                self.env._("“%s” is no time of the day: write for example 14:30.", self.again_time)
            ) from error
        if clock is None:
            return False
        zone = pytz.timezone(self.env.user.tz or "UTC")
        moment = zone.localize(datetime.combine(self.again_on, clock))
        return moment.astimezone(pytz.utc).replace(tzinfo=None)
