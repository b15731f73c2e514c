"""Debian packages, fetched with this machine's own apt set-up but without touching apt's state, so no root is needed.

Odoo 19 is neither on PyPI nor on npm; the one package registry that carries it is Debian's. The mirror is whichever
one this machine is configured for, so proxies and credentials keep working and no host name stands here.
"""

import re
import shutil
from pathlib import Path

from .console import DevError, say
from .layout import HOME
from .process import logged, output, succeeds

APT = HOME / "apt"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# The package has lived in the first only; the others are where it would move to.
SUITES = ("sid", "forky", "trixie-backports", "experimental")
# Newer suites carry fonts and scripts that no longer match what the Odoo package links to.
COMPANION_SUITE = "trixie"


def available():
    return bool(shutil.which("apt-get") and shutil.which("dpkg"))


def download(package, companions, folder):
    """Fetch the package (newest suite that has it) and its companions into the folder."""
    options = _apt_options()
    _find_package(package, options)
    wanted = [package, *(f"{name}/{COMPANION_SUITE}" for name in companions)]
    logged("download", "apt-get", *options, "-q", "download", *wanted, cwd=folder)


def unpack(deb, folder, exclude):
    """Unpack without installing: no scripts run, nothing outside the folder changes."""
    flags = " ".join(f"--exclude='{pattern}'" for pattern in exclude)
    pipe = f"dpkg --fsys-tarfile '{deb}' | tar -x -C '{folder}' --no-same-owner --wildcards {flags}"
    logged("unpack", "bash", "-o", "pipefail", "-c", pipe)


def _find_package(package, options):
    for mirror in _mirrors():
        for suite in SUITES:
            _write_sources(mirror, suite)
            if not succeeds("apt-get", *options, "-qq", "update"):
                continue
            if package in output("apt-cache", *options, "pkgnames", package).split():
                say(f"{package} found in Debian {suite}")
                return
    raise DevError(f"no Debian mirror of this machine offers {package}: set ODOO_HOME to an Odoo 19 source folder.")


def _write_sources(mirror, suite):
    lines = [f"deb [signed-by={KEYRING}] {mirror} {name} main\n" for name in (suite, COMPANION_SUITE)]
    (APT / "sources.list").write_text("".join(lines))


def _mirrors():
    """Mirrors of this machine's own apt configuration; asked without lists, so it works before any update."""
    (APT / "none").mkdir(parents=True, exist_ok=True)
    uris = output("apt-get", "-o", f"Dir::State::lists={APT / 'none'}", "update", "--print-uris")
    found = re.findall(r"^'(\S+)/dists/(\S+)/InRelease'", uris, re.M)
    own = _codename()
    known = ("stable", "trixie", "bookworm", "testing", "sid", "unstable")
    bases = [base for base, suite in found if suite == own] + [base for base, suite in found if suite in known]
    return list(dict.fromkeys(bases))


def _codename():
    match = re.search(r'^VERSION_CODENAME="?(\w+)', Path("/etc/os-release").read_text(), re.M)
    return match[1] if match else ""


def _apt_options():
    if not KEYRING.exists():
        raise DevError("Debian's archive keys are missing: install debian-archive-keyring, or set ODOO_HOME.")
    for folder in ("lists/partial", "cache/archives/partial"):
        (APT / folder).mkdir(parents=True, exist_ok=True)
    (APT / "status").touch()
    settings = (
        f"Dir::Etc::sourcelist={APT / 'sources.list'}",
        "Dir::Etc::sourceparts=-",
        "Dir::Etc::preferencesparts=/dev/null",
        f"Dir::State::lists={APT / 'lists'}",
        f"Dir::State::status={APT / 'status'}",
        f"Dir::Cache={APT / 'cache'}",
        "APT::Sandbox::User=root",
        "Acquire::Languages=none",
        "APT::Get::List-Cleanup=0",
    )
    return [word for setting in settings for word in ("-o", setting)]
