from odoo import api, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """The seam of simulations: the layers with another strategy in the place of the one in force (B9)."""

    _inherit = "collections.account"

    @api.model
    def _layers_around_strategy(self):
        """The layers in two parts: those that settle which strategy values an account, and what follows from it."""
        layers = self._layers()
        cut = layers.index(self._layer_classification) + 1
        return layers[:cut], layers[cut:]

    @api.model
    def _layer_instead(self, strategy, instead_of):
        """A layer, to be put between the two parts: whom ``instead_of`` values, ``strategy`` values."""

        def layer(company, key_date, source, ids):
            valued_by = SQL(
                "CASE WHEN account.strategy_id = %s THEN %s ELSE account.strategy_id END", instead_of.id, strategy.id
            )
            return {"strategy_id": valued_by}, SQL("%s AS account", source)

        return layers[:cut], layers[cut:]

    @api.model
    def _layer_instead(self, strategy, instead_of):
        """A layer, to be put between the two parts: whom ``instead_of`` values, ``strategy`` values."""

        def layer(company, key_date, source, ids):
            where = SQL("account.company_id = %s", company.id)
            if ids is not None:
                where = SQL("%s AND account.id = ANY(%s)", where, list(ids))
            rows = SQL(
                """
                SELECT account.id,
                       CASE WHEN account.strategy_id = %(instead_of)s THEN %(strategy)s ELSE account.strategy_id END
                           AS strategy_id
                  FROM %(source)s AS account
                 WHERE %(where)s
                """,
                instead_of=instead_of.id,
                strategy=strategy.id,
                source=source or SQL.identifier(self._table),
                where=where,
            )
            return ["strategy_id"], rows

        return layer
