"""What changed between two versions of a strategy (feature B8): settings, and rules added, removed and changed.

Rules are matched by their key, those that are left by their name, so that a rule made anew is not told as two changes:

>>> before = {"high": 70, "rules": [{"key": 1, "name": "Old", "points": 5}, {"key": 2, "name": "Gone", "points": 1}]}
>>> after = {"high": 80, "rules": [{"key": 1, "name": "Old", "points": 9}, {"key": 3, "name": "New", "points": 2}]}
>>> for change in compare(before, after):
...     print(change)
Change(kind='setting', rule=None, field='high', before=70, after=80)
Change(kind='changed', rule='Old', field='points', before=5, after=9)
Change(kind='added', rule='New', field=None, before=None, after=None)
Change(kind='removed', rule='Gone', field=None, before=None, after=None)
>>> compare(after, {**after, "rules": [dict(rule, key=rule["key"] + 10) for rule in after["rules"]]})
[]
>>> [change.kind for change in compare(after, {**after, "rules": after["rules"][::-1]})]
['order']
"""

from typing import NamedTuple


class Change(NamedTuple):
    """One change: ``kind`` 'setting', 'changed', 'added', 'removed' or 'order'; ``rule`` the name of the rule."""

    kind: str
    rule: object
    field: str | None
    before: object
    after: object


def compare(before, after):
    """Return the list of ``Change`` that make ``after`` of ``before``.

    :param dict before, after: contents of versions: settings by name, and ``rules``, a list of dicts with ``key``,
        ``name`` and their settings
    """
    changes = [
        Change("setting", None, name, before.get(name), value)
        for name, value in after.items()
        if name != "rules" and before.get(name) != value
    ]
    pairs = _pairs(before["rules"], after["rules"])
    added, positions = [], []
    for number, rule in enumerate(after["rules"]):
        if number not in pairs:
            added.append(Change("added", rule["name"], None, None, None))
            continue
        positions.append(pairs[number])
        old = before["rules"][pairs[number]]
        changes += [
            Change("changed", rule["name"], name, old.get(name), value)
            for name, value in rule.items()
            if name != "key" and old.get(name) != value
        ]
    kept = set(positions)
    removed = [
        Change("removed", rule["name"], None, None, None)
        for number, rule in enumerate(before["rules"])
        if number not in kept
    ]
    order = [Change("order", None, None, None, None)] if positions != sorted(positions) else []
    return changes + added + removed + order


def _pairs(before, after):
    """dict position after -> position before of the same rule."""
    pairs = {}
    for field in ("key", "name"):
        free = [number for number in range(len(before)) if number not in pairs.values()]
        for number, rule in enumerate(after):
            match = next((old for old in free if before[old][field] == rule[field]), None)
            if number not in pairs and match is not None:
                pairs[number] = match
                free.remove(match)
    return pairs
