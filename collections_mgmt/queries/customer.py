"""Grain: one commercial partner x one root company with receivables."""

from odoo.tools import SQL

from .open_item import SOURCES


def customers_without_account(env, scope, open_only):
    """Customers that appear in the receivables of a root company and have no collection account yet.

    Grain    one commercial partner x one root company
    Columns  partner_id, company_id (root)
    As of    now
    Index    account_move_line._collections_open when ``open_only``
    Cost     open receivables, or all receivable lines ever (``open_only`` false: at install)

    :param Scope scope: where to look
    """
    is_open = SQL("line.reconciled IS NOT TRUE AND (line.amount_residual <> 0 OR line.amount_residual_currency <> 0)")
    return SQL(
        """
        SELECT DISTINCT partner.commercial_partner_id AS partner_id, %(company)s AS company_id
          FROM (SELECT DISTINCT line.partner_id
                  FROM account_move_line line
                 WHERE %(receivable)s AND line.parent_state = 'posted' AND %(open)s
               ) AS customer
          JOIN res_partner partner ON partner.id = customer.partner_id
          LEFT JOIN collections_account account
            ON account.partner_id = partner.commercial_partner_id AND account.company_id = %(company)s
         WHERE account.id IS NULL
        """,
        company=scope.company_id,
        receivable=scope.receivable(),
        open=is_open if open_only else SQL("TRUE"),
        to_flush=[env[model]._fields[name] for model, names in SOURCES.items() for name in names],
    )
