from datetime import date

from odoo import api, fields, models


class CollectionsItem(models.Model):
    """Putting open items on hold, and what holds them."""

    _inherit = "collections.item"

    hold_id = fields.Many2one("collections.hold", compute="_compute_hold_id")

    @api.depends("account_id", "move_id", "due_date")
    def _compute_hold_id(self):
        """The hold in force as of the key date of the account; of several the one that lasts longest."""
        holds = self.account_id.hold_ids.sorted(lambda hold: (hold.last_day or date.max, hold.id))
        in_force = holds.filtered(lambda hold: hold.scope == "item" and hold.state == "in_force")
        by_line = {hold.line_id.id: hold for hold in in_force if hold.line_id}
        by_date = {(hold.move_id, hold.item_due_date): hold for hold in in_force if not hold.line_id}
        for item in self:
            item.hold_id = by_line.get(item.id) or by_date.get((item.move_id, item.due_date))

    def action_hold(self):
        """Ask for how long these open items are not to be chased."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_hold_create_action")
        action["context"] = {"active_model": self._name, "active_ids": self.ids}
        return action

    def action_end_hold(self):
        """Chase these open items again."""
        self.check_access("read")
        self.hold_id.action_end()
