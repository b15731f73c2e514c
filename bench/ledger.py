"""Fill an Odoo database with customers, invoices and payments: set-based, deterministic, verified.

Companies, currencies, journals and terms come from Odoo itself; the rows from ``sql/*.sql``, where every choice is
``hashint8extended(row, seed * 1000 + stream)``. The same arguments give the same ledger, and ``as_of`` is fixed, so
that ageing does not move with the calendar.
"""

import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from odoo import SUPERUSER_ID, api

from . import ledger_setup, ledger_verification

SQL = Path(__file__).parent / "sql"
TABLES = ("account_move", "account_move_line", "account_payment", "account_partial_reconcile", "res_partner")
SEQUENCES = (*TABLES, "account_full_reconcile")


@dataclass(frozen=True)
class Plan:
    """What to make: shares of the invoices that are paid, partly paid, and so on."""

    customers: int
    invoices: int
    as_of: str
    seed: int = 42
    paid: float = 0.60
    partial: float = 0.08
    refunds: float = 0.03
    unallocated: float = 0.02
    skew: float = 0.6


def build(registry, plan, show):
    """Fill the empty database of ``registry``; ``show(text)`` is told about each step.

    :raise AssertionError: when a row contradicts another, or Odoo computes something else
    """
    with registry.cursor() as cr:
        setting = ledger_setup.prepare(_environment(cr))
        cr.commit()
    with registry.cursor() as cr:
        _Loader(cr, plan, setting, show).load()
        ledger_verification.check_rows(cr, _statements("invariants.sql"), show)
        cr.commit()
    vacuum(registry)
    with registry.cursor() as cr:
        ledger_verification.check_computed_fields(_environment(cr), plan.seed, show)


def vacuum(registry, *tables):
    """Statistics and visibility, as autovacuum would leave them."""
    with registry.cursor() as cr:
        cr.commit()
        cr._cnx.autocommit = True
        cr.execute(f"VACUUM ANALYZE {', '.join(tables)}")
        cr._cnx.autocommit = False


def _environment(cr):
    return api.Environment(cr, SUPERUSER_ID, {"active_test": False, "tracking_disable": True, "lang": "en_US"})


def _statements(name):
    """Pairs (name, text) of the steps of a file."""
    steps = re.split(r"^-- step: ", (SQL / name).read_text(), flags=re.MULTILINE)[1:]
    return [(step.partition("\n")[0], step.partition("\n")[2].strip()) for step in steps]


class _Loader:
    """One load: the values the statements are filled with, and the identifiers rows begin after."""

    def __init__(self, cr, plan, setting, show):
        self.cr, self.setting, self.show = cr, setting, show
        credit_notes, unallocated = round(plan.invoices * plan.refunds), round(plan.invoices * plan.unallocated)
        self.values = {
            **asdict(plan),
            "as_of": f"date '{plan.as_of}'",
            "credit_notes": credit_notes,
            "documents": plan.invoices + credit_notes + unallocated,
            "company": setting.companies[0]["cid"],
            "user": setting.user_id,
            "partner": self._last("res_partner"),
            "move": self._last("account_move"),
            "payment": self._last("account_payment"),
            "partial_reconcile": self._last("account_partial_reconcile"),
            "full_reconcile": self._last("account_full_reconcile"),
        }

    def load(self):
        # without triggers, since foreign keys are checked afterwards all at once; and indexes are built at the end
        self.cr.execute("set session_replication_role=replica; set work_mem='512MB'; set maintenance_work_mem='1GB'")
        self.cr.execute("set jit=off; drop schema if exists benchgen cascade; create schema benchgen")
        indexes = self._drop_indexes()
        self._store("comp", self.setting.companies)
        self._store("rate", self.setting.rates)
        self._store("term", self.setting.terms)
        self._store("country", self.setting.countries)
        for name in ("random.sql", "customers.sql", "documents.sql", "moves.sql"):
            self._run(name)
        self._place_lines()
        self._run("lines.sql")
        for table in SEQUENCES:
            self.cr.execute(f"select setval('{table}_id_seq', (select max(id) from {table}))")
        for definition in indexes:
            self.cr.execute(definition)
        self.cr.execute("drop schema benchgen cascade; set session_replication_role=origin")

    def _run(self, name):
        for step, statement in _statements(name):
            started = time.monotonic()
            self.cr.execute(statement.format(**self.values))
            self.show(f"{step}: {max(self.cr.rowcount, 0)} rows, {time.monotonic() - started:.1f} s")

    def _last(self, table):
        return self._one(f"select coalesce(max(id), 0) from {table}")

    def _one(self, query):
        self.cr.execute(query)
        return self.cr.fetchone()[0]

    def _place_lines(self):
        """The kinds of journal items follow each other: income, tax, receivable, bank, payment."""
        counts = {
            "income_line": self._one("select count(*) from benchgen.doc where kind <> 'pay'"),
            "tax_line": self._one("select count(*) from benchgen.doc where tax > 0"),
            "receivable_line": self._one("select count(*) from benchgen.inst"),
            "bank_line": self._one("select count(*) from benchgen.pay"),
            "payment_line": 0,
        }
        position = self._last("account_move_line")
        for name, count in counts.items():
            self.values[name] = position
            position += count

    def _drop_indexes(self):
        """All but primary keys and constraints; returns how to make them again."""
        self.cr.execute(
            """
            select relation.relname, pg_get_indexdef(index.indexrelid)
              from pg_index index join pg_class relation on relation.oid = index.indexrelid
             where index.indrelid::regclass::text = any(%s) and not index.indisprimary
               and not exists (select from pg_constraint where conindid = index.indexrelid)
            """,
            [list(TABLES)],
        )
        found = self.cr.fetchall()
        for name, _definition in found:
            self.cr.execute(f'drop index "{name}"')
        return [definition for _name, definition in found]

    def _store(self, table, rows):
        """Rows (dicts alike) as a table of the working schema, numbers and texts."""
        names = list(rows[0])
        columns = ", ".join(f"{name} {_type(rows, name)}" for name in names)
        self.cr.execute(f"create unlogged table benchgen.{table} ({columns})")
        marks = ", ".join(["%s"] * len(names))
        for row in rows:
            self.cr.execute(f"insert into benchgen.{table} values ({marks})", [row[name] for name in names])


def _type(rows, name):
    value = next((row[name] for row in rows if row[name] is not None), 0)
    return {int: "int", float: "numeric", str: "text"}[type(value)]
