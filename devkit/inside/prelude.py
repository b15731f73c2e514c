"""In Odoo's shell, before each of our scripts: the arguments, and progress lines on standard error."""

import json
import os
import sys
import time
from datetime import date

arguments = json.loads(os.environ["COLLECTIONS_ARGUMENTS"])
key_date = date.fromisoformat(arguments["key_date"]) if arguments["key_date"] else date.today()


def show(message):
    print(f"  {message}", file=sys.stderr, flush=True)


def load_file(company):
    """The accepted import; a refused one ends the script, and with it the transaction."""
    loaded = env["collections.import"]._load_file(
        arguments["file"], key_date=key_date, company=company, progress=_every_few_seconds()
    )
    if loaded.state != "done":
        sys.exit(f"{arguments['file']} was refused, nothing was loaded:\n{loaded.error_text}")
    return loaded


def _every_few_seconds():
    shown = 0

    def progress(done, total):
        nonlocal shown
        if done == total or time.monotonic() - shown > 5:
            shown = time.monotonic()
            show(f"{done} of {total} documents and payments")

    return progress
