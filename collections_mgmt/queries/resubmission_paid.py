"""Grain: one open resubmission whose matter is paid."""

from odoo.tools import SQL

from .item_reference import line_of
from .open_item import is_open


def resubmission_paid(env, company_id, ids=None):
    """Open resubmissions of which nothing is left to look at: their items are closed, or the customer owes nothing.

    One about the customer as a whole counts as paid only where something was open when it was given.

    Grain    one collections.resubmission in state open
    Columns  id
    As of    now
    Index    collections_resubmission._open, account_move_line.partner_id
    Cost     open resubmissions and the open items of their customers

    :param ids: of accounts; None for all of the root company
    """
    return SQL(
        """
        SELECT resubmission.id
          FROM collections_resubmission resubmission
          JOIN collections_account account ON account.id = resubmission.account_id
          JOIN res_company root ON root.id = account.company_id
         CROSS JOIN LATERAL (
               SELECT EXISTS (SELECT FROM collections_resubmission_line item
                               WHERE item.resubmission_id = resubmission.id) AS of_items
             ) AS about
         WHERE resubmission.state = 'open' AND account.company_id = %(company)s AND %(few)s
           AND (about.of_items OR resubmission.open_amount > 0)
           AND NOT EXISTS (
               SELECT FROM collections_resubmission_line item
                 %(line)s
                WHERE item.resubmission_id = resubmission.id AND line.amount_residual > 0 AND %(is_open)s)
           AND (about.of_items OR NOT EXISTS (
               SELECT FROM account_move_line line
                 JOIN res_partner partner ON partner.id = line.partner_id
                 JOIN account_account ledger ON ledger.id = line.account_id
                 JOIN res_company company ON company.id = line.company_id
                WHERE partner.commercial_partner_id = account.partner_id
                  AND split_part(company.parent_path, '/', 1)::int = root.id
                  AND ledger.account_type = 'asset_receivable' AND ledger.non_trade IS NOT TRUE
                  AND line.amount_residual > 0 AND %(is_open)s))
        """,
        company=company_id,
        few=SQL("TRUE") if ids is None else SQL("account.id = ANY(%s)", list(ids)),
        line=line_of("item"),
        is_open=is_open(env),
    )
