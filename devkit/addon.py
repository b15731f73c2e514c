"""The add-on of this checkout: that it is there, and a fingerprint that tells when it has changed."""

from .console import DevError
from .layout import MODULE, ROOT, SATELLITE, digest

FOLDER = ROOT / MODULE
# What an installed add-on is made of; a change to its Python tests needs no new installation.
SOURCES = (".py", ".xml", ".csv", ".js", ".scss", ".po")


def require():
    if not (FOLDER / "__manifest__.py").exists():
        raise DevError(f"the add-on folder {FOLDER} is missing: this checkout is not complete.")


def fingerprint(module=MODULE):
    folder = ROOT / module
    return digest(*(f"{path.relative_to(folder)}:{path.read_text(errors='replace')}" for path in _sources(folder)))


def satellite_fingerprint():
    """It stands on the add-on: when that has changed, it is installed anew, too."""
    return digest(fingerprint(), fingerprint(SATELLITE))


def _sources(folder):
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in SOURCES and path.is_file()]
    return [path for path in files if path.relative_to(folder).parts[0] != "tests"]
