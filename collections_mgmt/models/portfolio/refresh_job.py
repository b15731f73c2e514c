import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from .refresh import GIVE_UP

_logger = logging.getLogger(__name__)

# first key of the advisory lock "one who derives accounts of a company at a time"; the second is the company
LOCK = 0x636F6C6D
BATCH = 500  # customers of one transaction: about a second, so that nobody waits long for the lock
CONFLICTS = 5


class CollectionsRefresh(models.Model):
    """Working off the queue: a transaction per batch, which takes its rows, derives their customers and is committed.

    Whatever goes wrong takes the rows back into the queue: none is lost, and none is done by halves.
    """

    _inherit = "collections.refresh"

    @api.model
    def _cron_refresh(self):
        """Derive the customers in the queue anew, company by company. Started by every transaction that notices."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(self._due()))
        for [company] in self._read_group(self._due(), ["company_id"]):
            queue = self._in_time_zone(company)
            while taken := queue._refresh_batch(company):
                if not cron._commit_progress(taken):
                    return
        cron._commit_progress(remaining=0)

    @api.model
    def _due(self):
        """Rows to be worked off now, as a domain."""
        now = fields.Datetime.now()
        return [("attempts", "<", GIVE_UP), "|", ("retry_at", "=", False), ("retry_at", "<=", now)]

    @api.model
    def _in_time_zone(self, company):
        """The queue with the clock of ``company``."""
        return self.with_context(tz=company._collections_tz())

    @api.model
    def _refresh_batch(self, company):
        """Take some rows and derive their customers, once more when somebody wrote at the same time.

        :return: number of rows taken; 0 when none is left, or a list is being generated: then it goes on in a minute
        """
        for attempts_left in reversed(range(CONFLICTS)):
            try:
                if not self._try_lock(company):
                    self._trigger_job(fields.Datetime.now() + timedelta(minutes=1))
                    return 0
                rows = self._take(company)
                self._refresh_rows(company, rows)
                self.env.cr.flush()
                return len(rows)
            except psycopg2.OperationalError:
                if not attempts_left:
                    raise
                # nothing but this batch is uncommitted: once more, on a snapshot that knows what the other wrote
                self.env.cr.rollback()
        return 0

    @api.model
    def _try_lock(self, company):
        [(locked,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK, company.id))
        return locked

    @api.model
    def _take(self, company):
        """Take the oldest rows out of the queue.

        :return: list of (partner id, attempts so far)
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM collections_refresh
                 WHERE id IN (SELECT id FROM collections_refresh
                               WHERE company_id = %s AND attempts < %s AND (retry_at IS NULL OR retry_at <= %s)
                               ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
                RETURNING partner_id, attempts
                """,
                company.id,
                GIVE_UP,
                fields.Datetime.now(),
                BATCH,
            )
        )
        self.invalidate_model()
        return rows

    @api.model
    def _refresh_rows(self, company, rows):
        attempts = {}
        for partner_id, tried in rows:
            attempts[partner_id] = max(tried, attempts.get(partner_id, 0))
        if not attempts:
            return
        self.env["collections.ledger.day"].sudo()._hold(company)
        found = self._accounts_of(company, list(attempts))
        done = self._refresh_or_split(company, self._key_date(company), found, attempts)
        self._forget_failures(company, done.partner_id)
        self._refreshed(company, done)

    @api.model
    def _accounts_of(self, company, customer_ids):
        """Their accounts; made for those who have none yet, which is seldom."""
        accounts = self.env["collections.account"].sudo().with_context(active_test=False)
        domain = [("company_id", "=", company.id), ("partner_id", "in", customer_ids)]
        found = accounts.search_fetch(domain, ["partner_id"])
        if len(found) < len(customer_ids) and accounts._ensure_accounts(company, customer_ids=customer_ids):
            found = accounts.search_fetch(domain, ["partner_id"])
        return found

    @api.model
    def _key_date(self, company):
        """The day to derive for: today, where the company is. A seam for those who keep lists of a day."""
        return fields.Date.context_today(self)

    @api.model
    def _refresh_or_split(self, company, key_date, accounts, attempts):
        """Derive ``accounts``; when that fails, one half after the other, until who fails is alone.

        :return: the accounts that were derived
        """
        if not accounts:
            return accounts
        try:
            with self.env.cr.savepoint():
                self._refresh_accounts(company, key_date, accounts)
                return accounts
        except psycopg2.OperationalError:
            raise
        except Exception as error:  # one customer's trouble must not stop the others: it is logged and kept
            if len(accounts) == 1:
                self._keep(company, accounts.partner_id, attempts[accounts.partner_id.id] + 1, error)
                return accounts.browse()
        half = len(accounts) // 2
        return self._refresh_or_split(company, key_date, accounts[:half], attempts) | self._refresh_or_split(
            company, key_date, accounts[half:], attempts
        )

    @api.model
    def _refresh_accounts(self, company, key_date, accounts):
        """Derive a batch: a seam for what follows from the figures."""
        return accounts._refresh(company, key_date, accounts.ids)

    @api.model
    def _refreshed(self, company, accounts):
        """The batch is derived, in this transaction: a seam for telling those who look at it."""

    @api.model
    def _keep(self, company, partner, attempts, error):
        """Back into the queue: each time later, and after ``GIVE_UP`` tries for a person to look at."""
        _logger.error("%s cannot be refreshed (try %s)", partner.display_name, attempts, exc_info=error)
        retry_at = fields.Datetime.now() + timedelta(minutes=2**attempts)
        self.create(
            {
                "company_id": company.id,
                "partner_id": partner.id,
                "attempts": attempts,
                "retry_at": retry_at,
                "error": str(error),
            }
        )
        if attempts < GIVE_UP:
            self._trigger_job(retry_at)

    @api.model
    def _forget_failures(self, company, partners):
        """What failed before and went well now needs nobody's attention any more."""
        self.search(
            [("company_id", "=", company.id), ("partner_id", "in", partners.ids), ("attempts", ">=", GIVE_UP)]
        ).unlink()

    # --------------------------------------------------------------------------------------------------------- actions
    def action_try_again(self):
        """Back to the start, after the reason was removed."""
        self.check_access("write")
        self.write({"attempts": 0, "retry_at": False, "error": False})
        self._wake_up()
