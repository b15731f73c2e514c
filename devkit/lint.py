"""`./dev lint`: four tools, one line each; their findings in between. Any finding makes the exit code 1."""

import os
import subprocess
from dataclasses import dataclass, field

from . import node_tools, python_env
from .console import DevError, say, tell
from .layout import MODULE, ROOT, SATELLITE
from .steps import lock

PYTHON_CODE = ("dev", "devkit", "bench", MODULE, SATELLITE)
SCRIPTS = (MODULE, "devkit")


@dataclass(frozen=True)
class Tool:
    """Commands that find, and those that mend."""

    install: object  # callable, makes the programs there
    check: tuple
    fix: tuple = ()
    variables: dict = field(default_factory=dict)


def run(names, fix):
    tools = _tools()
    unknown = [name for name in names if name not in tools]
    if unknown:
        raise DevError(f"unknown linter {unknown[0]}: choose from {', '.join(tools)}.")
    results = [_run_tool(name, tools[name], fix) for name in names or tools]
    return 0 if all(results) else 1


def _run_tool(name, tool, fix):
    with lock("lint-setup", "another ./dev is setting the linters up"):
        tool.install()
    commands = [*(tool.fix if fix else ()), *tool.check]
    if fix:
        say(f"{name}: mending what can be mended")
    variables = {**os.environ, **tool.variables}
    codes = [subprocess.run(list(map(str, words)), cwd=ROOT, env=variables).returncode for words in commands]
    clean = not any(codes[-len(tool.check) :])
    tell(f"{name}: {'clean' if clean else 'FINDINGS, see above'}")
    return clean


def _tools():
    venv, modules = python_env.LINT_VENV / "bin", node_tools.MODULES
    ruff, no_cache = venv / "ruff", "--no-cache"
    prettier = ("node", modules / "prettier" / "bin" / "prettier.cjs", "--log-level=warn")
    eslint = ("node", modules / "eslint" / "bin" / "eslint.js", "--no-error-on-unmatched-pattern")
    formatted = (f"{MODULE}/**/*.{{xml,js}}", f"{SATELLITE}/**/*.xml", "devkit/*.mjs", "*.mjs", ".*.mjs")
    return {
        "ruff": Tool(
            python_env.lint_environment,
            ((ruff, "check", no_cache, "-q", *PYTHON_CODE), (ruff, "format", no_cache, "-q", "--check", *PYTHON_CODE)),
            ((ruff, "check", no_cache, "-q", "--fix", *PYTHON_CODE), (ruff, "format", no_cache, "-q", *PYTHON_CODE)),
        ),
        "pylint": Tool(python_env.lint_environment, ((venv / "pylint", "--rcfile=.pylintrc", MODULE, SATELLITE),)),
        "prettier": Tool(
            node_tools.install,
            ((*prettier, "--check", *formatted),),
            ((*prettier, "--write", *formatted),),
            node_tools.VARIABLES,
        ),
        "eslint": Tool(
            node_tools.install, ((*eslint, *SCRIPTS),), ((*eslint, "--fix", *SCRIPTS),), node_tools.VARIABLES
        ),
    }
