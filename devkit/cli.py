"""The commands of `./dev`: one function each, and the help text that lists them."""

import argparse
import os
import shutil
import signal
import sys

from .console import DevError, say

HELP = """\
usage: ./dev COMMAND [ARGUMENTS]

  run [--fresh]               serve the demo company on 127.0.0.1 (PORT, else 8069); --fresh builds it anew
  test [PYTEST ARGUMENTS]     run all tests, or those chosen: ./dev test -k promise, ./dev test {module}/tests/test_x.py
  lint [--fix] [TOOL ...]     ruff, pylint, prettier, eslint
  shell [--db NAME]           Odoo's shell on the demo database; a script on standard input runs there
  import-ar FILE [--key-date YYYY-MM-DD] [--company NAME] [--db NAME]
                              load an invoice list (CSV, CSV.GZ or XLSX) into the demo database
  i18n                        write the template for translations, {module}/i18n/{module}.pot
  shots [NAME ...]            pictures of the demo database's screens into docs/images
  bench [--size s|m|l] [--json FILE]
                              measure the product against the limit of PostgreSQL on 10,000, 100,000 or 1,000,000
                              invoices (several: --size s,m,l); the ledger is built once
  psql [ARGUMENTS]            SQL on the demo database
  odoo [ARGUMENTS]            Odoo's own command line with our configuration
  setup                       fetch and build what is missing, and no more
  stop                        stop the server and the database
  clean [--all]               remove everything made here (--all: the download cache as well)

Everything is set up on first use, below .dev. Variables:
  DEV_HOME                    another place than .dev
  PORT                        where run serves
  ODOO_HOME                   an Odoo 19 source folder to use (it holds odoo/ and addons/)
  PGHOST, PGPORT, PGUSER, PGPASSWORD
                              a PostgreSQL server to use; without PGHOST a private one is set up
"""


def main(arguments):
    """Expected problems end in one sentence and code 1; everything else is a bug and may show its traceback."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    command, *rest = arguments or ["help"]
    try:
        return _COMMANDS.get(command, _unknown)(rest) or 0
    except DevError as error:
        print(f"[dev] {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("[dev] interrupted; the same command goes on from here.", file=sys.stderr, flush=True)
        return 130


def _help(_rest):
    print(HELP.format(module="collections_mgmt"), end="")


def _unknown(_rest):
    raise DevError(f"unknown command {sys.argv[1]}: ./dev --help lists the commands.")


def _run(rest):
    from . import demo, serving
    from .environment import prepare

    parser = _parser("run")
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args(rest)
    port = serving.chosen_port()
    serving.require_free(port)
    environment = prepare()
    database = demo.ensure(environment, options.fresh)
    serving.require_free(port)
    return serving.serve(environment, database, port)


def _test(rest):
    from . import testing

    return testing.run(rest)


def _lint(rest):
    from . import lint

    parser = _parser("lint")
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("tools", nargs="*")
    options, _files = parser.parse_known_args(rest)
    return lint.run(options.tools, options.fix)


def _shell(rest):
    from . import demo
    from .environment import prepare

    parser = _parser("shell")
    parser.add_argument("--db")
    options = parser.parse_args(rest)
    environment = prepare()
    if options.db:
        environment.databases.require(options.db)
    command = environment.shell_command(options.db or demo.ensure(environment))
    os.execvpe(command[0], command, environment.variables)


def _import_receivables(rest):
    from . import receivables

    parser = _parser("import-ar")
    parser.add_argument("file")
    parser.add_argument("--key-date")
    parser.add_argument("--company")
    parser.add_argument("--db")
    options = parser.parse_args(rest)
    return receivables.load(options.file, options.key_date, options.company, options.db)


def _i18n(rest):
    from . import translations

    _parser("i18n").parse_args(rest)
    return translations.export()


def _shots(rest):
    from . import shots

    return shots.take(rest)


def _bench(rest):
    from . import benchmark

    parser = _parser("bench")
    parser.add_argument("--size", default="s")
    parser.add_argument("--json")
    options = parser.parse_args(rest)
    return benchmark.run(options.size.split(","), options.json)


def _psql(rest):
    from .databases import DEMO
    from .environment import prepare

    environment = prepare()
    default = DEMO if environment.databases.exists(DEMO) else "postgres"
    variables = {**environment.variables, "PGDATABASE": default}
    os.execvpe(shutil.which("psql", path=variables["PATH"]), ["psql", *rest], variables)


def _odoo(rest):
    from .environment import CONFIG, ODOO_BIN, prepare

    environment = prepare()
    named = bool(rest) and not rest[0].startswith("-")
    subcommand, words = (rest[:1], rest[1:]) if named else (["server"], rest)
    os.execve(ODOO_BIN, [str(ODOO_BIN), *subcommand, "-c", str(CONFIG), *words], environment.variables)


def _setup(_rest):
    from .environment import prepare

    prepare()
    say("set-up complete")


def _stop(_rest):
    from . import housekeeping

    return housekeeping.stop()


def _clean(rest):
    from . import housekeeping

    parser = _parser("clean")
    parser.add_argument("--all", action="store_true")
    return housekeeping.clean(parser.parse_args(rest).all)


def _parser(command):
    return argparse.ArgumentParser(prog=f"./dev {command}", allow_abbrev=False)


_COMMANDS = {
    "run": _run,
    "test": _test,
    "lint": _lint,
    "shell": _shell,
    "import-ar": _import_receivables,
    "i18n": _i18n,
    "shots": _shots,
    "bench": _bench,
    "psql": _psql,
    "odoo": _odoo,
    "setup": _setup,
    "stop": _stop,
    "clean": _clean,
    "help": _help,
    "--help": _help,
    "-h": _help,
}
