"""Grain: one commercial partner x one root company with receivables."""

from odoo.tools import SQL

from .open_item import SOURCES


def customers_without_account(env, open_only, partner_ids=None):
    """Customers that appear in the receivables and have no collection account yet.

    Grain    one commercial partner x one root company
    Columns  partner_id, company_id (root)
    As of    now
    Index    account_move_line._unreconciled_index when ``open_only``
    Cost     open receivables, or all receivable lines ever (``open_only`` false: at install); with
             ``partner_ids`` those of these customers
    """
    return SQL(
        """
        SELECT DISTINCT partner.commercial_partner_id AS partner_id, root.id AS company_id
          FROM account_move_line line
          JOIN account_account ledger ON ledger.id = line.account_id
           AND ledger.account_type = 'asset_receivable' AND ledger.non_trade IS NOT TRUE
          JOIN res_company company ON company.id = line.company_id
          JOIN res_company root ON root.id = split_part(company.parent_path, '/', 1)::int
          JOIN res_partner partner ON partner.id = line.partner_id
         WHERE line.parent_state = 'posted' AND %(open)s AND %(partners)s
           AND NOT EXISTS (SELECT FROM collections_account account
                            WHERE account.partner_id = partner.commercial_partner_id AND account.company_id = root.id)
        """,
        open=SQL("line.reconciled IS NOT TRUE") if open_only else SQL("TRUE"),
        partners=_of_partners(partner_ids),
        to_flush=[env[model]._fields[name] for model, names in SOURCES.items() for name in names],
    )


def _of_partners(partner_ids):
    if partner_ids is None:
        return SQL("TRUE")
    return SQL("line.partner_id IN (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))", partner_ids)
