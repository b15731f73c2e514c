from odoo import fields, models


class CollectionsResubmission(models.Model):
    _inherit = "collections.resubmission"

    contact_id = fields.Many2one("collections.contact", readonly=True, index="btree_not_null", ondelete="set null")

    def _has_field_access(self, field, operation):
        """Nobody names a contact himself."""
        allowed = super()._has_field_access(field, operation)
        return allowed and (operation == "read" or self.env.su or field.name != "contact_id")


class CollectionsContact(models.Model):
    _inherit = "collections.contact"

    resubmission_ids = fields.One2many("collections.resubmission", "contact_id", string="Resubmissions", readonly=True)

    def _followers(self):
        return super()._followers() + [
            self.env._("Callback %s", each._when()) if each.call_at else self.env._("Resubmission %s", each._when())
            for each in self.resubmission_ids
        ]
