from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..strategy.score import PRIORITIES


class Load(NamedTuple):
    """Items of a run that were written alike; ``to_collect`` in the currency of its company."""

    group_id: int
    specialist_id: int | None
    priority: str
    version_id: int | None
    item_count: int
    to_collect: float


class CollectionsRunLoad(models.Model):
    """What a specialist got from a run. Grain: one run x group x specialist x priority (C3)."""

    _name = "collections.run.load"
    _description = "Load of a Work-List Run"
    _order = "run_id desc, group_id, specialist_id, id"

    run_id = fields.Many2one("collections.run", required=True, index=True, ondelete="cascade", readonly=True)
    currency_id = fields.Many2one(related="run_id.currency_id")
    group_id = fields.Many2one("collections.group", readonly=True, ondelete="set null")
    specialist_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    priority = fields.Selection(PRIORITIES, readonly=True)
    item_count = fields.Integer(string="Items", readonly=True)
    to_collect = fields.Monetary(readonly=True)

    @api.model
    def _record(self, run, loads):
        """Write the ``loads`` of ``run``, whatever the versions, in one statement.

        :param loads: list of ``Load``
        """
        if not loads:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_run_load (run_id, group_id, specialist_id, priority, item_count, to_collect)
                SELECT %(run)s, group_id, specialist_id::int, priority, SUM(item_count), SUM(to_collect)
                  FROM (VALUES %(loads)s) AS load(%(columns)s)
                 GROUP BY group_id, specialist_id, priority
                 ORDER BY group_id, specialist_id, MIN(CASE priority WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END)
                """,
                run=run.id,
                loads=SQL(", ").join(SQL("%s", load) for load in loads),
                columns=SQL(", ").join(map(SQL.identifier, Load._fields)),
            )
        )
        run.invalidate_recordset(["load_ids"])
