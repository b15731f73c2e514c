"""`./dev shots`: pictures of the main screens, from the demo database, by a headless browser."""

import os
import shutil
import socket

from . import browser, demo, node_tools, serving
from .console import DevError, say
from .environment import prepare
from .layout import LOGS, MODULE, ROOT
from .process import foreground

IMAGES = ROOT / "docs" / "images"
# What the app list of Odoo shows must lie in the add-on.
DESCRIPTION = ROOT / MODULE / "static" / "description"


def take(names):
    """All pictures, or those named."""
    browser.require()
    environment = prepare()
    node_tools.install()
    database, port = demo.ensure(environment), _free_port()
    IMAGES.mkdir(parents=True, exist_ok=True)
    say("starting a server for the pictures ...")
    with serving.running(environment, database, port, LOGS / "shots.log"):
        variables = {**os.environ, **node_tools.VARIABLES, "BROWSER": _program()}
        script = ROOT / "devkit" / "shots.mjs"
        code = foreground("node", script, f"http://127.0.0.1:{port}", IMAGES, DESCRIPTION, *names, env=variables)
    if code:
        raise DevError(f"pictures are missing, see above; the server's log: {LOGS / 'shots.log'}.")
    return 0


def _program():
    return next(path for path in map(shutil.which, browser.NAMES) if path)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
