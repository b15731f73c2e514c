from odoo import api, fields, models


class CollectionsDisputeAsk(models.AbstractModel):
    """A question about one dispute: asked, and answered with what is proposed, to who sees the dispute alone."""

    _name = "collections.dispute.ask"
    _description = "Question about a Dispute"

    dispute_id = fields.Many2one("collections.dispute", required=True, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards.dispute_id.check_access("read")
        return wizards

    def write(self, vals):
        result = super().write(vals)
        self.dispute_id.check_access("read")
        return result
