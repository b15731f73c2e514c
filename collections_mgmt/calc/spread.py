"""Which of several items credits settle that name none (I3)."""


def spread(credits, items):
    """Share credits out: to an item of exactly that amount, what is left to the oldest items first.

    >>> spread([("first", 500), ("second", 200)], [("old", 300), ("new", 200)])
    [('second', 'new', 200), ('first', 'old', 300)]

    :param credits: list of (key, units)
    :param items: list of (key, open units), the oldest first
    :return: list of (key of the credit, key of the item, units)
    """
    left, shares, others = dict(items), [], []
    for key, units in credits:
        same = next((item for item, open_units in left.items() if open_units == units), None)
        if same is None:
            others.append((key, units))
        else:
            shares.append((key, same, units))
            del left[same]
    for key, units in others:
        for item in left:
            share = min(units, left[item])
            left[item] -= share
            units -= share
            if share:
                shares.append((key, item, share))
    return shares
