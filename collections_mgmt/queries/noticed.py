"""Grain: one customer something has happened to, that is one commercial partner x one root company."""

from odoo.tools import SQL


def customers_of_lines(*lines):
    """Customers of receivable journal items.

    Grain    one journal item: the same customer comes as often as he has items
    Columns  company_id (root), partner_id (commercial)
    As of    now
    Index    that of ``lines``
    Cost     the lines; joined once, since to plan a join takes longer than the join of what a booking touched

    :param lines: SQL conditions over ``line``, each of which must find its lines by an index
    """
    return SQL(
        """
        SELECT split_part(company.parent_path, '/', 1)::int AS company_id, partner.commercial_partner_id AS partner_id
          FROM (%s) AS line
          JOIN account_account ledger ON ledger.id = line.account_id AND ledger.account_type = 'asset_receivable'
          JOIN res_company company ON company.id = line.company_id
          JOIN res_partner partner ON partner.id = line.partner_id
        """,
        SQL(" UNION ALL ").join(
            SQL("SELECT account_id, company_id, partner_id FROM account_move_line line WHERE %s", each)
            for each in lines
        ),
    )


def customers_of_accounts(accounts):
    """Customers that have an account.

    Grain    one collections.account
    Columns  company_id (root), partner_id (commercial)
    As of    now
    Index    that of ``accounts``
    Cost     the accounts

    :param accounts: SQL condition over ``account``
    """
    return SQL("SELECT account.company_id, account.partner_id FROM collections_account account WHERE %s", accounts)


def customers_of_partners(partner_ids):
    """Customers among partners: those with an account, and those whose contacts owe something.

    Grain    as above, both kinds in turn
    Columns  company_id (root), partner_id (commercial)
    As of    now
    Index    account by partner; account_move_line by partner
    Cost     the partners and what is open of them
    """
    contacts = SQL(
        "line.parent_state = 'posted' AND line.reconciled IS NOT TRUE AND line.partner_id IN ("
        "SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))",
        partner_ids,
    )
    accounts = customers_of_accounts(SQL("account.partner_id = ANY(%s)", partner_ids))
    return SQL("%s UNION ALL %s", accounts, customers_of_lines(contacts))


def entries_elsewhere(said):
    """Entries of another customer than the one with whom something was said about them: they were re-addressed since.

    Grain    one entry
    Columns  move_id
    As of    now
    Index    account_move_line by entry
    Cost     what was said

    :param said: SQL of account_id (collections.account) and move_id of what was said
    """
    return SQL(
        """
        SELECT DISTINCT said.move_id
          FROM (%s) AS said
          JOIN collections_account account ON account.id = said.account_id
          JOIN account_move_line line ON line.move_id = said.move_id
          JOIN account_account ledger ON ledger.id = line.account_id AND ledger.account_type = 'asset_receivable'
          JOIN res_partner partner ON partner.id = line.partner_id
         WHERE partner.commercial_partner_id <> account.partner_id
        """,
        said,
    )
