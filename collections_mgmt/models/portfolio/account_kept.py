from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...queries.history_change import history_change
from ...queries.item_crossing import item_crossing
from ...queries.item_on_hold import hold_changing
from ...queries.payment_under_way import invoice_under_way
from ...queries.receivable_line import Scope, has_residual
from ..foundation import bulk

KEPT = "collections_kept"
LONG = 31  # days between two key dates after which everything is read


class Kept(NamedTuple):
    """What is known of all accounts of a company as of a day before the one that is derived."""

    scope: Scope
    key_date: date  # that is derived
    again: list  # ids of accounts whose history is read again
    moved: SQL  # table: what enters and leaves the history of an account since
    touched: SQL  # table: accounts (id, partner_id) whose figures may be others than before


class CollectionsAccount(models.Model):
    """What is known as of a day is brought forward to the next: a night changes little of a ledger.

    What was booked, agreed on or set is noticed: of these customers everything is read again. Of the others the history
    wins and loses a few days, an open item falls due or comes into another band, a day passes that was agreed on.
    Whomever none of this touches owes what he owed, and is only a day older: his row is not written, the day of all is
    (see ``DayCount``). What follows from settings is found for all. The audit, before each list, keeps nothing and
    reads all.
    """

    _inherit = "collections.account"

    @api.model
    def _write_layers(self, company, key_date, ids):
        written = super()._write_layers(company, key_date, ids)
        if ids is None:
            self._known_as_of(company, key_date)
        return written

    @api.model
    def _known_as_of(self, company, key_date):
        """All accounts of ``company`` were derived."""
        self.env["collections.ledger.day"].sudo()._reach(company, key_date)
        self.invalidate_model(["key_date", *self._aged_columns(key_date)])

    @api.model
    def _bringing_forward(self, company, key_date):
        accounts = super()._bringing_forward(company, key_date)
        self.env["collections.refresh"]._append_so_far()
        [(since, again)] = self.env.execute_query(_known(company.id))
        if since is None or not 0 <= (key_date - since).days <= LONG:
            return accounts
        with bulk.looking_up(self.env.cr):
            kept = accounts._keep_since(company, since, key_date, again)
        return accounts.with_context(**{KEPT: kept})

    @api.model
    def _kept(self):
        """What the layers may build upon; None: they read everything."""
        return self.env.context.get(KEPT)

    @api.model
    def _keep_since(self, company, since, key_date, again):
        scope, cr = self._scope(company), self.env.cr
        moved, touched = (SQL.identifier(f"collections_{name}_{company.id}") for name in ("moved", "touched"))
        bulk.keep(cr, moved, history_change(scope, since, key_date), ["id"])
        limits = company._collections_aging_limits()
        changing = [
            SQL("SELECT UNNEST(%s)", bulk.int_array(again)),
            SQL("SELECT id FROM %s", moved),
            item_crossing(self.env, scope, since, key_date, limits),
            self._of_another(scope),
            SQL("SELECT account_id FROM said"),
            self._of_entries(scope, SQL("SELECT move_id FROM said UNION %s", invoice_under_way())),
        ]
        rows = SQL(
            """
            WITH said AS MATERIALIZED (%s)
            SELECT id, partner_id FROM collections_account WHERE company_id = %s AND id IN (%s)
            """,
            SQL(" UNION ").join(self._changing(company, since, key_date).values()),
            company.id,
            SQL(" UNION ").join(changing),
        )
        bulk.keep(cr, touched, rows, ["id", "partner_id"])
        return Kept(scope, key_date, again, moved, touched)

    @api.model
    def _changing(self, company, since, key_date):
        """Name -> SQL of what says something else on ``key_date`` than on ``since`` though nothing happens, since a day
        passes that was agreed on: ``account_id``, and ``move_id`` of the entry of which it says so, or NULL. What
        ``_aged_columns`` say needs not be among it. Contexts add theirs; of ``_worked`` that is all, until they do.
        """
        worked = self._worked(company).items()
        changing = {name: SQL("SELECT id, NULL::int FROM (%s) AS worked(id)", ids) for name, ids in worked}
        return {"hold": hold_changing(since, key_date), **changing}

    @api.model
    def _of_entries(self, scope, entries):
        """SQL: ids of the accounts whose customers have ``entries``.

        A transaction for invoices of several customers pays the ones less when the others are paid.
        """
        return SQL(
            "SELECT account.id FROM (%s) AS said JOIN account_move_line line USING (move_id) %s WHERE %s",
            entries,
            scope.account_of("line"),
            scope.receivable(),
        )

    @api.model
    def _of_another(self, scope):
        """SQL: ids of the accounts with open items of which something is said with another customer, and of that one:
        what happens with the one is not noticed of the other.
        """
        said = (
            SQL("SELECT account_id, move_id FROM %s", SQL.identifier(model._table)) for model in self._item_references()
        )
        return SQL(
            """
            SELECT UNNEST(ARRAY[account.id, said.account_id])
              FROM (SELECT said.account_id, said.move_id, account.partner_id
                      FROM (%s) AS said
                      JOIN collections_account account ON account.id = said.account_id AND account.company_id = %s
                    OFFSET 0) AS said
              JOIN account_move_line line ON line.move_id = said.move_id AND line.partner_id <> said.partner_id
              %s
             WHERE account.id <> said.account_id AND %s AND %s
            """,
            SQL(" UNION ALL ").join(said),
            scope.company_id,
            scope.account_of("line"),
            scope.receivable(),
            has_residual(),
        )

    @api.model
    def _fact_joins(self, company, key_date, ids):
        """What people did is looked up of who is touched."""
        kept = ids is None and self._kept()
        return super()._fact_joins(company, key_date, SQL("SELECT id FROM %s", kept.touched) if kept else ids)

    @api.model
    def _covered_facts(self, scope, key_date, accounts=None):
        kept = scope.partner_ids is None and self._kept()
        return super()._covered_facts(scope, key_date, SQL("SELECT id FROM %s", kept.touched) if kept else accounts)

    @api.model
    def _branches(self, layers, company, ids=None):
        """Who is not touched need not go through what says what the ledger says."""
        kept, of_ledger = ids is None and self._kept(), self._layers_of_ledger()
        if not kept or of_ledger[0] not in layers:
            return super()._branches(layers, company, ids)
        is_touched = SQL("id IN (SELECT id FROM %s)", kept.touched)
        others = [layer for layer in layers if layer not in of_ledger]
        return [
            (layers, self._stored(company, is_touched)),
            (others, self._aged(self._stored(company, SQL("NOT (%s)", is_touched)), kept.key_date)),
        ]

    @api.model
    def _reading_portion(self, layers, ids=None):
        """Of the ledger only what touches the touched is looked up."""
        if ids is None and self._kept() and self._layers_of_ledger()[0] in layers:
            return bulk.looking_up(self.env.cr)
        return super()._reading_portion(layers, ids)

    @api.model
    def _aged(self, source, key_date):
        """SQL: the accounts in ``source``, whom nothing touches, as of ``key_date``."""
        aged = {"key_date": SQL("%s::date", key_date), **self._aged_columns(key_date)}
        return self._overlay(aged, SQL("%s AS account", source))

    @api.model
    def _scope_of(self, company, ids):
        kept = ids is None and self._kept()
        return kept.scope if kept else super()._scope_of(company, ids)

    @api.model
    def _item_facts(self, scope, key_date):
        kept = scope.partner_ids is None and self._kept()
        return super()._item_facts(scope, key_date, SQL("SELECT partner_id FROM %s", kept.touched) if kept else None)


def _known(company_id):
    """SQL: the day as of which all accounts are known; ids of those known as of a later one or not at all, and of those
    of which something is noticed.
    """
    return SQL(
        """
        SELECT known.since, ARRAY(
                   SELECT id FROM collections_account
                    WHERE company_id = %(company)s
                      AND (key_date > known.since OR key_date IS NULL OR paid_6m IS NULL)
                    UNION
                   SELECT account.id
                     FROM collections_refresh noticed
                     JOIN collections_account account
                       ON account.partner_id = noticed.partner_id AND account.company_id = noticed.company_id
                    WHERE noticed.company_id = %(company)s)
          FROM (SELECT (SELECT key_date FROM collections_ledger_day WHERE company_id = %(company)s) AS since) AS known
        """,
        company=company_id,
    )
