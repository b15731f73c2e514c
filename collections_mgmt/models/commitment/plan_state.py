from odoo import fields, models
from odoo.exceptions import UserError

CANCELLED = [
    ("customer", "The customer does not want it"),
    ("paid", "The customer pays at once"),
    ("mistake", "Recorded by mistake"),
    ("insolvent", "Insolvency or legal action"),
    ("refused", "Not approved"),
    ("other", "Something else"),
]


class CollectionsPlan(models.Model):
    """The life cycle of a plan (G6 to G8): approved, accepted by the customer, changed, cancelled."""

    _inherit = "collections.plan"

    cancelled_because = fields.Selection(CANCELLED, readonly=True)
    closing_note = fields.Char(string="Note on Closing", readonly=True)
    closed_on = fields.Date(string="Ended On", readonly=True, help="The day it was replaced or cancelled.")
    closed_by_id = fields.Many2one("res.users", string="Ended By", readonly=True, ondelete="set null")

    # --------------------------------------------------------------------------------------------------------- approval
    def _approval_question(self):
        return self.env._("Approve the plan?")

    def action_approve(self):
        """Let the plans count, or go to the customer; for supervisors of the group and managers."""
        self._check_may_decide()
        waiting = self.filtered(lambda plan: plan.state == "to_approve")
        (self - waiting).sudo()._move_to("active", ())  # refuses all but what counts already
        waiting.sudo().account_id._lock_agreements()
        waiting._take_effect_or_propose()
        waiting.sudo().approved_by_id = self.env.user
        waiting.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def action_refuse(self, reason=None):
        """It never counts."""
        self._check_may_decide()
        self.sudo()._cancel_now("refused", from_states=("to_approve",))._tell_refused(reason)

    # ------------------------------------------------------------------------------------------------- of the customer
    def action_accept(self):
        """The customer agreed: from now on the plan counts."""
        self._check_may_follow()
        proposed = self.filtered(lambda plan: plan.state == "proposed")
        (self - proposed).sudo()._move_to("active", ())  # refuses all but what counts already
        proposed.sudo().account_id._lock_agreements()
        proposed._take_effect()

    def action_change(self):
        """Ask for a new version of the plan: other days, other amounts, what is still open of its items (G6)."""
        self._check_may_follow()
        self.ensure_one()
        if self.state not in ("active", "defaulted"):
            raise UserError(self.env._("Only a plan in force or in default can be changed."))
        action = self.account_id.action_plan()
        action["context"]["default_previous_id"] = self.id
        action["name"] = self.env._("Change the Plan")
        return action

    # ------------------------------------------------------------------------------------------------------- cancelling
    def action_cancel(self):
        """Ask why the plan is cancelled."""
        self._check_may_follow()
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_plan_cancel_action")
        action["context"] = {"default_plan_id": self.id}
        return action

    def _cancel(self, because, note=False):
        """The agreement no longer stands: what is open of its items is chased again (G7)."""
        self._check_may_follow()
        if because not in dict(CANCELLED) or because == "refused":
            raise UserError(self.env._("Say why the plan is cancelled."))
        cancelled = self.sudo()._cancel_now(because, note, ("to_approve", "proposed", "active", "defaulted"))
        labels = dict(self._fields["cancelled_because"]._description_selection(self.env))
        reason = ", ".join(filter(None, [labels[because], note]))
        cancelled._log_notes(
            {
                plan: self.env._("Cancelled (%(reason)s): %(what)s", reason=reason, what=plan._sentence())
                for plan in cancelled
            }
        )
        cancelled.account_id._refresh_now()

    def _cancel_now(self, because, note=False, from_states=()):
        self._release_interest()
        cancelled = self.browse()
        for day, plans in self.grouped(lambda plan: plan.account_id._last_key_date()).items():
            cancelled |= plans._close("cancelled", day, from_states, cancelled_because=because, closing_note=note)
        cancelled.activity_unlink(["mail.mail_activity_data_todo"])
        return cancelled

    def _close(self, state, day, from_states=("active", "defaulted"), **values):
        """From now on the plans do not follow accounting any more."""
        self._forget_misfit()
        return self._move_to(state, from_states, closed_on=day, closed_by_id=self.env.uid, **values)

    def action_open_account(self):
        """Open the customer."""
        self.ensure_one()
        self.check_access("read")
        return self.account_id._get_records_action()
