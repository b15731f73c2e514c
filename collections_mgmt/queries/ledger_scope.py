"""Grain: one root company. The identifiers that tell which journal items are about its customers."""

from odoo.tools import SQL


def ledger_scope(company_id, contacts=None):
    """Branches, receivable accounts and journals of payments, archived or not.

    Grain    one row
    Columns  a JSON array of branch_ids (the root company among them), account_ids, journal_ids, partner_ids: arrays
    As of    now
    Index    none
    Cost     companies, ledger accounts, journals

    :param SQL contacts: SELECT of the ids of contacts, when these alone are in question; else partner_ids are NULL
    """
    return SQL(
        """
        WITH branch AS (SELECT id FROM res_company WHERE split_part(parent_path, '/', 1)::int = %(company)s)
        SELECT json_build_array(
               ARRAY(SELECT id FROM branch),
               ARRAY(SELECT account.id
                       FROM account_account account
                      WHERE account.account_type = 'asset_receivable' AND account.non_trade IS NOT TRUE
                        AND EXISTS (SELECT FROM account_account_res_company_rel rel
                                     WHERE rel.account_account_id = account.id
                                       AND rel.res_company_id IN (SELECT id FROM branch))),
               ARRAY(SELECT journal.id
                       FROM account_journal journal
                      WHERE journal.type IN ('bank', 'cash', 'credit')
                        AND journal.company_id IN (SELECT id FROM branch)),
               %(contacts)s)
        """,
        company=company_id,
        contacts=SQL("ARRAY(%s)", contacts) if contacts else SQL("NULL::int[]"),
    )
