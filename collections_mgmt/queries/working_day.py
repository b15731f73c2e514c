"""Grain: one day. The working day it is, or the next one."""

from odoo.tools import SQL

FARTHEST = 31  # days; nobody is closed for longer


def working_day(day, holidays):
    """``day`` (SQL), or the next day that is neither on a weekend nor one of ``holidays``.

    Grain    whatever ``day`` is read from
    Columns  one date; NULL without a day
    As of    no day
    Index    none
    Cost     nothing but on days that are none

    :param holidays: dates
    """
    return SQL(
        """
        CASE WHEN %(works)s THEN %(day)s
             ELSE (SELECT MIN(next.day)
                     FROM (SELECT %(day)s + number AS day FROM generate_series(1, %(farthest)s) AS number) AS next
                    WHERE %(next_works)s) END
        """,
        works=_works(day, holidays),
        day=day,
        farthest=FARTHEST,
        next_works=_works(SQL("next.day"), holidays),
    )


def _works(day, holidays):
    return SQL("EXTRACT(isodow FROM %s) < 6 AND %s <> ALL(%s::date[])", day, day, sorted(holidays))
