"""Working days: neither Saturday nor Sunday nor a day on which the company is closed.

>>> from datetime import date
>>> working_day(date(2026, 5, 23), holidays={date(2026, 5, 25)})
datetime.date(2026, 5, 26)
>>> working_day(date(2026, 5, 23), "before"), working_day(date(2026, 5, 23), "no")
(datetime.date(2026, 5, 22), datetime.date(2026, 5, 23))
"""

from datetime import datetime, time, timedelta

WEEKEND = (5, 6)
# whoever is closed from ten to three is closed that day; who leaves at noon is not
CORE = time(10), time(15)


def working_day(day, shift="after", holidays=()):
    """Return ``day``, or the working day next to it: ``after`` it, ``before`` it, or as it is (``no``)."""
    step = {"after": 1, "before": -1, "no": 0}[shift]
    while step and (day.weekday() in WEEKEND or day in holidays):
        day += timedelta(days=step)
    return day


def closed_days(begin, end):
    """Return the days that a time off from ``begin`` to ``end`` (local, without zone) takes.

    >>> closed_days(datetime(2026, 12, 24, 13), datetime(2026, 12, 26, 23, 59))
    [datetime.date(2026, 12, 25), datetime.date(2026, 12, 26)]
    """
    count = (end.date() - begin.date()).days + 1
    days = [begin.date() + timedelta(days=number) for number in range(count)]
    first, last = CORE
    return [day for day in days if begin <= datetime.combine(day, first) and datetime.combine(day, last) <= end]
