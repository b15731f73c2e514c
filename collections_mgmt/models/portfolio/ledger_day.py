from odoo import api, fields, models
from odoo.tools import SQL


class CollectionsLedgerDay(models.Model):
    """The day as of which all customers of a root company are known. Grain: one row for each of these companies.

    A new day changes little of a ledger: a night writes the customers it says something else of, and this row for all
    others. A customer derived alone since is of his own day, when that is a later one.
    """

    _name = "collections.ledger.day"
    _description = "Day of All Customers of a Company"
    _rec_name = "key_date"
    _log_access = False  # one row, written by every run

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    key_date = fields.Date(string="As of", required=True, readonly=True)

    _one_each = models.UniqueIndex("(company_id)", "A company is known as of one day.")

    @api.model
    def _reach(self, company, key_date):
        """All customers of ``company``, a root company, are known as of ``key_date`` now."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_ledger_day (company_id, key_date) VALUES (%s, %s)
                ON CONFLICT (company_id) DO UPDATE SET key_date = EXCLUDED.key_date
                """,
                company.id,
                key_date,
            )
        )
        self.invalidate_model()

    @api.model
    def _hold(self, company):
        """Have the database refuse to bring the customers of ``company`` to another day, or this transaction, when both
        do it at once: whoever is derived here is not among those whom that day would have read.
        """
        self.env.cr.execute(
            SQL("UPDATE collections_ledger_day SET key_date = key_date WHERE company_id = %s", company.id)
        )

    @api.model
    def _reached(self, company):
        """The day as of which all customers of ``company`` are known; False before they were derived at all."""
        return self.sudo().search([("company_id", "=", company.id)], limit=1).key_date
