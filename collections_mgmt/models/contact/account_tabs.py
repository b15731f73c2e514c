from odoo import api, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """The screen of a customer has many tabs, and most hold nothing: one question tells which, instead of one each."""

    _inherit = "collections.account"

    @api.readonly
    def web_read(self, specification):
        if len(self) == 1 and self.id:
            self._know_empty([field for name in specification if (field := self._fields.get(name))])
        return super().web_read(specification)

    def _know_empty(self, fields):
        """Note of relations without any row that they are empty, whatever rows of theirs the reader might see."""
        self.ensure_one()
        relations = [field for field in fields if field.type == "one2many" and self._is_of_table(field)]
        if not relations:
            return
        rows = [SQL("EXISTS (%s)", self._rows_of(field)) for field in relations]
        [found] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(rows)))
        for field, filled in zip(relations, found, strict=True):
            if not filled:
                field._insert_cache(self, [()])

    def _is_of_table(self, field):
        """Whether rows the reader may ask for refer to the account in a column of theirs, and by nothing else."""
        comodel = self.env[field.comodel_name]
        inverse = comodel._fields[field.inverse_name]
        return comodel._auto and inverse.type == "many2one" and inverse.store and comodel.has_access("read")

    def _rows_of(self, field):
        comodel = self.env[field.comodel_name]
        return SQL(
            "SELECT FROM %s WHERE %s = %s",
            SQL.identifier(comodel._table),
            SQL.identifier(field.inverse_name, to_flush=comodel._fields[field.inverse_name]),
            self.id,
        )
