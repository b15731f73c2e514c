from odoo import api, models
from odoo.exceptions import UserError

ASKED = 3  # administrators named


class CollectionsAccount(models.Model):
    """Whether anything may go out to the customer: nothing does before somebody switches sending on."""

    _inherit = "collections.account"

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.delivery"]

    def _sending_is_on(self):
        """Whether sending to customers is switched on in the company of these accounts."""
        return bool(self) and all(self.sudo().company_id.mapped("collections_sending"))

    def _check_sending_is_on(self):
        """:raise UserError: when nothing may be sent"""
        if not self._sending_is_on():
            raise UserError(
                self.env._(
                    "Nothing is sent to customers: %s has to switch sending on first, under Collections, "
                    "Configuration, Settings.",
                    self._who_switches_sending_on(),
                )
            )

    def _who_switches_sending_on(self):
        """Settings are for administrators: some of those of this company by name, so that one knows whom to ask."""
        users = self.env.ref("base.group_system").sudo().all_user_ids
        companies = self.sudo().company_id
        asked = users.filtered(lambda user: user.active and companies <= user.company_ids).sorted("id")[:ASKED]
        return self.env._(" or ").join(asked.mapped("name")) or self.env._("an administrator")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _check_collections_mail(self):
        """:raise UserError: when one of them cannot be written to by e-mail, and why"""
        for partner in self:
            if not partner.email:
                raise UserError(self.env._("“%s” has no e-mail address.", partner.display_name))
            if partner.is_blacklisted:
                raise UserError(self.env._("“%s” does not want e-mail.", partner.display_name))
