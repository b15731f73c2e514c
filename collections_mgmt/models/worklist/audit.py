import logging
from datetime import timedelta
from time import monotonic

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_date

from ...queries.as_of import as_of
from ..foundation import bulk

_logger = logging.getLogger(__name__)

RETENTION_DAYS = 90
# settings that change what the layers give; the list of the next night takes them over
SETTINGS = ("collections.segment", "collections.profile", "collections.group", "collections.strategy")
SETTINGS += ("collections.strategy.rule",)


class CollectionsAudit(models.Model):
    """Do the stored figures agree with the ledger? Grain: one comparison of one root company.

    Everything derived is computed once more from the ledger for the key date of the accounts, one statement per layer,
    and compared with what is stored. Differences are listed, the accounts derived anew, and the managers told: there
    should be none, since whatever changes figures notices it. Customers waiting in the queue are left out, and what
    follows from settings when these were changed after the last list, which takes them over.
    """

    _name = "collections.audit"
    _description = "Audit of the Figures"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"  # who looks into a difference notes down what he found

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    done_at = fields.Datetime(string="Done", readonly=True, default=fields.Datetime.now)
    duration = fields.Float(string="Duration (s)", readonly=True, digits=(16, 1), aggregator="avg")
    state = fields.Selection(
        [("clean", "No Difference"), ("differences", "Differences"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="clean",
        index=True,
    )
    account_count = fields.Integer(string="Compared", readonly=True, help="Customers looked at.")
    different_count = fields.Integer(string="Different", readonly=True, help="Customers with a difference.")
    with_settings = fields.Boolean(
        string="Settings Compared",
        readonly=True,
        default=True,
        help="Off: settings were changed after the last list, so only the figures of the ledger were compared; "
        "segment, amount to collect and points follow with the next list.",
    )
    log = fields.Text(readonly=True)
    difference_ids = fields.One2many("collections.audit.difference", "audit_id", readonly=True)

    @api.depends("done_at", "company_id")
    def _compute_display_name(self):
        for audit in self:
            audit.display_name = self.env._(
                "Audit of %(day)s, %(company)s",
                day=format_date(
                    self.env, fields.Datetime.context_timestamp(audit, audit.done_at or fields.Datetime.now())
                ),
                company=audit.company_id.sudo().name,
            )

    # ---------------------------------------------------------------------------------------------------------- compare
    @api.model
    def _audit(self, company):
        """Compare, list what differs, and have it put right.

        :return: the audit
        """
        company, started = company.root_id, monotonic()
        audit = self.sudo().create({"company_id": company.id, "with_settings": not self._settings_changed(company)})
        audit._complete_accounts()
        for key_date in audit._key_dates():
            audit._compare(key_date)
        differing = audit._differing()
        audit.write(
            {
                "account_count": audit._count_compared(),
                "different_count": len(differing),
                "state": "differences" if differing else "clean",
                "duration": monotonic() - started,
            }
        )
        self.env["collections.refresh"]._notice(differing)
        audit._tell_managers()
        return audit

    @api.model
    def _settings_changed(self, company):
        """Whether settings were changed after the list in use was made."""
        run = self.env["collections.run"]._in_use(company)
        return any(
            self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search_count([("write_date", ">", run.generated_at)], limit=1)
            for model in SETTINGS
            if run
        )

    def _complete_accounts(self):
        """Whoever owes something has an account; one that nobody noticed is made, derived soon, and told of."""
        accounts = self.env["collections.account"]
        if created := accounts._ensure_accounts(self.company_id):
            new = accounts.sudo().search([("company_id", "=", self.company_id.id)], order="id desc", limit=created)
            self.env["collections.refresh"]._notice(new)
            self.log = self.env._("%s customers had open items and no account", created)

    def _key_dates(self):
        """The days the accounts were derived for: one, or two between midnight and the list."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT %s FROM collections_account account WHERE %s", as_of(), self._compared())
        )
        return sorted(key_date for (key_date,) in rows)

    def _differing(self):
        """Accounts with a difference; not by way of the differences, of which a large ledger may have millions."""
        rows = self.env["collections.audit.difference"]._read_group([("audit_id", "=", self.id)], ["account_id"])
        return self.env["collections.account"].browse(account.id for [account] in rows)

    def _count_compared(self):
        [(count,)] = self.env.execute_query(
            SQL("SELECT COUNT(*) FROM collections_account account WHERE %s", self._compared())
        )
        return count

    def _compared(self):
        """SQL over ``account``: derived before, and nothing new noticed since."""
        return SQL(
            """
            account.company_id = %s AND account.key_date IS NOT NULL
            AND NOT EXISTS (SELECT FROM collections_refresh waiting
                             WHERE waiting.partner_id = account.partner_id AND waiting.company_id = account.company_id)
            """,
            self.company_id.id,
        )

    def _compare(self, key_date):
        """Layer by layer, each on the true values of those before."""
        accounts = self.env["collections.account"]._judging()
        of_ledger, source = accounts._layers_of_ledger(), accounts._stored(self.company_id)
        with bulk.reading(self.env.cr):
            for number, layer in enumerate(accounts._layers(self.company_id)):
                names, stacked = accounts._stack([layer], self.company_id, key_date, source)
                self.env.flush_query(stacked)
                source = accounts._keep(f"true_{number}", stacked)
                if self.with_settings or layer in of_ledger:
                    self._insert_differences(key_date, names, source)

    def _insert_differences(self, key_date, columns, source):
        """One INSERT ... SELECT for a layer."""
        aged = {"key_date": as_of(), **self.env["collections.account"]._aged_columns(key_date)}
        compared = [
            SQL(
                "(%(name)s, (%(stored)s)::text, %(truth)s::text, (%(stored)s) IS DISTINCT FROM %(truth)s)",
                name=name,
                stored=aged.get(name, SQL.identifier("account", name)),
                truth=SQL.identifier("truth", name),
            )
            for name in columns
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_audit_difference (audit_id, account_id, key_date, name, stored, truth)
                SELECT %(audit)s, account.id, %(key_date)s, pair.name, pair.stored, pair.truth
                  FROM collections_account account
                  JOIN %(source)s AS truth ON truth.id = account.id
                 CROSS JOIN LATERAL (VALUES %(compared)s) AS pair(name, stored, truth, differs)
                 WHERE pair.differs AND %(as_of)s = %(key_date)s AND %(where)s
                """,
                audit=self.id,
                key_date=key_date,
                as_of=as_of(),
                source=source,
                compared=SQL(", ").join(compared),
                where=self._compared(),
            )
        )
        self.env["collections.audit.difference"].invalidate_model()
        self.invalidate_recordset(["difference_ids"])

    # ------------------------------------------------------------------------------------------------------------- tell
    def _tell_managers(self):
        """An activity for each manager of the company when there is something to look at."""
        if self.state == "clean":
            return
        for user in self._managers():
            self.activity_schedule(
                "mail.mail_activity_data_warning", user_id=user.id, summary=self.env._("Look at the differences")
            )

    def _managers(self):
        managers = self.env.ref("collections_mgmt.collections_mgmt_group_manager").sudo().all_user_ids
        root = self.env.ref("base.user_root")
        return managers.filtered(lambda user: user.active and user != root and self.company_id in user.company_ids)

    # ---------------------------------------------------------------------------------------------------------- actions
    def action_run_now(self):
        """Compare the company of the user now, as at night, and show what came of it."""
        self.check_access("read")
        company = self.env.company.root_id
        self._check_may_run(company)
        audit = self.with_context(tz=company._collections_tz())._audit(company)
        return audit.with_env(self.env)._get_records_action()

    def _check_may_run(self, company):
        """Managers see what an audit finds, and let one run where they work."""
        user = self.env.user
        if not user.has_group("collections_mgmt.collections_mgmt_group_manager"):
            raise AccessError(self.env._("Only managers run an audit."))
        if company not in user.sudo().company_ids.root_id:
            raise AccessError(self.env._("You do not work for this company."))

    # --------------------------------------------------------------------------------------------------------- schedule
    @api.model
    def _cron_audit(self):
        """Nightly, before the lists: compare every company. One that fails stops no other."""
        companies = self.env["collections.run"]._companies()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            self.with_context(tz=company._collections_tz())._audit_or_log(company)
            if not cron._commit_progress(1):
                break

    @api.model
    def _audit_or_log(self, company):
        try:
            with self.env.cr.savepoint():
                self._audit(company)
        except Exception as error:  # one company's trouble must not stop the others: it is logged and shown
            if isinstance(error, psycopg2.OperationalError):
                self.env.cr.rollback()  # nothing of this company is written; what others got is committed
            _logger.exception("The figures of %s could not be compared", company.name)
            failed = self.create({"company_id": company.id, "state": "failed", "log": str(error)})
            failed._tell_managers()

    @api.autovacuum
    def _gc_old(self):
        """Audits older than the retention go."""
        oldest = fields.Datetime.now() - timedelta(days=RETENTION_DAYS)
        self.search([("done_at", "<", oldest)], limit=1000).unlink()
