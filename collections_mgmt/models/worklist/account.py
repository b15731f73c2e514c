from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .item_state import STATES


class CollectionsAccount(models.Model):
    """The account's place on the list of the day, and the way from it to the next customer."""

    _inherit = "collections.account"

    worklist_item_ids = fields.One2many("collections.worklist.item", "account_id", string="Work-List Items")
    current_item_id = fields.Many2one(
        "collections.worklist.item", compute="_compute_current_item_id", help="Its item on the list of the day."
    )
    current_specialist_id = fields.Many2one("res.users", string="Worked by", compute="_compute_current_item_id")
    item_state = fields.Selection(STATES, string="Work", compute="_compute_current_item_id")
    my_position = fields.Char(string="My List", compute="_compute_my_position")

    @api.depends("worklist_item_ids.state", "worklist_item_ids.specialist_id")
    def _compute_current_item_id(self):
        by_account = self._current_items().grouped("account_id")
        for account in self:
            item = by_account.get(account, self.env["collections.worklist.item"])[-1:]
            account.current_item_id = item
            account.current_specialist_id = item.specialist_id
            account.item_state = item.state

    def _current_items(self):
        """Items to be worked, of whatever list, and those done on the day of the list in use; by id."""
        items = self.env["collections.worklist.item"]
        states = ("open", "in_progress", "completed")
        domain = Domain("account_id", "in", self.ids) & Domain("state", "in", states) & items._get_in_use_domain()
        items = items.search_fetch(domain, ["account_id", "specialist_id", "state"])
        return items.sorted("id")

    def write(self, vals):
        """Nobody calls who is archived any more: what is not begun gives way at once."""
        result = super().write(vals)
        if not vals.get("active", True):
            self._leave_the_lists()
        return result

    def _leave_the_lists(self):
        items = self.env["collections.worklist.item"].sudo()
        waiting = ("open", "planned")
        leaving = items.search([("account_id", "in", self.ids), ("state", "in", waiting)])
        leaving._move_to("superseded", waiting, left_because="archived")

    @api.depends_context("uid")
    def _compute_my_position(self):
        """Where the customer stands on the list of the user, of those left: "No. 3 of 41"."""
        places = self.env["collections.worklist.item"]._my_places(self)
        for account in self:
            place, left = places.get(account.id, (0, 0))
            account.my_position = (
                self.env._("No. %(position)s of %(left)s", position=place, left=left) if place else False
            )

    def action_item_start(self):
        """Take the customer in work."""
        self._item_to_work().action_start()

    def action_item_reopen(self):
        """Undo: back on the list."""
        self._item_to_work().action_reopen()

    def action_item_complete_and_next(self):
        """Done with this customer: open the next of the list."""
        return self._item_to_work().action_complete_and_next()

    def action_item_next(self):
        """Open the next customer of the list, leaving this one as it is."""
        return self._item_to_work().action_next()

    def _item_to_work(self):
        self.ensure_one()
        self.check_access("read")
        if not self.current_item_id:
            raise UserError(self.env._("“%s” is on no list now.", self.display_name))
        return self.current_item_id


class CollectionsAccountDomain(models.AbstractModel):
    _inherit = "collections.account.domain"

    @api.model
    def _judged_later(self):
        return super()._judged_later() | {"worklist_item_ids"}
