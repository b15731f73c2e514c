"""Instalments of a plan: their days, their amounts, what of them is paid (G2 to G5, FM13, FM14).

Amounts are whole units of the rounding of the currency, so that the parts add up to the last unit. Rates are percent a
year.

>>> equal(100, 3)
[33, 33, 34]
>>> equal(1000, 4, first=400)
[400, 200, 200, 200]

The annuity of FM14: 12,000.00 at 12 % in six months.

>>> principals = annuity(1_200_000, 12, "month", 6)
>>> interest = period_interest(principals, 12, "month")
>>> [part + added for part, added in zip(principals, interest)][0]
207058
>>> sum(principals)
1200000

>>> days(date(2026, 1, 31), "month", 3)
[datetime.date(2026, 1, 31), datetime.date(2026, 2, 28), datetime.date(2026, 3, 31)]
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

# frequency -> (months, days) from one instalment to the next
STEPS = {"week": (0, 7), "fortnight": (0, 14), "month": (1, 0), "month_end": (1, 0), "quarter": (3, 0)}
PERIODS_PER_YEAR = {"week": 52, "fortnight": 26, "month": 12, "month_end": 12, "quarter": 4}
YEAR = 365  # act/365


# -------------------------------------------------------------------------------------------------------------- days
def days(first, every, count):
    """Return the days of ``count`` instalments. Months keep the day of ``first``, or their last where they are shorter.

    ``month_end`` moves every day to the end of its month.
    """
    months, weeks = STEPS[every]
    if not months:
        return [first + timedelta(days=weeks * number) for number in range(count)]
    return [_in_month(first, months * number, every == "month_end") for number in range(count)]


def _in_month(first, months, at_end):
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if at_end else min(first.day, last))


# ----------------------------------------------------------------------------------------------------------- amounts
def equal(total, count, first=None):
    """Return ``count`` parts that add up to ``total``; equal, the last takes what rounding leaves (FM13).

    No part is less than 1.

    :param first: the first part; None: like the others
    :raise ValueError: when there is not enough for so many
    """
    if first is not None:
        return [first, *equal(total - first, count - 1)] if count > 1 else _whole(total, first)
    if count < 1 or total < count:
        raise ValueError("too many parts")
    part = _rounded(Decimal(total) / count)
    if total - part * (count - 1) < 1:  # so little that rounding up eats the last
        part = total // count
    return [part] * (count - 1) + [total - part * (count - 1)]


def _whole(total, first):
    if first != total:
        raise ValueError("one part is the whole")
    return [total]


def annuity(total, rate, every, count, first=None):
    """Return what of ``total`` each of ``count`` equal payments pays off; the rest of the payment is interest (FM14).

    a = P·i / (1 - (1+i)^-n), a period before the first payment; the last takes what rounding leaves.

    :param first: what is paid off first; None: like the others
    :raise ValueError: when there is not enough for so many
    """
    if first is not None:
        return [first, *annuity(total - first, rate, every, count - 1)] if count > 1 else _whole(total, first)
    interest = _per_period(rate, every)
    if not interest:
        return equal(total, count)
    payment = _rounded(total * interest / (1 - (1 + interest) ** -count))
    parts, left = [], total
    for _number in range(count - 1):
        parts.append(payment - _rounded(left * interest))
        left -= parts[-1]
    parts.append(left)
    if min(parts) < 1:
        raise ValueError("too many parts")
    return parts


def period_interest(principals, rate, every):
    """Return the interest of each payment on what was outstanding, period by period (FM14)."""
    return [_rounded(left * _per_period(rate, every)) for left in _outstanding(principals)]


def daily_interest(principals, dates, start, rate):
    """Return the simple interest of each payment on what was outstanding, by actual days over 365 (FM14).

    >>> daily_interest([10_000_00], [date(2026, 1, 2)], date(2026, 1, 1), 11.75)
    [322]
    """
    since = [start, *dates[:-1]]
    return [
        _rounded(left * _decimal(rate) / 100 * (day - before).days / YEAR)
        for left, day, before in zip(_outstanding(principals), dates, since, strict=True)
    ]


def _outstanding(principals):
    """What is outstanding before each payment."""
    left = sum(principals)
    for principal in principals:
        yield left
        left -= principal


def _per_period(rate, every):
    return _decimal(rate) / 100 / PERIODS_PER_YEAR[every]


def _decimal(number):
    return Decimal(str(number))


def _rounded(number):
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


# -------------------------------------------------------------------------------------------------------------- paid
def clear(amounts, paid, credited):
    """Return (paid, credited) of each instalment.

    Payments clear the oldest instalment first (G5). What is credited shortens the plan from its end: the next
    instalment is due as agreed.

    >>> clear([100, 100, 100], 150, 20)
    [(100, 0), (50, 0), (0, 20)]
    """
    by_payment = _fill(amounts, paid)
    rest = [amount - got for amount, got in zip(amounts, by_payment, strict=True)]
    return list(zip(by_payment, _fill(rest[::-1], credited)[::-1], strict=True))


def _fill(rooms, units):
    got = []
    for room in rooms:
        got.append(min(room, units))
        units -= got[-1]
    return got
