"""The browser the tours and front-end unit tests run in. Odoo skips such tests silently without one, so we insist."""

import shutil

from .system import require_package

# What Odoo itself looks for.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def require():
    if not any(map(shutil.which, NAMES)):
        require_package("chromium", "a browser for the tours (chromium)")
