"""Packages of the operating system: installed when we are root on a Debian-like machine, else named in one sentence."""

import os
import shutil

from .console import DevError, say
from .process import logged


def require_package(package, purpose):
    """Install a system package, or say which one is missing and what for."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise DevError(f"{purpose} is missing: have {package} installed (as root: apt-get install {package}).")
    say(f"installing the system package {package} ({purpose} is missing)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    logged("apt-update", "apt-get", "-q", "update", env=environment)
    logged("apt-install", "apt-get", "-q", "install", "-y", "--no-install-recommends", package, env=environment)
