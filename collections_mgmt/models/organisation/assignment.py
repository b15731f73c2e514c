from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class CollectionsAssignment(models.Model):
    """A customer worked by another group or specialist for a time (A7). Grain: one assignment of one account.

    While it is in force it takes the place of the group of the account and of its fixed specialist; a group without
    a specialist lets that group share the customer out.
    """

    _name = "collections.assignment"
    _description = "Temporary Assignment"
    _inherit = ["collections.account.steering"]
    _one_at_a_time = True

    date_to = fields.Date(required=True, default=lambda self: self._default_date_to())
    group_id = fields.Many2one("collections.group", string="Other Group", index=True, ondelete="restrict")
    specialist_id = fields.Many2one(
        "res.users",
        string="Other Specialist",
        index=True,
        ondelete="cascade",
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
    )
    reason = fields.Char(required=True)

    _to_somebody = models.Constraint(
        "CHECK(group_id IS NOT NULL OR specialist_id IS NOT NULL)", "Choose the other group or the other specialist."
    )

    @api.constrains("account_id", "group_id")
    def _check_group_company(self):
        for record in self:
            if record.group_id.company_id and record.group_id.company_id != record.account_id.company_id:
                raise ValidationError(self.env._("“%s” belongs to another company.", record.group_id.display_name))

    def _sentence(self):
        self.ensure_one()
        record = self.sudo()
        return self.env._(
            "Assigned to %(whom)s from %(start)s until %(until)s, by %(who)s: %(reason)s",
            whom=", ".join(filter(None, [record.specialist_id.name, record.group_id.name])),
            start=format_date(self.env, record.date_from),
            until=record._until(),
            who=record.given_by_id.name,
            reason=record.reason,
        )
