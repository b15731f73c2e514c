from odoo import models
from odoo.tools import email_normalize_all


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
        """While sending is off, or nobody is to contact the customer, nobody outside is told, also who follows."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if self._may_be_reached():
            return recipients
        ours = self._addresses_of_colleagues()
        return [
            recipient for recipient in recipients if not recipient["share"] or recipient["email_normalized"] in ours
        ]

    def _check_may_leave(self, post):
        """:raise UserError: when a message goes to somebody outside and may not, and why"""
        if self._customers_written_to() and (post.get("message_type") == "sms" or _has_numbers(post)):
            self._check_may_go_out()
        people = self.env["res.partner"].sudo().browse(post.get("partner_ids") or ())
        addresses = post.get("outgoing_email_to")
        if (addresses or people.filtered("partner_share")) and self._customers_written_to():
            ours = self._addresses_of_colleagues()
            others = people.filtered(lambda person: person.partner_share and person.email_normalized not in ours)
            # what is no address is nobody we know
            if others or (addresses and not ours.issuperset(email_normalize_all(addresses) or [addresses])):
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

    def _may_be_reached(self):
        """Whether who is outside may be told of it: sending is on, and the customers are not to be left alone."""
        customers = self._customers_written_to()
        return not customers or (customers._sending_is_on() and not customers._silent_until())

    def _customers_written_to(self):
        """The customers whom these records are about, where their chatter may reach them."""
        return self.env["collections.account"]

    def _addresses_of_colleagues(self):
        """E-mail addresses, normalised, of people outside the company who are on our side all the same."""
        return set()


class CollectionsOutgoingSms(models.AbstractModel):
    """Text messages of the module ``sms``, which need not be installed; without it nobody calls these methods.

    Not in ``mail.thread``: there those of the module may come first, and they ask no others.
    """

    _name = "collections.outgoing.sms"
    _description = "Text Messages about a Customer"

    def _notify_thread_by_sms(self, message, recipients_data, **kwargs):
        if _has_numbers(kwargs) or any(recipient["notif"] == "sms" for recipient in recipients_data):
            self._check_may_go_out()
            if not self._may_be_reached():
                return False
        send = getattr(super(), "_notify_thread_by_sms", None)
        return send(message, recipients_data, **kwargs) if send else False

    def _sms_get_recipients_info(self, *args, **kwargs):
        for record in self:
            record._check_may_go_out()
        find = getattr(super(), "_sms_get_recipients_info", None)
        return find(*args, **kwargs) if find else {}


class CollectionsAccount(models.Model):
    _name = "collections.account"
    _inherit = ["collections.outgoing.sms", "collections.account"]

    def _customers_written_to(self):
        return self


class CollectionsPromise(models.Model):
    _name = "collections.promise"
    _inherit = ["collections.outgoing.sms", "collections.promise"]

    def _customers_written_to(self):
        return self.account_id


class CollectionsPlan(models.Model):
    _name = "collections.plan"
    _inherit = ["collections.outgoing.sms", "collections.plan"]

    def _customers_written_to(self):
        return self.account_id


class CollectionsDispute(models.Model):
    """The talk about a dispute is among colleagues: departments are written to as ever, the customer as little as
    anywhere else.
    """

    _name = "collections.dispute"
    _inherit = ["collections.outgoing.sms", "collections.dispute"]

    def _customers_written_to(self):
        return self.account_id

    def _addresses_of_colleagues(self):
        departments = self.env["collections.dispute.department"].sudo().search([("email", "!=", False)])
        addresses = (departments | self.sudo().department_id).mapped("email")
        return set(email_normalize_all(", ".join(filter(None, addresses))))


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


def _has_numbers(post):
    return bool(post.get("sms_numbers") or post.get("sms_pid_to_number"))


def _check_may_go_out(records):
    if isinstance(records, records.pool["mail.thread"]):
        records._check_may_go_out()
