from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CollectionsAccountSetting(models.AbstractModel):
    """Configuration that accounts carry. Grain: one such setting, used by any number of accounts.

    The concrete model says in ``_account_field`` by which field of the account it is carried.
    """

    _name = "collections.account.setting"
    _description = "Setting of Collection Accounts"
    _inherit = ["mail.thread", "collections.referred"]
    _order = "sequence, id"
    _account_field = None

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", domain="[('parent_id', '=', False)]", help="Empty: for all companies.")
    account_count = fields.Integer(string="Customers", compute="_compute_account_count")

    @api.constrains("company_id")
    def _check_company_of_accounts(self):
        """Nobody takes a setting away from the customers of another company."""
        for setting in self.filtered("company_id"):
            domain = [(self._account_field, "=", setting.id), ("company_id", "!=", setting.company_id.id)]
            if self.env["collections.account"].sudo().search_count(domain, limit=1):
                raise ValidationError(
                    self.env._("“%s” is used by customers of another company: make one of your own.", setting.name)
                )

    def _compute_account_count(self):
        carried_by = self._account_field
        rows = self.env["collections.account"]._read_group([(carried_by, "in", self.ids)], [carried_by], ["__count"])
        counts = {setting.id: count for setting, count in rows}
        for setting in self:
            setting.account_count = counts.get(setting.id, 0)

    def action_view_accounts(self):
        """Show the customers that carry this setting."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_account_action")
        action.update(domain=[(self._account_field, "=", self.id)], context={}, display_name=self.name)
        return action
