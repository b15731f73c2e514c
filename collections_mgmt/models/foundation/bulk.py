"""Set-based writing around the ORM: for facts, scores and work-list rows, which nobody tracks or recomputes.

The columns written here have no stored compute hanging on them; the cache is invalidated afterwards.
"""

from contextlib import contextmanager
from functools import lru_cache

from odoo.tools import SQL

from . import prepared

FEW = 1000  # rows up to which they are few
# where PostgreSQL has a compiler, it would compile hundreds of expressions, each used for a few rows a millisecond
ANY_ROWS = {"jit": "off"}
# PostgreSQL takes conditions that go together for independent: it expects a tenth of the rows and would look up each;
# and it would sort on disk what fits into memory well
ALL_ROWS = {"enable_nestloop": "off", "work_mem": "64MB", **ANY_ROWS}
# planning would take longer than reading; and a table is read whole when of one large customer a tenth is expected, or
# an index of all customers for the bitmap of a year
FEW_ROWS = {
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
    **ANY_ROWS,
}


@contextmanager
def reading(cr, ids=None):
    """Tell PostgreSQL how much will be read: all rows (None), then whole tables are joined, or few, then by index.

    Queries for few rows must join in an order in which each table is found from the one before. Where their plans are
    kept it was told before.
    """
    if prepared.is_on(cr) and ids is not None and len(ids) <= prepared.FEW:
        yield
        return
    settings = ALL_ROWS if ids is None else FEW_ROWS if len(ids) <= FEW else ANY_ROWS
    _execute_each(cr, [SQL("SET LOCAL %s = %s", SQL.identifier(name), value) for name, value in settings.items()])
    yield
    _execute_each(cr, [SQL("RESET %s", SQL.identifier(name)) for name in settings])


@contextmanager
def looking_up(cr):
    """Within ``reading`` all rows: a question in between that finds few rows, and those by index."""
    cr.execute(SQL("SET LOCAL enable_nestloop = on; SET LOCAL random_page_cost = 1.1"))
    yield
    cr.execute(SQL("SET LOCAL enable_nestloop = off; RESET random_page_cost"))


def keep(cr, table: SQL, rows: SQL, joined):
    """Put ``rows`` into a table that goes with the transaction, with statistics of the columns to be ``joined``."""
    columns = SQL(", ").join(map(SQL.identifier, joined))
    drop = SQL("DROP TABLE IF EXISTS pg_temp.%s", table)
    create = SQL("CREATE TEMP TABLE %s ON COMMIT DROP AS %s", table, rows)
    _execute_each(cr, [drop, create, SQL("ANALYZE %s (%s)", table, columns)])


def _execute_each(cr, commands):
    """In one go."""
    if commands:
        cr.execute(SQL("%s", SQL("; ").join(commands)))


def update_changed(model, columns, rows: SQL, among=None) -> int:
    """Update the table of ``model`` from ``rows`` (a SELECT giving ``id`` and ``columns``), changed rows only.

    :param columns: most likely to differ first: the others are then not compared
    :param among: SQL over ``target`` that all rows meet, so that the others are not read
    :return: the number of rows rewritten; a second call with the same input rewrites none
    """
    env = model.env
    env.flush_query(rows)
    model.flush_model(columns)
    prepared.execute(env.cr, _update(model, tuple(columns), rows, among))
    changed = env.cr.rowcount
    model.invalidate_model(columns)
    return changed


def update_kept(model, key, compose) -> int:
    """The same of the columns and rows that ``compose`` gives, composed once for ``key`` (see ``prepared.kept``).

    What it reads must be flushed.
    """
    cr = model.env.cr

    def composed():
        columns, rows = compose()
        return columns, prepared.parametrized(cr, _update(model, tuple(columns), rows))

    columns, statement = prepared.kept(model.env, (model._name, model.env.uid, *key), composed)
    prepared.carry_out(cr, statement)
    changed = cr.rowcount
    model.invalidate_model(columns)
    return changed


def _update(model, names, rows, among=None):
    return SQL(
        """
        UPDATE %(table)s AS target
           SET %(assign)s, write_date = (now() AT TIME ZONE 'UTC'), write_uid = %(uid)s
          FROM (%(rows)s) AS source
         WHERE target.id = source.id AND %(among)s AND (%(old)s) IS DISTINCT FROM (%(new)s)
        """,
        table=SQL.identifier(model._table),
        assign=_taken_over(names),
        rows=rows,
        uid=model.env.uid,
        among=among or SQL("TRUE"),
        old=columns_of("target", names),
        new=columns_of("source", names),
    )


@lru_cache(maxsize=100)  # hundreds of columns in the same few lists
def columns_of(table, names) -> SQL:
    """Columns of ``table``, a tuple of names, as a list."""
    return SQL(", ").join(SQL.identifier(table, name) for name in names)


@lru_cache(maxsize=100)
def _taken_over(names):
    return SQL(", ").join(SQL("%s = source.%s", SQL.identifier(name), SQL.identifier(name)) for name in names)


def calculated_once(tables: SQL) -> SQL:
    """What a SELECT calculates FROM ``tables`` it shall calculate once.

    PostgreSQL puts the text of an expression into each place around it that uses its column, but not beyond an OFFSET.
    """
    return SQL("%s OFFSET 0", tables)


def int_array(numbers) -> SQL:
    """Many integers as one array parameter: parsed far faster than a parameter each."""
    if isinstance(numbers, prepared.Given):
        return SQL("%s", numbers)
    return SQL("%s::int[]", f"{{{','.join(map(str, numbers))}}}")
