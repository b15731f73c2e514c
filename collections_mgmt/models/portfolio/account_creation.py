from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.customer import customers_without_account

MANY = 100  # rows from which on new statistics are worth it


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    @api.model
    def _ensure_accounts(self, open_only=True, partner_ids=None):
        """Create the accounts of customers that have receivables and no account yet, in one statement.

        :param open_only: look at open receivables only (each day); False: at all there ever were (at install)
        :param partner_ids: of these customers only
        :return: number of accounts created
        """
        customers = customers_without_account(self.env, open_only, partner_ids)
        self.env.flush_query(customers)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_account
                       (partner_id, company_id, active, create_uid, write_uid, create_date, write_date)
                SELECT partner_id, company_id, TRUE, %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM (%(customers)s) AS customer
                    ON CONFLICT (partner_id, company_id) DO NOTHING
                """,
                customers=customers,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        created = self.env.cr.rowcount
        if created >= MANY:
            # without statistics of the new rows the planner takes nested loops: minutes instead of a second
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(self._table)))
        self.invalidate_model()
        return created
