from odoo import api, fields, models
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """Credit data of the account (E17): the limit and trust kept on the contact, per company."""

    _inherit = "collections.account"

    credit_limit = fields.Monetary(readonly=True, help="Credit limit of the contact in this company; 0: none set.")
    credit_used = fields.Float(
        string="Credit Used %", readonly=True, aggregator="avg", digits=(16, 1), help="Balance against the limit."
    )
    credit_over = fields.Monetary(string="Over the Limit", readonly=True)
    trust = fields.Selection(
        [("good", "Good"), ("normal", "Normal"), ("bad", "Bad")],
        string="Degree of Trust",
        readonly=True,
        help="As set on the contact.",
    )

    @api.model
    def _fact_columns(self, key_date):
        partners = self.env["res.partner"].sudo()
        limit = SQL("COALESCE(%s, 0)::numeric", partners._field_to_sql("partner", "credit_limit"))
        balance = SQL("COALESCE(items.balance, 0)")
        return {
            **super()._fact_columns(key_date),
            "credit_limit": limit,
            # no limit means undefined, not zero (FM20)
            "credit_used": SQL("ROUND(GREATEST(0, %s) * 100 / NULLIF(%s, 0), 1)", balance, limit),
            "credit_over": SQL(
                "CASE WHEN %(limit)s > 0 THEN GREATEST(0, %(balance)s - %(limit)s) ELSE 0 END",
                limit=limit,
                balance=balance,
            ),
            "trust": partners._field_to_sql("partner", "trust"),
        }
