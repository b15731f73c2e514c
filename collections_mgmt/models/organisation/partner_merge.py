from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Merge the accounts first: Odoo would delete the rows that violate our unique key, history and all."""
        self.env["collections.account"].sudo()._merge_partners(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """The last step: everything hangs on the kept contact now, its figures are right at once."""
        result = super()._update_values(src_partners, dst_partner)
        accounts = self.env["collections.account"].sudo().with_context(active_test=False)
        partners = dst_partner | dst_partner.commercial_partner_id
        accounts.search([("partner_id", "in", partners.ids)])._refresh_now()
        return result


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    @api.model
    def _merge_partners(self, src_partners, dst_partner):
        """Let the accounts of ``src_partners`` go up in those of ``dst_partner``, company by company."""
        accounts = self.with_context(active_test=False).search([("partner_id", "in", (src_partners | dst_partner).ids)])
        for same_company in accounts.grouped("company_id").values():
            kept = same_company.filtered(lambda account: account.partner_id == dst_partner) or same_company[0]
            (same_company - kept)._merge_into(kept)

    def _merge_into(self, kept):
        """Move what hangs on these accounts to ``kept``, then drop them. Contexts move theirs, then call super."""
        for account in self:
            settings = self._assigned_fields()
            missing = {name: account[name].id for name in settings if account[name] and not kept[name]}
            kept.write(missing)
            kept._message_log(body=self.env._("Merged with the account of %s.", account.partner_id.display_name))
            account._move_notes_to(kept)
        self.unlink()

    def _move_notes_to(self, kept):
        """Messages, files and activities: what stays behind goes with the account."""
        self.env["mail.message"].search([("model", "=", self._name), ("res_id", "=", self.id)]).write(
            {"res_id": kept.id}
        )
        self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "=", self.id)]).write(
            {"res_id": kept.id}
        )
        self.with_context(active_test=False).activity_ids.write({"res_id": kept.id})
        kept.message_subscribe(self.message_partner_ids.ids)
