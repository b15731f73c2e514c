from odoo import api, models
from odoo.exceptions import AccessError, UserError


class CollectionsAccount(models.Model):
    """To whom customers may be given, and which parameters: the same rule for one by hand and for many at once."""

    _inherit = "collections.account"

    def write(self, vals):
        if not self.env.su:
            self._check_giving(vals)
        return super().write(vals)

    def _check_giving(self, vals):
        """Refuse what these accounts may not be given; what they have already may stay."""
        for name in self._assigned_fields() & vals.keys():
            given = self.env[self._fields[name].comodel_name].browse(vals[name] or ())
            for company in self.filtered(lambda account, name=name, given=given: account[name] != given).company_id:
                self._check_may_give(given, company)

    @api.model
    def _check_may_give(self, given, company):
        """Refuse to give ``given`` (groups, a specialist, settings; none is fine) to customers of a root company.

        :raise AccessError: a supervisor gives customers to the people and groups he supervises, a manager to all
        :raise UserError: it is archived, of another company, or a person without the role
        """
        for record in given.sudo():
            if not record.active:
                raise UserError(self.env._("“%s” is archived: choose another one.", record.display_name))
        if given._name == "res.users":
            self._check_specialist(given, company)
        elif given._name == "collections.group":
            self._check_groups(given)
        for setting in given if "company_id" in given._fields and given._name != "res.users" else ():
            if setting.company_id and setting.company_id != company:
                raise UserError(self.env._("“%s” belongs to another company.", setting.display_name))

    @api.model
    def _check_specialist(self, people, company):
        """Customers go to somebody who can work them; a supervisor gives them to his own people only."""
        specialists = self.env["collections.group"]._role_domain("specialist")
        own = self._supervised_groups().member_ids.user_id | self.env.user
        for person in people.sudo():
            if not person.filtered_domain(specialists):
                raise UserError(self.env._("%s is not a specialist: choose one, or give the role first.", person.name))
            if company not in person.company_ids.root_id:
                raise UserError(self.env._("%s does not work for this company.", person.name))
            if not self._gives_to_all() and person not in own:
                raise AccessError(self.env._("%s is in none of the groups you supervise.", person.name))

    @api.model
    def _check_groups(self, groups):
        for group in groups - self._supervised_groups() if not self._gives_to_all() else ():
            raise AccessError(self.env._("You do not supervise the group “%s”.", group.sudo().name))

    @api.model
    def _gives_to_all(self):
        return self.env.su or self.env.user.has_group("collections_mgmt.collections_mgmt_group_manager")

    @api.model
    def _supervised_groups(self):
        return self.env["collections.group"].sudo().search([("supervisor_ids", "in", self.env.uid)])
