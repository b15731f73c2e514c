from odoo import api, models

# what the figures take over of contacts that have no value of their own
DEFAULTS = {"credit_limit", "trust"}


class IrDefault(models.Model):
    """The credit limit of all who have none of their own is a setting: it changes the figures of everybody."""

    _inherit = "ir.default"

    @api.model_create_multi
    def create(self, vals_list):
        defaults = super().create(vals_list)
        defaults._notice_everybody()
        return defaults

    def write(self, vals):
        result = super().write(vals)
        self._notice_everybody()
        return result

    def unlink(self):
        self._notice_everybody()
        return super().unlink()

    def _notice_everybody(self):
        """Derive the accounts of the companies anew for which one of these is a default of figures."""
        defaults = self.sudo().filtered(
            lambda default: default.field_id.model == "res.partner" and default.field_id.name in DEFAULTS
        )
        if defaults:
            roots = defaults.company_id.root_id
            if not all(default.company_id for default in defaults):
                roots = roots.search([("parent_id", "=", False)])
            self.env["collections.refresh"]._notice(roots)
