from odoo import api, fields, models
from odoo.tools import formatLang

from ...queries.short_payment import short_payment


class CollectionsProfile(models.Model):
    """Whether a payment that is a little too short becomes a dispute by itself, and from which difference on (I12)."""

    _inherit = "collections.profile"

    short_dispute = fields.Boolean(
        string="Dispute Short Payments",
        tracking=True,
        help="An invoice that was paid but for a small difference becomes a dispute of that difference by itself.",
    )
    short_reason_id = fields.Many2one(
        "collections.dispute.reason",
        string="Recorded As",
        tracking=True,
        ondelete="restrict",
        help="The reason of these disputes: it says who looks into the difference.",
    )
    short_since = fields.Date(
        string="Payments From",
        default=fields.Date.context_today,
        tracking=True,
        help="Payments of earlier days become no disputes.",
    )
    short_tolerance = fields.Monetary(
        string="Tolerated Difference",
        tracking=True,
        help="A difference up to this (in company currency) becomes no dispute. 0: none is tolerated for its amount.",
    )
    short_tolerance_percent = fields.Float(
        string="Tolerated Difference %",
        digits=(16, 2),
        tracking=True,
        help="A difference up to this share of the invoice becomes no dispute; where an amount is given too, it has to "
        "be within both. 0: the amount alone counts.",
    )
    short_maximum = fields.Float(
        string="Largest Difference %",
        digits=(16, 2),
        default=20,
        tracking=True,
        help="Where more of the invoice is missing, it was paid in part on purpose: that is no dispute.",
    )

    _short_in_range = models.Constraint(
        "CHECK(short_tolerance >= 0 AND short_tolerance_percent BETWEEN 0 AND 100 AND short_maximum BETWEEN 0 AND 100)",
        "Of short payments: the tolerated difference cannot be negative, shares must be between 0 and 100 %.",
    )
    _short_reason_given = models.Constraint(
        "CHECK(NOT short_dispute OR (short_reason_id IS NOT NULL AND short_since IS NOT NULL))",
        "Say as what short payments are recorded, and from which day on.",
    )


class CollectionsDispute(models.Model):
    """Short payments become disputes by themselves where the profile of the customer wants it (I12)."""

    _inherit = "collections.dispute"

    automatic = fields.Boolean(string="By Itself", readonly=True, help="Recorded from a short payment by itself.")

    @api.model
    def _cron_short_payments(self):
        """Every hour: what was booked since."""
        companies = self.env["res.company"].search([("parent_id", "=", False)])
        cron = self.env["ir.cron"]
        found = [row for company in companies for row in self._short_payments(company)]
        cron._commit_progress(remaining=len(found))
        for line, account, reason in found:
            self._open_short(line, account, reason)
            if not cron._commit_progress(1):
                break

    @api.model
    def _short_payments(self, company):
        """(journal item, account, reason) of what is to be recorded of a root company."""
        self.env.flush_all()
        models = ("account.move.line", "collections.account", "collections.dispute.reason")
        for ids in self.env.execute_query(short_payment(company.id)):
            yield tuple(self.env[model].browse(record_id) for model, record_id in zip(models, ids, strict=True))

    @api.model
    def _open_short(self, line, account, reason):
        """Record the difference; who looks after the customer follows it."""
        account._lock_agreements()
        disputable = self.env["collections.dispute.line"]._disputable(line).get(line.id, 0)
        if line.currency_id.compare_amounts(disputable, 0) <= 0:  # somebody else was faster
            return self
        missing, total = (
            formatLang(self.env, amount, currency_obj=line.currency_id)
            for amount in (line.amount_residual_currency, line.amount_currency)
        )
        return self._open(
            account,
            {line: disputable},
            reason_id=reason.id,
            raised_by_id=(account.specialist_id or self.env.user).id,
            description=self.env._(
                "Paid too little: %(missing)s of %(total)s are missing.", missing=missing, total=total
            ),
            automatic=True,
        )
