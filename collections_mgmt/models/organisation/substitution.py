from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date


class CollectionsSubstitution(models.Model):
    """Who stands in for whom. Grain: one absence of one person, from the first to the last day (A6)."""

    _name = "collections.substitution"
    _description = "Substitution"
    _order = "date_from desc, id desc"

    absent_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
    )
    substitute_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    reason = fields.Char()
    active = fields.Boolean(default=True)
    substitute_absence = fields.Char(
        compute="_compute_substitute_absence", help="When the substitute is away himself, and who stands in then."
    )

    _not_oneself = models.Constraint("CHECK(absent_id <> substitute_id)", "Nobody can be his own substitute.")
    _dates_in_order = models.Constraint("CHECK(date_from <= date_to)", "The last day is before the first day.")

    @api.depends("absent_id", "substitute_id", "date_from", "date_to")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._(
                "%(substitute)s for %(absent)s",
                substitute=record.substitute_id.name,
                absent=record.absent_id.name,
            )

    @api.depends("substitute_id", "date_from", "date_to")
    def _compute_substitute_absence(self):
        for record in self:
            absence = record._overlap_of(record.substitute_id)
            record.substitute_absence = absence._absence_text() if absence else False

    def _absence_text(self):
        return self.env._(
            "%(absent)s is absent from %(start)s to %(end)s: %(substitute)s stands in then.",
            absent=self.absent_id.name,
            start=format_date(self.env, self.date_from),
            end=format_date(self.env, self.date_to),
            substitute=self.substitute_id.name,
        )

    def _overlap_of(self, user):
        """The first other absence of ``user`` that falls on days of this one."""
        if not (user and self.date_from and self.date_to):
            return self.browse()
        return self.search(
            [
                ("id", "!=", self._origin.id),
                ("absent_id", "=", user.id),
                ("date_from", "<=", self.date_to),
                ("date_to", ">=", self.date_from),
            ],
            order="date_from",
            limit=1,
        )

    @api.constrains("absent_id", "date_from", "date_to", "active")
    def _check_one_substitute_a_day(self):
        self._begin_anew_after_others()
        for record in self.filtered("active"):
            overlap = record._overlap_of(record.absent_id)
            if overlap:
                raise ValidationError(
                    self.env._(
                        "%(absent)s already has a substitute from %(start)s to %(end)s.",
                        absent=record.absent_id.name,
                        start=format_date(self.env, overlap.date_from),
                        end=format_date(self.env, overlap.date_to),
                    )
                )

    def _begin_anew_after_others(self):
        """Of two who note an absence of one person at the same moment each would see his own alone: who comes second is
        told that the row was written, and his request starts anew.
        """
        self.env.cr.execute(
            SQL("UPDATE res_users SET write_date = write_date WHERE id = ANY(%s)", sorted(self.absent_id.ids))
        )

    def write(self, vals):
        """Nobody turns an absence he may write into one he may not."""
        result = super().write(vals)
        self.check_access("write")
        return result

    @api.model
    def _valid_on(self, key_date):
        """:return: dict absent user id -> substitute user id, as of ``key_date``"""
        records = self.search_fetch(
            [("date_from", "<=", key_date), ("date_to", ">=", key_date)], ["absent_id", "substitute_id"]
        )
        return {record.absent_id.id: record.substitute_id.id for record in records}
