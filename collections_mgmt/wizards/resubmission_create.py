from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionsResubmissionCreate(models.TransientModel):
    """Asks when to look at customers or open items again (E8). Grain: one request for any number."""

    _name = "collections.resubmission.create"
    _description = "Resubmit"
    _inherit = ["collections.resubmission.ask", "collections.selection.ask", "collections.customer.ask"]

    again_on = fields.Date(required=True)
    note = fields.Text()
    replaces = fields.Boolean()
    open_count = fields.Integer(compute="_compute_open_count")
    group_id = fields.Many2one("collections.group", string="Then with Group", ondelete="cascade")
    specialist_id = fields.Many2one(
        "res.users",
        string="Then with Specialist",
        ondelete="cascade",
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
    )
    assigned_until = fields.Date(string="Until")

    @api.model
    def default_get(self, fields_list):
        """What was selected, customers or open items, for a day in a week."""
        values = super().default_get(fields_list)
        accounts, items = self._selected()
        if not accounts:
            return values
        values["account_ids"] = accounts.ids
        values["line_ids"] = items.filtered(lambda item: item.residual > 0).ids
        return {**values, "again_on": self._usual_day(accounts), "replaces": not values["line_ids"]}

    def _customer(self):
        return self.account_ids if len(self.account_ids) == 1 else self.account_ids[:0]

    def _asked_accounts(self):
        return self.account_ids

    @api.depends("account_ids")
    def _compute_open_count(self):
        for wizard in self:
            wizard.open_count = len(wizard._open_ones())

    def _open_ones(self):
        """Resubmissions of these customers that the new one may take the place of."""
        return self.env["collections.resubmission"].search(
            [("account_id", "in", self.account_ids.ids), ("state", "=", "open")]
        )

    def action_resubmit(self):
        """Resubmit all of it."""
        self.ensure_one()
        if not self.account_ids:
            raise UserError(self.env._("Choose customers or open items to look at again."))
        self._check_of_customers()
        common = {
            **self._prepare_resubmission_vals(),
            "note": self.note,
            "group_id": self.group_id.id,
            "specialist_id": self.specialist_id.id,
            "assigned_until": self.assigned_until,
        }
        if self.replaces:
            self._open_ones()._replace()
        lines = self.line_ids.grouped(lambda line: line.partner_id.commercial_partner_id)
        self.env["collections.resubmission"]._give(
            [
                (common | {"account_id": account.id}, lines.get(account.partner_id, self.line_ids.browse()))
                for account in self.account_ids
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def action_resubmit_and_next(self):
        """Resubmit it, and open the next customer of the list."""
        return self._and_next(self.action_resubmit())
