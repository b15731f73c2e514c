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
        for account in self:
            company = account.partner_id.commercial_partner_id
            if company == account.partner_id:
                continue
            kept = self.search([("partner_id", "=", company.id), ("company_id", "=", account.company_id.id)])
            if kept:
                account._merge_into(kept)
            else:
                kept = account
                account.partner_id = company
            kept._refresh_now()
