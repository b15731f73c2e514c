from odoo import api, fields, models


class ResCompany(models.Model):
    """The e-mail address of collections: what customers write to it becomes a contact of their account."""

    _inherit = "res.company"

    collections_alias_id = fields.Many2one("mail.alias", string="Address of Collections", copy=False, readonly=True)

    def _set_collections_alias(self, name):
        """Give the root company the address ``name`` at its mail domain, change it, or (empty) take it away."""
        company = self.root_id.sudo()
        alias = company.collections_alias_id
        if not name:
            company.collections_alias_id = False
            alias.unlink()
        elif alias:
            alias.alias_name = name
        else:
            company.collections_alias_id = alias.create(company._collections_alias_vals(name))

    def _collections_alias_vals(self, name):
        return {
            "alias_name": name,
            "alias_domain_id": self.alias_domain_id.id,
            "alias_model_id": self.env["ir.model"]._get_id("collections.account"),
            "alias_defaults": repr({"company_id": self.id}),
            "alias_contact": "everyone",
        }


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collections_alias_name = fields.Char(
        string="Address of Collections",
        compute="_compute_collections_alias_name",
        inverse="_inverse_collections_alias_name",
        readonly=False,
    )
    collections_alias_domain = fields.Char(related="company_id.root_id.alias_domain_id.name", string="Mail Domain")

    @api.depends("company_id")
    def _compute_collections_alias_name(self):
        for settings in self:
            settings.collections_alias_name = settings.company_id.root_id.collections_alias_id.alias_name

    def _inverse_collections_alias_name(self):
        for settings in self:
            current = settings.company_id.root_id.collections_alias_id.alias_name
            if (settings.collections_alias_name or "") != (current or ""):
                settings.company_id._set_collections_alias(settings.collections_alias_name)
