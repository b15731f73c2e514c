from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..foundation.known_ids import BARE


class CollectionsAccount(models.Model):
    """The screen of a customer has many tabs, and most hold nothing: one question tells which, instead of one each."""

    _inherit = "collections.account"

    @api.readonly
    def web_read(self, specification):
        if len(self) == 1 and self.id:
            relations = [self._fields[name] for name in specification if self._is_relation(name)]
            self._know_empty([field for field in relations if self._is_of_table(field)])
            for field in relations:
                if not self.env[field.comodel_name]._auto:
                    self._know_ids(field)
        return super().web_read(specification)

    def _is_relation(self, name):
        return name in self._fields and self._fields[name].type == "one2many"

    def _know_ids(self, field):
        """Read the ids of the rows of a view: Odoo would look at each row to see whose it is, and these are many."""
        rows = self.env[field.comodel_name].with_context(active_test=False, **field.context, **{BARE: True})
        domain = field.get_comodel_domain(self) & Domain(field.inverse_name, "in", self.ids)
        field._insert_cache(self, [rows._search(domain, order=rows._order).get_result_ids()])

    def _know_empty(self, relations):
        """Note of relations without any row that they are empty, whatever rows of theirs the reader might see."""
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
