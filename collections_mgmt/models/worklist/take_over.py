from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..foundation.unchecked_reference import UncheckedReference
from ..strategy.account import DECIDED


class CollectionsWorklistItem(models.Model):
    """Helping out (C8): customers of a colleague, and customers that are on no list."""

    _inherit = "collections.worklist.item"

    added_by_id = UncheckedReference("res.users", readonly=True, help="Put on the list by hand, not by the run.")

    taken_by_id = UncheckedReference("res.users", readonly=True, help="Took the customer over from a colleague.")

    def action_take_over(self):
        """Take customers from the list of a colleague onto one's own; in work ones stay with who works them.

        Of two who do so at once the database lets one wait and look again: what the first took, the second is refused.
        """
        self._check_may_take()
        theirs = self.filtered(lambda item: item.specialist_id != self.env.user)
        busy = theirs.filtered(lambda item: item.state != "open")
        if busy:
            raise UserError(
                self.env._(
                    "“%(customer)s” is not open but %(state)s: only open customers are taken over.",
                    customer=busy[0].display_name,
                    state=dict(self._fields["state"]._description_selection(self.env))[busy[0].state],
                )
            )
        theirs._check_not_taken()
        theirs._note_taken_over()
        for owner, items in theirs.grouped(lambda item: item.original_specialist_id or item.specialist_id).items():
            mine = owner == self.env.user
            items.sudo().write(
                {
                    "specialist_id": self.env.uid,
                    "original_specialist_id": False if mine else owner.id,
                    "taken_by_id": False if mine else self.env.uid,
                    "waiting": False,
                }
            )

    def _check_not_taken(self):
        """Who helps already is not helped by a third; whose customer it is may take it back."""
        for item in self:
            taken = item.taken_by_id and item.taken_by_id == item.specialist_id
            if taken and item.original_specialist_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(colleague)s has taken over “%(customer)s” already.",
                        colleague=item.taken_by_id.name,
                        customer=item.display_name,
                    )
                )

    def _check_may_take(self):
        """Colleagues of the group see each other's lists; who sees an item and collects may take it over."""
        self.check_access("read")
        self.env["collections.account"]._check_collects()

    def _note_taken_over(self):
        bodies = {
            item.account_id.id: self.env._("Taken over from %s.", item.specialist_id.name or self.env._("nobody"))
            for item in self
        }
        self.account_id._message_log_batch(bodies)


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    is_mine = fields.Boolean(compute="_compute_is_mine")

    @api.depends_context("uid")
    @api.depends("worklist_item_ids.state", "worklist_item_ids.specialist_id")
    def _compute_is_mine(self):
        for account in self:
            account.is_mine = account.current_specialist_id == self.env.user

    @api.model
    def _check_collects(self):
        if not self.env.user.has_group("collections_mgmt.collections_mgmt_group_specialist"):
            raise AccessError(self.env._("Only specialists work customers."))

    def action_item_take_over(self):
        """Take the customer over from the colleague who has him on his list."""
        self._item_to_work().action_take_over()

    def action_put_on_my_list(self):
        """A customer on no list goes on the user's own, in work: the next run leaves him there."""
        self.ensure_one()
        self.check_access("read")
        self._check_collects()
        item = self.sudo()._current_items()[-1:]  # also of a colleague whose list the user does not see
        if item:
            raise UserError(
                self.env._(
                    "“%(customer)s” is on a list already: %(specialist)s, %(state)s.",
                    customer=self.display_name,
                    specialist=item.specialist_id.name or self.env._("without specialist"),
                    state=dict(item._fields["state"]._description_selection(self.env))[item.state],
                )
            )
        if self.verdict in DECIDED:
            raise UserError(
                self.env._(
                    "%(decision)s Whoever decided this, or a supervisor, ends it first.", decision=self._verdict_text()
                )
            )
        self._insert_by_hand()
        self._message_log(body=self.env._("Put on the list by hand."))

    def _insert_by_hand(self):
        """An item with the figures of the moment, in the list in use; the one he left it with, if he did."""
        run = self.env["collections.run"].sudo()
        run = run.search([("company_id", "=", self.company_id.id), ("state", "=", "current")])
        if not run:
            raise UserError(self.env._("There is no list in use yet: have your supervisor generate one."))
        items = self.env["collections.worklist.item"].sudo()
        [snapshot] = self.sudo().read(items._snapshot_columns(), load=None)
        del snapshot["id"]
        place = {
            "run_id": run.id,
            "account_id": self.id,
            "company_id": self.company_id.id,
            "key_date": run.key_date,
        }
        values = {
            **snapshot,
            "group_id": self.group_id.id,
            "specialist_id": self.env.uid,
            "original_specialist_id": False,
            "added_by_id": self.env.uid,
            "waiting": False,
        }
        item = items.search([("run_id", "=", run.id), ("account_id", "=", self.id)])
        if item:
            item.write({**values, "left_because": False})
        else:
            item = items.create({**place, **values})
        item._move_to("in_progress", ("open", "superseded"), started_at=fields.Datetime.now())
