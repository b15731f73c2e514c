"""What can be set on many customers at once: specialist (A8), group (A9), profile (A3), back to automatic."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

RELEASED = {
    "release_specialist": "specialist_id",
    "release_group": "group_override_id",
    "release_profile": "profile_override_id",
    "release_segment": "segment_override_id",
}


class CollectionsMassAction(models.Model):
    _inherit = "collections.mass.action"

    kind = fields.Selection(
        selection_add=[
            ("replace", "Replace a Specialist"),
            ("group", "Change Group"),
            ("profile", "Assign Profile"),
            ("release", "Release to Automatic"),
        ],
        ondelete=dict.fromkeys(("replace", "group", "profile", "release"), "cascade"),
    )
    from_id = fields.Many2one(
        "res.users", string="Customers of", ondelete="set null", help="Only customers of this person."
    )
    specialist_id = fields.Many2one(
        "res.users",
        string="New Specialist",
        ondelete="set null",
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
    )
    group_ids = fields.Many2many(
        "collections.group", string="Only in Groups", help="Empty: in all groups. The group a customer is in now."
    )
    group_id = fields.Many2one("collections.group", string="New Group", ondelete="set null")
    specialist_mode = fields.Selection(
        [("keep", "Keep"), ("swap", "Replace"), ("clear", "Remove")],
        string="Fixed Specialist",
        required=True,
        default="clear",
        help="What becomes of the specialist fixed on the customers. Remove: the daily distribution decides.",
    )
    profile_id = fields.Many2one("collections.profile", string="New Profile", ondelete="set null")
    profile_mode = fields.Selection(
        [("missing", "Only customers without a profile of their own"), ("replace", "Replace")],
        string="Mode",
        required=True,
        default="missing",
    )
    release_specialist = fields.Boolean(string="Release the Specialist", default=True)
    release_group = fields.Boolean(string="Release the Group")
    release_profile = fields.Boolean(string="Release the Profile")
    release_segment = fields.Boolean(string="Release the Segment")

    def _in_groups(self):
        """SQL condition: the customer is in one of the groups chosen, if any are."""
        return SQL("account.group_id = ANY(%s)", self.group_ids.ids) if self.group_ids else SQL("TRUE")

    # -------------------------------------------------------------------------------------- replace a specialist (A8)
    def _check_replace(self):
        self._check_given("from_id")
        if self.from_id == self.specialist_id:
            raise UserError(self.env._("%s cannot be replaced by the same person.", self.from_id.name))
        self._check_may_give(self.specialist_id)

    def _preview_replace(self):
        fixed = SQL("account.specialist_id = %s AND %s", self._id(self.from_id), self._in_groups())
        return self._preview_values({"specialist_id": self._id(self.specialist_id)}, fixed)

    def _apply_replace(self, lines):
        self._apply_values(lines)

    def _undo_replace(self, lines):
        return self._undo_values(lines)

    # -------------------------------------------------------------------------------------------- change group (A9)
    def _check_group(self):
        self._check_given("group_id")
        self._check_may_give(self.group_id)
        if self.specialist_mode == "swap":
            self._check_given("specialist_id")
            self._check_may_give(self.specialist_id)

    def _preview_group(self):
        after = {"group_override_id": self._id(self.group_id)}
        if self.specialist_mode != "keep":
            swap = self.specialist_mode == "swap"
            after["specialist_id"] = self._id(self.specialist_id if swap else self.specialist_id.browse())
        return self._preview_values(after, self._in_groups())

    def _apply_group(self, lines):
        self._apply_values(lines)

    def _undo_group(self, lines):
        return self._undo_values(lines)

    # ------------------------------------------------------------------------------------------ assign profile (A3)
    def _check_profile(self):
        self._check_given("profile_id")
        self._check_may_give(self.profile_id)

    def _preview_profile(self):
        obstacle = None
        if self.profile_mode == "missing":
            has_one = SQL("account.profile_override_id IS NOT NULL")
            obstacle = self._case((has_one, self.env._("It has a profile of its own.")))
        return self._preview_values({"profile_override_id": self._id(self.profile_id)}, self._in_groups(), obstacle)

    def _apply_profile(self, lines):
        self._apply_values(lines)

    def _undo_profile(self, lines):
        return self._undo_values(lines)

    # ---------------------------------------------------------------------------------------- release to automatic
    def _check_release(self):
        if not any(self[option] for option in RELEASED):
            raise UserError(self.env._("Choose what is to be released."))

    def _preview_release(self):
        nothing = SQL("NULL::int")
        after = {name: nothing for option, name in RELEASED.items() if self[option]}
        return self._preview_values(after, self._in_groups())

    def _apply_release(self, lines):
        self._apply_values(lines)

    def _undo_release(self, lines):
        return self._undo_values(lines)

    @api.model
    def _id(self, record):
        return SQL("%s::int", record.id or None)
