from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.noticed import customers_of_accounts, customers_of_lines, customers_of_partners

GIVE_UP = 5  # attempts after which a customer waits for a person
NOTICED = "collections_mgmt.noticed"
TRIGGER = "collections_mgmt.refresh_trigger"

ONCE_POSTED = SQL("EXISTS (SELECT FROM account_move move WHERE move.id = line.move_id AND move.posted_before)")

# journal items that were touched -> condition over ``line``; "posted" leaves out drafts, of which a ledger in use has
# many, and "once posted" those that never counted
LINES = {
    "entry": lambda ids: SQL("line.move_id = ANY(%s)", ids),
    "posted entry": lambda ids: SQL("line.move_id = ANY(%s) AND line.parent_state = 'posted'", ids),
    "line": lambda ids: SQL("line.id = ANY(%s)", ids),
    "once posted line": lambda ids: SQL("line.id = ANY(%s) AND %s", ids, ONCE_POSTED),
    "posted line": lambda ids: SQL("line.id = ANY(%s) AND line.parent_state = 'posted'", ids),
}
# what else was touched -> SQL of its customers
CUSTOMERS = {
    "account": lambda ids: customers_of_accounts(SQL("account.id = ANY(%s)", ids)),
    "company": lambda ids: customers_of_accounts(SQL("account.company_id = ANY(%s)", ids)),
    "partner": customers_of_partners,
}


def customers_of(noticed):
    """SQL of all customers of what was touched: company_id (root) and partner_id (commercial), some more than once.

    :param noticed: dict of keys of ``LINES`` and ``CUSTOMERS``, and the ids of what was touched; not empty
    """
    customers = [CUSTOMERS[kind](list(ids)) for kind, ids in noticed.items() if kind in CUSTOMERS]
    lines = [LINES[kind](list(ids)) for kind, ids in noticed.items() if kind in LINES]
    return SQL(" UNION ALL ").join([*customers, *([customers_of_lines(*lines)] if lines else [])])


class CollectionsRefresh(models.Model):
    """Something changed what is known of a customer. Grain: one notice; a customer may have many waiting (B18).

    The queue between accounting and collections: a transaction that changes the figures of customers only appends
    rows, all at once when it is flushed, and wakes up the job that derives these customers anew. It locks nothing of
    theirs and waits for nobody: no unique key, no update. Rows leave the queue when they are worked off; one that fails
    stays for a later try, and after ``GIVE_UP`` tries for a person.
    """

    _name = "collections.refresh"
    _description = "Customer to be Refreshed"
    _order = "id"
    _rec_name = "partner_id"
    _log_access = False  # who did it is told by what was booked

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    noticed_at = fields.Datetime(string="Noticed", required=True, readonly=True, default=fields.Datetime.now)
    attempts = fields.Integer(required=True, readonly=True, default=0)
    retry_at = fields.Datetime(string="Next Try", readonly=True)
    error = fields.Text(readonly=True)

    _waiting = models.Index("(company_id, id)")

    # -------------------------------------------------------------------------------------------------------- noticing
    @api.model
    def _notice(self, records):
        """Have customers derived anew once this transaction is committed: the one way in, for every context.

        :param records: accounts, partners, journal entries or items, or root companies for all of their customers
        """
        kinds = {
            "collections.account": "account",
            "res.company": "company",
            "res.partner": "partner",
            "account.move": "entry",
            "account.move.line": "line",
        }
        self._notice_ids(kinds[records._name], records.ids)

    @api.model
    def _notice_ids(self, kind, ids):
        """The same for ids of a key of ``LINES`` or ``CUSTOMERS``. Costs nothing now: a flush writes the rows."""
        if ids:
            self._noticed().setdefault(kind, set()).update(ids)

    @api.model
    def _notice_now(self, kind, ids):
        """Notice the customers as they are before a change that takes them away from where they would be found."""
        if ids and self._append({kind: ids}):
            self._noticed()

    @api.model
    def _noticed(self):
        """What this transaction noticed since its last flush."""
        precommit = self.env.cr.precommit
        if NOTICED not in precommit.data:
            precommit.data[NOTICED] = {}
            precommit.add(self.sudo()._append_noticed)
        return precommit.data[NOTICED]

    @api.model
    def _append_noticed(self):
        """One INSERT for all that was noticed since the last flush, and the job is woken up."""
        noticed = self.env.cr.precommit.data.pop(NOTICED, {})
        if not noticed or self._append(noticed):
            self._wake_up()

    @api.model
    def _append_so_far(self):
        """What this transaction noticed until now stands in the queue as well."""
        self.env.flush_all()
        if self.env.cr.precommit.data.get(NOTICED):
            self._append_noticed()

    @api.model
    def _customers_without_account(self, company):
        """Ids of customers of a root company that wait here, or were noticed a moment ago, and have no account yet."""
        self._append_so_far()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT partner_id
                  FROM collections_refresh noticed
                 WHERE company_id = %s
                   AND NOT EXISTS (SELECT FROM collections_account account
                                    WHERE account.partner_id = noticed.partner_id
                                      AND account.company_id = noticed.company_id)
                """,
                company.id,
            )
        )
        return [partner_id for (partner_id,) in rows]

    @api.model
    def _append(self, noticed):
        """Append a row for each customer of what was ``noticed``, as in ``customers_of``.

        :return: number of rows
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_refresh (company_id, partner_id, noticed_at, attempts)
                SELECT DISTINCT company_id, partner_id, %s::timestamp, 0 FROM (%s) AS noticed
                """,
                fields.Datetime.now(),
                customers_of(noticed),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _wake_up(self):
        """Start the job after this transaction. Once is enough, unless a savepoint took the trigger back."""
        done = self.env.cr.postcommit.data
        trigger = self.env["ir.cron.trigger"].sudo().browse(done.get(TRIGGER, ()))
        if not trigger.exists():
            done[TRIGGER] = self._trigger_job().ids

    @api.model
    def _trigger_job(self, at=None):
        """Have the job run soon, or at a moment. While the add-on is being installed there is none yet."""
        # found without a statement: every booking comes by here
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id("collections_mgmt.collections_refresh_cron")
        return self.env["ir.cron"].sudo().browse(cron_id)._trigger(at) if cron_id else self.env["ir.cron.trigger"]
