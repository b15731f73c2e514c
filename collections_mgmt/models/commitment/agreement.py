from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionsAgreement(models.AbstractModel):
    """What promises and plans have in common. Grain: that of the concrete model, which has an ``account_id``.

    Who may decide on it and work on it, who is asked when it is beyond the limits of the profile, and whether and to
    whom it may be sent. Nothing goes out unless sending is switched on.
    """

    _name = "collections.agreement"
    _description = "Agreement with a Customer"
    _sent_in = ()  # states in which it may be sent to the customer

    approval_reason = fields.Text(string="Needs Approval", readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    recipient_id = fields.Many2one("res.partner", compute="_compute_recipient_id", help="Who gets it.")
    can_send = fields.Boolean(compute="_compute_can_send")

    # --------------------------------------------------------------------------------------------------------- approval
    def _ask_for_approval(self, reason):
        """Tell the supervisors of the group what is beyond the limits."""
        self.ensure_one()
        agreement = self.sudo()
        agreement.approval_reason = reason
        agreement._log_notes({agreement: self.env._("Awaiting approval: %s", agreement._sentence())})
        for supervisor in agreement.account_id._supervisors():
            agreement.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=supervisor.id,
                summary=self._approval_question(),
                note=reason,
            )

    def _approval_question(self):
        """What the supervisor is asked."""
        raise NotImplementedError

    def _check_may_decide(self):
        self.check_access("read")
        self.account_id._check_supervised()

    def _check_may_follow(self):
        """Who sees it and may record others may work on it: colleagues stand in for one another."""
        self.check_access("read")
        self.browse().check_access("create")

    # ---------------------------------------------------------------------------------------------------------- sending
    @api.depends("contact_id", "account_id")
    def _compute_recipient_id(self):
        others = self.filtered(lambda agreement: not agreement.contact_id.email)
        recipients = others.account_id._contacts_for("dunning", "email")
        for agreement in self:
            contact = agreement.contact_id
            agreement.recipient_id = contact if contact.email else recipients[agreement.account_id]

    @api.depends("company_id", "state", "account_id.resubmission_ids.state")
    def _compute_can_send(self):
        silent = self.account_id._silent_until()
        for agreement in self:
            agreement.can_send = (
                agreement.account_id._sending_is_on()
                and agreement.state in self._sent_in
                and agreement.account_id not in silent
            )

    def _check_may_send(self):
        """:raise UserError: when it may not be sent, and why"""
        self.account_id._check_sending_is_on()
        if self.state not in self._sent_in:
            raise UserError(self._not_sent_now())
        self.account_id._check_not_silent()
        self.recipient_id._check_collections_mail()

    def _not_sent_now(self):
        """A sentence: in which states it is sent."""
        raise NotImplementedError
