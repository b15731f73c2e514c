"""A day as text inside of a longer one: as the language of the reader writes it."""

from odoo.tools import SQL

# what PostgreSQL calls the parts of a format of a language; names of months and days are numbers there
PARTS = {
    "%d": "DD", "%-d": "FMDD", "%m": "MM", "%-m": "FMMM", "%b": "MM", "%B": "MM", "%y": "YY", "%Y": "YYYY", "%j": "DDD",
}  # fmt: skip


def written_day(column, date_format):
    """SQL: ``column`` as text.

    :param date_format: that of ``res.lang``, as in "%d.%m.%Y"
    """
    pattern = date_format
    for part, name in PARTS.items():
        pattern = pattern.replace(part, name)
    return SQL("to_char(%s, %s)", column, pattern if "%" not in pattern else "YYYY-MM-DD")
