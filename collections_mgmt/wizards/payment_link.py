from odoo import api, fields, models
from odoo.fields import Command


class CollectionsPaymentLink(models.TransientModel):
    """Shows the links by which a customer can pay chosen invoices online. Grain: one request of one customer.

    The links are those of Odoo (``payment.link.wizard``); nothing is sent by showing them.
    """

    _name = "collections.payment.link"
    _description = "Payment Links"

    account_id = fields.Many2one("collections.account", string="Customer", required=True, readonly=True)
    line_ids = fields.One2many("collections.payment.link.line", "wizard_id", readonly=True)
    all_links = fields.Text(compute="_compute_all_links")
    not_payable = fields.Text(string="Not Payable Online", readonly=True)
    pays_online = fields.Boolean(readonly=True)
    can_send = fields.Boolean(compute="_compute_can_send")

    @api.model
    def default_get(self, fields_list):
        """The invoices of the selected open items that can be paid online."""
        values = super().default_get(fields_list)
        items = self._chosen()
        if not items:
            return values
        return {
            **values,
            "account_id": items.account_id.id,
            "not_payable": items._not_payable_text() or False,
            "pays_online": items._pays_online(),
            "line_ids": [
                Command.create({"move_id": move.id, "amount": amount}) for move, amount in items._payable().items()
            ],
        }

    @api.model
    def _chosen(self):
        items = self.env["collections.item"]
        if self.env.context.get("active_model") != items._name:
            return items
        chosen = items.browse(self.env.context.get("active_ids", []))
        chosen.check_access("read")
        return chosen

    @api.depends("line_ids.link")
    def _compute_all_links(self):
        for wizard in self:
            wizard.all_links = "\n".join(f"{line.name}: {line.link}" for line in wizard.line_ids if line.link)

    @api.depends("account_id")
    def _compute_can_send(self):
        for wizard in self:
            wizard.can_send = wizard.account_id._sending_is_on()

    def action_send(self):
        """Write to the customer, with the links."""
        self.ensure_one()
        return self._chosen()._compose({"collections_pay_links": True})


class CollectionsPaymentLinkLine(models.TransientModel):
    """Grain: one invoice and the link by which it can be paid."""

    _name = "collections.payment.link.line"
    _description = "Payment Link"

    wizard_id = fields.Many2one("collections.payment.link", required=True, ondelete="cascade")
    move_id = fields.Many2one("account.move", string="Invoice", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(related="move_id.name", string="Number")
    due_date = fields.Date(related="move_id.invoice_date_due", string="Due Date")
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount = fields.Monetary(string="To Pay", readonly=True)
    link = fields.Char(compute="_compute_link")

    @api.model_create_multi
    def create(self, vals_list):
        """Of invoices the user reads: a line tells their number and day."""
        lines = super().create(vals_list)
        lines.move_id.check_access("read")
        return lines

    def write(self, vals):
        """The same."""
        result = super().write(vals)
        self.move_id.check_access("read")
        return result

    @api.depends("move_id", "amount")
    def _compute_link(self):
        """Who may not read an invoice gets no link to it."""
        self.move_id.check_access("read")
        for line in self:
            line.link = line.move_id and self.env["collections.item"]._payment_link(line.move_id, line.amount)
