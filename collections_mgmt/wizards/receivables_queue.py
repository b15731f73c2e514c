"""Large imports in the background: asked for by a user, run by a cron in one transaction under his name."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from .receivables_loader import LARGE

_logger = logging.getLogger(__name__)
CRON = "collections_mgmt.ir_cron_collections_import"
SECONDS_PER_ROW = 0.04  # generous: half of it was measured


class CollectionsImport(models.Model):
    _inherit = "collections.import"

    progress_ids = fields.One2many("collections.import.progress", "import_id")
    progress = fields.Float(
        string="Loaded (%)", compute="_compute_progress", help="How far the background has come, in percent."
    )

    @api.depends("state", "progress_ids.done", "progress_ids.total")
    def _compute_progress(self):
        for record in self:
            step = record.sudo().progress_ids[:1]
            share = 100.0 * step.done / step.total if step.total else 0.0
            record.progress = 100.0 if record.state == "done" else min(share, 99.0)

    def _is_large(self):
        return self.row_count > LARGE

    def _queue(self):
        """Hand a checked import to the background.

        :raise UserError: the server would stop the job before its end
        """
        self._check_time_limit()
        self.sudo()._move_to("queued", ("checked",), user_id=self.env.uid)
        self.sudo().progress_ids.unlink()
        self.env["collections.import.progress"].sudo().create({"import_id": self.id, "total": self.row_count})
        self.env.ref(CRON).sudo()._trigger()

    def action_take_back(self):
        """Take a queued import back, as long as its loading has not begun: then it holds the lock of its row."""
        self.ensure_one()
        self._check_rights()
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("“%s” is being loaded already and cannot be taken back.", self.filename))
        self.sudo()._move_to("checked", ("queued",))
        self.sudo().progress_ids.unlink()

    def _check_time_limit(self):
        """One transaction means one job; a server that ends jobs after two minutes would start it again for ever.

        Without workers Odoo takes a cron limit of 0 as "the limit of requests", with workers as "none".
        """
        limit = config["limit_time_real_cron"]
        if limit < 0 or limit == 0 and not config["workers"]:
            limit = config["limit_time_real"]
        needed = int(self.row_count * SECONDS_PER_ROW)
        if limit and needed > limit:
            raise UserError(
                self.env._(
                    "Loading %(rows)s rows may take %(needed)s seconds, but this server ends background jobs after "
                    "%(limit)s. Ask for a higher limit_time_real_cron, or split the file.",
                    rows=self.row_count,
                    needed=needed,
                    limit=limit,
                )
            )

    @api.model
    def _cron_load_queued(self):
        """Load the oldest queued import; the runner calls again while there are more."""
        domain = [("state", "=", "queued")]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(domain))
        record = self.search(domain, order="id", limit=1)
        # The progress of another cursor refers to this row, so it must stay referable while it is locked.
        record = record.try_lock_for_update(allow_referencing=True).filtered_domain(domain)
        if not record:
            return
        record_id = record.id
        try:
            record._run_queued()
        # Whatever it is, the user waits for an answer and the job would otherwise run again for ever.
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Import %s of receivables failed", record_id)
            record = self.browse(record_id)
            record._set_refused(self.env._("Something unforeseen happened; nothing was loaded. See the server's log."))
        record._tell_user()
        cron._commit_progress(1)

    def _run_queued(self):
        """Load as the user who asked, if he still may."""
        if not self.user_id:
            self._set_refused(self.env._("The user who asked for it was deleted: check it and import it again."))
            return
        record = self.with_user(self.user_id).with_context(lang=self.user_id.lang, tz=self.user_id.tz)
        record = record.with_context(allowed_company_ids=record.company_id.ids)
        try:
            record._check_rights()
        except UserError as error:  # the right was taken away while the import waited
            self._set_refused(str(error))
            return
        record._load(self._write_progress)

    def _write_progress(self, done, total):
        """Write through a cursor of its own: the import itself is not committed before its end.

        The row is not the import's, or its last write would collide with this one.
        """
        with self.env.registry.cursor() as cr:
            steps = self.with_env(self.env(cr=cr)).env["collections.import.progress"]
            steps.sudo().search([("import_id", "=", self.id)]).write({"done": done, "total": total})

    def _tell_user(self):
        """A notification in the user's browser; the record itself says more."""
        self.ensure_one()
        done = self.state == "done"
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "success" if done else "danger",
                "sticky": True,
                "title": self.env._("Receivables loaded") if done else self.env._("Receivables not loaded"),
                "message": self.filename if done else (self.error_text or "")[:500],
            },
        )


class CollectionsImportProgress(models.Model):
    """How far a background import has come. Grain: one queued import."""

    _name = "collections.import.progress"
    _description = "Receivables Import Progress"

    import_id = fields.Many2one("collections.import", required=True, ondelete="cascade", index=True)
    done = fields.Integer()
    total = fields.Integer()
