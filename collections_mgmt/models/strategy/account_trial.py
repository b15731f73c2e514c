from odoo import api, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """The seam of simulations: the layers with another strategy in the place of the one in force (B9)."""

    _inherit = "collections.account"

    @api.model
    def _layers_around_strategy(self, company, strategy, instead_of):
        """The layers in two parts: those that are the same under both strategies, and what follows from the strategy.

        :param strategy: the one to be tried, which may work ahead where those in force do not
        """
        layers = self._layers(company)
        if strategy._works_ahead() == instead_of._works_ahead():
            cut = layers.index(self._layer_valuation)
            return layers[:cut], layers[cut:]
        cut = layers.index(self._layer_classification) + 1
        following = layers[cut:]
        if strategy.days_before_due and self._layer_to_collect in following:
            following[following.index(self._layer_to_collect)] = self._layer_to_collect_shifted
        return layers[:cut], following

    @api.model
    def _layer_instead(self, strategy, instead_of):
        """A layer, to be put between the two parts: whom ``instead_of`` values, ``strategy`` values."""

        def layer(company, key_date, source, ids):
            valued_by = SQL(
                "CASE WHEN account.strategy_id = %s THEN %s ELSE account.strategy_id END", instead_of.id, strategy.id
            )
            return {"strategy_id": valued_by}, SQL("%s AS account", source)

        return layer


class CollectionsStrategy(models.Model):
    _inherit = "collections.strategy"

    def _works_ahead(self):
        """How far before the due date it collects: under two strategies that agree, the same is to be collected."""
        self.ensure_one()
        return self.days_before_due, self.by_discount_date
