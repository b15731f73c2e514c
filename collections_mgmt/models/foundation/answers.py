"""Answers that several ask for, each for himself, and that were asked for together."""

from contextlib import contextmanager

ANSWERS = "collections_mgmt_answers"


@contextmanager
def told(cr, answers):
    """Within, ``answers`` (dict of any keys) are ``known``, beside what was known before."""
    before = known(cr)
    cr.cache[ANSWERS] = {**before, **answers}
    try:
        yield
    finally:
        cr.cache[ANSWERS] = before


def known(cr):
    return cr.cache.get(ANSWERS, {})
