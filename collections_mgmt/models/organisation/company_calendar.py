from datetime import timedelta

import pytz

from odoo import fields, models

from ...calc import working_days

AROUND = timedelta(days=31)


class ResCompany(models.Model):
    """The days on which nobody works, as Odoo keeps them: public holidays in the working hours of the company."""

    _inherit = "res.company"

    public_holiday_ids = fields.One2many(
        "resource.calendar.leaves",
        "company_id",
        domain=[("resource_id", "=", False), ("time_type", "=", "leave")],
        help="Time off of everybody, whatever his working hours are.",
    )

    def _holidays(self, first, last):
        """Days from ``first`` to ``last`` on which the company is closed, beside weekends; its branches are, too.

        :return: set of dates
        """
        company = self.sudo().root_id
        calendar = company.resource_calendar_id
        zone = pytz.timezone(calendar.tz or "UTC")
        leaves, closed = company.public_holiday_ids, set()
        leaves.fetch(["calendar_id", "date_from", "date_to"])  # all at once
        for leave in leaves:
            if leave.calendar_id in (calendar, leave.calendar_id.browse()):
                closed.update(working_days.closed_days(_local(leave.date_from, zone), _local(leave.date_to, zone)))
        return {day for day in closed if first <= day <= last}

    def _collections_tz(self):
        """The clock of the company: its list is that of its own day."""
        return self.sudo().partner_id.tz or self.env.context.get("tz")

    def _working_day(self, day, shift="after"):
        """``day``, or the working day ``after`` or ``before`` it."""
        return working_days.working_day(day, shift, self._holidays(day - AROUND, day + AROUND))


def _local(moment, zone):
    return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)
