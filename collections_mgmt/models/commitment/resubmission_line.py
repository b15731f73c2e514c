from odoo import api, fields, models
from odoo.exceptions import AccessError


class CollectionsResubmissionLine(models.Model):
    """An open item to look at again. Grain: one open item of one resubmission."""

    _name = "collections.resubmission.line"
    _description = "Item of a Resubmission"
    _inherit = ["collections.item.reference"]
    _order = "resubmission_id, item_due_date, id"
    _rec_name = "item_name"

    resubmission_id = fields.Many2one("collections.resubmission", required=True, index=True, ondelete="cascade")
    account_id = fields.Many2one(related="resubmission_id.account_id", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        """With their resubmission: what it was about is not added to later."""
        lines = super().create(vals_list)
        begun = self.env.cr.now()
        if not self.env.su and any(line.resubmission_id.create_date < begun for line in lines):
            raise AccessError(self.env._("A resubmission is never changed: give another one about these items."))
        return lines
