from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.customer import customers_without_account
from ...queries.ledger_scope import ledger_scope
from ...queries.receivable_line import Scope
from ..foundation import bulk, prepared

MANY = 100  # new rows from which on new statistics are worth it
# a ``Scope`` that is told when a statement is carried out
OF_LEDGER = [prepared.Given(name, "int4[]") for name in ("branch_ids", "account_ids", "journal_ids")]
OF_CUSTOMERS = prepared.Given("partner_ids", "int4[]")


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    @api.model
    def _ensure_accounts(self, company=None, open_only=True, customer_ids=None):
        """Create the accounts of customers that have receivables and no account yet, in one statement a company.

        :param company: a root company; None: each of them
        :param open_only: look at open receivables only; False: at all there ever were (at install)
        :param customer_ids: look at these customers only
        :return: number of accounts created
        """
        self.env.flush_all()
        companies = company or self.env["res.company"].sudo().search([("parent_id", "=", False)])
        contacts = None
        if customer_ids is not None:
            customers = bulk.int_array(customer_ids)
            contacts = SQL("SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s)", customers)
        # just created, the table has no statistics, from which follow nested loops: minutes instead of a second
        with bulk.reading(self.env.cr, customer_ids):
            created = sum(self._create_missing(self._scope(each, contacts), open_only) for each in companies)
        if created >= MANY:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(self._table)))
        self.invalidate_model()
        return created

    @api.model
    def _ensure_noticed_accounts(self, company):
        """Those of customers in the queue: a new one cannot have come otherwise, and the audit looks at all.

        :param company: a root company
        :return: number of accounts created
        """
        customer_ids = self.env["collections.refresh"]._customers_without_account(company)
        return self._ensure_accounts(company, customer_ids=customer_ids) if customer_ids else 0

    @api.model
    def _create_missing(self, scope, open_only):
        customers = customers_without_account(self.env, scope, open_only)
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
        return self.env.cr.rowcount

    @api.model
    def _scope(self, company, contacts=None):
        """The part of the ledger that is about the customers of a root company, or about some of them.

        With all their contacts, since then the lines are found by index, however large the ledger is.

        :param SQL contacts: SELECT of the ids of these contacts
        """
        [(identifiers,)] = prepared.query(self.env, ledger_scope(company.id, contacts))
        return Scope(company.id, *identifiers)

    @api.model
    def _scope_of(self, company, ids):
        """The same for accounts; None: all of the root company."""
        if ids == prepared.IDS:
            return Scope(company.id, *OF_LEDGER, OF_CUSTOMERS)
        return Scope(company.id, *self._answer(self._identifiers, company, ids))

    @api.model
    def _identifiers(self, company, ids):
        """SQL of them."""
        return ledger_scope(company.id, None if ids is None else self._contacts_of(ids))

    @api.model
    def _questions(self, company, ids):
        return [*super()._questions(company, ids), (self._identifiers, (company, ids))]

    @api.model
    def _given(self, company, key_date, ids):
        scope = self._scope_of(company, ids)
        given = zip((*OF_LEDGER, OF_CUSTOMERS), scope[1:], strict=True)
        return {**super()._given(company, key_date, ids), **{each.name: value for each, value in given}}

    @api.model
    def _narrowed(self, scope, ids):
        """``scope`` about the accounts of ``ids`` alone."""
        if ids is None:
            return scope
        contacts = prepared.query(self.env, self._contacts_of(ids))
        return scope._replace(partner_ids=[contact_id for (contact_id,) in contacts])

    @api.model
    def _contacts_of(self, ids):
        """SQL: ids of the contacts of accounts."""
        return SQL(
            """
            SELECT contact.id
              FROM collections_account account
              JOIN res_partner contact ON contact.commercial_partner_id = account.partner_id
             WHERE account.id = ANY(%s)
            """,
            bulk.int_array(ids),
            to_flush=[self._fields["partner_id"], self.env["res.partner"]._fields["commercial_partner_id"]],
        )
