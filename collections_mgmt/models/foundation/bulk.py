"""Set-based writing around the ORM: for facts, scores and work-list rows, which nobody tracks or recomputes.

The columns written here have no stored compute hanging on them; the cache is invalidated afterwards.
"""

from contextlib import contextmanager

from odoo.tools import SQL


@contextmanager
def reading_all(cr, everything=True):
    """While all rows are read anyway, PostgreSQL shall join whole tables.

    It takes conditions that go together for independent, expects a tenth of the rows, and looks them up one by one.
    """
    if everything:
        cr.execute(SQL("SET LOCAL enable_nestloop = off"))
    yield
    if everything:
        cr.execute(SQL("RESET enable_nestloop"))


def update_changed(model, columns, rows: SQL) -> int:
    """Update the table of ``model`` from ``rows`` (a SELECT giving ``id`` and ``columns``), changed rows only.

    :return: the number of rows rewritten; a second call with the same input rewrites none
    """
    env = model.env
    env.flush_query(rows)
    model.flush_model(columns)
    names = [SQL.identifier(column) for column in columns]
    env.cr.execute(
        SQL(
            """
            UPDATE %(table)s AS target
               SET %(assign)s, write_date = (now() AT TIME ZONE 'UTC'), write_uid = %(uid)s
              FROM (%(rows)s) AS source
             WHERE target.id = source.id AND (%(old)s) IS DISTINCT FROM (%(new)s)
            """,
            table=SQL.identifier(model._table),
            assign=SQL(", ").join(SQL("%s = source.%s", name, name) for name in names),
            rows=rows,
            uid=env.uid,
            old=SQL(", ").join(SQL("target.%s", name) for name in names),
            new=SQL(", ").join(SQL("source.%s", name) for name in names),
        )
    )
    changed = env.cr.rowcount
    model.invalidate_model(columns)
    return changed


def int_array(numbers) -> SQL:
    """Many integers as one array parameter: parsed far faster than a parameter each."""
    return SQL("%s::int[]", f"{{{','.join(map(str, numbers))}}}")
