from odoo import models


class CollectionsAgreement(models.AbstractModel):
    """What was sent to the customer is a contact with him."""

    _inherit = "collections.agreement"

    def _delivered(self, mail):
        result = super()._delivered(mail)
        self.account_id._log_written(
            mail.recipient_ids[:1], mail.mail_message_id, mail.subject, self._delivery_asked_by()
        )
        return result

    def _delivery_asked_by(self):
        return self.env["collections.delivery"]._of(self)[:1].asked_by_id
