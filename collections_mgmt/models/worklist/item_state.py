from odoo import fields
from odoo.tools import SQL

from ...queries.list_in_use import lists_in_use

STATES = [
    ("planned", "Planned"),
    ("open", "Open"),
    ("in_progress", "In Progress"),
    ("completed", "Completed"),
    ("superseded", "Superseded"),
]
WORKING = ("open", "in_progress")
UNTOUCHED = {"open", "planned"}


class ItemState(fields.Selection):
    """How far the work on an item has come. What nobody began is superseded when its list is.

    That is written for the list alone: each night as many items give way as come, and to write it into each takes as
    long as to make the new ones. The column says what an item was made as, and superseded of who left a list during the
    day; whoever reads the field, searches, sorts or groups by it gets what follows. SQL over the table asks by
    ``queries.list_in_use``.
    """

    def to_sql(self, model, alias):
        return SQL(
            "CASE WHEN %(state)s IN %(untouched)s AND %(run)s <> ALL(%(lists)s) THEN 'superseded' ELSE %(state)s END",
            state=SQL.identifier(alias, self.name),
            untouched=tuple(UNTOUCHED),
            run=SQL.identifier(alias, "run_id"),
            lists=lists_in_use(),
            to_flush=self._read_from(model),
        )

    def _read_from(self, model):
        return [self, model._fields["run_id"], model.env["collections.run"]._fields["state"]]

    def _condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """By the column, which has indexes, and the lists; what is superseded is seldom asked for."""
        if operator not in ("in", "not in"):
            return super()._condition_to_sql(field_expr, operator, value, model, alias, query)
        states = {state for state, _label in STATES}
        wanted = states & set(value) if operator == "in" else states - set(value)
        if "superseded" in wanted and not wanted >= UNTOUCHED:
            return SQL("(%s) IN %s", self.to_sql(model, alias), tuple(wanted))
        return SQL(" AND ").join(self._conditions(wanted, model, alias)) if wanted else SQL("FALSE")

    def _conditions(self, wanted, model, alias):
        state, run = SQL.identifier(alias, self.name), SQL.identifier(alias, "run_id")
        yield SQL("%s IN %s", state, tuple(sorted(wanted)), to_flush=self._read_from(model))
        if "superseded" in wanted or not wanted & UNTOUCHED:
            return
        begun = wanted - UNTOUCHED
        if begun == {"in_progress"}:  # so that what is to be done is found by its list (`_in_work`)
            yield SQL(
                "%s = ANY(%s || ARRAY(SELECT run_id FROM %s WHERE state = 'in_progress'))",
                run,
                lists_in_use(),
                SQL.identifier(model._table),
            )
        if begun:
            yield SQL("(%s IN %s OR %s = ANY(%s))", state, tuple(sorted(begun)), run, lists_in_use())
        else:
            yield SQL("%s = ANY(%s)", run, lists_in_use())
