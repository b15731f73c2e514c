from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..foundation.unchecked_reference import UncheckedReference


class CollectionsAccount(models.Model):
    """A customer to collect from. Grain: one commercial partner x one root company.

    This part holds who works the account by which parameters. What is derived from elsewhere (segment, facts, score)
    is computed in **layers**: each layer is one SELECT giving ``id`` and its columns, from the layers before it.
    ``_refresh`` writes the layers to the table; ``_as_of`` lays them over it in tables of its own, for another day.
    """

    _name = "collections.account"
    _description = "Collection Account"
    _inherit = ["mail.thread", "mail.activity.mixin", "collections.referred"]
    _rec_names_search = ["partner_id.name", "partner_id.ref", "partner_id.vat"]

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    partner_ref = fields.Char(related="partner_id.ref", string="Customer Number")
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.collections_phone", string="Phone")
    country_id = fields.Many2one(related="partner_id.country_id")
    salesperson_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    category_ids = fields.Many2many(related="partner_id.category_id", string="Tags")

    segment_override_id = fields.Many2one(
        "collections.segment",
        string="Fixed Segment",
        tracking=True,
        ondelete="set null",
        help="Overrides the segment found by condition.",
    )
    profile_override_id = fields.Many2one(
        "collections.profile",
        string="Own Profile",
        tracking=True,
        ondelete="set null",
        help="Overrides the profile of the segment.",
    )
    group_override_id = fields.Many2one(
        "collections.group",
        string="Own Group",
        tracking=True,
        ondelete="set null",
        help="Overrides the group of the segment.",
    )
    specialist_id = fields.Many2one(
        "res.users",
        string="Fixed Specialist",
        tracking=True,
        index="btree_not_null",
        ondelete="set null",
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
        help="Always works this customer (or his substitute does). Empty: the daily distribution decides.",
    )
    segment_id = UncheckedReference("collections.segment", readonly=True, index=True)
    profile_id = UncheckedReference("collections.profile", readonly=True)
    group_id = UncheckedReference("collections.group", readonly=True, index=True)
    create_uid = UncheckedReference("res.users", string="Created by", readonly=True)
    write_uid = UncheckedReference("res.users", string="Last Updated by", readonly=True)

    _customer_once = models.UniqueIndex("(partner_id, company_id)", "This customer already has an account here.")

    @api.depends("partner_id", "company_id")
    def _compute_display_name(self):
        for account in self:
            account.display_name = account.partner_id.display_name

    # ---------------------------------------------------------------------------------------------- who may write what
    @property
    def _mail_post_access(self):
        """Who collects may note down what was said about a customer he sees; an auditor changes nothing."""
        collects = self.env.su or self.env.user.has_group("collections_mgmt.collections_mgmt_group_specialist")
        return "read" if collects else "write"

    def _has_field_access(self, field, operation):
        """Derived columns are written by the layers only, whoever asks over RPC."""
        allowed = super()._has_field_access(field, operation)
        if not allowed or operation == "read" or self.env.su:
            return allowed
        # without the right to write, the client offers no archiving either
        return field.name not in self._protected_fields() and self.browse().has_access("write")

    @api.model
    @tools.ormcache()
    def _protected_fields(self):
        return frozenset(self._derived_fields())

    @api.model
    def _derived_fields(self):
        """Names of the columns nobody may write by hand. Contexts add theirs."""
        return {
            "partner_id",
            "company_id",
            "segment_id",
            "profile_id",
            "group_id",
            "home_group_id",
            "hold_id",
            "assignment_id",
        }

    @api.model
    def _setting_fields(self):
        """Names of the settings that change what the layers give."""
        return self._assigned_fields() | {"active"}

    @api.model
    def _assigned_fields(self):
        """Those of the settings that name a record."""
        return {"segment_override_id", "profile_override_id", "group_override_id", "specialist_id"}

    @api.constrains("segment_override_id", "profile_override_id", "group_override_id")
    def _check_settings_company(self):
        """What is set by hand belongs to the company of the account, or to all."""
        for account in self:
            for name in self._assigned_fields() - {"specialist_id"}:
                setting = account[name]
                if setting.company_id and setting.company_id != account.company_id:
                    raise ValidationError(self.env._("“%s” belongs to another company.", setting.display_name))

    def write(self, vals):
        result = super().write(vals)
        if self._setting_fields() & vals.keys():
            self._refresh_now()
        return result

    # ------------------------------------------------------------------------------------------------------------ mail
    def _message_add_default_recipients(self):
        """Nobody: the chatter of an account is for colleagues, it never proposes the customer as a recipient."""
        nobody = self.env["res.partner"]
        return {account.id: {"email_cc_lst": [], "email_to_lst": [], "partners": nobody} for account in self}

    # --------------------------------------------------------------------------------------------------------- actions
    def action_open_partner(self):
        """Open the customer's contact."""
        self.ensure_one()
        return self.partner_id._get_records_action()
