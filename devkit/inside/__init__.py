"""Scripts for Odoo's shell, and the one way to start them.

Everything else in this folder runs in Odoo's own Python; this file runs in the developer's.
"""

import json
import subprocess

from ..console import DevError
from ..layout import INSIDE


def run_script(environment, database, name, arguments):
    """Give a script to Odoo's shell with its arguments; what it prints passes through."""
    variables = {**environment.variables, "COLLECTIONS_ARGUMENTS": json.dumps(arguments)}
    script = "".join((INSIDE / part).read_text() for part in ("prelude.py", name))
    command = environment.shell_command(database)
    done = subprocess.run(command, input=script, text=True, env=variables)
    if done.returncode:
        raise DevError(f"nothing was loaded into database {database}: the reason stands above.")
