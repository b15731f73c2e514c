from odoo import fields, models


class CollectionsProfile(models.Model):
    """Parameters that accounts share. Grain: one kind of treatment, used by any number of accounts (A2)."""

    _name = "collections.profile"
    _description = "Collection Profile"
    _inherit = ["collections.account.setting", "collections.in.use"]
    _account_field = "profile_id"

    grace_days = fields.Integer(
        tracking=True,
        help="Days after the due date before an item counts as to be collected. It is overdue all the same.",
    )
    minimum_amount = fields.Monetary(
        string="Minimum to Collect",
        tracking=True,
        help="A customer with less to collect than this (in company currency) is not put on a work list.",
    )
    credit_netting = fields.Selection(
        [("net", "Deduct from the amount to collect"), ("show", "Show only")],
        string="Credits and Unallocated Payments",
        required=True,
        default="net",
        tracking=True,
        help="Deduct: open credit notes and payments not yet allocated reduce what is to be collected, oldest items "
        "first; a customer who owes nothing net is left alone. Show only: they reduce the balance, nothing else.",
    )
    hold_days = fields.Integer(
        string="Hold up to (days)",
        default=14,
        tracking=True,
        help="For how long a specialist may put a customer or an open item on hold. Longer needs the supervisor. "
        "0: only the supervisor.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    _grace_days_not_negative = models.Constraint(
        "CHECK(grace_days BETWEEN 0 AND 365)", "Grace days must be between 0 and 365."
    )
    _hold_days_not_negative = models.Constraint(
        "CHECK(hold_days BETWEEN 0 AND 365)", "Days on hold must be between 0 and 365."
    )
    _minimum_amount_not_negative = models.Constraint("CHECK(minimum_amount >= 0)", "The minimum cannot be negative.")

    def _compute_currency_id(self):
        for profile in self:
            profile.currency_id = (profile.company_id or self.env.company).currency_id
