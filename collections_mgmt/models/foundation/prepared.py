"""Statements about a few rows, planned once for each connection: planning them takes longer than carrying them out.

What a statement says stays the same from customer to customer, but for its parameters: it is prepared under a name made
of its text. The names are read from the database within the transaction, so that a pooler in between does no harm.
Composing one takes as long as carrying it out: with a ``Given`` in the place of what is of the customer it is kept.
"""

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from odoo.tools import SQL

from .kept_statement import kept_statements

FEW = 10  # rows up to which one plan is as good for some as for others
MOST = 60  # statements kept in a connection, of about a megabyte each
PREFIX = "collections_mgmt_"
NAMES = "collections_mgmt_prepared"
GIVEN = "collections_mgmt_given"
REGISTRY = "collections_mgmt_registry"
TYPES = {bool: "bool", int: "int4", date: "date", datetime: "timestamp", float: "numeric", Decimal: "numeric"}
TYPES[str] = "unknown"  # as in a text: what it is follows from where it stands


@dataclass(frozen=True)
class Given:
    """A parameter whose value is told (``give``) when the statement is carried out: composing cannot look at it."""

    name: str
    kind: str


class Statement(NamedTuple):
    """What is prepared, and how it is called with values, those of ``Given`` among them."""

    name: str
    prepare: SQL
    call: str
    values: list


IDS = Given("ids", "int4[]")  # of the rows
KEY_DATE = Given("key_date", "date")


@contextmanager
def planned_once(env, ids=None, settings=None):
    """Within, ``execute`` and ``query`` keep the plans of what they are given; not for all (None) or many ``ids``.

    :param settings: dict of those of PostgreSQL under which they are planned
    """
    cr = env.cr
    if ids is None or len(ids) > FEW or NAMES in cr.cache:
        yield
        return
    settings = {"plan_cache_mode": "force_generic_plan", **(settings or {})}
    cr.execute(
        SQL(
            "SELECT ARRAY(SELECT name FROM pg_prepared_statements WHERE starts_with(name, %s)), %s",
            PREFIX,
            SQL(", ").join(SQL("set_config(%s, %s, TRUE)", *setting) for setting in settings.items()),
        )
    )
    [(names, *_settings)] = cr.fetchall()
    cr.cache[NAMES] = set(names)
    # a plan does not survive that a column changes its type: after an update of modules others are made
    cr.cache[REGISTRY] = env.registry.registry_sequence
    try:
        yield
    finally:
        for name in (NAMES, GIVEN):
            cr.cache.pop(name, None)
    cr.execute(SQL("; ").join(SQL("RESET %s", SQL.identifier(name)) for name in settings))


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
    if NAMES in cr.cache:
        carry_out(cr, parametrized(cr, statement))
    else:
        cr.execute(statement)


def is_on(cr):
    """Whether plans are kept."""
    return NAMES in cr.cache


def give(cr, values):
    """Tell the values of each ``Given``, by name."""
    cr.cache[GIVEN] = values


def kept(env, key, compose, lasts=lambda: True):
    """What ``compose`` gives, composed once for ``key`` while plans are kept.

    But for ``key``, language, companies and what is given it must not depend on anything that is stored: what was
    composed while something was read is not kept. What Odoo knows without reading, defaults of companies for instance,
    is forgotten together with what is kept here.

    :param lasts: says whether it may be kept; asked when it is not
    """
    if not is_on(env.cr):
        return compose()
    statements, key = kept_statements(env), (env.registry.registry_sequence, env.lang, *env.companies.ids, *key)
    if key in statements:
        return statements[key]
    if not lasts():
        return compose()
    env.invalidate_all()  # what is read shall be seen to be read
    before = env.cr.sql_log_count
    found = compose()
    if env.cr.sql_log_count == before:
        statements[key] = found
    return found


def carry_out(cr, statement: Statement):
    """Prepare ``statement`` unless it is, and execute it."""
    names, given = cr.cache[NAMES], cr.cache.get(GIVEN)
    if statement.name not in names:
        _make_room(cr, names)
        cr.execute(statement.prepare)
        names.add(statement.name)
    values = [given[value.name] if isinstance(value, Given) else value for value in statement.values]
    cr.execute(SQL(statement.call, *values))


def parametrized(cr, statement: SQL) -> Statement:
    """``statement`` as it is prepared and called."""
    marks, types, values = _parameters(statement)
    return Statement(*_worded(cr.cache[REGISTRY], statement.code, marks, types), values)


@lru_cache(maxsize=MOST)  # of most statements nothing but the values is another each time
def _worded(registry, code, marks, types):
    """Name, PREPARE and call of a statement of the words ``code`` with ``marks`` in it."""
    text = SQL(code, *(SQL(f"${mark}") if isinstance(mark, int) else mark.value for mark in marks))
    said = (registry, text.code, text.params, types)
    name = PREFIX + hashlib.sha1(repr(said).encode()).hexdigest()
    declared = SQL("(%s)", SQL(", ").join(map(SQL, types))) if types else SQL()
    return name, SQL("PREPARE %s %s AS %s", SQL.identifier(name), declared, text), _call(name, len(types))


def _call(name, number):
    marks = f"({', '.join(['%s'] * number)})" if number else ""
    return f'EXECUTE "{name}" {marks}'


@dataclass(frozen=True)
class _InText:
    """A value that stays in the text of its statement."""

    text: str
    value: object = field(compare=False)


def _parameters(statement):
    """What stands in the place of each value (the number of a parameter, or what stays in the text), the types of the
    parameters, and their values.

    What has no type of its own (NULL, empty or nested lists) stays in the text. What is given is one parameter however
    often it is used.
    """
    marks, types, values, given = [], [], [], {}
    for value in statement.params:
        kind = _type(value)
        if isinstance(value, Given) and value in given:
            marks.append(given[value])
        elif kind:
            types.append(kind)
            values.append(value)
            marks.append(len(values))
            if isinstance(value, Given):
                given[value] = marks[-1]
        else:
            marks.append(_InText(repr(value), value))
    return tuple(marks), tuple(types), values


def _type(value):
    if isinstance(value, Given):
        return value.kind
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
