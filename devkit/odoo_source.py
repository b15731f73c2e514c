"""The Odoo source: the folder ODOO_HOME names, else Debian's package unpacked below .dev (never installed)."""

import hashlib
import os
import shutil
from pathlib import Path

from . import debian
from .console import DevError, say
from .layout import CACHE, HOME, ODOO_PACKAGE, ODOO_SERIES, digest
from .steps import fresh_folder, step

COMPANIONS = (
    "libjs-jquery libjs-jquery-form libjs-underscore fonts-font-awesome fonts-glyphicons-halflings fonts-inconsolata "
    "fonts-montserrat fonts-ocr-b fonts-roboto-unhinted"
).split()
# Translations are two thirds of the package; languages of these first letters are kept.
KEPT_LANGUAGES = "defn"
EXCLUDE = ("*/i18n/*.pot", f"*/i18n/[!{KEPT_LANGUAGES}]*.po", "./usr/share/doc", "./usr/share/lintian")
# Left out of the package for licence reasons, yet named by asset bundles: without a stand-in the browser reports an
# error on each page, and a tour takes any such error for a failure.
STAND_INS = ("odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js",)
PACKAGES = Path("usr/lib/python3/dist-packages")


def fetch():
    """Folder that holds the `odoo` package, checked to be of the wanted series."""
    given = os.environ.get("ODOO_HOME")
    if given:
        return _checked(Path(given).expanduser().resolve(), "ODOO_HOME must name a folder that holds odoo/ and addons/")
    step("odoo", digest(ODOO_PACKAGE, COMPANIONS, EXCLUDE, STAND_INS), _from_debian)
    return _checked(HOME / "odoo" / PACKAGES, "run ./dev clean and try again")


def release_text(source):
    return (source / "odoo" / "release.py").read_text()


def addons_folders(source):
    """Odoo's own add-on folders, of a package as of a git checkout."""
    return [path for path in (source / "odoo" / "addons", source / "addons") if any(path.glob("*/__manifest__.py"))]


def _checked(source, advice):
    series = ", ".join(map(str, ODOO_SERIES))
    if not (source / "odoo" / "release.py").exists() or f"version_info = ({series}," not in release_text(source):
        raise DevError(f"{source} holds no Odoo {ODOO_SERIES[0]}.{ODOO_SERIES[1]}: {advice}.")
    return source


def _from_debian():
    if not debian.available():
        raise DevError("this machine has no apt-get to fetch Odoo 19 with: set ODOO_HOME to an Odoo 19 source folder.")
    folder = _cached() or _download()
    unpacked = fresh_folder(HOME / "odoo.tmp")
    for deb in sorted(folder.glob("*.deb")):
        debian.unpack(deb, unpacked, EXCLUDE)
    _add_stand_ins(unpacked / PACKAGES)
    _refuse_dangling_links(unpacked)
    shutil.rmtree(HOME / "odoo", ignore_errors=True)
    unpacked.rename(HOME / "odoo")
    shutil.rmtree(debian.APT, ignore_errors=True)


def _cached():
    """Newest download whose checksums are all right; kept per version, for the day the mirror has moved on."""
    for sums in sorted(CACHE.glob(f"{ODOO_PACKAGE}/*/SHA256SUMS"), key=lambda path: path.stat().st_mtime, reverse=True):
        expected = dict(reversed(line.split("  ", 1)) for line in sums.read_text().splitlines())
        if all(_sha256(sums.parent / name) == value for name, value in expected.items()):
            say(f"Odoo {sums.parent.name} taken from the download cache")
            return sums.parent
    return None


def _download():
    """Into a draft first: a cache folder is either complete or does not exist."""
    CACHE.mkdir(parents=True, exist_ok=True)
    draft = fresh_folder(CACHE / f"draft-{os.getpid()}")
    try:
        debian.download(ODOO_PACKAGE, COMPANIONS, draft)
        sums = {deb.name: _sha256(deb) for deb in sorted(draft.glob("*.deb"))}
        (draft / "SHA256SUMS").write_text("".join(f"{value}  {name}\n" for name, value in sums.items()))
        package = next(name for name in sums if name.startswith(f"{ODOO_PACKAGE}_"))
        say(f"{package} downloaded, sha256 {sums[package]}")
        final = CACHE / ODOO_PACKAGE / package.split("_")[1].replace("%3a", ":")
        shutil.rmtree(final, ignore_errors=True)
        final.parent.mkdir(exist_ok=True)
        return draft.rename(final)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _sha256(path):
    if not path.exists():
        return None
    with open(path, "rb") as stream:
        value = hashlib.sha256()
        while chunk := stream.read(1 << 20):
            value.update(chunk)
    return value.hexdigest()


def _add_stand_ins(packages):
    for name in STAND_INS:
        path = packages / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("/* not part of the Debian package */\n")


def _refuse_dangling_links(folder):
    dangling = [path for path in folder.rglob("*") if path.is_symlink() and not path.exists()]
    if dangling:
        raise DevError(f"the Odoo package links to files no fetched package has ({dangling[0]}): set ODOO_HOME.")
