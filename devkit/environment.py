"""The whole set-up: everything fetched, the server started, the base database built; then how to call Odoo."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from . import odoo_source, postgres, process, python_env
from .console import say
from .databases import PREFIX, Databases
from .layout import BASE_MODULES, CHECKOUT, HOME, MODULE, ROOT, digest
from .steps import lock, write_if_changed

ODOO_BIN = HOME / "odoo-bin"
CONFIG = HOME / f"odoo_{CHECKOUT}.conf"

# Not `python -m odoo`: with workers Odoo starts a second process from its own file name, and that one cannot import.
LAUNCHER = """#!{python}
import sys
sys.path.insert(0, {source!r})
import odoo.cli
if __name__ == "__main__":
    odoo.cli.main()
"""


@dataclass(frozen=True)
class Environment:
    """What set-up has made, and the ways into Odoo."""

    source: Path
    variables: dict
    databases: Databases
    base: str
    config: Path = CONFIG

    def odoo(self, log_name, database, *words, advice=""):
        """Odoo as a batch job, with what it says in a log file."""
        quiet = ("--stop-after-init", "--no-http", "--max-cron-threads=0", "--log-level=warn")
        command = (ODOO_BIN, "server", "-c", self.config, "-d", database, *quiet, *words)
        process.logged(log_name, *command, env=self.variables, advice=advice)

    def shell_command(self, database):
        """Odoo's shell: reads a script from standard input, writes its own log to standard error only."""
        quiet = ("--no-http", "--max-cron-threads=0", "--log-level=warn")
        return [str(ODOO_BIN), "shell", "-c", str(CONFIG), "-d", database, *quiet]

    def install(self, database, *words, module=MODULE):
        self.odoo("install", database, "-i", module, *words, advice=_addon_advice("install"))

    def with_addons(self, folder, packages):
        """The same with the add-ons of others beside ours, and the Python packages they need."""
        config = CONFIG.with_name(f"{CONFIG.stem}_others.conf")
        text = CONFIG.read_text().replace("addons_path = ", f"addons_path = {folder},", 1)
        write_if_changed(config, text, 0o600)
        # No job runner in the process of the tests: a test that wants one starts it.
        variables = {
            **self.variables,
            "PYTHONPATH": f"{self.source}:{packages}",
            "ODOO_QUEUE_JOB_CHANNELS": "root:0",
        }
        return replace(self, config=config, variables=variables)

    def update(self, database):
        self.odoo("update", database, "-u", MODULE, advice=_addon_advice("update"))


def prepare():
    """Do what is missing; a second ./dev waits for the first and then finds nothing left to do."""
    HOME.mkdir(parents=True, exist_ok=True)
    with lock("setup", "another ./dev is setting up here"):
        source, server = _fetch_everything()
        environment = _configure(source, server)
        environment.databases.drop_stale_tests()
        _ensure_base(environment)
    return environment


def _addon_advice(verb):
    return f"mend the add-on, the whole story of the {verb} is in {HOME / 'log' / f'{verb}.log'}"


def _fetch_everything():
    """Side by side, since each mostly waits for the network."""
    python_env.create()
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(job)
            for job in (
                odoo_source.fetch,
                postgres.connection,
                python_env.install_requirements,
                python_env.install_wkhtmltopdf,
            )
        ]
        try:
            source, server, *_ = [job.result() for job in jobs]
        except (KeyboardInterrupt, SystemExit):
            process.end_all()
            raise
    return source, server


def _configure(source, server):
    variables = {**os.environ, **server, "PYTHONPATH": str(source)}
    variables["PATH"] = f"{python_env.BIN}:{python_env.VENV / 'bin'}:{server['PATH']}"
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    write_if_changed(ODOO_BIN, LAUNCHER.format(python=python_env.PYTHON, source=str(source)), 0o755)
    write_if_changed(CONFIG, _config_text(source, server), 0o600)
    base = f"{PREFIX}base_{digest(odoo_source.release_text(source), source, BASE_MODULES)[:8]}"
    return Environment(source, variables, Databases(variables), base)


def _config_text(source, server):
    options = {
        "addons_path": ",".join(map(str, [*odoo_source.addons_folders(source), ROOT])),
        "data_dir": HOME / "data",
        "db_host": server["PGHOST"],
        "db_port": server["PGPORT"],
        "db_user": server["PGUSER"],
        "db_password": server["PGPASSWORD"],
        "http_interface": "127.0.0.1",
        "list_db": "False",
    }
    return "[options]\n" + "".join(f"{name} = {value}\n" for name, value in options.items())


def _ensure_base(environment):
    """Odoo with the modules we depend on and their demo data, once; every other database is cloned from it."""
    databases, base = environment.databases, environment.base
    if databases.exists(base):
        return
    say(f"building the base database, once ({BASE_MODULES}; one to three minutes) ...")
    draft = f"{base}_tmp"
    databases.drop(draft)
    environment.odoo("base-database", draft, "-i", BASE_MODULES, "--with-demo")
    databases.rename(draft, base)
    say("base database ready")
