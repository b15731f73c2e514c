from odoo import api, fields, models
from odoo.tools import SQL


class CollectionsWorklistAnalysis(models.Model):
    """What became of the work lists (D6). Grain: one customer on one day, however many lists were made that day.

    Counts what the last list of the day held and what was worked from an earlier one; days to come are left out.
    Amounts are to collect, in company currency, as of the making of the list.
    """

    _name = "collections.worklist.analysis"
    _description = "Work-List Analysis"
    _auto = False
    _order = "key_date desc, id desc"
    _rec_name = "account_id"
    _depends = {
        "collections.worklist.item": [
            "account_id", "company_id", "key_date", "run_id", "group_id", "specialist_id", "segment_id", "priority",
            "state", "to_collect",
        ],
        "collections.run": ["state", "key_date", "company_id"],
    }  # fmt: skip

    account_id = fields.Many2one("collections.account", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    key_date = fields.Date(string="Day", readonly=True)
    group_id = fields.Many2one("collections.group", readonly=True)
    specialist_id = fields.Many2one("res.users", readonly=True)
    segment_id = fields.Many2one("collections.segment", readonly=True)
    priority = fields.Selection(selection=lambda self: self.env["collections.score"]._fields["priority"].selection)
    item_count = fields.Integer(string="Created", readonly=True)
    completed_count = fields.Integer(string="Completed", readonly=True)
    in_progress_count = fields.Integer(string="In Progress", readonly=True)
    left_count = fields.Integer(string="Left", readonly=True, help="Never taken in work.")
    to_collect = fields.Monetary(string="Amount Created", readonly=True)
    completed_amount = fields.Monetary(readonly=True)
    left_amount = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT item.id, item.account_id, item.company_id, item.key_date, item.group_id, item.specialist_id,
                   item.segment_id, item.priority, item.to_collect, 1 AS item_count,
                   (item.state = 'completed')::int AS completed_count,
                   (item.state = 'in_progress')::int AS in_progress_count,
                   %(left)s::int AS left_count,
                   CASE WHEN item.state = 'completed' THEN item.to_collect ELSE 0 END AS completed_amount,
                   CASE WHEN %(left)s THEN item.to_collect ELSE 0 END AS left_amount
              FROM (%(items)s) AS item
            """,
            left=SQL("(item.state NOT IN ('completed', 'in_progress'))"),
            items=self._items(),
        )

    @api.model
    def _items(self):
        """SQL: the item of each customer and day that says most: worked, else that of the last list."""
        return SQL(
            """
            SELECT DISTINCT ON (item.account_id, item.key_date) item.*
              FROM collections_worklist_item item
              JOIN (SELECT company_id, key_date, MAX(id) AS run_id FROM collections_run
                     WHERE state IN ('current', 'superseded') AND key_date <= %(today)s
                     GROUP BY company_id, key_date) AS last
                ON last.company_id = item.company_id AND last.key_date = item.key_date
             WHERE item.run_id = last.run_id OR item.state IN ('completed', 'in_progress')
             ORDER BY item.account_id, item.key_date,
                      item.state = 'completed' DESC, item.state = 'in_progress' DESC, item.run_id DESC
            """,
            today=fields.Date.context_today(self),
        )
