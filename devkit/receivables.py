"""`./dev import-ar FILE`: an invoice list into the demo (or another) database, through the product's own import."""

from datetime import date
from pathlib import Path

from . import demo, inside
from .console import DevError, say
from .environment import prepare


def load(file, key_date=None, company=None, database=None):
    path = Path(file).resolve()
    if not path.is_file():
        raise DevError(f"there is no file {file}.")
    arguments = {"file": str(path), "key_date": _checked_date(key_date), "company": company}
    environment = prepare()
    if database:
        environment.databases.require(database)
    target = database or demo.ensure(environment)
    say(f"loading {path.name} into database {target} ...")
    inside.run_script(environment, target, "import_receivables.py", arguments)
    return 0


def _checked_date(text):
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise DevError(f"{text} is no date: write it as YYYY-MM-DD.") from error
