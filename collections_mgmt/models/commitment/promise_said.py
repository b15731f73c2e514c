from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

DAYS_BACK = 14  # a call is recorded within two weeks, or not remembered well enough to be held against anybody


class CollectionsPromise(models.Model):
    """When a promise was made: today, or on the day of a call recorded later. What was paid in between is paid."""

    _inherit = "collections.promise"

    recorded_on = fields.Date(
        readonly=True, help="What was settled up to this day is no part of the promise, whenever the customer said so."
    )

    def _said_vals(self, vals, account):
        today = account._last_key_date()
        return {"promised_on": vals.get("promised_on") or today, "recorded_on": today}

    def _check_promised_on(self):
        """:raise UserError: when nobody can have said so on that day, or the customer has said something else since"""
        for promise in self:
            today = promise.recorded_on
            first = today - timedelta(days=DAYS_BACK)
            if not first <= promise.promised_on <= today:
                raise UserError(
                    self.env._(
                        "%(day)s is no day on which the customer promised this: choose one from %(first)s to %(last)s.",
                        day=format_date(self.env, promise.promised_on),
                        first=format_date(self.env, first),
                        last=format_date(self.env, today),
                    )
                )
            if since := promise._promised_since():
                raise UserError(
                    self.env._(
                        "On %(day)s the customer promised something else about “%(item)s”: a call of before that "
                        "changes nothing any more.",
                        day=format_date(self.env, since.promise_id.promised_on),
                        item=since.item_name,
                    )
                )

    def _promised_since(self):
        """A line of a promise about the same items that was made on a later day, unless this one stands beside it."""
        if self.beside:
            return self.line_ids.browse()
        return self._lines_of_same_items().filtered(
            lambda line: (
                line.promise_id.promised_on > self.promised_on
                and line.promise_id.closed_because != "refused"
                and line.promise_id.withdrawn_because != "mistake"
            )
        )[:1]
