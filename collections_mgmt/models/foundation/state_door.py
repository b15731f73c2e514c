from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import bulk


class CollectionsStateDoor(models.AbstractModel):
    """Records whose ``state`` changes through one door only.

    Each transition of a concrete model names the states it may start from; records already there are left alone
    (a second click is no error), records in another state are refused with a sentence that names them.
    """

    _name = "collections.state.door"
    _description = "State Door"

    def _move_to(self, target, sources, **values):
        """Write ``target`` (and ``values``) on the records that are in one of ``sources``.

        :return: the records that moved
        :raise UserError: when a record is neither in ``sources`` nor already in ``target``
        """
        moving = self.filtered(lambda record: record.state in sources)
        wrong = self.filtered(lambda record: record.state not in (*sources, target))
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(record)s” is %(state)s and cannot become %(target)s.",
                    record=wrong[0].display_name,
                    state=labels[wrong[0].state],
                    target=labels[target],
                )
            )
        moving.write({"state": target, **values})
        return moving

    def _move_many_to(self, target, sources):
        """The same for as many as a night judges, in one statement: those in another state are left alone."""
        moving = SQL(
            "SELECT id, %s AS state FROM %s WHERE id = ANY(%s) AND state IN %s",
            target,
            SQL.identifier(self._table),
            bulk.int_array(self.ids),
            tuple(sources),
        )
        self.flush_recordset(["state"])
        bulk.update_changed(self, ["state"], moving)
