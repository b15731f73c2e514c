from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    collections_member_ids = fields.One2many("collections.group.member", "user_id", string="Collection Groups")
