from odoo import api, models
from odoo.tools import SQL

from ..portfolio.refresh_job import LOCK


class CollectionsRefresh(models.Model):
    """The list of the day follows the figures: a refreshed customer changes, leaves or joins it."""

    _inherit = "collections.refresh"

    @api.model
    def _key_date(self, company):
        """The day of the list in use: all its customers are of one day, also between midnight and the next list. When
        settings had all of them derived since, they are of that day.
        """
        run = self.env["collections.run"]._in_use(company)
        if not run:
            return super()._key_date(company)
        return max(run.key_date, self.env["collections.ledger.day"]._reached(company) or run.key_date)

    @api.model
    def _refresh_accounts(self, company, key_date, accounts):
        changed = super()._refresh_accounts(company, key_date, accounts)
        run = self.env["collections.run"]._in_use(company)
        if run:
            run._follow(accounts.ids)
        return changed


class CollectionsRun(models.Model):
    _inherit = "collections.run"

    @api.model
    def _in_use(self, company):
        """The list people work from; empty when there is none yet."""
        return self.sudo().search([("company_id", "=", company.id), ("state", "=", "current")], limit=1)

    @api.model
    def _lock(self, company):
        """A list waits for the customers being refreshed at this moment, and holds off further ones until it is there.

        What is noticed meanwhile stays in the queue. Waiting costs the run a second at most; should it have looked at
        the ledger before, the database refuses what it would write and it is made once more.
        """
        locked = super()._lock(company)
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, company.id))
        return locked
