from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...queries.planned_item import planned_item


class CollectionsItem(models.Model):
    """What of open items is paid in instalments (G1): the items keep their due dates, the plan says when to pay."""

    _inherit = "collections.item"

    plan_id = fields.Many2one("collections.plan", compute="_compute_plan_id", compute_sudo=False)

    @api.depends("account_id", "line_id", "move_id", "due_date")
    def _compute_plan_id(self):
        """The plan in force or in default; of several the latest."""
        planned = self.env["collections.plan.item"].search_fetch(
            [
                ("account_id", "in", self.account_id.ids),
                ("move_id", "in", self.move_id.ids),
                ("plan_id.state", "in", ("active", "defaulted")),
            ],
            ["line_id", "move_id", "item_due_date", "plan_id"],
            order="id",
        )
        plans = {item._matter(): item.plan_id for item in planned}
        for item in self:
            item.plan_id = plans.get(item.line_id) or plans.get((item.move_id, item.due_date))

    @api.model
    def _claims(self, key_date):
        return {
            **super()._claims(key_date),
            "planned": SQL(
                "CASE WHEN plan.line_id IS NULL THEN 0 ELSE ("
                "SELECT SUM(part.amount) FROM UNNEST(plan.amounts, plan.days) AS part(amount, days)"
                " WHERE (%s)::date <@ part.days) END",
                key_date,
            ),
        }

    @api.model
    def _claim_sources(self, among=None, accounts=None):
        return {**super()._claim_sources(among, accounts), "plan": planned_item(among, accounts)}

    def action_plan(self):
        """Ask in which instalments the customer pays these open items."""
        self.check_access("read")
        if len(self.account_id) > 1:
            raise UserError(self.env._("A plan is agreed with one customer: choose items of one customer at a time."))
        action = self.account_id.action_plan()
        action["context"].update(active_model=self._name, active_ids=self.ids, active_id=self[:1].id)
        return action
