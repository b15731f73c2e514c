from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class CollectionsResubmissionCreate(models.TransientModel):
    """Asks when to look at customers or open items again (E8). Grain: one request for any number."""

    _name = "collections.resubmission.create"
    _description = "Resubmit"
    _inherit = ["collections.resubmission.ask"]

    account_ids = fields.Many2many("collections.account", string="Customers")
    line_ids = fields.Many2many("account.move.line", string="Open Items")
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
    summary = fields.Char(compute="_compute_summary")

    @api.model
    def default_get(self, fields_list):
        """What was selected, customers or open items, for a day in a week."""
        values = super().default_get(fields_list)
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids", [])
        if model == "collections.item":
            items = self.env[model].browse(ids)
            accounts = items.account_id
            values.update(line_ids=items.filtered(lambda item: item.residual > 0).ids)
        elif model == "collections.account":
            accounts = self.env[model].browse(ids)
        else:
            return values
        replaces = not values.get("line_ids")
        return {**values, "account_ids": accounts.ids, "again_on": self._usual_day(accounts), "replaces": replaces}

    def _asked_accounts(self):
        return self.account_ids

    @api.depends("account_ids")
    def _compute_open_count(self):
        for wizard in self:
            wizard.open_count = len(wizard._open_ones())

    @api.depends("account_ids", "line_ids")
    def _compute_summary(self):
        for wizard in self:
            wizard.summary = wizard._items_text() if wizard.line_ids else wizard._accounts_text()

    def _accounts_text(self):
        if len(self.account_ids) == 1:
            return self.account_ids.display_name
        return self.env._("%s customers", len(self.account_ids))

    def _items_text(self):
        return self.env._(
            "%(items)s open items of %(customers)s, %(amount)s",
            items=len(self.line_ids),
            customers=self._accounts_text(),
            amount=formatLang(
                self.env, sum(self.line_ids.mapped("amount_residual")), currency_obj=self.account_ids[:1].currency_id
            ),
        )

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
