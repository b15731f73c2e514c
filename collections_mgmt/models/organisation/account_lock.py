from odoo import models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """Agreements with one customer, and decisions about him, are made one after the other."""

    _inherit = "collections.account"

    def _lock_agreements(self):
        """Let nobody else agree on or decide anything about these accounts until the end of the transaction.

        A lock alone is not enough: who waits for it goes on with what he read before. Of a row that was written he
        is told, and his request starts anew.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE collections_account SET write_date = write_date WHERE id = ANY(%s)", sorted(self.ids))
        )
