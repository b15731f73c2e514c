from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_send import ITEMS

ATTACH = [
    ("statement", "Statement"),
    ("invoices", "Invoices"),
    ("both", "Statement and invoices"),
    ("nothing", "Nothing"),
]
OURS = "collections_mgmt"  # description of what is attached here, to tell it from what the user uploaded
MOST = 20  # invoices in one mail


class MailComposeMessage(models.TransientModel):
    """What goes along with a mail about open items: the statement of the customer, the invoices, both."""

    _inherit = "mail.compose.message"

    collections_attach = fields.Selection(
        ATTACH, string="Attach", default=lambda self: self._default_collections_attach()
    )

    @api.model
    def _default_collections_attach(self):
        """Where no PDF can be made the mail can still be written."""
        state = self.env["ir.actions.report"].get_wkhtmltopdf_state()
        return "nothing" if state in ("install", "broken") else "statement"

    @api.depends("collections_attach")
    def _compute_attachment_ids(self):
        result = super()._compute_attachment_ids()
        for composer in self.filtered(lambda each: each._collections_items()):
            kept = composer.attachment_ids.filtered(lambda attachment: attachment.description != OURS)
            composer.attachment_ids = kept | composer._collections_attachments()
        return result

    def _collections_items(self):
        """The open items it is about, none in a mail about something else."""
        if self.model != "collections.account" or not self.env.context.get(ITEMS):
            return self.env["collections.item"]
        account = self.env["collections.account"].browse(self._evaluate_res_ids()[:1])
        return account._items_to_send()

    def _collections_attachments(self):
        chosen, items = self.collections_attach, self._collections_items()
        files = []
        if chosen in ("statement", "both"):
            files.append(items.account_id._statement_file())
        if chosen in ("invoices", "both"):
            files += items._invoice_files()
        return self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": 0,
                    "type": "binary",
                    "mimetype": "application/pdf",
                    "description": OURS,
                }
                for name, content in files
            ]
        )


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _statement_file(self):
        """:return: (name, content) of the PDF of all that is open, in the language of the customer"""
        report = self.env.ref("collections_mgmt.collections_account_report_open_items")
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(report, self.ids)
        return self.env._("Open items - %s.pdf", self.display_name), content


class CollectionsItem(models.Model):
    _inherit = "collections.item"

    def _invoice_files(self):
        """The invoices and credit notes of these items as PDF, as sent before where they were.

        :return: list of (name, content)
        :raise UserError: when they are too many for a mail
        """
        self.check_access("read")
        moves = self.move_id.filtered(lambda move: move.is_invoice(include_receipts=True))
        if len(moves) > MOST:
            raise UserError(
                self.env._("At most %s invoices go into one mail: choose fewer, or send the statement.", MOST)
            )
        return [move.sudo()._collections_pdf() for move in moves]


class AccountMove(models.Model):
    _inherit = "account.move"

    def _collections_pdf(self):
        """:return: (name, content) of the PDF of the invoice: that which was sent, else as it would be"""
        self.ensure_one()
        if sent := self.invoice_pdf_report_id:
            return sent.name, sent.raw
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf("account.account_invoices", self.ids)
        return f"{self.name.replace('/', '_')}.pdf", content
