import base64

from odoo import fields, models


class CollectionsPlanAccept(models.TransientModel):
    """Asks for the agreement that the customer signed on paper. Grain: one request."""

    _name = "collections.plan.accept"
    _description = "Accept a Plan"

    plan_id = fields.Many2one("collections.plan", required=True, readonly=True)
    signed_by = fields.Char(required=True, help="Whose signature it is.")
    file = fields.Binary(string="Signed Agreement", required=True, attachment=False)
    file_name = fields.Char()

    def action_accept(self):
        """The plan counts; what was signed is kept with it."""
        self.ensure_one()
        name = self.file_name or self.env._("Signed agreement")
        self.plan_id._accept_on_paper(self.signed_by, name, base64.b64decode(self.file))
        return {"type": "ir.actions.act_window_close"}
