"""Valuation of one customer by a strategy: points, percentage, priority and the reasons (features B2, B4-B6, FM21).

The database answers which rules hold for a customer as a mask, one character per rule in the sequence of the strategy:

>>> strategy = Strategy(maximum=20, high=70, medium=40, rules=(
...     Rule("legal", "Handed to a lawyer", 0, True),
...     Rule("broken", "Broken promise", 10, False),
...     Rule("overdue", "More than 1,000 overdue", 5, False),
...     Rule("new", "New customer", -2, False),
... ))
>>> value(strategy, "0110")
Valuation(points=15, percent=Decimal('75.00'), priority='high', exit_rule=None, satisfied=('broken', 'overdue'))
>>> value(strategy, "0011")
Valuation(points=3, percent=Decimal('15.00'), priority='low', exit_rule=None, satisfied=('overdue', 'new'))

An exit rule keeps the customer off the list whatever else holds, and so does having no points:

>>> value(strategy, "1100")
Valuation(points=0, percent=Decimal('0.00'), priority=None, exit_rule='legal', satisfied=('legal', 'broken'))
>>> value(strategy, "0001")
Valuation(points=0, percent=Decimal('0.00'), priority=None, exit_rule=None, satisfied=('new',))
"""

from decimal import Decimal
from typing import NamedTuple

HOLDS = "1"
FAILS = "0"


class MaximumError(ValueError):
    """The maximum valuation of a strategy is not greater than zero."""


class ThresholdError(ValueError):
    """The thresholds of the priorities are not 0 < medium < high <= 100."""


class MaskError(ValueError):
    """The mask of a customer does not fit the rules of the strategy."""


class Rule(NamedTuple):
    """One line of a strategy.

    ``key`` identifies it (in Odoo the id of the line), ``points`` is a whole number, negative to lower the priority,
    ``leave`` makes it an exit rule, whose points do not matter.
    """

    key: object
    name: str
    points: int
    leave: bool


class Strategy(NamedTuple):
    """One version of a strategy.

    ``maximum`` is the number of points (whole) that make 100 %, ``high`` and ``medium`` are the percentages from which
    a customer has that priority, ``rules`` the lines in sequence.
    """

    maximum: int
    high: float
    medium: float
    rules: tuple


class Valuation(NamedTuple):
    """What a strategy says about one customer.

    ``points`` counted, never below zero; ``percent`` of the maximum, 0 to 100 with two decimals; ``priority`` 'high',
    'medium', 'low' or ``None`` = not on the list; ``exit_rule`` key of the exit rule that fired or ``None``;
    ``satisfied`` keys of all rules that hold, in sequence, counted or not.
    """

    points: int
    percent: Decimal
    priority: str | None
    exit_rule: object
    satisfied: tuple


class Row(NamedTuple):
    """One line of the explanation: the rule, whether it holds, and whether its points were counted."""

    key: object
    name: str
    points: int
    leave: bool
    satisfied: bool
    counted: bool


def value(strategy, mask):
    """Return the ``Valuation`` of the customer whose satisfied rules are marked in ``mask``.

    :param Strategy strategy: one version of a strategy
    :param str mask: one '0' or '1' per rule, in sequence
    :raises MaximumError, ThresholdError: see ``check_strategy``
    :raises MaskError: when the mask does not have one '0' or '1' for each rule

    The first exit rule that holds ends the valuation: no points, no priority.
    """
    check_strategy(strategy)
    held = _satisfied(strategy, mask)
    keys = tuple(rule.key for rule in held)
    for rule in held:
        if rule.leave:
            return Valuation(0, percent(0, strategy.maximum), None, rule.key, keys)
    points = max(0, sum(rule.points for rule in held))
    share = percent(points, strategy.maximum)
    return Valuation(points, share, _priority(points, share, strategy), None, keys)


def explain(strategy, mask):
    """Return a ``Row`` for every rule in sequence, to show why a customer has his priority or is on no list.

    The points of the counted rows add up to the points of ``value``, except that a sum below zero counts as zero.

    :raises MaximumError, ThresholdError, MaskError: as ``value``

    >>> strategy = Strategy(10, 70, 40, (Rule(1, "Overdue", 5, False), Rule(2, "Lawyer", 0, True)))
    >>> [(row.name, row.satisfied, row.counted) for row in explain(strategy, "10")]
    [('Overdue', True, True), ('Lawyer', False, False)]
    >>> [(row.name, row.satisfied, row.counted) for row in explain(strategy, "11")]
    [('Overdue', True, False), ('Lawyer', True, False)]
    """
    left = value(strategy, mask).exit_rule is not None
    return [
        Row(*rule, satisfied=mark == HOLDS, counted=mark == HOLDS and not rule.leave and not left)
        for rule, mark in zip(strategy.rules, mask, strict=True)
    ]


def percent(points, maximum):
    """Return the percentage of ``points`` in ``maximum``, at most 100, half a hundredth rounded up (FM21, after SAP).

    :param int points: zero or more
    :param int maximum: greater than zero
    :return: ``Decimal`` with two decimals

    >>> percent(1, 3), percent(2, 3), percent(1, 800), percent(30, 20)
    (Decimal('33.33'), Decimal('66.67'), Decimal('0.13'), Decimal('100.00'))
    """
    # Whole numbers throughout: neither binary fractions nor the caller's decimal context can move a threshold.
    hundredths = (2 * points * 100_00 + maximum) // (2 * maximum)
    whole, fraction = divmod(min(hundredths, 100_00), 100)
    return Decimal(f"{whole}.{fraction:02}")


def summed_maximum(rules):
    """Return the sum of the positive points of the lines that are not exits: the default maximum (feature B5).

    >>> summed_maximum([Rule(1, "a", 5, False), Rule(2, "b", -2, False), Rule(3, "c", 9, True)])
    5
    """
    return sum(rule.points for rule in rules if rule.points > 0 and not rule.leave)


def check_strategy(strategy):
    """Refuse a strategy that gives no meaningful percentage or priority.

    :raises MaximumError: the maximum is not greater than zero
    :raises ThresholdError: not 0 < medium < high <= 100
    """
    if strategy.maximum <= 0:
        raise MaximumError(f"The maximum valuation must be greater than zero, not {strategy.maximum}.")
    if not 0 < strategy.medium < strategy.high <= 100:
        raise ThresholdError(
            f"The priorities need 0 < medium < high <= 100, not medium {strategy.medium} and high {strategy.high}."
        )


def _satisfied(strategy, mask):
    expected = len(strategy.rules)
    if len(mask) != expected or mask.count(HOLDS) + mask.count(FAILS) != expected:
        raise MaskError(f"The strategy has {expected} rules; {mask!r} is not one 0 or 1 for each.")
    return [rule for rule, mark in zip(strategy.rules, mask, strict=True) if mark == HOLDS]


def _priority(points, share, strategy):
    """Judge the rounded percentage, so that a customer shown with 70.00 % is treated as 70 %."""
    if points == 0:
        return None  # a customer needs a reason to be on the list (B6)
    if share >= strategy.high:
        return "high"
    return "medium" if share >= strategy.medium else "low"
