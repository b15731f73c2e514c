from odoo import fields, models
from odoo.tools import SQL

from ..foundation import bulk


class CollectionsRun(models.Model):
    """What a run warns of: customers with overdue items that no list can hold, because of how things are set up."""

    _inherit = "collections.run"

    warning_text = fields.Text(string="Warnings", readonly=True)

    def _count_accounts(self, source):
        """Note how many customers there are, and what stands between some of them and every list.

        :param source: SQL of the accounts as of another day, or None for the table
        """
        source = source or SQL.identifier(self.env["collections.account"]._table)
        [(self.account_count, left_out)] = self.env.execute_query(self._counted(source))
        if left_out:
            self._warn_left_out(source, left_out)

    def _counted(self, source):
        """SQL: number of customers, ids of those with overdue items whom no list can hold."""
        return SQL(
            """
            SELECT COUNT(*),
                   ARRAY_AGG(account.id) FILTER (
                       WHERE account.overdue > 0 AND %s
                         AND (account.profile_id IS NULL OR account.group_id IS NULL OR account.strategy_id IS NULL
                              OR account.verdict = 'no_points'))
              FROM %s AS account
             WHERE account.company_id = %s AND account.active
            """,
            self.env["collections.account"]._takes_part(self.key_date),
            source,
            self.company_id.id,
        )

    def _warn_left_out(self, source, account_ids):
        """Note what stands between these customers and every list, and how many they are.

        A segment without profile or group leaves its customers out on purpose: no word about them.
        """
        rows = self.env.execute_query(self._left_out(source, account_ids))
        texts = [self._left_out_text(*row) for row in rows]
        if texts:
            self.warning_text = "\n".join(texts)
            self.log = "\n".join([*(self.log or "").splitlines(), *texts, ""])

    def _left_out(self, source, account_ids):
        """SQL: (reason, id of the record behind it, number of customers with overdue items)."""
        return SQL(
            """
            SELECT reason,
                   CASE reason WHEN 'profile' THEN wanted_profile WHEN 'group' THEN wanted_group
                               WHEN 'segment' THEN NULL ELSE wanted_strategy END AS setting_id,
                   COUNT(*)
              FROM (SELECT COALESCE(account.profile_override_id, segment.profile_id) AS wanted_profile,
                           COALESCE(account.group_override_id, segment.group_id) AS wanted_group,
                           COALESCE(account.strategy_override_id, team.strategy_id) AS wanted_strategy,
                           account.*
                      FROM %s AS account
                      LEFT JOIN collections_segment segment ON segment.id = account.segment_id
                      LEFT JOIN collections_group team ON team.id = account.group_id
                     WHERE account.id = ANY(%s)) AS account
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN profile_id IS NULL AND wanted_profile IS NOT NULL THEN 'profile'
                               WHEN group_id IS NULL AND wanted_group IS NOT NULL THEN 'group'
                               WHEN profile_id IS NULL OR group_id IS NULL
                               THEN CASE WHEN segment_id IS NULL THEN 'segment' END
                               WHEN strategy_id IS NULL THEN 'strategy'
                               WHEN verdict = 'no_points' AND version_id IS NULL THEN 'points' END AS reason
                   ) AS judged
             WHERE reason IS NOT NULL
             GROUP BY 1, 2
             ORDER BY 1, 2
            """,
            source,
            bulk.int_array(account_ids),
        )

    def _left_out_text(self, reason, setting_id, count):
        if reason == "segment":
            return self.env._("%s customers with overdue items belong to no segment: nobody collects from them.", count)
        setting = self.env[
            {"profile": "collections.profile", "group": "collections.group"}.get(reason, "collections.strategy")
        ]
        name = setting.sudo().browse(setting_id).name
        texts = {
            "profile": self.env._("Profile “%(name)s” is archived", name=name),
            "group": self.env._("Group “%(name)s” is archived", name=name),
            "strategy": self.env._("Strategy “%(name)s” is archived", name=name),
            "points": self.env._("No rule of strategy “%(name)s” gives points", name=name),
        }
        return self.env._(
            "%(reason)s: %(count)s customers with overdue items are on no list.", reason=texts[reason], count=count
        )
