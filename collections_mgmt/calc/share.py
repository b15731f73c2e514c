"""Sharing an amount out: in proportion so that the parts add up to it, or one after another as far as it goes."""


def shares(amount, weights, digits):
    """Parts of ``amount`` in proportion to ``weights``, rounded to ``digits``; they add up to it.

    Rounded is what is shared out so far, so that no part is off by more than one unit.

    >>> shares(100, [1, 1, 1], 2)
    [33.33, 33.34, 33.33]
    >>> shares(10, [3, 0, 1], 0)
    [8.0, 0.0, 2.0]
    >>> shares(5, [], 2)
    []
    >>> shares(5, [0, 0], 2)
    [0.0, 5.0]
    """
    total, seen, given, parts = sum(weights), 0, 0.0, []
    for number, weight in enumerate(weights, 1):
        seen += weight
        share = amount if number == len(weights) else amount * seen / total if total else 0
        parts.append(round(round(share, digits) - given, digits))
        given = round(given + parts[-1], digits)
    return [float(part) for part in parts]


def fill(amount, rooms):
    """``amount`` put into ``rooms`` one after another, as far as it goes.

    :return: what is in each, and what is left over

    >>> fill(700, [500, 400, 100])
    ([500, 200, 0], 0)
    >>> fill(700, [500])
    ([500], 200)
    """
    parts = []
    for room in rooms:
        parts.append(min(amount, room))
        amount -= parts[-1]
    return parts, amount
