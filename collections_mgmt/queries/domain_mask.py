"""Grain: one account. Which of many domains hold, as one text of '0' and '1'."""

from odoo.fields import Domain
from odoo.tools import SQL, Query


def domain_mask(accounts, domains, source=None):
    """The domain engine as columns: every domain becomes one character of a mask, in one query.

    Grain    one row of ``source`` (default: the table of the model)
    Columns  a ``Query`` on the model, and the SQL of the mask to select from it
    As of    the facts in ``source``
    Index    none; a scan of the accounts, with joins for paths over relations
    Cost     accounts x domains; the number of statements is one

    :param accounts: the model the domains speak of, in the environment (user, company) that judges
    :param domains: list of domains
    :param source: SQL of a table expression with the columns of the model, to judge other facts than the stored ones
    :return: ``(query, mask)``: the caller adds joins and conditions to ``query`` and selects
    """
    alias = accounts._table
    query = Query(accounts.env, alias, source)
    flags = [_flag(accounts, alias, query, domain) for domain in domains]
    return query, SQL(" || ").join(flags) if flags else SQL("''")


def _flag(accounts, alias, query, domain):
    condition = Domain(domain).optimize_full(accounts)._to_sql(accounts, alias, query)
    return SQL("CASE WHEN %s THEN '1' ELSE '0' END", condition)
