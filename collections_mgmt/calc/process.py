"""The next step of a process: which steps of a strategy begin for a customer on a day.

A step begins its waiting time after the one before it was dealt with, on a working day, when its condition holds; one
whose condition does not hold is passed over on the day it would have begun, so that leaving a step out makes the rest
no sooner. A step that is told and done at once lets the next one follow; any other one must be dealt with first.

>>> from datetime import date
>>> call, letter, review = Step(1, 10, 0, False), Step(2, 20, 7, False), Step(3, 30, 7, False)
>>> next_move((call, letter, review), START, date(2026, 6, 30), "111", date(2026, 6, 30)).begun
(1,)
>>> next_move((call, letter, review), place(call), date(2026, 6, 30), "111", date(2026, 7, 6)).begun
()
>>> next_move((call, letter, review), place(call), date(2026, 6, 30), "101", date(2026, 7, 14)).begun
(3,)
>>> next_move((call, letter, review), place(call), date(2026, 6, 27), "111", date(2026, 7, 5)).begun  # a Sunday
()
>>> next_move((call, letter, review), place(review), date(2026, 7, 14), "111", date(2026, 7, 14)).finished
True
"""

from datetime import date, timedelta
from typing import NamedTuple

from .working_days import working_day


class Step(NamedTuple):
    """One step of a strategy; ``wait`` in calendar days after the step before was dealt with."""

    key: int
    sequence: int
    wait: int
    automatic: bool


class Move(NamedTuple):
    """Where a process stands after a day: its last place, from when the next wait counts, what began."""

    place: tuple
    base: date
    begun: tuple
    finished: bool


START = (-(2**31), 0)  # before any step


def place(step):
    """The place of a step in the order of its strategy."""
    return step.sequence, step.key


def next_move(steps, last, base, holds, key_date, holidays=()):
    """What happens on ``key_date`` to a process in which nothing is to be dealt with.

    :param steps: the active steps, in order of their places
    :param last: place of the last step that began or was passed over
    :param base: day from which the next wait counts
    :param holidays: days on which no step begins, beside weekends
    :param holds: a text of 0 and 1: whether the condition of each step holds
    """
    begun = []
    for step, held in zip(steps, holds, strict=True):
        if place(step) <= last:
            continue
        begins = working_day(base + timedelta(days=step.wait), holidays=holidays)
        if begins > key_date:
            return Move(last, base, tuple(begun), False)
        last, base = place(step), begins
        if held == "0":
            continue
        begun.append(step.key)
        base = key_date
        if not step.automatic:
            return Move(last, base, tuple(begun), False)
    return Move(last, base, tuple(begun), True)
