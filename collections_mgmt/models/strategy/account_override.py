from odoo import api, fields, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """Boost and park: what the supervisor decided beside the rules."""

    _inherit = "collections.account"

    override_ids = fields.One2many(
        "collections.priority.override", "account_id", string="Boosted and Parked", readonly=True
    )

    @api.model
    def _derived_fields(self):
        return super()._derived_fields() | {"override_id"}

    @api.model
    def _steering_fields(self):
        return [*super()._steering_fields(), "override_id"]

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.priority.override"]

    @api.model
    def _classification(self):
        return {**super()._classification(), "override_id": SQL("priority_override.id")}

    @api.model
    def _classification_joins(self, key_date):
        override = self.env["collections.priority.override"]._in_force_join("priority_override", key_date)
        return [*super()._classification_joins(key_date), override]

    def action_override(self):
        """Ask whether to boost or to park this customer, why and until when."""
        return self._steering_action("collections_mgmt.collections_priority_override_action_new")


class CollectionsSegment(models.Model):
    _inherit = "collections.segment"

    @api.model
    def _classified(self):
        return super()._classified() | {"override_id"}
