from odoo import fields, models
from odoo.exceptions import UserError


class CollectionsAgreementRefuse(models.TransientModel):
    """Asks why a promise or a plan is not approved: who gave it has to tell the customer. Grain: one agreement."""

    _name = "collections.agreement.refuse"
    _description = "Refuse to Approve"

    agreement_model = fields.Selection(
        [("collections.promise", "Promise"), ("collections.plan", "Plan")], required=True, readonly=True
    )
    agreement_id = fields.Many2oneReference(model_field="agreement_model", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_refuse(self):
        """It never counts; who gave it is told, and has the customer on his list again."""
        self.ensure_one()
        agreement = self.env[self.agreement_model].browse(self.agreement_id)
        if agreement.state != "to_approve":
            raise UserError(self.env._("It does not wait for approval any more."))
        agreement.action_refuse(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
