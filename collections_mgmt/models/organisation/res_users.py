from odoo import api, fields, models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "collections.referred", "collections.in.use"]

    collections_member_ids = fields.One2many("collections.group.member", "user_id", string="Collection Groups")

    @api.model
    def _needed_by(self):
        """What was recorded here names who did it; what others have of a user is theirs."""
        return [(model, name) for model, name in super()._needed_by() if model.startswith("collections.")]
