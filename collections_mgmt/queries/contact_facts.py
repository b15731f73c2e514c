"""Grain: one account. When its customer was contacted, and how that went."""

from odoo.tools import SQL

from .few import among


def contact_facts(key_date, ids=None):
    """Contacts summed up per account.

    Grain    one collections.account with contacts up to ``key_date``
    Columns  id; last_contact_date, last_effective_date, failed_contacts (outgoing ones without effect after the last
             effective one; what is written waits for an answer and has not failed)
    As of    ``key_date``
    Index    collections_contact._of_account
    Cost     contacts

    :param ids: of accounts, a list or SQL; None for all
    """
    return SQL(
        """
        SELECT contact.account_id AS id,
               MAX(contact.day) AS last_contact_date,
               MAX(contact.day) FILTER (WHERE contact.effective) AS last_effective_date,
               COUNT(*) FILTER (
                   WHERE contact.failed AND (contact.reached_at IS NULL OR contact.at > contact.reached_at)
               ) AS failed_contacts
          FROM (SELECT account_id, day, at, effective,
                       NOT effective AND direction = 'out' AND channel NOT IN ('email', 'letter') AS failed,
                       MAX(at) FILTER (WHERE effective) OVER (PARTITION BY account_id) AS reached_at
                  FROM collections_contact
                 WHERE day <= %(key_date)s AND %(few)s) AS contact
         GROUP BY contact.account_id
        """,
        key_date=SQL("%s::date", key_date),
        few=among("account_id", ids),
    )
