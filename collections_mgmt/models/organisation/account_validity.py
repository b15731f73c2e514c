from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date


class CollectionsAccount(models.Model):
    """From when until when the customer takes part in collections (A2). Outside of these days he has no profile."""

    _inherit = "collections.account"

    valid_from = fields.Date(string="Takes Part from", tracking=True, help="Empty: from the beginning.")
    valid_to = fields.Date(string="Takes Part until", tracking=True, help="The last day. Empty: without an end.")

    @api.model
    def _setting_fields(self):
        return super()._setting_fields() | {"valid_from", "valid_to"}

    @api.constrains("valid_from", "valid_to")
    def _check_valid_dates(self):
        for account in self:
            if account.valid_from and account.valid_to and account.valid_to < account.valid_from:
                raise ValidationError(self.env._("“%s” takes part until a day before it begins.", account.display_name))

    @api.model
    def _takes_part(self, key_date):
        """SQL condition over ``account``: it takes part on ``key_date``."""
        return SQL(
            "%s::date BETWEEN COALESCE(account.valid_from, '-infinity') AND COALESCE(account.valid_to, 'infinity')",
            key_date,
        )

    def _validity_sentence(self):
        """Why the customer takes no part on the day he was last derived for; empty when it is not for the dates."""
        key_date = self._last_key_date()
        if self.valid_from and key_date < self.valid_from:
            return self.env._("the customer takes part from %s on", format_date(self.env, self.valid_from))
        if self.valid_to and key_date > self.valid_to:
            return self.env._("the customer took part until %s", format_date(self.env, self.valid_to))
        return ""
