"""Ageing: which bucket of days overdue an open item falls into (feature E13).

The limits are the last days of the buckets; with limits 30, 60 the buckets are:

>>> labels((30, 60))
['Not due', '1–30', '31–60', '61+']
>>> [bucket(days, (30, 60)) for days in (-5, 0, 1, 30, 31, 60, 61)]
[0, 0, 1, 1, 2, 2, 3]

``ranges`` gives the same buckets as numbers, for whoever words them in another language:

>>> ranges((30, 60))
[Range(low=None, high=0), Range(low=1, high=30), Range(low=31, high=60), Range(low=61, high=None)]
"""

from bisect import bisect_left
from typing import NamedTuple


class LimitsError(ValueError):
    """The limits of the ageing buckets are not strictly increasing positive whole days."""


class Range(NamedTuple):
    """First and last day overdue of one bucket, both included; ``None`` = without end on that side."""

    low: int | None
    high: int | None


def bucket(days_overdue, limits):
    """Return the index of the bucket of an item, the same as its index in ``ranges`` and ``labels``.

    :param int days_overdue: key date minus due date; zero or less is not due yet
    :param limits: last day of each bucket, as accepted by ``check_limits``. Not checked here, since this is called once
        per item
    :return: 0 = not due yet, 1 = up to the first limit, ..., ``len(limits) + 1`` = older than the last limit
    """
    if days_overdue <= 0:
        return 0
    return bisect_left(limits, days_overdue) + 1


def ranges(limits):
    """Return the ``Range`` of every bucket, from not due yet to the oldest.

    :raises LimitsError: see ``check_limits``
    """
    check_limits(limits)
    lows = [None, 1, *(limit + 1 for limit in limits)]
    highs = [0, *limits, None]
    return [Range(low, high) for low, high in zip(lows, highs, strict=True)]


def labels(limits):
    """Return the English text of every bucket, in the order of ``ranges``.

    :raises LimitsError: see ``check_limits``

    >>> labels((1, 30))
    ['Not due', '1', '2–30', '31+']
    """
    return [_label(low, high) for low, high in ranges(limits)]


def check_limits(limits):
    """Refuse limits that are not strictly increasing positive whole days; no limits at all are fine.

    :raises LimitsError: with a sentence for the person who typed them

    >>> check_limits((30, 60, 90))
    >>> check_limits((30, 30))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    LimitsError: Ageing limits must increase: 30 does not come after 30.
    """
    previous = 0
    for limit in limits:
        # bool is an int to Python, but True days is a mistake of the caller.
        if not isinstance(limit, int) or isinstance(limit, bool) or limit <= 0:
            raise LimitsError(f"Ageing limits must be whole days greater than zero, not {limit}.")
        if limit <= previous:
            raise LimitsError(f"Ageing limits must increase: {limit} does not come after {previous}.")
        previous = limit


def _label(low, high):
    if low is None:
        return "Not due"
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"
