"""Databases: cloning from a template, renaming when complete, dropping what dead processes left."""

import os
import shutil
import subprocess

from . import steps
from .console import DevError
from .layout import CHECKOUT, HOME, MODULE, digest
from .postgres import is_given
from .process import output

FILESTORE = HOME / "data" / "filestore"
# A server we were given may be shared, so there the names tell whose they are.
PREFIX = f"{MODULE}_{digest(HOME, os.uname().nodename)[:6]}_" if is_given() else ""
DEMO = f"{PREFIX}demo"
INSTALLED = f"{PREFIX}installed_{CHECKOUT}"
SATELLITE_INSTALLED = f"{PREFIX}jobs_{CHECKOUT}"
TEST = f"{PREFIX}test_"


class Databases:
    """The databases of one server, reached through the environment its clients need."""

    def __init__(self, environment):
        self.environment = environment

    def query(self, statement, database="postgres"):
        words = ("psql", "-XAtwqc", statement, "-v", "ON_ERROR_STOP=1", database)
        return output(*words, env=self.environment).strip()

    def names(self):
        return self.query("select datname from pg_database").splitlines()

    def exists(self, name):
        return name in self.names()

    def clone(self, source, target):
        """Copy a database with its filestore.

        By file copy: the default strategy of newer servers leaves a clone's sequences behind after a crash of the
        server, and then identifiers are given out twice. Hard links will do for the filestore, because Odoo never
        changes a stored file in place.
        """
        self.drop(target)
        strategy = " strategy file_copy" if int(self.query("show server_version_num")) >= 150000 else ""
        self.query(f'create database "{target}" template "{source}"{strategy}')
        if (FILESTORE / source).exists():
            subprocess.run(["cp", "-al", FILESTORE / source, FILESTORE / target], check=True)

    def rename(self, source, target):
        """The database last: where it exists under its final name, everything else is there."""
        self.drop(target)
        if (FILESTORE / source).exists():
            (FILESTORE / source).rename(FILESTORE / target)
        self.query(f'alter database "{source}" rename to "{target}"')

    def drop(self, name):
        self.query(f'drop database if exists "{name}" with (force)')
        shutil.rmtree(FILESTORE / name, ignore_errors=True)

    def drop_stale_tests(self):
        """Test databases whose process is gone; one that lives holds a claim on its name."""
        for name in self.names():
            if name.startswith(TEST) and not steps.is_claimed(name):
                self.drop(name)
                steps.forget_claim(name)

    def note(self, name):
        """Text kept with a database, empty when there is none."""
        found = f"select shobj_description(oid, 'pg_database') from pg_database where datname = '{name}'"
        return self.query(found)

    def set_note(self, name, text):
        self.query(f"comment on database \"{name}\" is '{text}'")

    def require(self, name):
        if not self.exists(name):
            raise DevError(f"there is no database {name} here: ./dev psql -l lists what there is.")
