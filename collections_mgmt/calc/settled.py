"""Units settled of one item, each of which counts for one commitment only.

Who is served is the waterfall's order: plans in force, promises, plans in default.
"""


class Units:
    """What was settled of one item in one way, unit by unit in the order in which it was settled.

    >>> units = Units(1000)
    >>> units.take(300), units.take(300, since=200), units.take(900)
    (300, 300, 400)
    >>> units.free(0, 1000)
    0
    """

    def __init__(self, total):
        self._free = [(0, max(0, total))]

    def take(self, units, since=0):
        """Take the first ``units`` that nobody took, of those settled after the first ``since``; return how many."""
        taken, left = 0, []
        for start, end in self._free:
            begin = min(max(start, since), end)
            got = max(0, min(units - taken, end - begin))
            left += [(start, begin), (begin + got, end)]
            taken += got
        self._free = [(start, end) for start, end in left if start < end]
        return taken

    def leave_to(self, units, since=0):
        """Take what somebody got who is served before: from ``since`` on as far as it is there, else any."""
        self.take(units - self.take(units, since))

    def free(self, start, end):
        """How many of those between two places nobody took."""
        return sum(max(0, min(end, last) - max(start, first)) for first, last in self._free)
