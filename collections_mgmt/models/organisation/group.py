from odoo import api, fields, models


class CollectionsGroup(models.Model):
    """A team of collection specialists. Grain: one team; its members share the work of its accounts (A4, A5)."""

    _name = "collections.group"
    _description = "Collection Group"
    _inherit = ["collections.account.setting", "collections.in.use"]
    _account_field = "group_id"

    supervisor_ids = fields.Many2many(
        "res.users",
        "collections_group_supervisor_rel",
        string="Supervisors",
        domain=lambda self: self._role_domain("supervisor"),
        help="They see all accounts and all work of the group.",
    )
    member_ids = fields.One2many("collections.group.member", "group_id", string="Members", copy=True)

    @api.model
    def _role_domain(self, role):
        """Users who hold a role of the application (specialist, supervisor, manager, auditor)."""
        # asked for with every search over it, and found without a statement
        group_id = self.env["ir.model.data"]._xmlid_to_res_id(f"collections_mgmt.collections_mgmt_group_{role}")
        return [("all_group_ids", "in", [group_id])] if group_id else []

    def _capacities(self, company):
        """Working capacity of the members who may work for ``company`` (a root company).

        :return: dict user id -> capacity in percent of a full load, positive ones only
        """
        self.ensure_one()
        branches = self.env["res.company"].sudo().search([("id", "child_of", company.id)])
        members = self.member_ids.filtered(
            lambda member: member.capacity > 0 and member.user_id.active and member.user_id.company_ids & branches
        )
        return {member.user_id.id: member.capacity for member in members}

    @api.model
    def _staff_default_group(self):
        """Make those who invoice today the first team, so that a list has somebody to go to (zero configuration).

        Users with invoicing rights become specialists and members of the default group, accounting administrators
        its supervisors. A group that has members is left alone.
        """
        group = self.env.ref("collections_mgmt.collections_group_default", raise_if_not_found=False)
        if not group or group.member_ids:
            return
        roles = {
            name: self.env.ref(f"collections_mgmt.collections_mgmt_group_{name}")
            for name in ("specialist", "supervisor")
        }
        billing = self._internal_users("account.group_account_invoice")
        heads = self._internal_users("account.group_account_manager")
        roles["specialist"].user_ids |= billing - roles["specialist"].all_user_ids
        roles["supervisor"].user_ids |= heads - roles["supervisor"].all_user_ids
        group.write(
            {
                "member_ids": [fields.Command.create({"user_id": user.id}) for user in billing],
                "supervisor_ids": [fields.Command.set(heads.ids)],
            }
        )

    @api.model
    def _internal_users(self, group_xmlid):
        users = self.env.ref(group_xmlid).all_user_ids
        return users.filtered(lambda user: user.active and not user.share and user != self.env.ref("base.user_root"))
