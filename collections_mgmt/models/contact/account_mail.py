from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize, html2plaintext

from ...calc.incoming_mail import is_automatic, is_by_machine, numbers_in

LONGEST = 2000
BY_MACHINE = "collections_by_machine"  # of the context: the headers of the mail that comes in say so


class MailThread(models.AbstractModel):
    """The gateway drops the headers of a mail before its text is posted: what they say of its sender is passed on."""

    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        gateway = self.with_context(**{BY_MACHINE: is_by_machine(message.items())})
        return super(MailThread, gateway)._message_route_process(message, message_dict, routes)


class CollectionsAccount(models.Model):
    """Mail of customers: to the address of collections, or as an answer. Each becomes a contact."""

    _inherit = "collections.account"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail to the alias of a company belongs to the customer who wrote it, or of whose invoice it speaks.

        Nobody is made a customer by writing. A mail of somebody unknown stands with the contact of the company itself,
        with an activity for who answers for collections.
        """
        if not self.env.su:
            raise AccessError(self.env._("Mail is taken in by the mail gateway only."))
        company = self.env["res.company"].sudo().browse((custom_values or {}).get("company_id")).exists()
        company = (company or self.env.company).root_id
        account = self._account_of_sender(company, msg_dict) or self._account_of_numbers(company, msg_dict)
        if account:
            return account
        self._tell_of_unknown(company, msg_dict)
        return company.partner_id

    @api.model
    def _account_of_sender(self, company, msg_dict):
        """By the author, else by the address; of several only the one that is sure."""
        partners = self.env["res.partner"].sudo().browse(msg_dict.get("author_id") or ())
        address = email_normalize(msg_dict.get("email_from") or "")
        if not partners and address:
            partners = partners.search([("email_normalized", "=", address)])
        found = self._accounts_in(company, partners.commercial_partner_id)
        if not found and partners:
            roles = self.env["collections.account.contact"].sudo().search([("partner_id", "in", partners.ids)])
            found = roles.account_id.filtered(lambda account: account.company_id == company)
        return found if len(found) == 1 else self.browse()

    @api.model
    def _account_of_numbers(self, company, msg_dict):
        """By the numbers of our invoices in subject and text, when they are all of one customer."""
        text = f"{msg_dict.get('subject') or ''} {html2plaintext(msg_dict.get('body') or '')}"
        numbers = numbers_in(text)
        if not numbers:
            return self.browse()
        invoices = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("name", "in", numbers),
                    ("company_id", "child_of", company.id),
                    ("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
                    ("state", "=", "posted"),
                ]
            )
        )
        found = self._accounts_in(company, invoices.commercial_partner_id)
        return found if len(found) == 1 else self.browse()

    @api.model
    def _accounts_in(self, company, partners):
        accounts = self.sudo().with_context(active_test=False)
        return accounts.search([("company_id", "=", company.id), ("partner_id", "in", partners.ids)])

    @api.model
    def _tell_of_unknown(self, company, msg_dict):
        manager = (
            self.env["collections.group"]
            .sudo()
            .search([("company_id", "in", (company.id, False)), ("supervisor_ids.active", "=", True)], limit=1)
            .supervisor_ids[:1]
        )
        if manager:
            company.partner_id.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=manager.id,
                summary=self.env._("Mail to collections from an unknown sender"),
                note=self.env._(
                    "%(who)s: %(subject)s", who=msg_dict.get("email_from"), subject=msg_dict.get("subject")
                ),
            )

    def _message_post_after_hook(self, message, msg_values):
        """What came in by mail is a contact, whether it began something or answered it."""
        result = super()._message_post_after_hook(message, msg_values)
        by_colleague = message.author_id.user_ids.filtered(lambda user: not user.share)
        if self.env.su and message.message_type == "email" and not by_colleague:
            self._log_mail(message)
        return result

    def _log_mail(self, message):
        self.ensure_one()
        automatic = self.env.context.get(BY_MACHINE) or is_automatic(message.subject)
        kind = "automatic" if automatic else "mail"
        outcome = self.env.ref(f"collections_mgmt.collections_contact_outcome_{kind}", raise_if_not_found=False)
        if not outcome:
            return
        text = html2plaintext(message.body or "").strip()
        self.env["collections.contact"].sudo().create(
            {
                "account_id": self.id,
                "direction": "in",
                "channel": "email",
                "outcome_id": outcome.id,
                "partner_id": message.author_id.id,
                "user_id": False,
                "message_id": message.id,
                "note": "\n".join(filter(None, [message.subject, text]))[:LONGEST],
            }
        )
