from odoo import models


class CollectionsHoldCreate(models.TransientModel):
    """A collector who holds a customer of his list is done with him for today, and goes on to the next."""

    _inherit = "collections.hold.create"

    def _customer(self):
        return self.account_ids if len(self.account_ids) == 1 and not self.line_ids else self.account_ids[:0]

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
