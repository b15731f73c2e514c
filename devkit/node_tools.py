"""Programs from the npm registry (linters, a browser driver), kept below .dev so that the checkout stays free."""

import shutil

from .console import DevError
from .layout import HOME, ROOT, digest
from .process import logged
from .steps import step

NODE = HOME / "node"
MODULES = NODE / "node_modules"
FILES = ("package.json", "package-lock.json", ".npmrc")
# For our configuration files and scripts: where the packages are.
VARIABLES = {"DEV_NODE": str(NODE / "package.json")}


def install():
    if not shutil.which("node") or not shutil.which("npm"):
        raise DevError("node or npm is missing, which linters and pictures need: have nodejs and npm installed.")
    texts = [(ROOT / name).read_text() for name in FILES]
    step("lint-node", digest(NODE, *texts), _fetch)


def _fetch():
    NODE.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(ROOT / name, NODE / name)
    logged(
        "npm", "npm", "ci", "--no-fund", "--no-audit", cwd=NODE, advice="look whether the npm registry can be reached"
    )
