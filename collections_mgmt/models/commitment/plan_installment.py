from odoo import api, fields, models

STATES = [("open", "Open"), ("partial", "Partly Paid"), ("paid", "Paid")]


class CollectionsPlanInstallment(models.Model):
    """An instalment. Grain: one day of one plan on which an amount is due, in the currency of the plan.

    Where the interest is no debit note it cannot be matched with payments: then the principal alone is followed.
    """

    _name = "collections.plan.installment"
    _description = "Instalment"
    _order = "date, id"

    plan_id = fields.Many2one("collections.plan", required=True, readonly=True, index=True, ondelete="cascade")
    account_id = fields.Many2one(related="plan_id.account_id", string="Customer", store=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    plan_state = fields.Selection(related="plan_id.state", string="Plan Is", store=True)
    sequence = fields.Integer(string="No.", readonly=True, aggregator=None)
    date = fields.Date(string="Due", required=True, readonly=True)
    principal = fields.Monetary(string="Of the Debt", required=True, readonly=True)
    interest = fields.Monetary(readonly=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    paid = fields.Monetary(readonly=True, default=0, required=True)
    credited = fields.Monetary(readonly=True, default=0, required=True)
    disputed = fields.Monetary(readonly=True, default=0, help="Of what is missing, not expected while it is disputed.")
    missing = fields.Monetary(compute="_compute_missing")
    state = fields.Selection(STATES, string="Status", compute="_compute_missing")

    @api.depends("principal", "interest")
    def _compute_amount(self):
        for part in self:
            part.amount = part.principal + part.interest

    @api.depends("amount", "paid", "credited", "plan_id.interest_move_id")
    def _compute_missing(self):
        for part in self:
            followed = part.amount if part.plan_id.sudo().interest_move_id else part.principal
            part.missing = followed - part.paid - part.credited
            settled = part.currency_id.is_zero(part.missing)
            part.state = "paid" if settled else "partial" if part.paid or part.credited else "open"

    @api.depends("plan_id", "sequence")
    def _compute_display_name(self):
        for part in self:
            part.display_name = f"{part.plan_id.display_name}, {part.sequence}"
