from odoo import api, models
from odoo.tools import SQL

BROKEN = 2


class CollectionsAccount(models.Model):
    """Who breaks his word again and again is at risk (A11)."""

    _inherit = "collections.account"

    @api.model
    def _behaviour_signals(self):
        signals = super()._behaviour_signals()
        breaks_his_word = SQL("account.promises_broken_90 >= %s", BROKEN)
        return {**signals, "at_risk": [*signals["at_risk"], breaks_his_word]}
