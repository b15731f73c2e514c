import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

# what of a request says which customers it is about
CHOOSING = ("kind", "domain", "company_id", "from_id", "group_ids")


class CollectionsMassAction(models.Model):
    """How many customers a mass action is about, told while it is filled in: by the query of its preview."""

    _inherit = "collections.mass.action"

    about_count = fields.Integer(
        string="It Is About",
        compute="_compute_about_count",
        help="Customers that the condition, the groups and the person chosen leave: those the preview looks at.",
    )

    @api.model
    def _choosing_fields(self):
        """Names of the parameters that say which customers it is about. Contexts add theirs."""
        return list(CHOOSING)

    @api.depends(lambda self: self._choosing_fields())
    def _compute_about_count(self):
        for action in self:
            action.about_count = action._count_about() if action.kind and action.state == "draft" else 0

    def _count_about(self):
        """0 while the choice cannot be read; the preview says why."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                preview = getattr(self, f"_preview_{self.kind}")()
                [(count,)] = self.env.execute_query(SQL("SELECT COUNT(*) FROM (%s) AS looked_at", preview))
                return count
        except (UserError, psycopg2.DataError):
            return 0
