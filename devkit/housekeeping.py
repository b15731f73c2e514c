"""`./dev stop` and `./dev clean`: leave nothing running, leave nothing behind."""

import shutil

from . import postgres, steps
from .console import DevError, say
from .databases import PREFIX, TEST, Databases
from .layout import CACHE, HOME
from .serving import stop_server


def stop():
    if not HOME.exists():
        say("nothing is running")
        return 0
    served = stop_server()
    stopped = False if postgres.is_given() else postgres.stop()
    say(
        " and ".join(word for word, true in (("server stopped", served), ("PostgreSQL stopped", stopped)) if true)
        or "nothing is running"
    )
    return 0


def clean(everything):
    """Remove what set-up made; with everything also the download cache."""
    if HOME.exists():
        _refuse_while_testing()
        stop_server()
        if postgres.is_given():
            _drop_our_databases()
        postgres.remove()
        shutil.rmtree(HOME)
        say(f"removed {HOME}")
    if everything:
        shutil.rmtree(CACHE, ignore_errors=True)
        say(f"removed {CACHE}")
    return 0


def _refuse_while_testing():
    busy = [name for name in steps.claimed_names() if name.startswith(TEST)]
    if busy:
        raise DevError(f"a ./dev test is running on {busy[0]}: wait for it or stop it first.")


def _drop_our_databases():
    databases = Databases({**postgres.connection()})
    for name in databases.names():
        if name.startswith(PREFIX):
            databases.drop(name)
