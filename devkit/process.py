"""Starting other programs: quietly with a log, for their output, or in the foreground with a clean end."""

import contextlib
import os
import shutil
import signal
import subprocess

from .console import DevError
from .layout import LOGS

_running = set()


def output(*command, **options):
    """Standard output of a short command; DevError with its last words when it fails."""
    code, text, errors = _run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if code:
        raise DevError(f"{command[0]} failed: {_last_line(errors or text)}")
    return text


def succeeds(*command, **options):
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **options}
    return _run(command, **options)[0] == 0


def logged(log_name, *command, advice="", **options):
    """Run with the output in a log file, because pip, apt and Odoo say much that matters only when they fail."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    with open(log, "w") as stream:
        code, *_ = _run(command, stdout=stream, stderr=subprocess.STDOUT, **options)
    if code:
        raise DevError(f"{log_name} failed ({_last_line(log.read_text(errors='replace'))}); {advice or f'see {log}'}.")


def end_all():
    """Interrupted: the threads of the set-up wait for these, and must not start others."""
    global _running
    running, _running = _running, None
    for child in running:
        child.terminate()


def foreground(*command, **options):
    """Run in a process group of its own and return the exit code; however we end, nothing of the group is left.

    The group is told once, by us, to stop: a terminal's Ctrl-C would reach both us and the child, and a second
    interrupt breaks the clean-up of the first (a browser left running, a database left behind).
    """
    child = subprocess.Popen([*dies_with_us("INT"), *_words(command)], start_new_session=True, **options)
    try:
        return child.wait()
    finally:
        end_group(child)


def dies_with_us(sign):
    """Command prefix that asks the kernel to send that signal when we are killed and cannot do it ourselves."""
    return ["setpriv", "--pdeathsig", sign] if shutil.which("setpriv") else []


def _run(command, **options):
    if _running is None:
        raise DevError("interrupted")
    child = subprocess.Popen(_words(command), **options)
    _running.add(child)
    try:
        text, errors = child.communicate()
    except BaseException:
        child.kill()
        child.wait()
        raise
    finally:
        if _running is not None:
            _running.discard(child)
    return child.returncode, text, errors


def end_group(child):
    for sign, patience in ((signal.SIGINT, 20), (signal.SIGTERM, 5)):
        if child.poll() is not None:
            break
        child.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _words(command):
    return [str(word) for word in command]


def _last_line(text):
    """The line that most likely names the reason: the last one with "error" in it, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no output"]
    errors = [line for line in lines if "error" in line.lower() and "notice" not in line.lower()]
    return (errors or lines)[-1][:300]
