from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...queries.promised_item import promised_item


class CollectionsItem(models.Model):
    """What is promised of open items, and what became of it: a broken promise stays visible (F14)."""

    _inherit = "collections.item"

    promise_id = fields.Many2one("collections.promise", compute="_compute_promise", compute_sudo=False)
    promise_date = fields.Date(string="Promised For", compute="_compute_promise", compute_sudo=False)
    promise_result = fields.Selection(
        selection="_promise_results", string="Last Promise", compute="_compute_promise", compute_sudo=False
    )
    promise_level = fields.Integer(compute="_compute_promise", compute_sudo=False)

    @api.model
    def _promise_results(self):
        return self.env["collections.promise"]._fields["fulfilment"]._description_selection(self.env)

    @api.depends("account_id", "line_id", "move_id", "due_date")
    def _compute_promise(self):
        """The promise that counts for the item: the latest that was neither replaced, withdrawn nor refused."""
        lines = self.env["collections.promise.line"].search_fetch(
            [
                ("account_id", "in", self.account_id.ids),
                ("move_id", "in", self.move_id.ids),
                ("replaced_on", "=", False),
                ("promise_id.closed_because", "not in", ("withdrawn", "refused")),
            ],
            ["line_id", "move_id", "item_due_date", "promise_id", "level"],
            order="id",
        )
        latest = {line._matter(): line for line in lines}
        for item in self:
            line = latest.get(item.line_id) or latest.get((item.move_id, item.due_date), lines.browse())
            item.promise_id = line.promise_id
            item.promise_date = line.date
            item.promise_result = line.fulfilment
            item.promise_level = line.level

    @api.model
    def _claims(self, key_date):
        return {
            **super()._claims(key_date),
            "promised": SQL(
                "CASE WHEN promise.line_id IS NULL THEN 0 ELSE ("
                "SELECT SUM(part.amount) FROM UNNEST(promise.amounts, promise.days) AS part(amount, days)"
                " WHERE (%s)::date <@ part.days) END",
                key_date,
            ),
        }

    @api.model
    def _claim_sources(self, among=None, accounts=None):
        return {**super()._claim_sources(among, accounts), "promise": promised_item(among, accounts)}

    def _promised_currency(self):
        """The part that is promised, in the currency of the item."""
        return self._in_own_currency(self.promised)

    def action_promise(self):
        """Ask what the customer promises of these open items."""
        self.check_access("read")
        if len(self.account_id) > 1:
            raise UserError(self.env._("A promise is made by one customer: choose items of one customer at a time."))
        action = self.account_id.action_promise()
        action["context"].update(active_model=self._name, active_ids=self.ids, active_id=self[:1].id)
        return action
