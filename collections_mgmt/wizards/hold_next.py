from odoo import api, fields, models


class CollectionsHoldCreate(models.TransientModel):
    """A collector who holds a customer of his list is done with him for today, and goes on to the next."""

    _inherit = "collections.hold.create"

    item_id = fields.Many2one(
        "collections.worklist.item", compute="_compute_item_id", help="The one customer, still to do on the own list."
    )

    @api.depends("account_ids", "line_ids")
    def _compute_item_id(self):
        for wizard in self:
            one = wizard.account_ids if len(wizard.account_ids) == 1 and not wizard.line_ids else wizard.account_ids[:0]
            item = one._origin.current_item_id
            mine = item.state in ("open", "in_progress") and item.specialist_id == self.env.user
            wizard.item_id = item if mine else False

    def action_hold_and_next(self):
        """Put the customer on hold and open the next one of the list.

        Who is open leaves the list by a hold of today; it is not left to the queue, which takes seconds. Who is in
        work stays on it until he is done, which he is now.
        """
        item = self.item_id
        following = item._next_after() if item else item
        self.action_hold()
        if item.state == "in_progress":
            item.action_complete()
        elif item.account_id.verdict == "hold":
            item.sudo()._move_to("superseded", ("open",), left_because="hold")
        return following._replace_action()
