from odoo import api, fields, models
from odoo.exceptions import ValidationError

PROCESSING = "collections_mgmt.collections_mgmt_group_dispute_processor"
COLLECTING = "collections_mgmt.collections_mgmt_group_specialist"


class CollectionsDisputeDepartment(models.Model):
    """Who decides disputes: sales, logistics, quality ... outside of credit (I10). Grain: one team.

    Its people need no right in accounting: they see the disputes of their departments and nothing else.
    """

    _name = "collections.dispute.department"
    _description = "Department for Disputes"
    _inherit = ["collections.in.use"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    email = fields.Char(
        string="E-Mail",
        help="Told of each new dispute. Answers to that message arrive in the dispute, also of people without a login.",
    )
    head_id = fields.Many2one(
        "res.users",
        domain=lambda self: self._domain_processors(),
        ondelete="restrict",
        help="Is told when a time limit runs out.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "collections_dispute_department_user_rel",
        string="Processors",
        domain=lambda self: self._domain_processors(),
        help="A new dispute goes to the one with the fewest open ones.",
    )

    @api.model
    def _domain_processors(self):
        known = self.env["ir.model.data"]  # asked for with every search of a dispute, and found without a statement
        groups = [known._xmlid_to_res_id(name) for name in (PROCESSING, COLLECTING)]
        return [("all_group_ids", "in", [group_id for group_id in groups if group_id]), ("share", "=", False)]

    @api.constrains("user_ids", "head_id")
    def _check_roles(self):
        for user in self.user_ids | self.head_id:
            if not (user.has_group(PROCESSING) or user.has_group(COLLECTING)):
                raise ValidationError(
                    self.env._("%s sees no disputes yet: give the role “Dispute Processor” first.", user.name)
                )

    def _nobody_hears(self, company):
        """A sentence when a dispute of ``company`` would reach nobody of this department, else empty."""
        if not self or self.sudo().email or self._next_processor(company):
            return ""
        return self.env._("Nobody of %s hears of it: it has neither people here nor an e-mail address.", self.name)

    def _next_processor(self, company):
        """Who of this department has the fewest open disputes; nobody where nobody of it sees those of the company."""
        department = self.sudo()
        people = department.user_ids.filtered(lambda user: user._sees_disputes_of(company))
        if not people:
            return department.head_id.filtered(lambda user: user._sees_disputes_of(company))
        counts = dict(
            self.env["collections.dispute"]
            .sudo()
            ._read_group(
                [("processor_id", "in", people.ids), ("state", "in", ("new", "in_process"))],
                ["processor_id"],
                ["__count"],
            )
        )
        return min(people, key=lambda user: (counts.get(user, 0), user.id))


class ResUsers(models.Model):
    _inherit = "res.users"

    def _sees_disputes_of(self, company):
        """Whether disputes of a root company may be put before this person."""
        user = self.sudo()
        role = user.has_group(PROCESSING) or user.has_group(COLLECTING)
        return bool(user.active and role and company in user.company_ids.root_id)

    def _may_see_to(self, dispute):
        """Whether a dispute may be put before this person."""
        return self._sees_disputes_of(dispute.sudo().company_id)
