"""Serving the demo database: the port, the server process, and how another ./dev finds and stops it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request

from . import steps
from .console import DevError, say, tell
from .environment import CONFIG, ODOO_BIN
from .layout import HOME, LOGS
from .process import dies_with_us

CLAIM = "server"
PID_FILE = HOME / "server.pid"
HOURS_FOR_A_JOB = 4

WELCOME = """
  Collections is ready:  {address}

  log in as    collector / collector      works the list
               supervisor / supervisor    assigns, balances, watches
               manager / manager          configures
               logistics / logistics      decides disputes, sees nothing of accounting

  first click  Collections > My Work List: open the first customer, read why it has its priority,
               work its open items, then take the next one.

  Ctrl-C stops the server, ./dev stop also the database. Odoo's log: {log}
"""


def chosen_port():
    text = os.environ.get("PORT") or "8069"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise DevError(f"PORT={text} is no port number: choose one from 1024 to 65535.")
    return int(text)


def require_free(port):
    if steps.is_claimed(CLAIM):
        raise DevError("./dev run is already serving this checkout: use that one, or end it with ./dev stop.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DevError(
                f"port {port} is taken: choose another one, for example PORT={port + 1} ./dev run."
            ) from error


def serve(environment, database, port):
    """Until Ctrl-C or ./dev stop."""
    with steps.claim(CLAIM) as ours:
        if not ours:
            raise DevError("./dev run is already serving this checkout: use that one, or end it with ./dev stop.")
        say("starting the server ...")
        PID_FILE.write_text(str(os.getpid()))
        try:
            with running(environment, database, port, LOGS / "server.log") as server:
                tell(WELCOME.format(address=f"http://127.0.0.1:{port}/odoo", log=LOGS / "server.log"))
                return server.wait()
        except (KeyboardInterrupt, SystemExit):
            say("stopping the server")
            return 0
        finally:
            PID_FILE.unlink(missing_ok=True)


@contextlib.contextmanager
def running(environment, database, port, log):
    """A server for as long as the block lasts, once it answers. Without workers the live bus needs no reverse proxy."""
    words = ("-d", database, f"--db-filter=^{database}$", "--workers=0", f"--http-port={port}", f"--logfile={log}")
    words += (f"--limit-time-real-cron={HOURS_FOR_A_JOB * 3600}",)  # a long import is one job
    _tell_reports_the_port(environment, database, port)
    server = _start(words, environment.variables, log)
    try:
        _wait_until_it_answers(server, f"http://127.0.0.1:{port}/web/login", log)
        yield server
    finally:
        _end(server)


def _tell_reports_the_port(environment, database, port):
    """Documents fetch their styles from the server: without the right port they are printed bare."""
    for key in ("web.base.url", "report.url"):
        environment.databases.query(
            f"insert into ir_config_parameter (key, value) values ('{key}', 'http://127.0.0.1:{port}')"
            " on conflict (key) do update set value = excluded.value",
            database,
        )


def stop_server():
    """True when a ./dev run of this checkout was serving."""
    if not steps.is_claimed(CLAIM) or not PID_FILE.exists():
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(PID_FILE.read_text()), signal.SIGTERM)
    for _ in range(60):
        if not steps.is_claimed(CLAIM):
            return True
        time.sleep(0.25)
    raise DevError(f"the server does not stop: end process {PID_FILE.read_text()} yourself.")


def _start(words, variables, log):
    """In a session of its own: a Ctrl-C reaches us only, and we end the server."""
    with open(log, "a") as stream:
        command = [*dies_with_us("TERM"), str(ODOO_BIN), "server", "-c", str(CONFIG), *words]
        return subprocess.Popen(command, env=variables, stdout=stream, stderr=stream, start_new_session=True)


def _wait_until_it_answers(server, address, log):
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy cannot reach this address
    for _ in range(240):
        if server.poll() is not None:
            raise DevError(f"the server ended while starting: see {log}.")
        with contextlib.suppress(OSError):
            browser.open(address, timeout=60).close()
            return
        time.sleep(0.25)
    raise DevError(f"the server does not answer: see {log}.")


def _end(server):
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
