"""The time of the day as people type it."""

import re
from datetime import time


def read_time(text):
    """Return the ``datetime.time`` that ``text`` says, or None when it says nothing.

    >>> read_time("14:30"), read_time("9"), read_time(" 9.05 "), read_time("0730"), read_time("")
    (datetime.time(14, 30), datetime.time(9, 0), datetime.time(9, 5), datetime.time(7, 30), None)
    >>> read_time("2 pm"), read_time("12:15 am"), read_time("12 pm")
    (datetime.time(14, 0), datetime.time(0, 15), datetime.time(12, 0))
    >>> read_time("24:00")
    Traceback (most recent call last):
    ValueError: 24:00

    :raise ValueError: when it is no time of the day
    """
    text = (text or "").strip()
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?m?\.?", text, re.IGNORECASE | re.ASCII)
    if not found:
        raise ValueError(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12 or hour > 23 or minute > 59:
        raise ValueError(text)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)
