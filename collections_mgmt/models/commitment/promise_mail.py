from odoo import fields, models


class CollectionsPromise(models.Model):
    """The confirmation of a promise, to the customer in his language (F12). Nothing goes out unless sending is on."""

    _inherit = "collections.promise"
    _sent_in = ("open", "in_process")
    _delivery_template = "collections_mgmt.collections_promise_mail_template"
    _reference_kind = "PR"

    confirmed_to_id = fields.Many2one("res.partner", string="Confirmation Sent To", readonly=True, ondelete="set null")
    confirmation_sent_at = fields.Datetime(string="Confirmation Sent", readonly=True)

    def action_send_confirmation(self):
        """Have the confirmation sent.

        :raise UserError: when nothing may be sent, and why
        """
        self._send()

    def _delivered(self, mail):
        recipient = mail.recipient_ids[:1]
        self.write({"confirmed_to_id": recipient.id, "confirmation_sent_at": fields.Datetime.now()})
        self._log_notes({self: self.env._("Confirmation to %s", recipient.display_name)})
        return super()._delivered(mail)

    def _not_sent_now(self):
        return self.env._("Only a promise that counts can be confirmed to the customer.")

    def _agreed_items(self):
        return self.line_ids

    def _amount_to_pay_next(self):
        return self.missing
