"""`./dev test`: the add-on installed into a clone of the base database, pytest over it, one closing line."""

import contextlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from . import addon, browser, python_env, steps
from .console import DevError, elapsed, say, tell
from .databases import INSTALLED, SATELLITE_INSTALLED, TEST
from .environment import prepare
from .layout import HOME, INSIDE, LOGS, MODULE, ROOT, SATELLITE, digest
from .process import dies_with_us, end_group, foreground

# A test skipped for one of these reasons did not find the browser it is about.
BROWSER_WORDS = ("chrome", "chromium", "browser", "websocket", "devtools")
REPORTS_KEPT = 10
_INSTALLED = {MODULE: INSTALLED, SATELLITE: SATELLITE_INSTALLED}
PYTEST_PASSED, PYTEST_NOTHING_RAN = 0, 5
OPTIONS_WITH_VALUE = ("-k", "-m", "-n", "-o", "-p", "-c", "-W", "--deselect", "--ignore", "--cov")


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

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
    if not arguments and (os.cpu_count() or 1) > 1:
        return _run_everything(environment)
    return _summed_up([_run_share(environment, module, selection) for module, selection in _shares(arguments)])


def _summed_up(results):
    tally = sum((tally for tally, _problem in results), Tally())
    problem = next((problem for _tally, problem in results if problem), None)
    return tally, problem or (None if tally.passed else "no test ran: check the selection.")


# ------------------------------------------------------------------------------------------------------ two at a time
def _run_everything(environment):
    """Half of the tests here, and half in another ./dev test beside it: Python and the database server take turns, so
    that one run alone leaves a core idle. What the other says is shown when it has ended.
    """
    mine, others = _halves()
    log = LOGS / f"{TEST}{os.getpid()}_beside.log"
    say(f"{len(others)} files are tested beside this: {log}")
    with _beside(others, log) as other:
        result = _run_share(environment, MODULE, mine)
        other.wait()
    text = log.read_text(errors="replace")
    tell(text)
    return _summed_up([result, _told(text, other.returncode)])


def _halves():
    """Two lists of about the same size; all that needs a browser is in the second, since two at once get in each
    other's way.
    """
    halves, sizes = ([], [SATELLITE]), [0, 0]
    paths = sorted((ROOT / MODULE / "tests").glob("test_*.py"), key=lambda path: path.stat().st_size, reverse=True)
    for path in sorted(paths, key=_needs_browser, reverse=True):
        half = 1 if _needs_browser(path) else sizes.index(min(sizes))
        halves[half].append(str(path.relative_to(ROOT)))
        sizes[half] += path.stat().st_size
    return [sorted(half) for half in halves]


def _needs_browser(path):
    return bool(re.search(r"\b(start_tour|browser_js|HttpCase)\b", path.read_text()))


@contextlib.contextmanager
def _beside(selection, log):
    command = [*dies_with_us("INT"), sys.executable, ROOT / "dev", "test", *selection]
    with open(log, "w") as stream:
        child = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True, cwd=ROOT)
        try:
            yield child
        finally:
            end_group(child)


def _told(text, code):
    """The tally and the problem of a ./dev test that said ``text``."""
    found = re.findall(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", text, re.MULTILINE)
    tally = Tally(*map(int, found[-1])) if found else Tally(failed=1)
    return tally, "tests failed beside this: their tracebacks stand above." if code else None


# ---------------------------------------------------------------------------------------------------------- one share


def _shares(arguments):
    """(add-on, pytest's arguments): the optional add-on has a database of its own, with what it needs.

    It is tested when everything is, or when it is named; a choice by words is about the add-on.
    """
    paths = _paths(arguments)
    if not paths:
        everything = [(MODULE, [*arguments, MODULE]), (SATELLITE, [*arguments, SATELLITE])]
        return everything[:1] if {"-k", "-m"} & set(arguments) else everything
    options = [word for word in arguments if word not in paths]
    optional = [path for path in paths if path.split("/")[0] == SATELLITE]
    chosen = {MODULE: [path for path in paths if path not in optional], SATELLITE: optional}
    return [(module, [*options, *paths]) for module, paths in chosen.items() if paths]


def _run_share(environment, module, selection):
    if module == SATELLITE:
        folder = python_env.install_others_addons()
        environment = environment.with_addons(folder, python_env.OTHERS_ADDONS)
    with _test_database(environment, module) as database:
        report = LOGS / f"{database}.xml"
        say(f"testing starts, {elapsed():.1f} s after the command; Odoo's own log: {_odoo_log(database)}")
        code = foreground(*_pytest(environment, database, report, selection), env=_variables(environment), cwd=ROOT)
        return _judge(code, report)


@contextlib.contextmanager
def _test_database(environment, module):
    """A clone with the add-on in it. The claim on its name tells other ./dev that it is in use."""
    database = f"{TEST}{os.getpid()}"
    with steps.claim(database):
        try:
            with steps.lock(_INSTALLED[module], "another ./dev test is installing the add-on"):
                environment.databases.clone(_installed(environment, module), database)
            yield database
        finally:
            environment.databases.drop(database)
            steps.forget_claim(database)


def _installed(environment, module):
    """The base database with the add-on in it, which is installed anew only when it has changed."""
    databases, name = environment.databases, _INSTALLED[module]
    optional = module == SATELLITE
    state = f"{environment.base} {addon.satellite_fingerprint() if optional else addon.fingerprint()}"
    if not databases.exists(name) or databases.note(name) != state:
        say(f"installing {module} into a test database ...")
        draft = f"{name}_tmp"
        databases.clone(_add_on_database(environment) if optional else environment.base, draft)
        environment.install(draft, module=module)
        databases.set_note(draft, state)
        databases.rename(draft, name)
    return name


def _add_on_database(environment):
    """What the optional add-on is installed upon; it may be missing when only that is tested."""
    with steps.lock(INSTALLED, "another ./dev test is installing the add-on"):
        return _installed(environment, MODULE)


def _pytest(environment, database, report, selection):
    options = (
        f"--odoo-config={environment.config}",
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
    return [python_env.VENV / "bin" / "pytest", *options, *selection]


def _paths(arguments):
    """The files the developer chose himself; the word after -k is no path even if a file is called so."""
    pairs = zip(["", *arguments], arguments, strict=False)
    values = [word for before, word in pairs if before not in OPTIONS_WITH_VALUE and not word.startswith("-")]
    return [word for word in values if (ROOT / word.split("::")[0]).exists()]


def _variables(environment):
    return {
        **environment.variables,
        "PYTHONPATH": f"{INSIDE}:{environment.variables['PYTHONPATH']}",
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
    return None


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
