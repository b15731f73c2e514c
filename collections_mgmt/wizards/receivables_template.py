"""The workbook a user fills in when he has no list of his own: header, one example, and what each column means."""

import base64
import io

import xlsxwriter

from odoo import fields, models

from ..calc.receivables_file import REQUIRED

EXAMPLE = {
    "document": "INV-1001",
    "customer_number": "C-0042",
    "customer_name": "Example Ltd",
    "email": "accounts@example.com",
    "phone": "+1 415 555 2671",
    "country_code": "US",
    "vat": "",
    "currency": "USD",
    "amount": 1250.5,
    "invoice_date": "2026-01-15",
    "due_date": "2026-02-14",
    "payment_date": "2026-02-20",
    "paid_amount": 500,
    "reference": "PO 7781",
}


class CollectionsImport(models.Model):
    _inherit = "collections.import"

    template_file = fields.Binary(compute="_compute_template_file", export_string_translation=False)

    def action_download_template(self):
        """Give the empty workbook to the browser."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/template_file/receivables_template.xlsx?download=true",
            "target": "download",
        }

    def _compute_template_file(self):
        content = base64.b64encode(self._template_workbook())
        for record in self:
            record.template_file = content

    def _template_workbook(self):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            self._write_list_sheet(book)
            self._write_notes_sheet(book)
        return buffer.getvalue()

    def _write_list_sheet(self, book):
        """Text cells are formatted as text, so that numbers of customers keep their leading zeros."""
        sheet = book.add_worksheet(self.env._("Receivables"))
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for column, (field, value) in enumerate(EXAMPLE.items()):
            sheet.set_column(column, column, 18, None if isinstance(value, int | float) else text)
            sheet.write_string(0, column, field, bold)
            if isinstance(value, int | float):
                sheet.write_number(1, column, value)
            else:
                sheet.write_string(1, column, value, text)
        sheet.freeze_panes(1, 0)

    def _write_notes_sheet(self, book):
        sheet = book.add_worksheet(self.env._("Notes"))
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 12)
        sheet.set_column(2, 2, 90, wrap)
        titles = (self.env._("Column"), self.env._("Needed"), self.env._("Meaning"))
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        for row, (field, note) in enumerate(self._template_notes().items(), start=1):
            sheet.write_string(row, 0, field)
            sheet.write_string(row, 1, self.env._("yes") if field in REQUIRED else "")
            sheet.write_string(row, 2, note)

    def _template_notes(self):
        """What each column of the template holds."""
        return {
            "document": self.env._("Unique number of the invoice or credit note. Importing it again adds nothing."),
            "customer_number": self.env._("Number of the customer in the other system."),
            "customer_name": self.env._("Name; the number when empty."),
            "email": self.env._("E-mail address for invoices. The import never sends anything."),
            "phone": self.env._("Telephone number; without prefix it is read as one of the customer's country."),
            "country_code": self.env._("Two letters, like US or DE. The company's country when empty."),
            "vat": self.env._("VAT number; checked where its country has rules for it."),
            "currency": self.env._("Three letters, like EUR. The company's currency when empty."),
            "amount": self.env._("Total of the document including taxes; negative for a credit note."),
            "invoice_date": self.env._("Date of the document, like 2026-01-31 or 31.1.2026."),
            "due_date": self.env._("Due date; the invoice date when empty."),
            "payment_date": self.env._("Day of payment; empty while nothing is paid."),
            "paid_amount": self.env._("What was paid on that day; all of it when empty."),
            "open_amount": self.env._("May be given instead of the paid amount: what is still open."),
            "reference": self.env._("Reference the customer knows, for instance his order; the document when empty."),
        }
