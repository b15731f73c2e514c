"""Grain: one account. Which of many domains hold, as texts of '0' and '1'."""

from odoo.fields import Domain
from odoo.tools import SQL, Query


def domain_mask(accounts, domains, source=None, related=None):
    """The domain engine as columns: every domain becomes one character of a mask, in one query.

    Grain    one row of ``source`` (default: the table of the model)
    Columns  a ``Query`` on the model, and the SQL of the mask to select from it
    As of    the facts in ``source``
    Index    none; a scan of the accounts, with joins for paths over relations
    Cost     accounts x domains, and one pass over each of ``related`` that is asked for, however often it is; the
             number of statements is one

    :param accounts: the model the domains speak of, in the environment (user, company) that judges
    :param domains: list of domains
    :param source: SQL of a table expression with the columns of the model, to judge other facts than the stored ones
    :param related: dict one2many field -> function that gives SQL of the rows to judge of it: what is asked of some row
        ("any", "not any") is asked of all rows at once
    :return: ``(query, mask)``: the caller adds joins and conditions to ``query`` and selects
    """
    query, [mask] = domain_masks(accounts, [domains], source, related)
    return query, mask


def domain_masks(accounts, lists, source=None, related=None):
    """The same for several lists of domains in one query.

    :return: ``(query, masks)``: one for each of ``lists``
    """
    alias = accounts._table
    query = Query(accounts.env, alias, source)
    passes = {name: _Pass(accounts, name, rows) for name, rows in (related or {}).items()}
    masks = [
        [_flag(accounts, alias, query, _in_passes(accounts, domain, passes)) for domain in domains] for domains in lists
    ]
    for one_pass in passes.values():
        one_pass.join(query)
    return query, [SQL(" || ").join(flags) if flags else SQL("''") for flags in masks]


def _in_passes(accounts, domain, passes):
    """The domain with what it asks of related rows replaced by what the pass over them gives."""

    def answered(condition):
        if condition.operator in ("any", "not any") and condition.field_expr in passes:
            holds = passes[condition.field_expr].holds(condition.value)
            return Domain.custom(to_sql=lambda *_args: holds if condition.operator == "any" else SQL("NOT %s", holds))
        return condition

    return Domain(domain).optimize(accounts).map_conditions(answered) if passes else Domain(domain)


def _flag(accounts, alias, query, domain):
    condition = domain.optimize_full(accounts)._to_sql(accounts, alias, query)
    return SQL("CASE WHEN %s THEN '1' ELSE '0' END", condition)


class _Pass:
    """One reading of the rows of a one2many: per owner, whether any of them satisfies each condition asked."""

    def __init__(self, accounts, name, rows):
        field = accounts._fields[name]
        self.owners, self.name, self.rows = accounts._table, name, rows
        self.model, self.inverse = accounts.env[field.comodel_name], field.inverse_name
        self.asked = []

    def holds(self, domain):
        """SQL condition over the join: some row of the owner satisfies ``domain``."""
        domain = Domain(domain)
        if domain not in self.asked:
            self.asked.append(domain)
        return SQL("COALESCE(%s, FALSE)", SQL.identifier(self.name, f"holds_{self.asked.index(domain)}"))

    def join(self, query):
        if not self.asked:
            return
        owner = SQL("%s.owner = %s", SQL.identifier(self.name), SQL.identifier(self.owners, "id"))
        query.add_join("LEFT JOIN", self.name, SQL("(%s)", self._answers()), owner)

    def _answers(self):
        alias = self.model._table
        rows = Query(self.model.env, alias, SQL("(%s)", self.rows()))
        columns = [SQL.identifier(f"holds_{number}") for number in range(len(self.asked))]
        conditions = [domain.optimize_full(self.model)._to_sql(self.model, alias, rows) for domain in self.asked]
        rows.add_where(SQL("(%s)", SQL(" OR ").join(conditions)))
        return SQL(
            "SELECT owner, %s FROM (%s) AS row GROUP BY owner",
            SQL(", ").join(SQL("BOOL_OR(%s) AS %s", column, column) for column in columns),
            rows.select(
                SQL("%s AS owner", SQL.identifier(alias, self.inverse)),
                *(SQL("%s AS %s", *pair) for pair in zip(conditions, columns, strict=True)),
            ),
        )
