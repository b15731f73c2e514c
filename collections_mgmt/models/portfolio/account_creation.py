from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.customer import customers_without_account
from ...queries.receivable_line import Scope

MANY = 100  # rows from which on new statistics are worth it


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    @api.model
    def _ensure_accounts(self, open_only=True, company=None, customer_ids=None):
        """Create the accounts of customers that have receivables and no account yet, in one statement.

        :param open_only: look at open receivables only (each day); False: at all there ever were (at install)
        :param company: a root company, to look at its receivables only
        :param customer_ids: with a company: look at these customers only
        :return: number of accounts created
        """
        scope = self._scope(company, customer_ids) if company else None
        customers = customers_without_account(self.env, open_only, scope)
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

    @api.model
    def _scope(self, company, customer_ids=None):
        """The part of the ledger that is about the customers of a root company, or about some of them.

        With all their contacts, since then the lines are found by index, however large the ledger is.
        """
        branches = self.env["res.company"].sudo().with_context(active_test=False)
        scope = Scope(company.id, tuple(branches.search([("id", "child_of", company.id)]).ids))
        if customer_ids is None:
            return scope
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        contacts = partners.search([("commercial_partner_id", "in", customer_ids)])
        return scope._replace(partner_ids=tuple(contacts.ids))
