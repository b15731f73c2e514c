from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.dispute_claim import OPEN, disputed_item

FREE = "collections_free"  # of the context: only what is overdue and free is asked for


class CollectionsItem(models.Model):
    """The disputed part of open items: not chased while it is undecided, or until it is credited."""

    _inherit = "collections.item"

    dispute_ids = fields.Many2many("collections.dispute", string="Disputes", compute="_compute_dispute_ids")

    objected_currency = fields.Monetary(
        string="Disputed in Currency",
        compute="_compute_payable_currency",
        help="Not asked for until it is decided. Where only what is free is asked for: all that is covered.",
    )
    payable_currency = fields.Monetary(
        string="To Pay", compute="_compute_payable_currency", help="What is open, less what is not asked for."
    )

    @api.depends("residual", "residual_currency", "disputed", "free")
    @api.depends_context(FREE)
    def _compute_payable_currency(self):
        free_only = self.env.context.get(FREE)
        for item in self:
            left_out = item.residual - item.free if free_only else item.disputed
            item.objected_currency = item._in_own_currency(left_out)
            item.payable_currency = item.currency_id.round(item.residual_currency - item.objected_currency)

    @api.depends("account_id", "move_id", "due_date")
    def _compute_dispute_ids(self):
        """Open disputes, those of a rebuilt journal item, too."""
        lines = self.env["collections.dispute.line"].search_fetch(
            [
                ("account_id", "in", self.account_id.ids),
                ("move_id", "in", self.move_id.ids),
                ("dispute_id.state", "in", OPEN),
            ],
            ["line_id", "move_id", "item_due_date", "dispute_id"],
        )
        by_line = lines.filtered("line_id").grouped(lambda line: line.line_id.id)
        by_date = lines.filtered(lambda line: not line.line_id).grouped(lambda line: (line.move_id, line.item_due_date))
        for item in self:
            found = by_line.get(item.id, lines.browse()) | by_date.get((item.move_id, item.due_date), lines.browse())
            item.sudo().dispute_ids = found.sudo().dispute_id  # found as who asks, not to be checked again

    @api.model
    def _claims(self, key_date):
        return {
            **super()._claims(key_date),
            "disputed": SQL(
                "CASE WHEN in_dispute.line_id IS NULL THEN 0 ELSE (SELECT COALESCE(SUM(part.amount), 0)"
                " FROM unnest(in_dispute.amounts, in_dispute.days) AS part(amount, days)"
                " WHERE (%s)::date <@ part.days) END",
                key_date,
            ),
        }

    @api.model
    def _claim_sources(self, among=None, accounts=None):
        return {**super()._claim_sources(among, accounts), "in_dispute": disputed_item(among, accounts)}

    def action_dispute(self):
        """Ask what the customer objects to in these open items, and why."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_dispute_create_action")
        action["context"] = {"active_model": self._name, "active_ids": self.ids}
        return action
