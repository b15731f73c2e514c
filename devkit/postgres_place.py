"""Whose the private PostgreSQL is and where it lies: the awkward facts about users, folders and socket names."""

import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .console import DevError
from .layout import HOME, MODULE, digest
from .process import succeeds

# The kernel takes no longer name for a Unix socket.
LONGEST_SOCKET_NAME = 107


@dataclass(frozen=True)
class Place:
    folder: Path
    owner: int  # user id the server runs as
    group: int
    as_owner: tuple  # command prefix that starts a program as that user

    def private_folder(self, name):
        """A fresh folder that only the server's user can read."""
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700)
        os.chown(path, self.owner, self.group)
        return path


def place():
    """PostgreSQL refuses to run as root; root lends it to another account, which must be able to reach its folder."""
    folder = HOME / "pg"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return Place(folder, os.geteuid(), os.getegid(), ())
    account = _unprivileged_account()
    prefix = ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
    if not succeeds(*prefix, "test", "-x", folder, cwd="/"):
        folder = Path("/var/lib") / f"{MODULE}-dev-{digest(HOME)}"
        folder.mkdir(mode=0o755, exist_ok=True)
    _make_log(folder, account)
    return Place(folder, account.pw_uid, account.pw_gid, prefix)


def socket_folder(where):
    """Beside the data, or in the temporary folder when the checkout lies too deep."""
    folder = where.folder / "run"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_NAME:
        folder = Path(tempfile.gettempdir()) / f"cm-{digest(where.folder)}"
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, where.owner, where.group)
    if folder.stat().st_uid != where.owner or folder.is_symlink():
        raise DevError(f"{folder} belongs to somebody else: remove it, or set DEV_HOME to a shorter folder name.")
    return folder


def _unprivileged_account():
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in accounts:
            return accounts[name]
    raise DevError("PostgreSQL cannot run as root and there is no account postgres or nobody: work as another user.")


def _make_log(folder, account):
    log = folder / "log"
    log.touch()
    os.chown(log, account.pw_uid, account.pw_gid)
