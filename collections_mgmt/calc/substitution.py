"""Who works for whom: chains of substitutes of absent specialists (feature A6).

Ann is away and Bob stands in for her; Bob is away too and Cid stands in for him:

>>> resolve("ann", {"ann": "bob", "bob": "cid"})
'cid'

Who is not absent works himself:

>>> resolve("cid", {"ann": "bob", "bob": "cid"})
'cid'

Two who stand in for each other and are both away leave nobody, so the work goes back to the group:

>>> resolve("ann", {"ann": "bob", "bob": "ann"}) is None
True
"""

# Longer chains are a mistake of data entry rather than an arrangement anybody remembers.
MAX_STEPS = 5


def resolve(user_id, substitutes):
    """Return the person who works for ``user_id``, himself unless he is absent.

    :param user_id: the specialist who should work
    :param dict substitutes: absent user -> his substitute, only those valid on the key date. A substitute ``None``
        means absent without a substitute
    :return: the first person of the chain who is not absent; ``None`` when the chain runs in a circle, takes more than
        ``MAX_STEPS`` steps or ends in nobody. The caller then distributes over the group.

    >>> chain = {number: number + 1 for number in range(MAX_STEPS + 1)}
    >>> resolve(1, chain) == MAX_STEPS + 1, resolve(0, chain)
    (True, None)
    >>> resolve("ann", {"ann": None}) is None
    True
    """
    worker = user_id
    # A circle needs no detection of its own: it never leaves the absent and uses up the steps.
    for _step in range(MAX_STEPS + 1):
        if worker not in substitutes:
            return worker
        worker = substitutes[worker]
    return None
