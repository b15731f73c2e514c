from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """A customer who becomes a contact of another one takes his account along: his debts are the other's now."""
        result = super().write(vals)
        if {"parent_id", "is_company"} & vals.keys():
            accounts = self.env["collections.account"].sudo().with_context(active_test=False)
            accounts.search([("partner_id", "in", self.ids)])._follow_commercial_partner()
        return result


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _follow_commercial_partner(self):
        """Let accounts of contacts go up in those of their companies, as a merge of contacts does.

        The ledger counts the items of a contact for its company at once; settings, notes and work left behind would
        be without debts, and unseen. What the company itself has set stays.
        """
        moving = self.filtered(lambda account: account.partner_id.commercial_partner_id != account.partner_id)
        there = self.search([("partner_id", "in", moving.partner_id.commercial_partner_id.ids)])
        kept_by_owner = {(account.partner_id, account.company_id): account for account in there}
        for account in moving:
            company = account.partner_id.commercial_partner_id
            kept = kept_by_owner.setdefault((company, account.company_id), account)
            if kept == account:
                account.partner_id = company
            else:
                account._merge_into(kept)
        (there | moving).exists()._refresh_now()
