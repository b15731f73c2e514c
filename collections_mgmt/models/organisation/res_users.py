from odoo import fields, models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "collections.referred"]

    collections_member_ids = fields.One2many("collections.group.member", "user_id", string="Collection Groups")
