"""Who gets which customer: a share of the group's work balanced by number and by amount (features C2, C3, A6).

Two of equal capacity get two customers and 110 each; all that is fixed stays where it is:

>>> works = [Work(number, "high", amount, None) for number, amount in enumerate((100, 90, 20, 10), 1)]
>>> share(works, {"ann": 100, "bob": 100})
{1: 'ann', 2: 'bob', 3: 'bob', 4: 'ann'}
>>> share([Work(1, "low", 5, "bob"), Work(2, "low", 5, None), Work(3, "low", 5, None)], {"ann": 100, "bob": 50})
{1: 'bob', 2: 'ann', 3: 'ann'}

Who had a customer before keeps him while that leaves the loads even:

>>> works = [Work(number, "low", 5, None, "bob") for number in (1, 2, 3)] + [Work(4, "low", 5, None, "ann")]
>>> share(works, {"ann": 100, "bob": 100})
{1: 'bob', 2: 'bob', 3: 'ann', 4: 'ann'}

Who gets the odd customer changes from band to band:

>>> share([Work(1, "high", 5, None), Work(2, "medium", 5, None), Work(3, "low", 5, None)], {"ann": 100, "bob": 100})
{1: 'ann', 2: 'bob', 3: 'ann'}

How it works, for each band on its own:

1. *Quotas*: how many customers each member should have, proportional to capacity, rounded by largest remainder. A
   member with more fixed customers than that keeps them, and the others share the rest (water-filling).
2. *Keeping*: a member keeps the free customers he had before, largest amount first, within his quota and his share of
   the amount.
3. *Dealing*: the other free customers, largest amount first, each to the member with the smallest amount for his
   capacity who has quota left (longest processing time first).
4. *Swapping*: the most loaded member exchanges one dealt customer for a smaller one of a less loaded member, which
   leaves the numbers as they are, until the amounts are even, nothing helps, or the rounds are used up. Only while they
   differ by more than an average customer are kept customers exchanged as well.

Everything is sorted by amount, account and user, so the result does not depend on the order of the input.
"""

import math
from bisect import bisect_left
from collections import Counter
from fractions import Fraction
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

BANDS = ("high", "medium", "low")

# Amounts are even when the loads differ by at most this part of the mean; finer than anybody would notice.
EVEN = 0.001
# Up to this difference a customer stays with whom he knows, and up to an average customer where that is more.
EVEN_ENOUGH = 0.015
# A customer is larger than a share from this part of it on; a little more than 1, for the rounding of computers.
LARGER = 1.000001
# Swapping stops after this many exchanges for each member; in practice far fewer are needed.
ROUNDS = 20
# An exchange that comes this close to the wanted one, as a part of it, is taken without looking for a better one ...
CLOSE = 0.05
# ... and one that misses the wanted one by more than this part is not worth it: every exchange must gain something.
USELESS = 0.99


class CapacityError(ValueError):
    """A capacity is not greater than zero."""


class WorkError(ValueError):
    """A work has an unknown band or an amount that is negative or not a number."""


class Work(NamedTuple):
    """One customer to be distributed.

    ``account_id`` unique among the works; ``band`` 'high', 'medium' or 'low'; ``amount`` to collect, zero or more, in
    one currency for all works; ``fixed`` the user who must get it (fixed specialist or his substitute) or ``None``;
    ``previous`` who had it on the list before, or ``None``.
    """

    account_id: int
    band: str
    amount: float
    fixed: int | None
    previous: int | None = None


class Imbalance(NamedTuple):
    """What remains uneven in one band; see ``imbalance`` for what is measured.

    ``count_spread`` whole customers, ``amount_spread_percent`` percent of the mean load; ``outsized`` customers, each
    larger than the whole share of who has him, and ``amount_spread_of_others_percent`` without these and who has them.
    """

    count_spread: int
    amount_spread_percent: float
    outsized: int
    amount_spread_of_others_percent: float


def share(works, capacities):
    """Return ``{account_id: user_id}``, who gets which customer.

    :param works: iterable of ``Work``
    :param dict capacities: member -> working capacity relative to the others, greater than zero, 100 = full
    :return: every account; ``None`` for the free ones when there are no members
    :raises CapacityError: a capacity is not greater than zero
    :raises WorkError: a work has an unknown band or a wrong amount

    Fixed works count as load of their person if he is a member; a person outside of the group gets his without any
    effect on the others. Per band the number of a member is his exact quota rounded down or up, and the amounts for the
    capacity are as even as exchanges of single customers can make them.
    """
    _check_capacities(capacities)
    assignment = {}
    carried = dict.fromkeys(capacities, Fraction(0))
    for band_works in map(_largest_first, _by_band(works).values()):
        assignment.update((work.account_id, work.fixed) for work in band_works)
        if capacities:
            lots, carried = _lots(band_works, capacities, carried)
            tolerance = max(EVEN_ENOUGH, len(lots) / (len(band_works) or 1))
            _deal(_keep([work for work in band_works if work.fixed is None], lots, tolerance), lots)
            _even_out(lots, EVEN)
            if not _is_even(lots, tolerance):
                _release_kept(lots)
                _even_out(lots, tolerance)
            for lot in lots:
                assignment.update((account_id, lot.user_id) for _amount, account_id in lot.works + lot.kept)
    return assignment


def imbalance(works, assignment, capacities):
    """Return ``{band: Imbalance}`` for all three bands, to be stored on the run.

    :param works: iterable of ``Work``, those given to ``share``
    :param dict assignment: account_id -> user_id, as returned by ``share`` or changed by a supervisor
    :param dict capacities: as for ``share``
    :raises CapacityError, WorkError: as ``share``

    Only customers assigned to members are measured, fixed and free alike. Per band:

    * ``count_spread``: for each member his number of customers minus his exact share (number of all x capacity /
      capacity of all, not rounded); the largest of these differences minus the smallest, rounded up to whole customers.
      0 = exactly proportional; 1 = only the unavoidable rounding; more comes from fixed works or from hand.
    * ``amount_spread_percent``: for each member his load (amount / capacity); the largest load minus the smallest, as
      a percentage of the mean load (amount of all / capacity of all), rounded to four decimals. 0 without any amount.
    * ``outsized``: customers larger than the share of the amount of who has them (amount of all x capacity / capacity
      of all): no distribution evens these out. They and who has them are set aside, then the others are looked at in
      the same way, until none is left.
    * ``amount_spread_of_others_percent``: ``amount_spread_percent`` of those who remain, which better sharing could
      still even out; 0 when fewer than two remain.

    >>> works = [Work(1, "high", 60, None), Work(2, "high", 50, None), Work(3, "high", 10, None)]
    >>> imbalance(works, {1: "ann", 2: "bob", 3: "bob"}, {"ann": 100, "bob": 100})["high"]
    Imbalance(count_spread=1, amount_spread_percent=0.0, outsized=0, amount_spread_of_others_percent=0.0)
    >>> imbalance(works, {1: "ann", 2: "ann", 3: "bob"}, {"ann": 100, "bob": 50})["high"]
    Imbalance(count_spread=0, amount_spread_percent=112.5, outsized=0, amount_spread_of_others_percent=112.5)
    >>> works = [Work(number, "high", amount, None) for number, amount in enumerate((900, 30, 25, 25, 20))]
    >>> by_hand = {0: "ann", 1: "bob", 2: "bob", 3: "cid", 4: "cid"}
    >>> imbalance(works, by_hand, {"ann": 100, "bob": 100, "cid": 100})["high"]
    Imbalance(count_spread=1, amount_spread_percent=256.5, outsized=1, amount_spread_of_others_percent=20.0)
    """
    _check_capacities(capacities)
    result = {}
    for band, band_works in _by_band(works).items():
        amounts = {user_id: [] for user_id in capacities}
        for work in band_works:
            if (user_id := assignment.get(work.account_id)) in amounts:
                amounts[user_id].append(float(work.amount))
        outsized, others = _without_outsized(amounts, capacities)
        result[band] = Imbalance(
            _count_spread(amounts, capacities),
            _amount_spread(amounts, capacities),
            outsized,
            _amount_spread(others, capacities),
        )
    return result


class _Lot:
    """What one member gets in one band: ``room`` for free customers, ``amount`` of all, ``works`` the dealt ones.

    ``kept`` are the free ones he had before. Both are pairs (amount, account_id), ``works`` in ascending order once
    dealing is over.
    """

    __slots__ = ("user_id", "capacity", "room", "amount", "works", "kept")

    def __init__(self, user_id, capacity, room, amount):
        self.user_id = user_id
        self.capacity = capacity
        self.room = room
        self.amount = amount
        self.works = []
        self.kept = []

    @property
    def load(self):
        return self.amount / self.capacity

    def take(self, work, pile):
        amount = float(work.amount)
        pile.append((amount, work.account_id))
        self.amount += amount
        self.room -= 1


def _check_capacities(capacities):
    for user_id, capacity in capacities.items():
        if not 0 < capacity < math.inf:
            raise CapacityError(f"The capacity of {user_id} must be greater than zero, not {capacity}.")


def _by_band(works):
    """Return the works of each band, in the order given."""
    bands = {band: [] for band in BANDS}
    for work in works:
        if work.band not in bands:
            raise WorkError(f"Account {work.account_id} has the unknown priority {work.band!r}.")
        if not 0 <= work.amount < math.inf:
            raise WorkError(f"Account {work.account_id} must have an amount of zero or more, not {work.amount}.")
        bands[work.band].append(work)
    return bands


def _largest_first(works):
    """Return ``works`` by amount, equal amounts by account."""
    return sorted(works, key=lambda work: (-work.amount, work.account_id))


def _lots(works, capacities, carried):
    """Return the lots of a band with their room and fixed amounts, and what the rounding carries to the next band.

    Members whose quota was rounded up come last, so that in dealing equal loads the odd customer is a small one.
    """
    fixed, amounts = Counter(), Counter()
    for work in works:
        if work.fixed in capacities:
            fixed[work.fixed] += 1
            amounts[work.fixed] += float(work.amount)
    total = sum(work.fixed is None for work in works) + sum(fixed.values())
    exact = _exact_quotas(total, fixed, capacities)
    quotas = _rounded_quotas(exact, carried)
    carried = {user_id: carried[user_id] + exact[user_id] - quotas[user_id] for user_id in capacities}
    order = sorted(capacities, key=lambda user_id: (quotas[user_id] > exact[user_id], user_id))
    lots = [_Lot(user, float(capacities[user]), quotas[user] - fixed[user], float(amounts[user])) for user in order]
    return lots, carried


def _exact_quotas(total, fixed, capacities):
    """Divide ``total`` customers in proportion to capacity, nobody below his fixed ones (water-filling).

    Exact fractions, because rounding must not depend on the last bit of a division.
    """
    exact = {}
    sharing = {user_id: Fraction(capacity) for user_id, capacity in capacities.items()}
    while True:
        level = Fraction(total) / sum(sharing.values())
        above = [user_id for user_id, capacity in sharing.items() if fixed[user_id] > level * capacity]
        if not above:
            return exact | {user_id: level * capacity for user_id, capacity in sharing.items()}
        for user_id in above:
            exact[user_id] = Fraction(fixed[user_id])
            total -= fixed[user_id]
            del sharing[user_id]


def _rounded_quotas(exact, carried):
    """Round to whole customers by largest remainder; equal remainders by what earlier bands left a member short of.

    Only broken quotas are rounded up, and none before a larger remainder, so the results are less than one customer
    away from the exact ones and these differences at most one apart.
    """
    quotas = {user_id: math.floor(quota) for user_id, quota in exact.items()}
    missing = int(sum(exact.values())) - sum(quotas.values())
    broken = [user_id for user_id, quota in exact.items() if quota != quotas[user_id]]
    broken.sort(key=lambda user_id: (quotas[user_id] - exact[user_id], -carried[user_id], user_id))
    for user_id in broken[:missing]:
        quotas[user_id] += 1
    return quotas


def _keep(works, lots, tolerance):
    """Leave works with whom had them, largest first, within his room and his share of the amount; return the rest."""
    total = sum(lot.amount for lot in lots) + sum(float(work.amount) for work in works)
    mean = total / sum(lot.capacity for lot in lots)
    limits = {lot.user_id: (lot, mean * lot.capacity * (1 + tolerance)) for lot in lots}
    rest, nobody = [], (None, 0)
    for work in works:
        lot, limit = limits.get(work.previous, nobody)
        if lot and lot.room and lot.amount + float(work.amount) <= limit:
            lot.take(work, lot.kept)
        else:
            rest.append(work)
    return rest


def _deal(works, lots):
    """Give the works, largest first, each to the smallest load that has room; then sort each lot for swapping."""
    heap = [(lot.load, position) for position, lot in enumerate(lots) if lot.room]
    heapify(heap)
    for work in works:
        position = heap[0][1]
        lot = lots[position]
        lot.take(work, lot.works)
        if lot.room:
            heapreplace(heap, (lot.load, position))
        else:
            heappop(heap)
    for lot in lots:
        lot.works.sort()


def _release_kept(lots):
    """Let the works kept so far be exchanged like the dealt ones."""
    for lot in lots:
        lot.works = sorted(lot.works + lot.kept)
        lot.kept = []


def _even_out(lots, tolerance):
    """Let the most loaded member swap with a less loaded one, the least loaded first, until the loads are even.

    A member nobody can relieve, such as one with a single very large customer, is left aside and the others go on.
    """
    even = _even(lots, tolerance)
    lots = list(lots)
    for _round in range(ROUNDS * len(lots)):
        lots.sort(key=lambda lot: (lot.load, lot.user_id))
        giver = lots[-1]
        takers = [lot for lot in lots if giver.load - lot.load > even]
        if not takers:
            return
        if not any(_swap(giver, taker) for taker in takers):
            lots.pop()


def _even(lots, tolerance):
    """By how much loads may differ; ``tolerance`` is the part of their mean."""
    return tolerance * sum(lot.amount for lot in lots) / sum(lot.capacity for lot in lots)


def _is_even(lots, tolerance):
    loads = [lot.load for lot in lots]
    return max(loads) - min(loads) <= _even(lots, tolerance)


def _swap(giver, taker):
    """Exchange one work of each so that their loads come closest; return whether there was a useful exchange."""
    # The difference of the two works that would make both loads equal.
    wanted = (giver.amount * taker.capacity - taker.amount * giver.capacity) / (giver.capacity + taker.capacity)
    pair = _best_pair(giver.works, taker.works, wanted)
    if pair is None:
        return False
    given, taken = pair
    _replace(giver, given, taken)
    _replace(taker, taken, given)
    return True


def _best_pair(given_works, taken_works, wanted):
    """Return the works (given, taken) whose amounts differ by nearly ``wanted``, or ``None`` if none is of use.

    Both lists are ascending. Costs one bisection for each work to give until a close pair is found.
    """
    if not given_works or not taken_works:
        return None
    best, best_miss = None, wanted * USELESS
    # Outside of these amounts no work to take comes near enough; it spares scanning for holders of giants.
    low = bisect_left(given_works, (taken_works[0][0] + wanted - best_miss,))
    high = bisect_left(given_works, (taken_works[-1][0] + wanted + best_miss,))
    for given in given_works[low:high]:
        position = bisect_left(taken_works, (given[0] - wanted,))
        for taken in taken_works[max(position - 1, 0) : position + 1]:
            miss = abs(given[0] - taken[0] - wanted)
            if miss < best_miss:
                best, best_miss = (given, taken), miss
        if best_miss <= wanted * CLOSE:
            break
    return best


def _replace(lot, old, new):
    del lot.works[bisect_left(lot.works, old)]
    lot.works.insert(bisect_left(lot.works, new), new)
    lot.amount += new[0] - old[0]


def _count_spread(amounts, capacities):
    """Return the spread of the numbers of ``amounts``, dict member -> list, against their exact shares."""
    counts = {user_id: len(theirs) for user_id, theirs in amounts.items()}
    level = Fraction(sum(counts.values())) / (sum(map(Fraction, capacities.values())) or 1)
    over = [count - level * Fraction(capacities[user_id]) for user_id, count in counts.items()]
    return math.ceil(max(over) - min(over)) if over else 0


def _without_outsized(amounts, capacities):
    """Set aside who has a customer larger than his share, until nobody is left who has.

    :return: number of such customers, and the ``amounts`` of the others
    """
    outsized = 0
    while amounts:
        mean = _mean_load(amounts, capacities)
        limits = {user_id: mean * float(capacities[user_id]) * LARGER for user_id in amounts}
        large = {user_id: sum(amount > limits[user_id] for amount in theirs) for user_id, theirs in amounts.items()}
        if not any(large.values()):
            break
        outsized += sum(large.values())
        amounts = {user_id: theirs for user_id, theirs in amounts.items() if not large[user_id]}
    return outsized, amounts


def _amount_spread(amounts, capacities):
    """Return the spread of the loads of ``amounts``, dict member -> list, in percent of the mean load."""
    mean = amounts and _mean_load(amounts, capacities)
    if not mean:
        return 0.0
    loads = [sum(theirs) / float(capacities[user_id]) for user_id, theirs in amounts.items()]
    return round((max(loads) - min(loads)) / mean * 100, 4)


def _mean_load(amounts, capacities):
    """Return the mean load of the members of ``amounts``."""
    return sum(map(sum, amounts.values())) / sum(float(capacities[user_id]) for user_id in amounts)
