from odoo import fields
from odoo.tools import SQL


class UncheckedReference(fields.Many2one):
    """A many2one without a foreign key, for rows written by the hundred thousand.

    PostgreSQL checks each foreign key of each new row on its own, which costs more than writing the row. Only for what
    is copied from a row that is itself checked, and for records that are never deleted while it stands.
    """

    def update_db_foreign_key(self, model, column):
        """None; and one from before this was so goes."""
        table, key = SQL.identifier(model._table), SQL.identifier(f"{model._table}_{self.name}_fkey")
        model.env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s", table, key))
