from markupsafe import Markup

from odoo import api, models
from odoo.tools import email_normalize_all, formatLang


class CollectionsDispute(models.Model):
    """The talk with the department: activities, e-mail, and answers that arrive in the dispute (I10).

    The customer is never proposed as a recipient: what is written here is among colleagues.
    """

    _inherit = "collections.dispute"

    def _tell_department(self):
        """Give the processor his task, and tell the department by e-mail."""
        for dispute in self:
            colleagues = dispute.raised_by_id | dispute.processor_id | dispute.coordinator_id
            dispute.message_subscribe(colleagues.partner_id.ids)
            emails = email_normalize_all(dispute.department_id.email or "")
            people = dispute.processor_id.partner_id
            if people or emails:
                dispute.message_post(
                    body=dispute._letter(),
                    subject=self.env._("%(number)s: please decide", number=dispute.name),
                    subtype_xmlid="mail.mt_comment",
                    partner_ids=people.ids,
                    outgoing_email_to=", ".join(emails) or False,
                    notify_skip_followers=True,  # who follows sees it here; only who is asked gets a mail
                )
        self._remind_processors()

    def _letter(self):
        """What who decides needs to know, without a look into accounting."""
        lines = Markup("").join(
            Markup("<li>%s</li>")
            % self.env._(
                "%(amount)s of %(item)s",
                amount=formatLang(self.env, line.amount, currency_obj=line.item_currency_id),
                item=line.item_name,
            )
            for line in self.line_ids
        )
        asked = self.env._(
            "%(customer)s objects (%(reason)s). Is he right? Answer to this message, or decide in the dispute.",
            customer=self.partner_id.name,
            reason=self.reason_id.name,
        )
        return Markup("<p>%s</p><ul>%s</ul><p>%s</p>") % (asked, lines, self.description or "")

    def _remind_processors(self):
        """An activity for whoever has to decide, in place of the one of whoever had to."""
        todo = "mail.mail_activity_data_todo"
        waiting = self.filtered(lambda dispute: dispute.state in ("new", "in_process"))
        waiting.activity_unlink([todo])
        for dispute in waiting.filtered("processor_id"):
            dispute.activity_schedule(
                todo,
                date_deadline=dispute.date_due,
                user_id=dispute.processor_id.id,
                summary=self.env._("Decide: %s", dispute.reason_id.name),
            )

    def _end_work(self):
        """Nothing is to be done any more."""
        self.activity_unlink(["mail.mail_activity_data_todo"])

    @api.private  # by the mail gateway only: it asks for no right
    def message_update(self, msg_dict, update_vals=None):
        """An answer by e-mail: somebody works on it."""
        self.sudo().filtered(lambda dispute: dispute.state == "new")._move_to("in_process", ("new",))
        return super().message_update(msg_dict, update_vals)

    def _mail_get_partner_fields(self, introspect_fields=False):
        return []

    def _message_add_default_recipients(self):
        nobody = self.env["res.partner"]
        return {dispute.id: {"email_cc_lst": [], "email_to_lst": [], "partners": nobody} for dispute in self}
