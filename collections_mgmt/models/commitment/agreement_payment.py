import base64
import re

from stdnum.iso7064 import mod_97_10

from odoo import api, fields, models
from odoo.fields import Domain

WRITTEN = re.compile(r"[A-Z]+0*(\d+)$")  # what a reference of ours ends in: letters of the kind, number of the record


class CollectionsAgreement(models.AbstractModel):
    """How the customer pays what was agreed: account, reference, code to scan (F12)."""

    _inherit = "collections.agreement"
    _reference_kind = None  # letters

    bank_account_ids = fields.Many2many(
        "res.partner.bank",
        compute="_compute_bank_account_ids",
        help="Where to pay: as named on the invoices, else the account of the company.",
    )
    bank_text = fields.Char(compute="_compute_bank_text", help="Number, bank and BIC of these accounts.")
    rf_reference = fields.Char(
        string="Payment Reference",
        compute="_compute_rf_reference",
        search="_search_rf_reference",
        help="What the customer names when he pays all of it: that of the invoice when it is one, else a creditor "
        "reference (ISO 11649) by which this agreement is found.",
    )

    def _agreed_items(self):
        """The lines about open items."""
        raise NotImplementedError

    def _compute_bank_account_ids(self):
        for agreement in self.sudo():
            named = agreement._agreed_items().move_id.partner_bank_id
            agreement.bank_account_ids = named or agreement._company_account()

    def _compute_bank_text(self):
        for agreement in self.sudo():
            agreement.bank_text = "; ".join(
                ", ".join(filter(None, [bank.acc_number, bank.bank_id.name, bank.bank_id.bic]))
                for bank in agreement.bank_account_ids
            )

    def _company_account(self):
        """The first account of the company, or of those of all companies."""
        company = self.account_id.company_id
        own = company.partner_id.bank_ids.filtered(lambda bank: bank.company_id in (company, bank.company_id.browse()))
        return own[:1]

    def _compute_rf_reference(self):
        for agreement in self:
            items = agreement._agreed_items()
            own = items.payment_reference if len(items) == 1 else False
            agreement.rf_reference = own or agreement._creditor_reference()

    def _creditor_reference(self):
        """ISO 11649: RF, check digits, and what tells this agreement from others; False for a new one."""
        if not self._origin.id:
            return False
        body = f"{self._reference_kind}{self._origin.id:06d}"
        return f"RF{mod_97_10.calc_check_digits(f'{body}RF')}{body}"

    @api.model
    def _search_rf_reference(self, operator, value):
        """By a whole reference of ours, as it stands on a bank statement."""
        if operator not in ("=", "ilike", "like"):
            return NotImplemented
        written = re.sub(r"\s", "", value or "").upper()
        found = WRITTEN.search(written)
        record = self.browse(int(found[1])).exists() if found else self.browse()
        return Domain("id", "in", record.filtered(lambda each: each._creditor_reference() == written).ids)

    # ----------------------------------------------------------------------------------------------------- code to scan
    def _amount_to_pay_next(self):
        """What the code to scan is for."""
        raise NotImplementedError

    def _payment_code(self):
        """PNG in base64 of the code by which a banking app fills in the transfer; False where Odoo makes none."""
        self.ensure_one()
        bank, amount = self.sudo().bank_account_ids[:1], self._amount_to_pay_next()
        if not bank or self.currency_id.compare_amounts(amount, 0) <= 0:
            return False
        image = bank.build_qr_code_base64(
            amount,
            self.rf_reference,
            self.rf_reference if self.rf_reference.startswith("RF") else "",
            self.currency_id,
            self.account_id.partner_id,
            silent_errors=True,
        )
        return image and image.split(",", 1)[-1]

    def _delivery_attachments(self):
        attachments = super()._delivery_attachments()
        if code := self._payment_code():
            attachments |= attachments.sudo().create(
                {
                    "name": self.env._("Pay by scanning.png"),
                    "raw": base64.b64decode(code),
                    "res_model": self._name,
                    "res_id": self.id,
                    "mimetype": "image/png",
                }
            )
        return attachments
