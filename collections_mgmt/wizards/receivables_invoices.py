"""Invoices and credit notes of an import: ordinary posted entries of the sales journal, one line, no tax."""

from odoo import Command, models
from odoo.exceptions import UserError

BATCH = 500


class CollectionsImport(models.Model):
    _inherit = "collections.import"

    def _create_invoices(self, rows, partners, books, advance):
        """Create and post the documents, in the order of their dates so that Odoo numbers them so.

        :param partners: partner by customer number
        :param advance: called with the number of documents of each batch
        :return: id of the move by document
        """
        moves = {}
        rows = sorted(rows, key=lambda row: (row.invoice_date, row.line))
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            created = self.env["account.move"].create(
                [self._invoice_values(row, partners[row.customer_number], books) for row in batch]
            )
            self._check_totals(batch, created)
            created._post(soft=False)
            self._remember("invoice", {row.document: move for row, move in zip(batch, created, strict=True)})
            moves |= {row.document: move.id for row, move in zip(batch, created, strict=True)}
            advance(len(batch))
        return moves

    def _invoice_values(self, row, partner, books):
        """Values of one document. Without payment term: the due date of the file is the only instalment."""
        reference = row.reference or row.document
        return {
            "move_type": "out_invoice" if row.amount > 0 else "out_refund",
            "journal_id": books.sale_journal.id,
            "company_id": self.company_id.id,
            "partner_id": partner.id,
            "currency_id": books.currencies[row.currency].id,
            "invoice_date": row.invoice_date,
            "date": row.invoice_date,
            "invoice_date_due": row.due_date,
            "invoice_payment_term_id": False,
            "ref": reference,
            "payment_reference": reference,
            "invoice_line_ids": [Command.create(self._invoice_line_values(row, books))],
        }

    def _invoice_line_values(self, row, books):
        """The one line. Giving the ledger amounts too spares Odoo a second pass over every line; it keeps them."""
        values = {
            "name": self.env._("Open item %s", row.document),
            "quantity": 1.0,
            "price_unit": float(abs(row.amount)),
            "account_id": books.income_account.id,
            "tax_ids": [Command.clear()],
            "amount_currency": -float(row.amount),
        }
        if books.currencies[row.currency] == self.company_id.currency_id:
            values["balance"] = -float(row.amount)
        return values

    def _check_totals(self, rows, moves):
        """What Odoo made of the amounts must be the amounts: a rounding setting could get between them.

        :raise UserError: naming the line
        """
        for row, move in zip(rows, moves, strict=True):
            if move.currency_id.compare_amounts(move.amount_total, float(abs(row.amount))):
                raise UserError(
                    self.env._(
                        "Line %(line)s: the amount %(amount)s became %(total)s in Odoo.",
                        line=row.line,
                        amount=row.amount,
                        total=move.amount_total,
                    )
                )
