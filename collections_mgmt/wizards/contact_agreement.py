from odoo import api, fields, models

AGREED = ("promise", "dispute")
OFFERED = 200  # open items; with more, people choose on the screen of the customer


class CollectionsContactCreate(models.TransientModel):
    """What is agreed on the phone is said in the dialog of the contact, as one sum of the oldest items.

    The dialog that asks for promise or dispute in full proposes it, and records it: its rules are in one place.
    """

    _inherit = "collections.contact.create"

    offered_line_ids = fields.Many2many("account.move.line", compute="_compute_offered_line_ids")

    @api.depends("account_id", "follow_up")
    def _compute_offered_line_ids(self):
        for wizard in self:
            items = self.env["collections.item"]
            if wizard.follow_up in AGREED:
                domain = [("account_id", "=", wizard.account_id._origin.id), ("residual", ">", 0)]
                items = items.search(domain, limit=OFFERED)
            wizard.offered_line_ids = items.ids

    @api.onchange("outcome_id")
    def _onchange_outcome_id(self):
        result = super()._onchange_outcome_id()
        if self.follow_up == "dispute" and len(self.offered_line_ids) == 1:
            self.line_ids = self.offered_line_ids  # it can be no other
        return result

    def _lines_asked_for(self):
        """Without what was chosen for a promise or dispute that it did not become: nobody sees it any more."""
        lines = super()._lines_asked_for()
        return lines if self.chosen_before or self.follow_up in AGREED else lines.browse()

    def _proposal(self, kind):
        """The dialog ``action_<kind>`` opens, with what it proposes; it is not saved.

        :raise UserError: when the chosen items are refused
        """
        contacts = self.env["collections.contact"]
        action = contacts._dialog_about(f"action_{kind}", self.account_id._origin, self.line_ids)
        dialogs = contacts._dialogs(action)
        return dialogs.new(dialogs.default_get(list(dialogs._fields)))
