"""Pieces of SQL that queries share: lists of columns."""

from functools import cache

from odoo.tools import SQL

identifier = cache(SQL.identifier)  # a few hundred names, asked for with each customer that is refreshed


def named_columns(columns):
    """SQL of a list of columns.

    :param columns: dict name -> SQL of the value
    """
    return SQL(", ").join(SQL("%s AS %s", value, identifier(name)) for name, value in columns.items())
