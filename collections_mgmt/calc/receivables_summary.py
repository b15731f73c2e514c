"""What is open in a receivables list on a key date. Grain of the result: one currency.

>>> from decimal import Decimal
>>> from datetime import date
>>> from .receivables_file import Row
>>> day, due = date(2019, 1, 1), date(2019, 1, 31)
>>> row = Row(2, "A1", "C7", "", "", "", "", "", "USD", Decimal(100), day, due, None, Decimal(0), "")
>>> open_by_currency([row], date(2019, 3, 1), (30, 60))
{'USD': Open(count=1, total=Decimal('100'), buckets=[Decimal('0'), Decimal('100'), Decimal('0'), Decimal('0')])}
"""

from decimal import Decimal
from typing import NamedTuple

from .aging import bucket


class Open(NamedTuple):
    """Open documents of one currency: how many, their sum, and the sum per ageing bucket."""

    count: int
    total: Decimal
    buckets: list


def open_amount(row, key_date):
    """What is open of one row on the key date; a document of a later date does not exist yet."""
    if row.invoice_date > key_date:
        return Decimal(0)
    return row.amount - (row.paid_amount if row.payment_date and row.payment_date <= key_date else 0)


def open_by_currency(rows, key_date, limits):
    """Open count, total and ageing per currency, currencies in the order of their codes."""
    found = {}
    for row in rows:
        amount = open_amount(row, key_date)
        if not amount:
            continue
        count, total, buckets = found.get(row.currency) or Open(0, Decimal(0), [Decimal(0)] * (len(limits) + 2))
        buckets[bucket((key_date - row.due_date).days, limits)] += amount
        found[row.currency] = Open(count + 1, total + amount, buckets)
    return dict(sorted(found.items()))
