from odoo import api, fields, models
from odoo.tools import SQL

from ..strategy.score import PRIORITIES


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
    def _record(self, run):
        """Write the loads of ``run`` from its items, in one statement."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_run_load (run_id, group_id, specialist_id, priority, item_count, to_collect)
                SELECT run_id, group_id, specialist_id, priority, COUNT(*), SUM(to_collect)
                  FROM collections_worklist_item
                 WHERE run_id = %s
                 GROUP BY run_id, group_id, specialist_id, priority
                 ORDER BY group_id, specialist_id, MIN(CASE priority WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END)
                """,
                run.id,
            )
        )
        run.invalidate_recordset(["load_ids"])
