from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...calc.share import shares


class CollectionsDispute(models.Model):
    """The credit note for what was accepted: Odoo's own reversal, of the whole document or of the amount (I15)."""

    _inherit = "collections.dispute"

    def _decide(self, outcome, *args, **kwargs):
        result = super()._decide(outcome, *args, **kwargs)
        if not self.env["account.move"].has_access("create"):
            self.sudo().filtered(lambda dispute: dispute.outcome in ("valid", "partly"))._ask_for_credit_note()
        return result

    def _ask_for_credit_note(self):
        """An activity for somebody who may book it: who recorded the dispute, a supervisor of the customer, or whoever
        invoices for the company.
        """
        for dispute in self.filtered(lambda dispute: dispute.state == "decided"):
            booker = dispute._booker()
            if booker:
                dispute.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=booker.id,
                    summary=self.env._("Credit what was accepted: %s", dispute.reason_id.name),
                )
            else:
                dispute._message_log(body=self.env._("Nobody here may book the credit note: tell the bookkeepers."))

    def _booker(self):
        billing = self.env.ref("account.group_account_invoice").all_user_ids
        able = billing.filtered(lambda user: user.active and not user.share and self.company_id in user.company_ids)
        near = self.raised_by_id | self.account_id.group_id.supervisor_ids
        return (near & able or able.sorted("id"))[:1]

    def action_credit_note(self):
        """Prepare a draft credit note for each document, for what is accepted and not credited yet, and open them.

        Booking is for people with the right to: without it Odoo refuses.
        """
        self.ensure_one()
        self.check_access("write")
        self.env["account.move"].check_access("create")
        notes = self.env["account.move"]
        for document, amount in self._to_credit().items():
            notes |= self._prepare_credit_note(document, amount)
        if not notes:
            raise UserError(
                self.env._("Nothing is left to credit: what was accepted is credited, or there is a draft for it.")
            )
        self.sudo().credit_note_ids = [Command.link(note.id) for note in notes]
        return self.action_open_credit_notes()

    def action_open_credit_notes(self):
        """Open the credit notes made for this dispute."""
        self.check_access("read")
        notes = self.sudo().credit_note_ids.with_user(self.env.user)
        return notes._get_records_action(name=self.env._("Credit Notes"))

    def _to_credit(self):
        """dict document -> amount to credit, drafts deducted; in the currency of the dispute."""
        dispute = self.sudo()
        if dispute.state != "decided" or dispute.outcome not in ("valid", "partly"):
            raise UserError(self.env._("A credit note follows from a decision: valid or partly valid."))
        amounts = defaultdict(float)
        for line in dispute.line_ids:
            amounts[line.move_id] += line.claimed
        for note in dispute.credit_note_ids.filtered(lambda note: note.state == "draft"):
            amounts[note.reversed_entry_id] -= note.amount_total
        return {
            document.with_user(self.env.user): dispute.currency_id.round(amount)
            for document, amount in amounts.items()
            if dispute.currency_id.compare_amounts(amount, 0) > 0
        }

    def _prepare_credit_note(self, document, amount):
        if not document.is_sale_document(include_receipts=True):
            raise UserError(
                self.env._("%s is no invoice: credit it by hand and match it, the dispute follows.", document.name)
            )
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=document.ids)
            .create({"reason": f"{self.name} {self.reason_id.name}", "journal_id": document.journal_id.id})
        )
        wizard.refund_moves()
        note = wizard.new_move_ids
        if note.currency_id.compare_amounts(note.amount_total, amount):
            self._reduce(note, document, amount)
        return note

    def _reduce(self, note, document, amount):
        """Let a draft credit note be about ``amount``: a line for each combination of account and taxes there is.

        Taxes come out in the same proportion; what rounding leaves is a line without tax.
        """
        parts = defaultdict(lambda: [0.0, 0.0])
        for line in document.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            key = (line.account_id, line.tax_ids)
            net = line.price_total if any(line.tax_ids.mapped("price_include")) else line.price_subtotal
            parts[key][0] += line.price_total
            parts[key][1] += net
        digits = note.currency_id.decimal_places
        credited = shares(amount, [total for total, _net in parts.values()], digits)
        vals = [
            self._credit_line_vals(document, account, taxes, note.currency_id.round(net * part / total))
            for ((account, taxes), (total, net)), part in zip(parts.items(), credited, strict=True)
            if total and part
        ]
        note.invoice_line_ids = [Command.clear(), *(Command.create(val) for val in vals)]
        rest = note.currency_id.round(amount - note.amount_total)
        if rest:
            first = next(iter(parts))[0]
            rounding = self._credit_line_vals(document, first, self.env["account.tax"], rest)
            note.invoice_line_ids = [Command.create(rounding)]

    def _credit_line_vals(self, document, account, taxes, price):
        return {
            "name": self.env._(
                "%(dispute)s %(reason)s, %(document)s",
                dispute=self.name,
                reason=self.reason_id.name,
                document=document.name,
            ),
            "quantity": 1,
            "price_unit": price,
            "account_id": account.id,
            "tax_ids": [Command.set(taxes.ids)],
        }
