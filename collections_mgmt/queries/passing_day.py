"""What says something else on a key date than on an earlier one though nothing happens: a day has passed."""

from datetime import timedelta

from odoo.tools import SQL


def passes(column, since, key_date, *days):
    """Condition: ``column``, or one of so many ``days`` after it, is later than ``since`` and not later than
    ``key_date``. The first day on which something counts passes after 0 days, the last one after 1.
    """
    name = SQL.identifier(*column.split("."))
    return SQL(
        "(%s)",
        SQL(" OR ").join(
            SQL("%s BETWEEN %s AND %s", name, since + timedelta(days=1 - after), key_date - timedelta(days=after))
            for after in days
        ),
    )


def judged_now(*tables):
    """Condition: a row of one of ``tables`` was written in this transaction, as by who judged it a moment ago.

    What was written in an earlier one was noticed then, or its customer was derived with it.
    """
    rows = (SQL("%s >= (now() AT TIME ZONE 'UTC')", SQL.identifier(table, "write_date")) for table in tables)
    return SQL("(%s)", SQL(" OR ").join(rows))
