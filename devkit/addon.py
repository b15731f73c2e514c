"""The add-on of this checkout: that it is there, and a fingerprint that tells when it has changed."""

from .console import DevError
from .layout import MODULE, ROOT, digest

FOLDER = ROOT / MODULE
# What an installed add-on is made of; a change to its Python tests needs no new installation.
SOURCES = (".py", ".xml", ".csv", ".js", ".scss", ".po")


def require():
    if not (FOLDER / "__manifest__.py").exists():
        raise DevError(f"the add-on folder {FOLDER} is missing: this checkout is not complete.")


def fingerprint():
    return digest(*(f"{path.relative_to(FOLDER)}:{path.read_text(errors='replace')}" for path in _sources()))


def _sources():
    files = [path for path in sorted(FOLDER.rglob("*")) if path.suffix in SOURCES and path.is_file()]
    return [path for path in files if path.relative_to(FOLDER).parts[0] != "tests"]
