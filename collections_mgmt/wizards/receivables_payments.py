"""Payments of an import. Grain: one payment per customer, clearing day and currency; part payments one each.

A customer who clears forty invoices on one day sent one transfer: one payment is both truer and faster than forty.
A part payment stays alone, since Odoo would otherwise spread the sum over the invoices by age, not as the file says.
"""

from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import split_every

BATCH = 250
LOOKUP = 5000


class Settlement(NamedTuple):
    """One row's payment still to be booked: ``amount`` is signed as the row's amount, ``line_id`` its open line."""

    row: object
    line_id: int
    partner_id: int
    account_id: int
    amount: Decimal
    is_whole: bool


class CollectionsImport(models.Model):
    _inherit = "collections.import"

    def _settlements(self, rows, moves):
        """What is still to be paid of each row up to the key date, compared with what the ledger has received.

        :param moves: id of the posted move by document
        """
        paid = {moves[row.document]: row for row in rows if row.document in moves and self._is_paid(row)}
        settlements = []
        for move_ids in split_every(LOOKUP, paid):
            lines = self.env["account.move.line"].search_fetch(
                [("move_id", "in", list(move_ids)), ("display_type", "=", "payment_term")],
                ["move_id", "partner_id", "account_id", "amount_currency", "amount_residual_currency", "reconciled"],
            )
            settlements += [found for line in lines if (found := self._settlement(paid[line.move_id.id], line))]
            self.env.invalidate_all()
        return sorted(settlements, key=lambda found: (found.row.payment_date, found.row.line))

    def _settlement(self, row, line):
        """What the file says is paid, less what the ledger says; None when the ledger has it all."""
        digits = line.currency_id.decimal_places
        residual = Decimal(f"{line.amount_residual_currency:.{digits}f}")
        missing = row.paid_amount - (row.amount - residual)
        if line.reconciled or missing * row.amount <= 0:
            return None
        return Settlement(row, line.id, line.partner_id.id, line.account_id.id, missing, missing == residual)

    def _create_payments(self, settlements, books, advance):
        """Book, post and reconcile the payments.

        :return: how many payments were made
        """
        groups = list(self._grouped(settlements).values())
        count = 0
        for start in range(0, len(groups), BATCH):
            batch = groups[start : start + BATCH]
            count += self._book(batch, books)
            advance(sum(map(len, batch)))
        return count

    def _grouped(self, settlements):
        groups = {}
        for found in settlements:
            key = (found.partner_id, found.account_id, found.row.currency, found.row.payment_date)
            groups.setdefault(key if found.is_whole else (*key, found.row.document), []).append(found)
        return groups

    def _book(self, groups, books):
        """Payments for some groups; where invoices and credit notes cancel out there is only something to match."""
        paying = [group for group in groups if sum(found.amount for found in group)]
        payments = self.env["account.payment"].create([self._payment_values(group, books) for group in paying])
        self._post_payments(payments)
        counterparts = self._counterparts(payments)
        lines = self.env["account.move.line"]
        plan = {id(group): lines.browse([found.line_id for found in group]) for group in groups}
        for group, payment in zip(paying, payments, strict=True):
            plan[id(group)] |= counterparts[payment.move_id]
        lines._reconcile_plan(list(plan.values()))
        return len(payments)

    def _payment_values(self, group, books):
        """One payment in, or one refund out when the credit notes outweigh the invoices."""
        first, amount = group[0], sum(found.amount for found in group)
        method = books.inbound_method if amount > 0 else books.outbound_method
        return {
            "payment_type": "inbound" if amount > 0 else "outbound",
            "partner_type": "customer",
            "partner_id": first.partner_id,
            "destination_account_id": first.account_id,
            "amount": float(abs(amount)),
            "currency_id": books.currencies[first.row.currency].id,
            "date": first.row.payment_date,
            "journal_id": books.bank_journal.id,
            "company_id": self.company_id.id,
            "payment_method_line_id": method.id,
            "memo": self._memo(group),
        }

    def _memo(self, group):
        """References of what is paid, as a remittance would name them."""
        references = [found.row.reference or found.row.document for found in group]
        if len(references) <= 5:
            return ", ".join(references)
        return self.env._("%(first)s and %(more)s more", first=", ".join(references[:5]), more=len(references) - 5)

    def _post_payments(self, payments):
        """Post the payments as ``action_post`` does, with their entries made in one batch.

        Left alone, Odoo writes the entry on each payment by itself and searches the reconciliations of each: 25 ms a
        payment, now 14. The entries are those of ``_generate_move_vals``, and a test compares them with Odoo's own.
        """
        moves = self.env["account.move"].create([payment._generate_move_vals() for payment in payments])
        field = payments._fields["move_id"]
        with self.env.protecting([field], payments):
            for payment, move in zip(payments, moves, strict=True):
                payment.move_id = move
        payments.modified([field.name])
        payments.action_post()

    def _counterparts(self, payments):
        """The receivable lines of the payments, by move."""
        lines = payments.move_id.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        return lines.grouped("move_id")
