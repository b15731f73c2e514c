"""Pieces of SQL that queries share: lists of columns. They are made anew for each customer that is refreshed."""

from functools import cache
from itertools import chain

from odoo.tools import SQL

identifier = cache(SQL.identifier)  # a few hundred names of columns


def named_columns(columns):
    """SQL of a list of columns, made in one go.

    :param columns: dict name -> SQL of the value
    """
    parts = chain.from_iterable((value, identifier(name)) for name, value in columns.items())
    return SQL(", ".join(["%s AS %s"] * len(columns)), *parts)
