from odoo import api, fields, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """FM1, the amount to collect: what is free and due, by the parameters of profile and strategy."""

    _inherit = "collections.account"

    to_collect = fields.Monetary(
        readonly=True,
        help="Overdue and not covered by anything, by the grace days and netting of the profile; "
        "a strategy that works ahead adds what falls due soon.",
    )

    @api.model
    def _derived_fields(self):
        return super()._derived_fields() | {"to_collect"}

    @api.model
    def _layers(self):
        return [*super()._layers(), self._layer_to_collect]

    @api.model
    def _horizon(self):
        """Days ahead of the due date that already count as to be collected: a seam for strategies.

        :return: SQL over ``account`` of the days, SQL whether an early payment discount still to be had sets the
            date instead of the due date, and the joins they need
        """
        return SQL("0"), SQL("FALSE"), []

    @api.model
    def _layer_to_collect(self, company, key_date, source, ids):
        """Free overdue is at hand; only where grace or a horizon shift the border are the items read again."""
        horizon, by_discount, joins = self._horizon()
        where = SQL("account.company_id = %s", company.id)
        if ids is not None:
            where = SQL("%s AND account.id = ANY(%s)", where, list(ids))
        shifted = SQL(
            """
            SELECT account.id, COALESCE(profile.grace_days, 0) AS grace, %(horizon)s AS horizon,
                   %(by_discount)s AS by_discount
              FROM %(source)s AS account
              LEFT JOIN collections_profile profile ON profile.id = account.profile_id
              %(joins)s
             WHERE %(where)s AND (COALESCE(profile.grace_days, 0) <> 0 OR %(horizon)s <> 0)
            """,
            horizon=horizon,
            by_discount=by_discount,
            source=source or SQL.identifier(self._table),
            joins=SQL(" ").join(joins),
            where=where,
        )
        if source is None and not self.env.execute_query(SQL("SELECT FROM (%s) AS shifted LIMIT 1", shifted)):
            return ["to_collect"], self._free_overdue(where)
        scope = self._scope_of(company, ids)
        rows = SQL(
            """
            WITH shifted AS MATERIALIZED (%(shifted)s)
            SELECT account.id,
                   GREATEST(0, COALESCE(due.free, CASE WHEN shifted.id IS NULL THEN account.free_overdue ELSE 0 END)
                       - CASE WHEN profile.credit_netting = 'net' THEN account.credits ELSE 0 END) AS to_collect
              FROM %(source)s AS account
              LEFT JOIN collections_profile profile ON profile.id = account.profile_id
              LEFT JOIN shifted ON shifted.id = account.id
              LEFT JOIN (
                    SELECT shifted.id, SUM(item.free) AS free
                      FROM (%(items)s) AS item
                      %(account)s
                      JOIN shifted ON shifted.id = account.id
                     WHERE item.residual > 0
                       AND CASE WHEN item.days_overdue > 0 THEN item.days_overdue > shifted.grace
                                WHEN shifted.by_discount AND item.discount_date IS NOT NULL
                                THEN item.discount_date <= %(key_date)s::date + shifted.horizon
                                ELSE shifted.horizon > 0 AND item.days_overdue >= -shifted.horizon END
                     GROUP BY shifted.id
                   ) AS due ON due.id = account.id
             WHERE %(where)s
            """,
            shifted=shifted,
            key_date=key_date,
            source=source or SQL.identifier(self._table),
            items=self.env["collections.item"]._open_residuals(scope, key_date),
            account=scope.account_of("item"),
            where=where,
        )
        return ["to_collect"], rows

    @api.model
    def _free_overdue(self, where):
        """The amount to collect where nothing shifts the border: the items need not be read again."""
        return SQL(
            """
            SELECT account.id, GREATEST(0, account.free_overdue
                       - CASE WHEN profile.credit_netting = 'net' THEN account.credits ELSE 0 END) AS to_collect
              FROM collections_account account
              LEFT JOIN collections_profile profile ON profile.id = account.profile_id
             WHERE %s
            """,
            where,
        )


class CollectionsSegment(models.Model):
    _inherit = "collections.segment"

    @api.model
    def _classified(self):
        return super()._classified() | {"to_collect"}  # by the parameters of its profile
