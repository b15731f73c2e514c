from odoo import api, fields, models


class CollectionsAuditDifference(models.Model):
    """A stored figure that is not what the ledger says. Grain: one column of one account in one audit."""

    _name = "collections.audit.difference"
    _description = "Difference Found by an Audit"
    _order = "audit_id desc, account_id, id"
    _rec_name = "name"
    _log_access = False  # written by the audit in one statement

    audit_id = fields.Many2one("collections.audit", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="audit_id.company_id")
    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    key_date = fields.Date(string="As of", readonly=True)
    name = fields.Char(string="Column", readonly=True)
    label = fields.Char(string="Figure", compute="_compute_label")
    stored = fields.Char(readonly=True, help="What was stored before; the customer was derived anew since.")
    truth = fields.Char(string="Ledger", readonly=True, help="What the ledger and the settings give.")

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_label(self):
        described = self.env["collections.account"].sudo().fields_get(attributes=["string"])
        for difference in self:
            difference.label = described.get(difference.name, {}).get("string", difference.name)

    def action_open_account(self):
        """Show the customer."""
        self.ensure_one()
        self.check_access("read")
        return self.account_id._get_records_action(views=[(False, "form")])
