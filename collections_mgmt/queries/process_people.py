"""Who deals with a task: pieces of SQL over ``account``, a collections.account. Grain of each: one user or none."""

from odoo.tools import SQL

from .list_in_use import is_to_do


def supervisor():
    """The first supervisor of the group that collects.

    Index    collections_group_supervisor_rel
    Cost     supervisors of a group, per account
    """
    return SQL(
        """
        (SELECT person.id FROM collections_group_supervisor_rel supervises
           JOIN res_users person ON person.id = supervises.res_users_id AND person.active
          WHERE supervises.collections_group_id = account.group_id
          ORDER BY person.id LIMIT 1)
        """
    )


def specialist():
    """Who has the customer on his list, else who always works him.

    Index    collections_worklist_item._account_once (account_id, run_id)
    Cost     items of an account
    """
    return SQL(
        """
        COALESCE(
            (SELECT item.specialist_id FROM collections_worklist_item item
              WHERE item.account_id = account.id AND (item.state = 'completed' OR %s)
              ORDER BY item.id DESC LIMIT 1),
            account.specialist_id)
        """,
        is_to_do(),
    )


def salesperson():
    """The salesperson of the contact, else of his newest document with something open.

    Index    account_move_line by partner
    Cost     open items of an account, of those without a salesperson
    """
    return SQL(
        """
        COALESCE(
            (SELECT person.id FROM res_partner customer
               JOIN res_users person ON person.id = customer.user_id AND person.active AND NOT person.share
              WHERE customer.id = account.partner_id),
            (SELECT person.id
               FROM account_move_line line
               JOIN account_move move ON move.id = line.move_id
               JOIN res_users person ON person.id = move.invoice_user_id AND person.active AND NOT person.share
               JOIN res_company company ON company.id = line.company_id
              WHERE line.partner_id = account.partner_id AND line.parent_state = 'posted'
                AND line.reconciled IS NOT TRUE AND move.move_type = 'out_invoice'
                AND split_part(company.parent_path, '/', 1)::int = account.company_id
              ORDER BY move.invoice_date DESC, move.id DESC LIMIT 1))
        """
    )
