from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..foundation.unchecked_reference import UncheckedReference


class CollectionsAccount(models.Model):
    """What people decided about the account for a time: holds, temporary assignments. Contexts add theirs."""

    _inherit = "collections.account"

    home_group_id = UncheckedReference(
        "collections.group",
        string="Group Otherwise",
        readonly=True,
        index=True,
        help="Its group but for a temporary assignment.",
    )
    hold_ids = fields.One2many("collections.hold", "account_id", string="Holds", readonly=True)
    hold_id = UncheckedReference("collections.hold", string="Held by", readonly=True)
    assignment_ids = fields.One2many(
        "collections.assignment", "account_id", string="Temporary Assignments", readonly=True
    )
    assignment_id = UncheckedReference("collections.assignment", string="Temporary Assignment", readonly=True)
    steering = fields.Char(
        string="In Force", compute="_compute_steering", help="What people decided for a time, as of the key date."
    )

    @api.model
    def _steering_fields(self):
        """Names of the fields holding what is in force; each record has a ``_sentence``. Contexts add theirs."""
        return ["hold_id", "assignment_id"]

    @api.model
    def _steering_models(self):
        """Models of what moves along when accounts are merged. Contexts add theirs."""
        return ["collections.hold", "collections.assignment", "collections.account.contact"]

    @api.depends(lambda self: self._steering_fields())
    @api.depends_context("lang")
    def _compute_steering(self):
        for account in self:
            decided = [account[name] for name in self._steering_fields()]
            account.steering = " · ".join(record._sentence() for record in decided if record)

    # ------------------------------------------------------------------------------------------------ who may steer
    def _is_supervised(self):
        """Whether the user supervises the group of every one of these accounts, or is a manager."""
        user = self.env.user
        if self.env.su or user.has_group("collections_mgmt.collections_mgmt_group_manager"):
            return True
        return all(user in account._supervisors() for account in self)

    def _supervisors(self):
        account = self.sudo()
        return (account.group_id | account.home_group_id).supervisor_ids

    def _check_supervised(self):
        if not self._is_supervised():
            raise AccessError(
                self.env._("Only the supervisor of its group or a manager may decide this about the customer.")
            )

    # ----------------------------------------------------------------------------------------------------------- merge
    def _merge_into(self, kept):
        for model in self._steering_models():
            moving = self.env[model].sudo().search([("account_id", "in", self.ids)])
            moving.write({"account_id": kept.id})
        result = super()._merge_into(kept)
        kept._refresh_now()
        return result

    # --------------------------------------------------------------------------------------------------------- actions
    def action_hold(self):
        """Ask for how long these customers are not to be chased."""
        return self._steering_action("collections_mgmt.collections_hold_create_action")

    def action_assign(self):
        """Ask who works this customer for a time."""
        return self._steering_action("collections_mgmt.collections_assignment_action_new")

    def action_end_hold(self):
        """End the holds in force: the customers come back on the list."""
        self.check_access("read")
        self.hold_id.action_end()

    def _steering_action(self, xmlid):
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        action["context"] = {
            "default_account_id": self[:1].id,
            "active_model": self._name,
            "active_ids": self.ids,
            "active_id": self[:1].id,
        }
        return action
