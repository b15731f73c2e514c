from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...calc import aging
from ...queries.item_facts import BANDS

LIMITS = [f"collections_aging_limit_{n}" for n in range(1, BANDS)]


class ResCompany(models.Model):
    _inherit = "res.company"

    collections_include_no_followup = fields.Boolean(
        string="Collect Miscellaneous Entries",
        help="Count receivable lines that are excluded from follow-up, as Odoo marks all miscellaneous entries: "
        "switch it on when opening balances were booked that way.",
    )
    collections_aging_limit_1 = fields.Integer(string="Ageing up to (days)", default=30, required=True)
    collections_aging_limit_2 = fields.Integer(default=60, required=True)
    collections_aging_limit_3 = fields.Integer(default=90, required=True)
    collections_aging_limit_4 = fields.Integer(default=120, required=True)

    @api.constrains(*LIMITS)
    def _check_collections_aging_limits(self):
        for company in self:
            try:
                aging.check_limits(company._collections_aging_limits())
            except ValueError as error:
                raise ValidationError(
                    self.env._("The limits of the ageing must be positive and rise from one to the next.")
                ) from error

    def _collections_aging_limits(self):
        """Upper limits in days of the ageing bands but the last, which is open.

        Who works in a branch only may not read the root company, but sees its customers.
        """
        self.ensure_one()
        company = self.sudo()
        return [company[name] for name in LIMITS]


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collections_include_no_followup = fields.Boolean(
        related="company_id.root_id.collections_include_no_followup", readonly=False
    )
    collections_aging_limit_1 = fields.Integer(related="company_id.root_id.collections_aging_limit_1", readonly=False)
    collections_aging_limit_2 = fields.Integer(related="company_id.root_id.collections_aging_limit_2", readonly=False)
    collections_aging_limit_3 = fields.Integer(related="company_id.root_id.collections_aging_limit_3", readonly=False)
    collections_aging_limit_4 = fields.Integer(related="company_id.root_id.collections_aging_limit_4", readonly=False)
