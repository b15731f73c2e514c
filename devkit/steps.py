"""Locks and stamps: what makes every command safe to interrupt, to repeat and to start twice."""

import contextlib
import fcntl
import shutil
import time

from .console import say
from .layout import HOME

_LOCKS = HOME / "locks"


@contextlib.contextmanager
def lock(name, waiting_for):
    """Only one process at a time; the next one says what it is waiting for. The kernel frees the lock of a dead one."""
    with _open_lock(name) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting: {waiting_for}")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def claim(name):
    """Try to own a name for as long as the block runs; gives False when somebody alive owns it."""
    with _open_lock(name) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def is_claimed(name):
    with claim(name) as free:
        return not free


def forget_claim(name):
    (_LOCKS / name).unlink(missing_ok=True)


def claimed_names():
    """Names somebody alive owns at this moment."""
    return [path.name for path in sorted(_LOCKS.glob("*")) if is_claimed(path.name)]


def step(name, key, action):
    """Run the action unless it already finished for the same key. One that died has no stamp, and runs again."""
    stamp = HOME / "stamps" / name
    if stamp.exists() and stamp.read_text() == key:
        return
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    started = time.monotonic()
    say(f"{name} ...")
    action()
    stamp.write_text(key)
    say(f"{name}: done in {time.monotonic() - started:.1f} s")


def fresh_folder(path):
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def write_if_changed(path, text, mode=0o644):
    """Replace in one move, because another ./dev may be reading it."""
    if path.exists() and path.read_text() == text:
        return
    draft = path.with_name(path.name + ".new")
    draft.write_text(text)
    draft.chmod(mode)
    draft.replace(path)


def _open_lock(name):
    _LOCKS.mkdir(parents=True, exist_ok=True)
    return open(_LOCKS / name, "a")
