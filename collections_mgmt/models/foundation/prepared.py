"""Statements about a few rows, planned once for each connection: planning them takes longer than carrying them out.

What a statement says stays the same from customer to customer, but for its parameters: it is prepared under a name made
of its text. The names are read from the database within the transaction, so that a pooler in between does no harm.
"""

import hashlib
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from odoo.tools import SQL

FEW = 10  # rows up to which one plan is as good for some as for others
MOST = 200  # statements kept in a connection
PREFIX = "collections_mgmt_"
NAMES = "collections_mgmt_prepared"
REGISTRY = "collections_mgmt_registry"
TYPES = {bool: "bool", int: "int4", date: "date", datetime: "timestamp", float: "numeric", Decimal: "numeric"}
TYPES[str] = "unknown"  # as in a text: what it is follows from where it stands


@contextmanager
def planned_once(env, ids=None):
    """Within, ``execute`` and ``query`` keep the plans of what they are given; not for all (None) or many ``ids``."""
    cr = env.cr
    if ids is None or len(ids) > FEW or NAMES in cr.cache:
        yield
        return
    cr.execute(SQL("SELECT name FROM pg_prepared_statements WHERE starts_with(name, %s)", PREFIX))
    cr.cache[NAMES] = {name for (name,) in cr.fetchall()}
    # a plan does not survive that a column changes its type: after an update of modules others are made
    cr.cache[REGISTRY] = env.registry.registry_sequence
    cr.execute(SQL("SET LOCAL plan_cache_mode = force_generic_plan"))
    try:
        yield
    finally:
        cr.cache.pop(NAMES, None)
    cr.execute(SQL("RESET plan_cache_mode"))


def query(env, statement: SQL) -> list[tuple]:
    """As ``Environment.execute_query``."""
    env.flush_query(statement)
    execute(env.cr, statement)
    return env.cr.fetchall()


def query_dict(env, statement: SQL) -> list[dict]:
    """As ``Environment.execute_query_dict``."""
    rows = query(env, statement)
    names = [column.name for column in env.cr.description]
    return [dict(zip(names, row, strict=True)) for row in rows]


def execute(cr, statement: SQL):
    """As ``cr.execute``."""
    names = cr.cache.get(NAMES)
    if names is None:
        cr.execute(statement)
        return
    text, types, values = _parametrized(statement)
    said = (cr.cache[REGISTRY], text.code, text.params, types)
    name = PREFIX + hashlib.sha1(repr(said).encode()).hexdigest()
    if name not in names:
        _make_room(cr, names)
        declared = SQL("(%s)", SQL(", ").join(map(SQL, types))) if types else SQL()
        cr.execute(SQL("PREPARE %s %s AS %s", SQL.identifier(name), declared, text))
        names.add(name)
    given = SQL(f"({', '.join(['%s'] * len(values))})", *values) if values else SQL()
    cr.execute(SQL("EXECUTE %s %s", SQL.identifier(name), given))


def _parametrized(statement):
    """The statement with $1, $2 ... in the place of values, their types, and the values.

    What has no type of its own (NULL, empty or nested lists) stays in the text.
    """
    marks, types, values = [], [], []
    for value in statement.params:
        kind = _type(value)
        if kind:
            types.append(kind)
            values.append(value)
        marks.append(_mark(len(values)) if kind else value)
    return SQL(statement.code, *marks), types, values


@cache
def _mark(number):
    return SQL(f"${number}")


def _type(value):
    if isinstance(value, list):
        kinds = {_type(each) for each in value}
        return f"{kinds.pop()}[]" if len(kinds) == 1 and not kinds & {None, "unknown"} else None
    kind = TYPES.get(type(value))
    return "int8" if kind == "int4" and not -(2**31) <= value < 2**31 else kind


def _make_room(cr, names):
    """All go when there are too many: those in use come back at once."""
    if len(names) >= MOST:
        for name in names:
            cr.execute(SQL("DEALLOCATE %s", SQL.identifier(name)))
        names.clear()
