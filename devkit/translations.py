"""`./dev i18n`: the template for translations, exported by Odoo itself from a database with nothing but the add-on."""

import os
import re

from . import addon, steps
from .console import say, tell
from .databases import TEST
from .environment import ODOO_BIN, prepare
from .layout import MODULE, ROOT
from .process import logged

TEMPLATE = ROOT / MODULE / "i18n" / f"{MODULE}.pot"
DATES = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date):.*\n', re.MULTILINE)


def export():
    """Write the template; one that says the same stays as it is, with its date."""
    environment = prepare()
    addon.require()
    database = f"{TEST}i18n_{os.getpid()}"
    TEMPLATE.parent.mkdir(exist_ok=True)
    before = TEMPLATE.read_text() if TEMPLATE.exists() else ""
    with steps.claim(database):
        try:
            say(f"installing {MODULE} into an empty database, without demo data ...")
            environment.databases.query(f'create database "{database}"')
            environment.install(database)
            words = ("i18n", "export", "-c", environment.config, "-d", database, "-o", TEMPLATE, MODULE)
            logged("i18n", ODOO_BIN, *words, env=environment.variables)
        finally:
            environment.databases.drop(database)
            steps.forget_claim(database)
    if DATES.sub("", TEMPLATE.read_text()) == DATES.sub("", before):
        TEMPLATE.write_text(before)
    tell(f"{TEMPLATE.relative_to(ROOT)}: {TEMPLATE.read_text().count('msgid ') - 1} texts")
    return 0
