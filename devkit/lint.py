"""`./dev lint`: four tools, one line each; their findings in between. Any finding makes the exit code 1."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field

from . import python_env
from .console import DevError, say, tell
from .layout import HOME, MODULE, ROOT, digest
from .process import logged
from .steps import lock, step

NODE = HOME / "node"
NODE_FILES = ("package.json", "package-lock.json", ".npmrc")
PYTHON_CODE = ("dev", "devkit", "bench", MODULE)


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
    venv, modules = python_env.LINT_VENV / "bin", NODE / "node_modules"
    ruff, no_cache = venv / "ruff", "--no-cache"
    prettier = ("node", modules / "prettier" / "bin" / "prettier.cjs", "--log-level=warn")
    eslint = ("node", modules / "eslint" / "bin" / "eslint.js", "--no-error-on-unmatched-pattern")
    formatted = (f"{MODULE}/**/*.{{xml,js}}", "*.mjs", ".*.mjs")
    node = {"DEV_NODE": str(NODE / "package.json")}
    return {
        "ruff": Tool(
            python_env.lint_environment,
            ((ruff, "check", no_cache, "-q", *PYTHON_CODE), (ruff, "format", no_cache, "-q", "--check", *PYTHON_CODE)),
            ((ruff, "check", no_cache, "-q", "--fix", *PYTHON_CODE), (ruff, "format", no_cache, "-q", *PYTHON_CODE)),
        ),
        "pylint": Tool(python_env.lint_environment, ((venv / "pylint", "--rcfile=.pylintrc", MODULE),)),
        "prettier": Tool(
            _install_node_tools, ((*prettier, "--check", *formatted),), ((*prettier, "--write", *formatted),), node
        ),
        "eslint": Tool(_install_node_tools, ((*eslint, MODULE),), ((*eslint, "--fix", MODULE),), node),
    }


def _install_node_tools():
    if not shutil.which("node") or not shutil.which("npm"):
        raise DevError("node or npm is missing, which prettier and eslint need: have nodejs and npm installed.")
    texts = [(ROOT / name).read_text() for name in NODE_FILES]
    step("lint-node", digest(NODE, *texts), _fetch_node_modules)


def _fetch_node_modules():
    """Below .dev, so that the checkout stays free of them."""
    NODE.mkdir(parents=True, exist_ok=True)
    for name in NODE_FILES:
        shutil.copy(ROOT / name, NODE / name)
    logged(
        "npm", "npm", "ci", "--no-fund", "--no-audit", cwd=NODE, advice="look whether the npm registry can be reached"
    )
