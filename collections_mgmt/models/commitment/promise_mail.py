from odoo import api, fields, models


class CollectionsPromise(models.Model):
    """The confirmation of a promise, to the customer in his language (F12). Nothing goes out unless sending is on."""

    _inherit = "collections.promise"
    _sent_in = ("open", "in_process")

    bank_account_ids = fields.Many2many(
        "res.partner.bank", compute="_compute_bank_account_ids", help="Where to pay: as named on the invoices."
    )
    confirmed_to_id = fields.Many2one("res.partner", string="Confirmation Sent To", readonly=True, ondelete="set null")
    confirmation_sent_at = fields.Datetime(string="Confirmation Sent", readonly=True)

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

    def _not_sent_now(self):
        return self.env._("Only a promise that counts can be confirmed to the customer.")
