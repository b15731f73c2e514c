from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionsPromise(models.Model):
    """The confirmation of a promise, to the customer in his language (F12). Nothing goes out unless sending is on."""

    _inherit = "collections.promise"

    recipient_id = fields.Many2one("res.partner", compute="_compute_recipient_id", help="Who gets the confirmation.")
    can_send = fields.Boolean(compute="_compute_can_send")
    bank_account_ids = fields.Many2many(
        "res.partner.bank", compute="_compute_bank_account_ids", help="Where to pay: as named on the invoices."
    )
    confirmed_to_id = fields.Many2one("res.partner", string="Confirmation Sent To", readonly=True, ondelete="set null")
    confirmation_sent_at = fields.Datetime(string="Confirmation Sent", readonly=True)

    @api.depends("contact_id", "account_id")
    def _compute_recipient_id(self):
        others = self.filtered(lambda promise: not promise.contact_id.email)
        recipients = others.account_id._contacts_for("dunning", "email")
        for promise in self:
            promise.recipient_id = promise.contact_id if promise.contact_id.email else recipients[promise.account_id]

    @api.depends("company_id", "state")
    def _compute_can_send(self):
        for promise in self:
            promise.can_send = promise.sudo().company_id.collections_sending and promise.state in ("open", "in_process")

    @api.depends("line_ids.move_id")
    def _compute_bank_account_ids(self):
        for promise in self:
            promise.bank_account_ids = promise.sudo().line_ids.move_id.partner_bank_id

    def action_send_confirmation(self):
        """Put the confirmation into the queue of outgoing mail.

        :raise UserError: when nothing may be sent, and why
        """
        self._check_may_follow()
        promises = self.sudo()
        for promise in promises:
            promise._check_may_send()
        template = self.env.ref("collections_mgmt.collections_promise_mail_template").sudo()
        template.send_mail_batch(promises.ids, force_send=False)
        for promise in promises:
            promise.write({"confirmed_to_id": promise.recipient_id.id, "confirmation_sent_at": fields.Datetime.now()})
        self._log_notes(
            {promise: self.env._("Confirmation to %s", promise.confirmed_to_id.display_name) for promise in promises}
        )

    def _check_may_send(self):
        if not self.company_id.collections_sending:
            raise UserError(
                self.env._("Nothing is sent to customers: a manager has to switch sending on in the settings first.")
            )
        if self.state not in ("open", "in_process"):
            raise UserError(self.env._("Only a promise that counts can be confirmed to the customer."))
        recipient = self.recipient_id
        if not recipient.email:
            raise UserError(self.env._("“%s” has no e-mail address.", recipient.display_name))
        if recipient.is_blacklisted:
            raise UserError(self.env._("“%s” does not want e-mail.", recipient.display_name))


class CollectionsPromiseLine(models.Model):
    _inherit = "collections.promise.line"

    payment_reference = fields.Char(compute="_compute_payment_reference", help="What the customer names when he pays.")

    @api.depends("move_id", "item_name")
    def _compute_payment_reference(self):
        for line in self:
            move = line.sudo().move_id
            line.payment_reference = move.payment_reference or move.name or line.item_name
