from odoo import api, fields, models
from odoo.fields import Command


class CollectionsCustomerAsk(models.AbstractModel):
    """A dialog about one customer: what was said on the phone comes along, and the list goes on when it is answered."""

    _name = "collections.customer.ask"
    _description = "Dialog about a Customer"

    item_id = fields.Many2one(
        "collections.worklist.item", compute="_compute_item_id", help="The one customer, still to do on the own list."
    )

    logged_text = fields.Char(compute="_compute_logged_text")

    @api.depends(lambda self: [name for name in ("account_id", "account_ids", "line_ids") if name in self._fields])
    def _compute_item_id(self):
        walks = self.env["collections.worklist.item"].has_access("read")
        for wizard in self:
            item = walks and wizard._customer()._origin.current_item_id
            wizard.item_id = item if item and item._is_to_do_by_me() else False

    @api.depends_context("collections_contact_id")
    def _compute_logged_text(self):
        """A dialog that follows from a contact: to cancel it takes back nothing of that."""
        text = self.env._("The contact is logged already; Cancel records nothing more.")
        self.logged_text = text if self._call() else False

    def _customer(self):
        """The one customer it is about, if it is."""
        return self.account_id

    @api.model
    def _call(self):
        """The contact it follows from, if any."""
        return self.env["collections.contact"].browse(self.env.context.get("collections_contact_id")).exists()

    @api.model
    def _said(self):
        """What was noted there, in a line."""
        return " ".join((self._call().note or "").split())

    @api.model
    def _typed(self):
        """What was typed in the dialog of the contact before this one was asked for; empty without."""
        return self.env.context.get("collections_typed") or {}

    @api.model
    def _changed_lines(self, commands, lines, names):
        """The proposed lines, with ``names`` as they are on ``lines``, which were made of them."""
        return [
            Command.create({**command[2], **{name: line[name] for name in names}})
            for command, line in zip(commands, lines, strict=True)
        ]

    def _and_next(self, answered):
        """Done with this customer: open the next one of the list, saying first what ``answered`` has to say."""
        if not self.item_id:
            return answered
        following = self.item_id.account_id.action_item_after_contact()
        if answered.get("tag") == "display_notification":
            return {**answered, "params": {**answered["params"], "next": following}}
        return following
