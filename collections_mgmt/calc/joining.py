"""Who gets a customer that comes onto the list during the day (C11): whoever had him last, else the least loaded.

A list that people are working on is not dealt out anew: what is theirs stays theirs.
"""

from fractions import Fraction
from typing import NamedTuple

BANDS = ("high", "medium", "low")


class Joining(NamedTuple):
    """A customer to be added. ``fixed`` and ``last`` are users who are there, or None."""

    account_id: int
    band: str
    amount: float
    fixed: int | None
    last: int | None


def join(joining, loads, capacities):
    """Return ``{account_id: user_id}``; None where nobody is there.

    :param joining: iterable of ``Joining``
    :param dict loads: user -> number of customers he has to do
    :param dict capacities: member who is there -> capacity relative to the others, greater than zero, 100 = full

    The fixed specialist, else who had the customer last and still is a member, else the member with the least to do for
    his capacity; the most urgent and biggest customers first, so that they go to whoever has most time.

    >>> ann, bob = 1, 2
    >>> urgent = Joining(7, "high", 500, None, None)
    >>> join([urgent], {ann: 10, bob: 9}, {ann: 100, bob: 100})
    {7: 2}
    >>> join([urgent], {ann: 10, bob: 9}, {ann: 100, bob: 50})
    {7: 1}
    >>> join([urgent._replace(last=ann)], {ann: 10, bob: 9}, {ann: 100, bob: 100})
    {7: 1}
    >>> join([urgent._replace(last=ann)], {ann: 10, bob: 9}, {bob: 100})
    {7: 2}
    >>> join([urgent], {}, {})
    {7: None}
    """
    loads, result = dict(loads), {}
    for work in sorted(joining, key=_urgency):
        user_id = work.fixed or (work.last if work.last in capacities else _least_loaded(loads, capacities))
        loads[user_id] = loads.get(user_id, 0) + 1
        result[work.account_id] = user_id
    return result


def _urgency(work):
    return BANDS.index(work.band), -work.amount, work.account_id


def _least_loaded(loads, capacities):
    """The member whose load, with this customer, is the smallest for his capacity."""
    by_load = ((Fraction(loads.get(user, 0) + 1) / Fraction(share), user) for user, share in capacities.items())
    return min(by_load, default=(None, None))[1]
