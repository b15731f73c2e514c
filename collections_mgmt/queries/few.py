"""Some of the rows of a table."""

from odoo.tools import SQL


def among(column, ids):
    """Condition: ``column`` is one of ``ids``.

    :param str column: as it is named in the query, with its table
    :param ids: a list; SQL of a SELECT, for many; None for all
    """
    if ids is None:
        return SQL("TRUE")
    name = SQL.identifier(*column.split("."))
    return SQL("%s IN (%s)", name, ids) if isinstance(ids, SQL) else SQL("%s = ANY(%s)", name, ids)
