"""The demo database: a company with a year of receivables, built once, complete or not at all."""

from datetime import date

from . import addon, demo_ledger, inside
from .console import say
from .databases import DEMO
from .layout import HOME, MODULE
from .steps import lock

DRAFT = f"{DEMO}_tmp"
LEDGER = HOME / "demo" / "receivables.csv"


def ensure(environment, fresh=False):
    """Build it when it is missing, bring it up to date when the add-on has changed since; give its name."""
    addon.require()
    with lock("demo", "another ./dev is building the demo database"):
        if fresh or not environment.databases.exists(DEMO):
            _build(environment)
        elif environment.databases.note(DEMO) != addon.fingerprint():
            _update(environment)
    return DEMO


def _build(environment):
    """Under another name until it is complete, so that an interruption never leaves half a demo."""
    say("building the demo database, once ...")
    databases = environment.databases
    databases.clone(environment.base, DRAFT)
    say(f"installing {MODULE} with its demo data ...")
    state = addon.fingerprint()
    environment.install(DRAFT, "--with-demo")
    _fill(environment)
    databases.set_note(DRAFT, state)
    databases.rename(DRAFT, DEMO)
    say("demo database ready")


def _fill(environment):
    today = date.today()
    LEDGER.parent.mkdir(parents=True, exist_ok=True)
    rows = demo_ledger.write(LEDGER, today)
    say(f"loading {rows} invented invoices and credit notes, then making today's work list (a few minutes) ...")
    inside.run_script(environment, DRAFT, "fill_demo.py", {"file": str(LEDGER), "key_date": today.isoformat()})


def _update(environment):
    say(f"{MODULE} has changed since the demo database was built: updating it ...")
    state = addon.fingerprint()
    environment.update(DEMO)
    environment.databases.set_note(DEMO, state)
