from odoo import api, fields, models


class CollectionsGroupMember(models.Model):
    """A specialist in a group. Grain: one user x one group, with his share of the work."""

    _name = "collections.group.member"
    _description = "Member of a Collection Group"
    _order = "group_id, id"
    _rec_name = "user_id"

    group_id = fields.Many2one("collections.group", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users",
        string="Specialist",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
    )
    capacity = fields.Float(
        string="Capacity %",
        default=100.0,
        help="100 is a full share of the work, 50 half of it. 0: works on no list of this group for now.",
    )
    absent = fields.Boolean(compute="_compute_absent", help="A substitution of this person is valid today.")

    _user_once = models.UniqueIndex("(group_id, user_id)", "This specialist is already a member of the group.")
    _capacity_not_negative = models.Constraint(
        "CHECK(capacity >= 0 AND capacity <= 1000)", "Capacity must be between 0 and 1000 %."
    )

    @api.depends("user_id")
    def _compute_absent(self):
        today = fields.Date.context_today(self)
        absent = self.env["collections.substitution"].sudo()._valid_on(today)
        for member in self:
            member.absent = member.user_id.id in absent
