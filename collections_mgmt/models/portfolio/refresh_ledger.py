"""What tells the refresh queue that figures changed: bookings, matchings, payments under way, contacts, settings.

The hook is ``_write_multi``, through which every change of a row passes on its way to the database, whoever made it:
``write`` never sees what is computed (residuals, the state of an entry's items, "in payment").
"""

from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

from ...queries.noticed import entries_elsewhere
from .res_company import LIMITS

# of journal items; ``parent_state`` is that of the entry, whose hook also sees drafts come back
LINE = {"amount_residual", "amount_residual_currency", "reconciled", "no_followup", "date_maturity", "date"}
LINE |= {"discount_date", "discount_amount_currency", "balance", "partner_id", "account_id", "currency_id"}
# a change of these takes the item away from its customer
LINE_CUSTOMER = {"partner_id", "account_id"}
ENTRY = {"payment_state", "invoice_date", "journal_id"}
# what conditions over open items may ask of the document, beside its items
ENTRY |= {"invoice_user_id", "payment_reference", "ref"}
MATCHING = {"amount", "max_date"}
TRANSACTION = {"state", "amount", "currency_id", "operation", "is_post_processed", "invoice_ids"}
PARTNER = {"parent_id", "is_company", "company_type", "active", "trust", "credit_limit"}


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _write_multi(self, vals_list):
        queue = self.env["collections.refresh"]
        # it may have been reset to draft a moment ago, and counted until then
        queue._notice_now("once posted line", _touched(self, vals_list, LINE_CUSTOMER))
        queue._notice_ids("posted line", _touched(self, vals_list, LINE))
        return super()._write_multi(vals_list)

    def unlink(self):
        counted = self.filtered(lambda line: line.move_id.posted_before)
        self.env["collections.refresh"]._notice_now("line", counted.ids)
        return super().unlink()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _write_multi(self, vals_list):
        queue = self.env["collections.refresh"]
        queue._notice_ids("entry", _touched(self, vals_list, {"state"}))
        queue._notice_ids("posted entry", _touched(self, vals_list, ENTRY))
        return super()._write_multi(vals_list)


class AccountAccount(models.Model):
    _inherit = "account.account"

    def write(self, vals):
        """Other ledger accounts are of the trade now: a setting, that changes what all customers ever bought."""
        result = super().write(vals)
        if {"non_trade", "account_type"} & vals.keys():
            self.env["collections.refresh"]._notice(self.sudo().company_ids.root_id)
        return result


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def write(self, vals):
        """What is booked there is a payment now, or none any more: a setting, for whoever is paid there."""
        result = super().write(vals)
        if "type" in vals:
            self.env["collections.refresh"]._notice(self.sudo().company_id.root_id)
        return result


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def _write_multi(self, vals_list):
        """The day of a payment may change while it stays matched, perhaps with the invoice of another customer."""
        self.browse(_touched(self, vals_list, MATCHING))._notice_customers()
        return super()._write_multi(vals_list)

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._notice_customers()
        return partials

    def unlink(self):
        self._notice_customers()
        return super().unlink()

    def _notice_customers(self):
        """A residual may be the same afterwards, and how late it was paid another."""
        if self:  # a booking unlinks none of them a dozen times
            lines = self.debit_move_id | self.credit_move_id
            self.env["collections.refresh"]._notice_ids("line", lines.ids)


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    @api.model_create_multi
    def create(self, vals_list):
        transactions = super().create(vals_list)
        transactions._notice_customers()
        return transactions

    def write(self, vals):
        with _noticed_before_and_after(self, vals, TRANSACTION):
            return super().write(vals)

    def unlink(self):
        self._notice_customers()
        return super().unlink()

    def _notice_customers(self):
        self.env["collections.refresh"]._notice_ids("posted entry", self.sudo().invoice_ids.ids)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        with _noticed_before_and_after(self, vals, PARTNER):
            return super().write(vals)

    def _notice_customers(self):
        """Under another parent a contact belongs to another customer: the one before and the one after."""
        customers = self | self.commercial_partner_id
        self.env["collections.refresh"]._notice_ids("partner", customers.ids)


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """What was booked with a contact goes with him to another customer: SQL, of which no hook hears."""
        losing = (src_partners | dst_partner).commercial_partner_id - src_partners
        self.env["collections.refresh"]._notice_ids("partner", losing.ids)
        return super()._update_foreign_keys(src_partners, dst_partner)


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        result = super().write(vals)
        if {"collections_include_no_followup", *LIMITS} & vals.keys():
            self.env["collections.refresh"]._notice(self.root_id)
        return result


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _refresh_now(self):
        """Settings and decisions of people: the figures are right at once; what hangs on them follows."""
        result = super()._refresh_now()
        refresh = self.env["collections.refresh"]
        refresh._notice(self)
        refresh._notice_ids("entry", self._entries_elsewhere())
        return result

    def _entries_elsewhere(self):
        """Ids of entries about which something was said with these customers, and which are of another one now."""
        said = SQL(" UNION ALL ").join(
            SQL("SELECT account_id, move_id FROM %s WHERE account_id = ANY(%s)", SQL.identifier(model._table), self.ids)
            for model in self._item_references()
        )
        return [entry_id for (entry_id,) in self.env.execute_query(entries_elsewhere(said))]

    @api.model
    def _item_references(self):
        """Models whose records refer to entries of a customer, and are kept."""
        references = [self.env[name] for name in self.env["collections.item.reference"]._inherit_children]
        return [model for model in references if model._auto and not model._transient]


@contextmanager
def _noticed_before_and_after(records, vals, names):
    """The customers of ``records`` are noticed as they were and as they become, if one of ``names`` is written."""
    touched = not names.isdisjoint(vals)
    if touched:
        records._notice_customers()
    yield
    if touched:
        records._notice_customers()


def _touched(records, vals_list, names):
    """Ids of the records of which one of ``names`` is written."""
    return [record_id for record_id, vals in zip(records._ids, vals_list, strict=True) if not names.isdisjoint(vals)]
