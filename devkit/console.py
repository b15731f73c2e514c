"""What the developer reads: progress lines, and failures told in one sentence.

Progress goes to standard error, so that standard output holds results only (the closing line of the tests, what a
shell script printed, the address of the server).
"""

import sys
import time

_STARTED = time.monotonic()


class DevError(Exception):
    """An expected problem; its text is the one sentence that says what is missing and what to do."""


def elapsed():
    return time.monotonic() - _STARTED


def say(message):
    print(f"[dev {elapsed():6.1f} s] {message}", file=sys.stderr, flush=True)


def tell(text):
    """A result, on standard output."""
    print(text, flush=True)
