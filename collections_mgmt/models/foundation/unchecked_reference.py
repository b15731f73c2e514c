from odoo import api, fields, models, tools
from odoo.tools import SQL


class UncheckedReference(fields.Many2one):
    """A many2one without a foreign key, for rows written by the hundred thousand.

    PostgreSQL checks each foreign key of each new row on its own, and looks at each again when the row is written: that
    costs more than writing it. Only for what is copied from a row that is itself checked or derived anew every night,
    and to models that inherit ``collections.referred``, which do what the foreign key would do.
    """

    def update_db_foreign_key(self, model, column):
        """None; and one from before this was so goes."""
        table, key = SQL.identifier(model._table), SQL.identifier(f"{model._table}_{self.name}_fkey")
        model.env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s", table, key))


class CollectionsReferred(models.AbstractModel):
    """Something that rows refer to by ``UncheckedReference``: they let go of it, or go with it, when it is deleted."""

    _name = "collections.referred"
    _description = "Referred to without Foreign Keys"

    @api.ondelete(at_uninstall=True)
    def _unlink_references(self):
        for model_name, name in self._unchecked_references():
            model = self.env[model_name].sudo().with_context(active_test=False)
            if model._fields[name].ondelete == "cascade":
                model.search([(name, "in", self.ids)]).unlink()
            else:
                self._let_go(model, name)

    @api.model
    @tools.ormcache()
    def _unchecked_references(self):
        """Pairs (model, field) that refer to this model."""
        return [
            (model._name, name)
            for model in self.env.values()
            for name, field in model._fields.items()
            if isinstance(field, UncheckedReference)
            and field.store
            and field.comodel_name == self._name
            and model._auto
        ]

    def _let_go(self, model, name):
        """Empty the field ``name`` of the rows of ``model`` that refer to these."""
        model.flush_model([name])
        table, column = SQL.identifier(model._table), SQL.identifier(name)
        self.env.cr.execute(SQL("UPDATE %s SET %s = NULL WHERE %s = ANY(%s)", table, column, column, self.ids))
        model.invalidate_model([name])
