"""`./dev test`: the add-on installed into a clone of the base database, pytest over it, one closing line."""

import contextlib
import os
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from . import addon, browser, python_env, steps
from .console import DevError, elapsed, say, tell
from .databases import INSTALLED, TEST
from .environment import CONFIG, prepare
from .layout import HOME, INSIDE, LOGS, MODULE, ROOT, digest
from .process import foreground

# A test skipped for one of these reasons did not find the browser it is about.
BROWSER_WORDS = ("chrome", "chromium", "browser", "websocket", "devtools")
REPORTS_KEPT = 10
PYTEST_PASSED, PYTEST_NOTHING_RAN = 0, 5
OPTIONS_WITH_VALUE = ("-k", "-m", "-n", "-o", "-p", "-c", "-W", "--deselect", "--ignore", "--cov")


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(arguments):
    """Exit code; whatever happens, the closing line is the last on standard output and the database is dropped."""
    tally = Tally(failed=1)
    problem = None
    try:
        tally, problem = _run(arguments)
    except DevError as error:
        problem = str(error)
    finally:
        tell(str(tally))
    if problem:
        raise DevError(problem)
    return 0


def _run(arguments):
    browser.require()
    environment = prepare()
    addon.require()
    _drop_old_reports()
    with _test_database(environment) as database:
        report = LOGS / f"{database}.xml"
        say(f"testing starts, {elapsed():.1f} s after the command; Odoo's own log: {_odoo_log(database)}")
        code = foreground(*_pytest(database, report, arguments), env=_variables(environment), cwd=ROOT)
        return _judge(code, report)


@contextlib.contextmanager
def _test_database(environment):
    """A clone with the add-on in it. The claim on its name tells other ./dev that it is in use."""
    database = f"{TEST}{os.getpid()}"
    with steps.claim(database):
        try:
            _clone_installed(environment, database)
            yield database
        finally:
            environment.databases.drop(database)
            steps.forget_claim(database)


def _clone_installed(environment, database):
    """A clone of the base database with the add-on in it, which is installed anew only when it has changed."""
    databases, state = environment.databases, f"{environment.base} {addon.fingerprint()}"
    with steps.lock("installed", "another ./dev test is installing the add-on"):
        if not databases.exists(INSTALLED) or databases.note(INSTALLED) != state:
            say(f"installing {MODULE} into a test database ...")
            draft = f"{INSTALLED}_tmp"
            databases.clone(environment.base, draft)
            environment.install(draft)
            databases.set_note(draft, state)
            databases.rename(draft, INSTALLED)
        databases.clone(INSTALLED, database)


def _pytest(database, report, arguments):
    options = (
        f"--odoo-config={CONFIG}",
        f"--odoo-database={database}",
        "--odoo-http",
        "--odoo-log-level=warn",
        "--odoo-extra",
        f"logfile={_odoo_log(database)}",
        f"--junit-xml={report}",
        f"--override-ini=cache_dir={HOME / 'pytest'}",
        "--override-ini=console_output_style=count",
        "--show-capture=stdout",  # log lines stand in Odoo's log; here they would bury the traceback
        "--tb=short",
        "-rfEs",
        "-p",
        "pytest_inside",
        "-W",
        "ignore::DeprecationWarning",
        "-W",
        "ignore::PendingDeprecationWarning",
    )
    selection = arguments if _names_a_path(arguments) else [*arguments, MODULE]
    return [python_env.VENV / "bin" / "pytest", *options, *selection]


def _names_a_path(arguments):
    """Whether the developer chose files himself; the word after -k is no path even if a file is called so."""
    pairs = zip(["", *arguments], arguments, strict=False)
    values = [word for before, word in pairs if before not in OPTIONS_WITH_VALUE and not word.startswith("-")]
    return any((ROOT / word.split("::")[0]).exists() for word in values)


def _variables(environment):
    return {
        **environment.variables,
        "PYTHONPATH": f"{INSIDE}:{environment.source}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLLECTIONS_ASSET_CACHE": str(HOME / "assets" / digest(environment.base)),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(HOME / "hypothesis"),
    }


def _odoo_log(database):
    return LOGS / f"{database}.log"


def _drop_old_reports():
    """Of the last few runs they are worth keeping."""
    for kind in ("log", "xml"):
        reports = sorted(LOGS.glob(f"{TEST}*.{kind}"), key=lambda path: path.stat().st_mtime)
        for path in reports[:-REPORTS_KEPT]:
            path.unlink(missing_ok=True)


def _judge(code, report):
    """Count the report, and say what is wrong if something is."""
    if not report.exists():
        return Tally(failed=1), f"pytest ended with code {code} before it could report: read its message above."
    cases = list(ET.parse(report).iter("testcase"))
    tally = _count(cases)
    if code not in (PYTEST_PASSED, PYTEST_NOTHING_RAN):
        tally.failed = max(tally.failed, 1)
    return tally, _problem(tally, cases)


def _problem(tally, cases):
    blind = [_title(case) for case in cases if _wants_browser(case)]
    if blind:
        return f"{len(blind)} browser tests could not run, which counts as failed ({blind[0]})."
    if tally.failed:
        return "tests failed: their tracebacks stand above."
    return None if tally.passed else "no test ran: check the selection."


def _count(cases):
    tally = Tally()
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None or _wants_browser(case):
            tally.failed += 1
        elif case.find("skipped") is not None:
            tally.skipped += 1
        else:
            tally.passed += 1
    return tally


def _wants_browser(case):
    skipped = case.find("skipped")
    reason = "" if skipped is None else f"{skipped.get('message', '')} {skipped.text or ''}".lower()
    # Only the reason: the text ends with it, after the place, and a file may well be called test_browser.py.
    return any(word in reason.rsplit(".py:", 1)[-1] for word in BROWSER_WORDS)


def _title(case):
    return f"{Path(case.get('classname', '')).name}.{case.get('name')}"
