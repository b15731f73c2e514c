from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CollectionsAccount(models.Model):
    """When to look at the customer again."""

    _inherit = "collections.account"

    resubmission_ids = fields.One2many(
        "collections.resubmission", "account_id", string="All Resubmissions", readonly=True
    )

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.resubmission"]

    @api.model
    def _settled_relations(self):
        return [*super()._settled_relations(), "resubmission_ids"]

    @api.model
    def _settle(self, company, key_date, ids=None):
        result = super()._settle(company, key_date, ids)
        resubmissions = self.env["collections.resubmission"].sudo()
        self._settle_those("resubmission_ids", partial(resubmissions._settle_paid, company, key_date), ids)
        return result

    def _silent_until(self):
        """Those whom nobody is to contact: dict account -> the day from which on one may."""
        silent = self.env["collections.resubmission"].sudo().search(
            [("account_id", "in", self.ids), ("state", "=", "open"), ("no_contact", "=", True)], order="date"
        )  # fmt: skip
        coming = silent.filtered(lambda record: record.date > record.account_id._last_key_date())
        return {record.account_id.with_env(self.env): record.date for record in coming}

    def _check_not_silent(self):
        """:raise UserError: when nobody is to contact the customer, on whatever channel (E8)"""
        for account, day in self._silent_until().items():
            raise UserError(
                self.env._(
                    "Nobody contacts “%(customer)s” before %(day)s: that was agreed. Send it then, or end the "
                    "resubmission that says so.",
                    customer=account.display_name,
                    day=format_date(self.env, day),
                )
            )

    def action_resubmit(self):
        """Ask when to look at these customers again."""
        return self._steering_action("collections_mgmt.collections_resubmission_create_action")


class CollectionsProfile(models.Model):
    _inherit = "collections.profile"

    no_contact_days = fields.Integer(
        string="No Contact up to (days)",
        default=31,
        tracking=True,
        help="For how long a specialist may leave a customer without any contact by a resubmission. Longer needs the "
        "supervisor. 0: only the supervisor.",
    )

    _no_contact_days_not_negative = models.Constraint(
        "CHECK(no_contact_days BETWEEN 0 AND 365)", "Days without contact must be between 0 and 365."
    )
