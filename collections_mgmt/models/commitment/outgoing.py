from odoo import models


class MailThread(models.AbstractModel):
    """Nothing written about a customer reaches him, by whatever dialog, before sending is switched on.

    People outside the company are written to by users alone, and only where it is allowed; who follows is left out
    until then. Mail that comes in is taken in by the gateway, with all rights.
    """

    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        self._check_may_leave(kwargs)
        return super().message_post(**kwargs)

    def message_notify(self, **kwargs):
        self._check_may_leave(kwargs)
        return super().message_notify(**kwargs)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """While sending is off nobody outside is told, also who follows."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        customers = self._customers_written_to()
        if not customers or customers._sending_is_on():
            return recipients
        return [recipient for recipient in recipients if not recipient["share"]]

    def _check_may_leave(self, post):
        """:raise UserError: when a message goes to somebody outside and may not, and why"""
        people = self.env["res.partner"].sudo().browse(post.get("partner_ids") or ())
        if post.get("outgoing_email_to") or people.filtered("partner_share"):
            self._check_may_go_out()

    def _check_may_go_out(self):
        """:raise UserError: when the customers these are about may not be written to now, and why"""
        customers = self._customers_written_to()
        if not customers or self.env.su:
            return
        self.check_access("read")
        customers._check_collects()
        customers._check_sending_is_on()
        customers._check_not_silent()

    def _customers_written_to(self):
        """The customers whom these records are about, where their chatter may reach them."""
        return self.env["collections.account"]


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _customers_written_to(self):
        return self


class CollectionsPromise(models.Model):
    _inherit = "collections.promise"

    def _customers_written_to(self):
        return self.account_id


class CollectionsPlan(models.Model):
    _inherit = "collections.plan"

    def _customers_written_to(self):
        return self.account_id


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _send_check_access(self, res_ids):
        """A template is sent without a message in the chatter."""
        result = super()._send_check_access(res_ids)
        _check_may_go_out(self.env[self.model].browse(res_ids))
        return result


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        """So are mails to many."""
        if self.model:
            _check_may_go_out(self.env[self.model].browse(res_ids))
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)


def _check_may_go_out(records):
    if isinstance(records, records.pool["mail.thread"]):
        records._check_may_go_out()
