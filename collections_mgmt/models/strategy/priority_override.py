from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class CollectionsPriorityOverride(models.Model):
    """A customer put first, or off the list, for a time whatever the rules say (C13). Grain: one decision.

    Boost: with something to collect it is on the list, first and with high priority. Park: it is on no list. The
    score by the rules stays as it is and is shown beside it.
    """

    _name = "collections.priority.override"
    _description = "Boost or Park"
    _inherit = ["collections.account.steering"]
    _one_at_a_time = True

    kind = fields.Selection([("boost", "Boost"), ("park", "Park")], required=True, default="boost")
    date_to = fields.Date(required=True, default=lambda self: self._default_date_to())
    reason = fields.Char(required=True)

    @api.constrains("date_from", "date_to")
    def _check_not_too_long(self):
        """Rules decide, exceptions end: what holds for ever belongs into the strategy."""
        for record in self:
            days = record.account_id.sudo().company_id.collections_override_days
            latest = record.account_id._last_key_date() + timedelta(days=days)
            if record.date_to > latest:
                raise ValidationError(
                    self.env._(
                        "Boosting and parking end within %(days)s days: choose %(day)s at the latest.",
                        days=days,
                        day=format_date(self.env, latest),
                    )
                )

    def _sentence(self):
        self.ensure_one()
        record = self.sudo()
        values = {"until": record._until(), "who": record.given_by_id.name, "reason": record.reason}
        if record.kind == "boost":
            return self.env._("Boosted until %(until)s, by %(who)s: %(reason)s", **values)
        return self.env._("Parked until %(until)s, by %(who)s: %(reason)s", **values)
