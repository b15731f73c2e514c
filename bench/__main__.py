"""Within Odoo's Python: ``python -m bench build|measure``, arguments as JSON in BENCH_ARGUMENTS, result to a file."""

import json
import os
import sys
from datetime import date
from pathlib import Path

import odoo.modules.module  # noqa: F401  # addons become importable
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def show(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def build(registry, arguments):
    from . import ledger

    ledger.build(registry, ledger.Plan(**arguments["plan"]), show)


def prepare(registry, arguments):
    from . import ledger, scene

    with registry.cursor() as cr:
        scene.set_up(api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"}), _key_date(arguments))
    ledger.vacuum(registry)


def measure(registry, arguments):
    from . import measures

    found = measures.Measures(registry, _key_date(arguments), show).run_all()
    Path(arguments["result"]).write_text(json.dumps(found))


def _key_date(arguments):
    return date.fromisoformat(arguments["plan"]["as_of"])


def main():
    arguments = json.loads(os.environ["BENCH_ARGUMENTS"])
    database = arguments["database"]
    config.parse_config(["-c", arguments["config"], "-d", database, "--no-http", "--log-level=error"])
    {"build": build, "prepare": prepare, "measure": measure}[sys.argv[1]](Registry(database), arguments)


main()
