from odoo import api, fields, models
from odoo.exceptions import UserError

from ..strategy.account import DECIDED

LONGEST = 2000


class CollectionsAccount(models.Model):
    """The sticky note (A13): what everybody who opens the customer must know. And what to say to him."""

    _inherit = "collections.account"

    sticky_note = fields.Text(readonly=True, copy=False)
    call_script = fields.Text(
        compute="_compute_call_script",
        help="Of the rule that weighs most and has one; nothing while nothing is to be collected.",
    )

    @api.model
    def _derived_fields(self):
        return super()._derived_fields() | {"sticky_note"}

    def stick_note(self, text=""):
        """Write the sticky note; an empty one takes it off. Who collects from the customer may.

        :raise UserError: when it is too long to be read at a glance
        """
        self.ensure_one()
        self.check_access("read")
        self._check_collects()
        text = (text or "").strip()
        if len(text) > LONGEST:
            raise UserError(self.env._("A note to stick on has %s characters at most.", LONGEST))
        if text != (self.sticky_note or ""):
            self.sudo().sticky_note = text or False
            self._message_log(body=self.env._("Sticky note: %s", text or self.env._("taken off")))
        return text

    @api.depends("version_id", "rule_mask", "to_collect", "oldest_days", "verdict")
    @api.depends_context("lang")
    def _compute_call_script(self):
        """Who has just agreed to pay, or is not to be asked now, is not spoken to as if nothing had been said."""
        for account in self:
            asked = account.to_collect > 0 and account.verdict not in DECIDED
            account.call_script = asked and account._script_text() or False
