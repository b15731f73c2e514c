from odoo import api, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """Segment by condition or by hand, and what follows from it."""

    _inherit = "collections.account"

    @api.model
    def _layers(self, company):
        return [*super()._layers(company), self._layer_classification]

    @api.model
    def _questions(self, company, ids):
        return [*super()._questions(company, ids), (self.env["collections.segment"]._in_order, (company,))]

    @api.model
    def _layer_classification(self, company, key_date, source, ids):
        tables = SQL(
            """
            (%(matched)s) AS account
              LEFT JOIN collections_segment segment
                ON segment.id = COALESCE(account.segment_override_id, account.matched_segment_id)
              LEFT JOIN collections_profile profile
                ON profile.id = COALESCE(account.profile_override_id, segment.profile_id) AND profile.active
               AND %(takes_part)s
              LEFT JOIN collections_group home
                ON home.id = COALESCE(account.group_override_id, segment.group_id) AND home.active
              %(joins)s
              LEFT JOIN collections_group other ON other.id = assignment.group_id AND other.active
              LEFT JOIN collections_group team ON team.id = COALESCE(other.id, home.id)
              %(team_joins)s
            """,
            matched=self.env["collections.segment"]._matched(company, key_date, source, ids),
            takes_part=self._takes_part(key_date),
            joins=SQL(" ").join(self._classification_joins(key_date)),
            team_joins=SQL(" ").join(self._team_joins()),
        )
        return self._classification(), tables

    @api.model
    def _classification(self):
        """Column -> SQL over ``account``, ``segment``, ``profile``, ``team``, ``home`` (its group but for a temporary
        assignment) and what ``_classification_joins`` and ``_team_joins`` bring. Contexts add theirs.
        """
        return {
            "segment_id": SQL("segment.id"),
            "profile_id": SQL("profile.id"),
            "group_id": SQL("team.id"),
            "home_group_id": SQL("home.id"),
            "hold_id": SQL("hold.id"),
            "assignment_id": SQL("assignment.id"),
        }

    @api.model
    def _classification_joins(self, key_date):
        """SQL joins to ``account`` of what is in force on ``key_date``. Contexts add theirs."""
        return [
            self.env["collections.hold"]._in_force_join("hold", key_date),
            self.env["collections.assignment"]._in_force_join("assignment", key_date),
        ]

    @api.model
    def _team_joins(self):
        """SQL joins to ``account`` and ``team``. Contexts add theirs."""
        return []
