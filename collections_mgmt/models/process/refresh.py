import logging

import psycopg2

from odoo import api, models
from odoo.tools import SQL

from ..portfolio.refresh_job import LOCK

_logger = logging.getLogger(__name__)

ATTEMPTS = 5


class CollectionsRefresh(models.Model):
    """The live job: processes follow the figures as the list does."""

    _inherit = "collections.refresh"

    @api.model
    def _refresh_accounts(self, company, key_date, accounts):
        changed = super()._refresh_accounts(company, key_date, accounts)
        self.env["collections.process"]._advance(company, key_date, accounts.ids)
        return changed


class CollectionsProcess(models.Model):
    """The nightly job: after the lists were made, steps begin and time runs out."""

    _inherit = "collections.process"

    @api.model
    def _cron_advance(self):
        """Company by company; one that fails stops no other."""
        companies = self.env["collections.run"]._companies()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            self._advance_or_log(company)
            if not cron._commit_progress(1):
                break

    @api.model
    def _advance_all_companies(self):
        """At install: for those who switched a process on with it, as demo data do."""
        for company in self.env["collections.run"]._companies():
            self._advance_company(company)

    @api.model
    def _advance_or_log(self, company):
        for attempts_left in reversed(range(ATTEMPTS)):
            try:
                with self.env.cr.savepoint():
                    self._advance_company(company)
                return
            except Exception as error:  # one company's trouble must not stop the others: it is logged
                if isinstance(error, psycopg2.OperationalError) and attempts_left:
                    # somebody dealt with a task at the same time: once more, on a snapshot that knows it
                    self.env.cr.rollback()
                    continue
                _logger.exception("The processes of %s could not be brought forward", company.name)
                return

    @api.model
    def _advance_company(self, company):
        """All processes of a root company, on the day of the list in use, while nobody derives its accounts."""
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, company.id))
        queue = self.env["collections.refresh"]._in_time_zone(company)
        self._advance(company, queue._key_date(company))
