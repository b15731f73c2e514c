from odoo import api, models
from odoo.tools import ormcache

MOST = 100  # a few layers of each company, day and user


class CollectionsKeptStatement(models.AbstractModel):
    """Statements composed once, see ``foundation/prepared.py``: forgotten whenever Odoo forgets what it knows."""

    _name = "collections.kept.statement"
    _description = "Kept Statements"

    @api.model
    @ormcache()
    def _known(self):
        """Dict key -> statement, the same each time."""
        return {}


def kept_statements(env):
    """Dict key -> statement; emptied when it is full, those in use come back at once."""
    known = env["collections.kept.statement"]._known()
    if len(known) >= MOST:
        known.clear()
    return known
