from odoo import fields, models
from odoo.exceptions import UserError

WITHDRAWN = [
    ("customer", "The customer took it back"),
    ("mistake", "Recorded by mistake"),
    ("claim", "The customer objects to the items"),
    ("other", "Something else"),
]


class CollectionsPromise(models.Model):
    """The life cycle of a promise (F3, F8): approved, taken in work, withdrawn, closed."""

    _inherit = "collections.promise"

    withdrawn_because = fields.Selection(WITHDRAWN, readonly=True)
    closing_note = fields.Char(string="Note on Closing", readonly=True)

    # --------------------------------------------------------------------------------------------------------- approval
    def _approval_question(self):
        return self.env._("Approve the promise?")

    def action_approve(self):
        """Let the promises count; for supervisors of the group and managers."""
        self._check_may_decide()
        waiting = self.filtered(lambda promise: promise.state == "to_approve")
        (self - waiting).sudo()._move_to("open", ())
        waiting.sudo().account_id._lock_agreements()
        waiting._take_effect()
        waiting.sudo().approved_by_id = self.env.user
        waiting.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def action_refuse(self, reason=None):
        """It never counts."""
        self._check_may_decide()
        refused = self.sudo()._close("refused", from_states=("to_approve",), closing_note=reason)
        refused.activity_unlink(["mail.mail_activity_data_todo"])
        refused._tell_refused(reason)

    # -------------------------------------------------------------------------------------------------------- following
    def action_start(self):
        """Somebody looks after the promise."""
        self._check_may_follow()
        self.sudo()._move_to("in_process", ("open",))

    def action_withdraw(self):
        """Ask why the promise is withdrawn."""
        self._check_may_follow()
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_promise_withdraw_action")
        action["context"] = {"default_promise_id": self.id}
        return action

    def _withdraw(self, because, note=False):
        """The customer's word no longer stands: his items are free again, and the next promise has a higher level."""
        self._check_may_follow()
        if because not in dict(WITHDRAWN):
            raise UserError(self.env._("Say why the promise is withdrawn."))
        withdrawn = self.sudo()._close(
            "withdrawn",
            from_states=("to_approve", "open", "in_process"),
            withdrawn_because=because,
            closing_note=note,
        )
        withdrawn.activity_unlink(["mail.mail_activity_data_todo"])
        labels = dict(self._fields["withdrawn_because"]._description_selection(self.env))
        reason = ", ".join(filter(None, [labels[because], note]))
        withdrawn._log_notes(
            {
                promise: self.env._("Withdrawn (%(reason)s): %(what)s", reason=reason, what=promise._sentence())
                for promise in withdrawn
            }
        )
        withdrawn.account_id._refresh_now()

    def _close(self, because, day=None, from_states=("open", "in_process"), **values):
        """From now on the promises do not follow accounting any more.

        :return: those that were not closed before
        """
        closed = self.browse()
        for account, promises in self.grouped("account_id").items():
            closed |= promises._move_to(
                "confirmed",
                from_states,
                closed_because=because,
                closed_on=day or account._last_key_date(),
                closed_by_id=self.env.uid,
                **values,
            )
        return closed

    def action_promise_again(self):
        """Ask for a new promise about the items of this one."""
        self._check_may_follow()
        self.ensure_one()
        action = self.account_id.action_promise()
        action["context"]["collections_promised_again"] = self.id
        return action

    def action_open_account(self):
        """Open the customer."""
        self.ensure_one()
        self.check_access("read")
        return self.account_id._get_records_action()
