from odoo import api, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """The seam of simulations: the layers with another strategy in the place of the one in force (B9)."""

    _inherit = "collections.account"

    @api.model
    def _layers_around_strategy(self, company, strategy):
        """The layers in two parts: those that settle which strategy values an account, and what follows from it.

        :param strategy: the one to be tried, which may work ahead where those in force do not
        """
        layers = self._layers(company)
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
