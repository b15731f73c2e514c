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
        limit = SQL("COALESCE(granted.credit_limit, %s)", _default(partners, "credit_limit") or 0)
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
            "trust": SQL("COALESCE(granted.trust, %s)", _default(partners, "trust") or None),
        }

    @api.model
    def _fact_joins(self, company, key_date, ids):
        """``granted``: what is kept on the contact itself, where anything is."""
        partners = self.env["res.partner"].sudo().with_company(company)
        granted = SQL(
            """
            LEFT JOIN (SELECT partner.id, %s::numeric AS credit_limit, %s AS trust
                         FROM res_partner partner
                        WHERE partner.credit_limit IS NOT NULL OR partner.trust IS NOT NULL) AS granted
              ON granted.id = account.partner_id
            """,
            partners._field_to_sql("partner", "credit_limit"),
            partners._field_to_sql("partner", "trust"),
        )
        return [*super()._fact_joins(company, key_date, ids), granted]


def _default(partners, name):
    """What holds for contacts of the company without a value of their own."""
    return partners._fields[name].get_company_dependent_fallback(partners)
