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
    def _layers(self, company):
        shifted = self._answer(self._border_shifted, company)
        return [*super()._layers(company), self._layer_to_collect_shifted if shifted else self._layer_to_collect]

    @api.model
    def _questions(self, company, ids):
        return [*super()._questions(company, ids), (self._border_shifted, (company,))]

    @api.model
    def _layers_settled(self):
        return [*super()._layers_settled(), self._layer_to_collect, self._layer_to_collect_shifted]

    @api.model
    def _rereading(self):
        return [*super()._rereading(), self._layer_to_collect_shifted]

    @api.model
    def _border_shifted(self, company):
        """SQL: whether grace or a horizon may shift the border of any account of ``company``."""
        return SQL(" OR ").join(self._border_shifts(company))

    @api.model
    def _border_shifts(self, company):
        """SQL conditions, one of which holds where a border may be shifted. Contexts add theirs."""
        return [SQL("EXISTS (SELECT FROM collections_profile WHERE active AND grace_days <> 0)")]

    @api.model
    def _horizon(self):
        """Days ahead of the due date that already count as to be collected: a seam for strategies.

        :return: SQL over ``account`` of the days, SQL whether an early payment discount still to be had sets the
            date instead of the due date, and the joins they need
        """
        return SQL("0"), SQL("FALSE"), []

    @api.model
    def _layer_to_collect(self, company, key_date, source, ids):
        """Nothing shifts the border: the free overdue is at hand."""
        return self._to_collect(SQL("account.free_overdue")), SQL(
            "%s AS account LEFT JOIN collections_profile profile ON profile.id = account.profile_id", source
        )

    @api.model
    def _layer_to_collect_shifted(self, company, key_date, source, ids):
        """Where grace or a horizon shift the border, the items are read again."""
        tables = SQL(
            """
            %s AS account
              LEFT JOIN collections_profile profile ON profile.id = account.profile_id
              LEFT JOIN (%s) AS due ON due.id = account.id
            """,
            source,
            self._due_shifted(company, key_date, source, ids),
        )
        free = SQL("CASE WHEN due.id IS NULL THEN account.free_overdue ELSE due.free END")
        return self._to_collect(free), tables

    @api.model
    def _to_collect(self, free):
        netted = SQL("CASE WHEN profile.credit_netting = 'net' THEN account.credits ELSE 0 END")
        return {"to_collect": SQL("GREATEST(0, %s - %s)", free, netted)}

    @api.model
    def _due_shifted(self, company, key_date, source, ids):
        """SQL: what is free and due of the accounts whose border is shifted."""
        horizon, by_discount, joins = self._horizon()
        scope = self._scope_of(company, ids)
        return SQL(
            """
            WITH shifted AS MATERIALIZED (
                SELECT account.id, COALESCE(profile.grace_days, 0) AS grace, %(horizon)s AS horizon,
                       %(by_discount)s AS by_discount
                  FROM %(source)s AS account
                  LEFT JOIN collections_profile profile ON profile.id = account.profile_id
                  %(joins)s
                 WHERE COALESCE(profile.grace_days, 0) <> 0 OR %(horizon)s <> 0
            )
            SELECT shifted.id, COALESCE(due.free, 0) AS free
              FROM shifted
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
                   ) AS due ON due.id = shifted.id
            """,
            horizon=horizon,
            by_discount=by_discount,
            joins=SQL(" ").join(joins),
            key_date=key_date,
            source=source,
            items=self.env["collections.item"]._open_residuals(scope, key_date),
            account=scope.account_of("item"),
        )


class CollectionsSegment(models.Model):
    _inherit = "collections.segment"

    @api.model
    def _classified(self):
        return super()._classified() | {"to_collect"}  # by the parameters of its profile
