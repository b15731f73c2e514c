"""Promises to pay: what was settled of what was promised, and what is to be said of it (F2, F5, F6).

Amounts are whole units of the rounding of a currency (cents), so that nothing is ever off by a fraction.
"""

from datetime import date
from typing import NamedTuple

from .settled import Units


class Promised(NamedTuple):
    """An amount of one open item; what is settled up to ``until`` counts.

    ``before`` is what was settled of the item when the promise was recorded, on ``since``.
    """

    key: int
    amount: int
    since: date
    until: date
    before: int = 0


class Settlement(NamedTuple):
    """What was matched with the item: a payment (``paid``), or a credit note, a write-off and the like."""

    day: date
    amount: int
    paid: bool = True


class Objection(NamedTuple):
    """What disputes of the item led to credit or write off, ``since`` the day the customer objected."""

    credited: int = 0
    since: date | None = None


class Planned(NamedTuple):
    """What a plan got of the item, which is served before promises: of what was paid after ``paid_before`` and was
    credited after ``credited_before``.
    """

    paid: int = 0
    credited: int = 0
    paid_before: int = 0
    credited_before: int = 0


class Share(NamedTuple):
    """What one promised amount got: in time by payment and otherwise, and after its last day.

    ``covered_on`` is the day on which a payment completed it.
    """

    paid: int = 0
    credited: int = 0
    late: int = 0
    last_paid: date | None = None
    covered_on: date | None = None


class _Part:
    """A settlement of which shares are taken: ``left`` of it; ``end`` is all that was settled up to and with it."""

    def __init__(self, settlement, left, end):
        self.day, _amount, self.paid = settlement
        self.left, self.end = left, end


def allocate(promised, settlements, gone=0, planned=()):
    """Share out what was settled of one item to what was promised of it: who is due first is served first.

    >>> first, second = date(2026, 6, 10), date(2026, 6, 20)
    >>> promised = [Promised(1, 400, date(2026, 6, 1), first), Promised(2, 600, date(2026, 6, 1), second)]
    >>> shares = allocate(promised, [Settlement(date(2026, 6, 9), 500), Settlement(date(2026, 6, 25), 300)])
    >>> [(share.paid, share.late) for share in shares.values()]
    [(400, 0), (100, 300)]

    No cent counts twice: what a plan got is left to it.

    >>> allocate(promised, [Settlement(date(2026, 6, 9), 500)], planned=[Planned(paid=300)])[1].paid
    200

    What was settled before a promise does not count for it, though it be matched anew later; what was paid in time
    and booked late does.

    >>> late_booked = Settlement(date(2026, 5, 31), 400)
    >>> allocate([promised[0]._replace(before=400)], [late_booked])[1].paid
    0
    >>> allocate([promised[0]], [late_booked])[1].paid
    400

    A credit note is no payment, and a debt that is ``gone`` (cancelled, or booked anew with less) is none to be paid.

    >>> allocate([promised[0]], [Settlement(first, 100, paid=False)], gone=50)[1].credited
    150

    :param promised: list of ``Promised`` of one item
    :param settlements: list of ``Settlement`` of it
    :param int gone: by how much the item itself has become smaller
    :param planned: list of ``Planned``
    :return: dict key -> ``Share``
    """
    parts = _parts(settlements, gone, planned)
    ordered = serving_order(promised)
    taken = {each.key: [] for each in promised}
    for late in (False, True):
        for each in ordered:
            _take(each, _before(each, settlements), parts, taken[each.key], late)
    return {each.key: _share(each, taken[each.key]) for each in promised}


def serving_order(promised):
    """Who is due first is served first."""
    return sorted(promised, key=lambda each: (each.until, each.key))


def heed(settlements, objection, spare=0):
    """What a dispute led to credit counts from the day the customer objected, however late it was booked.

    >>> objected, booked = date(2026, 6, 5), date(2026, 6, 25)
    >>> late = [Settlement(booked, 500, paid=False)]
    >>> [(each.day.day, each.amount) for each in heed(late, Objection(400, objected))]
    [(25, 100), (5, 400)]
    >>> [(each.day.day, each.amount) for each in heed(late, Objection(400, objected), spare=300)]
    [(25, 100), (5, 100)]

    :param list settlements: of one item
    :param Objection objection: to the item
    :param int spare: what of the item nobody promised: such credits concern it first
    """
    heeded, left = [], objection.credited
    for settlement in sorted(settlements, key=lambda each: each.day, reverse=True):
        taken = 0 if settlement.paid else min(left, settlement.amount)
        apart = min(taken, spare)
        left, spare = left - taken, spare - apart
        heeded.append(settlement._replace(amount=settlement.amount - taken))
        if taken > apart:
            heeded.append(Settlement(min(settlement.day, objection.since), taken - apart, paid=False))
    return [settlement for settlement in heeded if settlement.amount]


def waiting(rests, residual, disputed):
    """What of each promised amount waits for the end of a dispute: payments take what nobody disputes first.

    >>> waiting([600, 400], residual=1000, disputed=500), waiting([600], residual=1000, disputed=400)
    ([100, 400], [0])

    :param list rests: what is still to be paid of promises of one item, in the order in which they are served
    :param int residual: of the item
    :param int disputed: of it, and not to be chased
    """
    left = min(disputed, max(0, sum(rests) - max(0, residual - disputed)))
    result = []
    for rest in reversed(rests):
        result.insert(0, min(rest, left))
        left -= result[0]
    return result


def _parts(settlements, gone, planned):
    settlements = sorted(settlements, key=lambda each: each.day)
    left = _left_by_plans(settlements, gone, planned)
    parts, place, end = [], {True: 0, False: 0}, 0
    for settlement in settlements:
        end += settlement.amount
        before = place[settlement.paid]
        place[settlement.paid] += settlement.amount
        parts.append(_Part(settlement, left[settlement.paid].free(before, place[settlement.paid]), end))
    rest = left[False].free(place[False], place[False] + gone)
    return [*parts, _Part(Settlement(date.min, gone, paid=False), rest, float("inf"))]


def _left_by_plans(settlements, gone, planned):
    """Whether paid -> ``Units`` that plans left to promises."""
    paid = sum(settlement.amount for settlement in settlements if settlement.paid)
    units = {True: Units(paid), False: Units(sum(settlement.amount for settlement in settlements) - paid + gone)}
    for plan in planned:
        units[True].leave_to(plan.paid, plan.paid_before)
        units[False].leave_to(plan.credited, plan.credited_before)
    return units


def _before(promised, settlements):
    """What was settled before; less when some of it was taken back since."""
    still = sum(settlement.amount for settlement in settlements if settlement.day <= promised.since)
    return min(promised.before, still)


def _take(promised, before, parts, taken, late):
    missing = promised.amount - sum(amount for _part, amount in taken)
    for part in parts:
        if (part.day > promised.until) == late:
            amount = max(0, min(missing, part.left, part.end - before))
            part.left -= amount
            missing -= amount
            if amount:
                taken.append((part, amount))


def _share(promised, taken):
    def total(condition):
        return sum(amount for part, amount in taken if condition(part))

    days = [part.day for part, _amount in taken if part.paid]
    covered = sum(amount for _part, amount in taken) >= promised.amount
    last = max(taken, key=lambda each: each[0].day)[0] if taken else None
    return Share(
        paid=total(lambda part: part.day <= promised.until and part.paid),
        credited=total(lambda part: part.day <= promised.until and not part.paid),
        late=total(lambda part: part.day > promised.until),
        last_paid=max(days, default=None),
        covered_on=last.day if covered and last and last.paid else None,
    )


def judge(amount, paid, credited, over, tolerance=0, disputed=0):
    """What became of a promise: open, kept, partial, broken, or credited when nothing of it was left to be paid.

    Credit notes lessen what was promised; the rest is kept when all but ``tolerance`` per cent of it is paid.

    >>> judge(1000, 0, 0, over=False), judge(1000, 300, 0, over=False), judge(1000, 1000, 0, over=False)
    ('open', 'open', 'kept')
    >>> judge(1000, 0, 0, over=True), judge(1000, 300, 0, over=True)
    ('broken', 'partial')
    >>> judge(1000, 600, 400, over=False), judge(1000, 0, 1000, over=True), judge(1000, 0, 400, over=True)
    ('kept', 'credited', 'broken')
    >>> judge(1000, 950, 0, over=True, tolerance=5), judge(1000, 949, 0, over=True, tolerance=5)
    ('kept', 'partial')

    What is disputed is not owed meanwhile; when nothing else is left, the promise waits.

    >>> judge(1000, 600, 0, over=True, disputed=400), judge(1000, 0, 0, over=True, disputed=400)
    ('kept', 'broken')
    >>> judge(1000, 0, 0, over=True, disputed=1000)
    'open'

    :param bool over: whether the last day that counts has passed
    """
    owed = amount - credited
    if owed <= 0:
        return "credited"
    owed -= disputed
    if paid and paid * 100 >= owed * (100 - tolerance):
        return "kept"
    if not over or owed <= 0:
        return "open"
    return "partial" if paid else "broken"


def split(amount, number):
    """``amount`` in ``number`` equal parts; the last takes what is left (FM13).

    >>> split(1000, 3), split(1000, 1)
    ([333, 333, 334], [1000])
    """
    part = round(amount / number)
    return [part] * (number - 1) + [amount - part * (number - 1)]
