"""`./dev bench`: ledgers of several sizes, built once, the add-on installed on each; limit and product on them."""

import json
import subprocess
import time

from bench import budgets

from . import addon, python_env
from .console import DevError, say, tell
from .databases import PREFIX
from .environment import CONFIG, prepare
from .layout import HOME, ROOT, digest
from .steps import lock

AS_OF = "2026-11-21"
SIZES = {
    "xs": {"customers": 100, "invoices": 1_000},
    "s": {"customers": 1_000, "invoices": 10_000},
    "m": {"customers": 10_000, "invoices": 100_000},
    "l": {"customers": 100_000, "invoices": 1_000_000},
}
MODULES = "account_payment,sms,portal,phone_validation"
BASE = f"{PREFIX}bench_base"
GENERATOR = ("ledger.py", "ledger_setup.py", "sql/*.sql")
SCENE = ("scene.py",)


def run(sizes, json_file=None):
    """Measure each size and print its table; the figures of all as JSON."""
    unknown = [size for size in sizes if size not in SIZES]
    if unknown:
        raise DevError(f"there is no ledger of size {unknown[0]}: choose from {', '.join(SIZES)}.")
    addon.require()
    environment = prepare()
    _require_rights(environment)
    with lock("bench", "another ./dev is measuring here, and would disturb"):
        results = [_measure(environment, size) for size in sorted(sizes, key=list(SIZES).index)]
    budgets.exponents(results)
    for result in results:
        tell("\n".join(budgets.table(result)))
    if json_file:
        with open(json_file, "w") as stream:
            json.dump(results, stream, indent=2)
    return 0


def _require_rights(environment):
    if environment.databases.query("select rolsuper from pg_roles where rolname = current_user") != "t":
        raise DevError("the benchmark loads rows without triggers, for which its database role must be a superuser.")


def _measure(environment, size):
    plan = {**SIZES[size], "as_of": AS_OF}
    database, install_s = _installed(environment, size, plan)
    say(f"measuring on {database} ...")
    result = HOME / f"bench_{size}.json"
    _inside(environment, "measure", database, plan=plan, result=str(result))
    return {"size": size, **SIZES[size], "install_s": install_s, **json.loads(result.read_text())}


def _installed(environment, size, plan):
    """The ledger with the add-on of this checkout on it; built anew when either has changed. And what that took."""
    databases = environment.databases
    source, target = _ledger(environment, size, plan), f"{PREFIX}bench_{size}_installed"
    state = digest(addon.fingerprint(), databases.note(source), *_texts(SCENE))
    if databases.exists(target):
        note, _, seconds = databases.note(target).partition(" ")
        if note == state:
            return target, float(seconds)
    say(f"installing the add-on on the ledger of {plan['invoices']:,} invoices ...")
    databases.clone(source, target)
    started = time.monotonic()
    environment.install(target)
    seconds = time.monotonic() - started
    _inside(environment, "prepare", target, plan=plan)
    databases.set_note(target, f"{state} {seconds:.1f}")
    return target, seconds


def _ledger(environment, size, plan):
    """The ledger alone, built once for these arguments and this generator."""
    databases, name = environment.databases, f"{PREFIX}bench_{size}"
    state = digest(environment.base, json.dumps(plan, sort_keys=True), *_texts(GENERATOR))
    if databases.exists(name) and databases.note(name) == state:
        return name
    say(f"building a ledger of {plan['invoices']:,} invoices, once ...")
    draft = f"{name}_tmp"
    databases.clone(_base(environment), draft)
    _inside(environment, "build", draft, plan=plan)
    databases.set_note(draft, state)
    databases.rename(draft, name)
    return name


def _base(environment):
    """Odoo's modules without demo data."""
    databases = environment.databases
    if not databases.exists(BASE):
        say("building a base database without demo data, once ...")
        draft = f"{BASE}_tmp"
        databases.drop(draft)
        environment.odoo("bench-base", draft, "-i", MODULES, "--without-demo")
        databases.rename(draft, BASE)
    return BASE


def _texts(patterns):
    return [path.read_text() for pattern in patterns for path in sorted((ROOT / "bench").glob(pattern))]


def _inside(environment, command, database, **arguments):
    """A command of the package ``bench``, in Odoo's Python; what it says passes through."""
    words = {**arguments, "database": database, "config": str(CONFIG)}
    variables = {**environment.variables, "BENCH_ARGUMENTS": json.dumps(words)}
    done = subprocess.run([python_env.PYTHON, "-m", "bench", command], cwd=ROOT, env=variables)
    if done.returncode:
        raise DevError(f"bench {command} failed on database {database}: the reason stands above.")
