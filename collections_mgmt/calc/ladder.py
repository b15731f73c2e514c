"""Rules with rising limits (feature B4): the steps of a ladder, of which people want to see the highest reached.

Two rules are steps of one ladder when each compares the same field in the same direction with a number, and nothing
else:

>>> step("[('oldest_days', '>=', 30)]")
(('oldest_days', 'up'), 30)
>>> step("[('overdue', '>', 0), ('trust', '=', 'bad')]")
(None, None)
"""

import ast
from typing import NamedTuple

DIRECTIONS = {">": "up", ">=": "up", "<": "down", "<=": "down"}


class Reason(NamedTuple):
    """What brought points: a rule, or the highest step reached of a ladder with the points of all its steps.

    ``steps``: the places of these rules among those given, in sequence.
    """

    name: str
    points: int
    steps: tuple


def step(domain):
    """Return the ladder a condition belongs to and its limit; (None, None) when it belongs to none."""
    try:
        [(field, operator, limit)] = ast.literal_eval(domain)
        direction = DIRECTIONS[operator]
    except (ValueError, TypeError, KeyError, SyntaxError):
        return None, None
    if isinstance(limit, bool) or not isinstance(limit, int | float):
        return None, None
    return (field, direction), limit


def reasons(rules):
    """Sum up the rules that brought points: one reason a ladder, most points first.

    :param rules: (name, points, domain) in sequence
    :return: list of ``Reason``; their points add up to those of the rules

    >>> reasons([("Overdue", 5, "[('overdue', '>', 0)]"), ("30+ days", 8, "[('oldest_days', '>=', 30)]"),
    ...          ("Over 1,000", 5, "[('overdue', '>', 1000)]"), ("Bad", 9, "[('trust', '=', 'bad')]")])
    [Reason(name='Over 1,000', points=10, steps=(0, 2)), Reason(name='Bad', points=9, steps=(3,)), \
Reason(name='30+ days', points=8, steps=(1,))]
    """
    ladders = {}
    for number, (name, points, domain) in enumerate(rules):
        ladder, limit = step(domain)
        key = ladder or number
        height = -limit if ladder and ladder[1] == "down" else limit or 0
        highest, top, total, steps = ladders.get(key, (height, name, 0, ()))
        if height >= highest:
            highest, top = height, name
        ladders[key] = highest, top, total + points, (*steps, number)
    # of equals the later rule is mostly the stronger one, so it comes first
    found = [Reason(name, points, steps) for _height, name, points, steps in reversed(ladders.values())]
    return sorted(found, key=lambda reason: -reason.points)
