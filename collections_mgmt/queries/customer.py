"""Grain: one commercial partner x one root company with receivables."""

from odoo.tools import SQL

from .open_item import SOURCES
from .receivable_line import is_receivable


def customers_without_account(env, open_only, scope=None):
    """Customers that appear in the receivables and have no collection account yet.

    Grain    one commercial partner x one root company
    Columns  partner_id, company_id (root)
    As of    now
    Index    account_move_line._collections_open when ``open_only``
    Cost     open receivables, or all receivable lines ever (``open_only`` false: at install)

    :param Scope scope: to look at a part of the ledger only
    """
    return SQL(
        """
        SELECT DISTINCT partner.commercial_partner_id AS partner_id, root.id AS company_id
          FROM (SELECT DISTINCT line.partner_id, line.company_id
                  FROM account_move_line line
                 WHERE %(receivable)s AND line.parent_state = 'posted' AND %(open)s AND %(lines)s
               ) AS customer
          JOIN res_company company ON company.id = customer.company_id
          JOIN res_company root ON root.id = split_part(company.parent_path, '/', 1)::int
          JOIN res_partner partner ON partner.id = customer.partner_id
          LEFT JOIN collections_account account
            ON account.partner_id = partner.commercial_partner_id AND account.company_id = root.id
         WHERE account.id IS NULL
        """,
        receivable=is_receivable(),
        open=_OPEN if open_only else SQL("TRUE"),
        lines=scope.lines() if scope else SQL("TRUE"),
        to_flush=[env[model]._fields[name] for model, names in SOURCES.items() for name in names],
    )


_OPEN = SQL("line.reconciled IS NOT TRUE AND (line.amount_residual <> 0 OR line.amount_residual_currency <> 0)")
