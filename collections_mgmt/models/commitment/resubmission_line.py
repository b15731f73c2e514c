from odoo import fields, models


class CollectionsResubmissionLine(models.Model):
    """An open item to look at again. Grain: one open item of one resubmission."""

    _name = "collections.resubmission.line"
    _description = "Item of a Resubmission"
    _inherit = ["collections.item.reference"]
    _order = "resubmission_id, item_due_date, id"
    _rec_name = "item_name"

    resubmission_id = fields.Many2one("collections.resubmission", required=True, index=True, ondelete="cascade")
    account_id = fields.Many2one(related="resubmission_id.account_id", store=True, index=True)
