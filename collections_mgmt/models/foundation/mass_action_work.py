"""How a mass action is carried out: chunk by chunk, each in one transaction, by whoever is told to."""

import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

CHUNK = 200
CRON = "collections_mgmt.collections_mass_action_cron"
ATTEMPTS = 5


class CollectionsMassAction(models.Model):
    _inherit = "collections.mass.action"

    def _dispatch(self):
        """How the chunks of a running action get done: a small one at once, a large one by the cron.

        The seam for other ways: whatever calls ``_run_chunk`` until it returns 0, a transaction each, will do. Chunks
        may run side by side, since each claims its lines.
        """
        if self._left_count() <= CHUNK:
            self._run_chunk()
        else:
            self.env.ref(CRON).sudo()._trigger()

    def _source_state(self):
        """State of the lines still to be handled."""
        return "done" if self.reverting else "pending"

    def _left_domain(self):
        return [("action_id", "=", self.id), ("state", "=", self._source_state())]

    def _left_count(self):
        return self.env["collections.mass.action.line"].sudo().search_count(self._left_domain())

    def _run_chunk(self):
        """Handle the next lines that nobody else has at hand, as the person who asked.

        :return: number of lines handled; 0 when stopped, or nothing is left for us
        """
        self.ensure_one()
        lines = self._claim()
        if lines:
            action = self._as_asker()
            if obstacle := action._obstacle():
                self._halt(obstacle)
                return 0
            action._handle(lines.with_env(action.env))
        if self.state == "running" and not self._left_count():
            self._finish()
        return len(lines)

    def _as_asker(self):
        asker = self.user_id
        return self.with_user(asker).with_context(
            lang=asker.lang, tz=asker.tz, allowed_company_ids=self._companies_of(asker)
        )

    def _obstacle(self):
        """Why it may not go on in the name of who asked for it, now: a sentence, or None."""
        asker = self.env.user
        if not asker.sudo().active:
            return self.env._("%s, who asked for it, is archived.", asker.name)
        if not self.has_access("write"):
            return self.env._("%s, who asked for it, may no longer change many customers.", asker.name)
        try:
            if not self.reverting:
                self._check()
        except UserError as error:
            return str(error)

    def _halt(self, obstacle):
        _logger.warning("Mass action %s (%s) stopped: %s", self.id, self.display_name, obstacle)
        self.sudo()._move_to("stopped", ("running",), stopped_because=obstacle)

    def _companies_of(self, user):
        """The companies the action is about, as far as its person works there."""
        return user.company_ids.filtered(lambda company: company.root_id == self.company_id).ids

    def _claim(self):
        lines = self.env["collections.mass.action.line"]
        self.invalidate_recordset(["state", "reverting"])
        if self.state != "running":
            return lines
        lines.flush_model(["action_id", "state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM collections_mass_action_line
                 WHERE action_id = %s AND state = %s
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                self.id,
                self._source_state(),
                CHUNK,
            )
        )
        return lines.browse(line_id for (line_id,) in rows)

    def _handle(self, lines):
        """All at once; when one of them fails, one by one, so that it does not stop the others."""
        try:
            with self.env.cr.savepoint():
                self._undo(lines) if self.reverting else self._apply(lines)
        except psycopg2.OperationalError:  # somebody wrote at the same time: the whole transaction is done again
            raise
        except Exception as error:
            if len(lines) > 1:
                for line in lines:
                    self._handle(line)
            else:
                lines.sudo().write({"state": "kept" if self.reverting else "failed", "reason": self._reason(error)})

    def _apply(self, lines):
        getattr(self, f"_apply_{self.kind}")(lines)
        lines.sudo().write({"state": "done", "reason": False})

    def _undo(self, lines):
        restored = getattr(self, f"_undo_{self.kind}")(lines)
        restored.sudo().write({"state": "undone", "reason": False})
        kept = lines - restored
        kept.sudo().write({"state": "kept", "reason": self.env._("It was changed again since.")})

    def _reason(self, error):
        """What is wrong in words; a surprise goes to the log."""
        if isinstance(error, UserError):
            return str(error)
        _logger.exception("Mass action %s failed on a record", self.id)
        return self.env._("Something unforeseen happened; see the server's log.")

    def _finish(self):
        target = "undone" if self.reverting else "done"
        self.sudo()._move_to(target, ("running",), finished_at=fields.Datetime.now())
        if self.env.uid != self.user_id.id:
            self._tell_asker()

    def _tell_asker(self):
        """A notification in the browser of who asked; the record itself says more."""
        action = self.with_context(lang=self.user_id.lang)
        wrong = action.failed_count + action.kept_count
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "warning" if wrong else "success",
                "title": action.display_name,
                "message": action.env._("%(progress)s, %(wrong)s not", progress=action.progress_text, wrong=wrong)
                if wrong
                else action.progress_text,
            },
        )

    # --------------------------------------------------------------------------------------------------------- schedule
    @api.model
    def _cron_run(self):
        """Go on with what is running, oldest first, a transaction a chunk."""
        actions = self.search([("state", "=", "running")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=sum(action._left_count() for action in actions))
        for action in actions:
            if not action._run_all():
                break

    def _run_all(self):
        """:return: whether there is time for more"""
        cron, attempts_left = self.env["ir.cron"], ATTEMPTS
        while True:
            try:
                handled = self._run_chunk()
            except psycopg2.OperationalError:
                # the chunks before are committed; on a new snapshot that knows what the other wrote
                self.env.cr.rollback()
                attempts_left -= 1
                if attempts_left:
                    continue
                raise
            time_left = cron._commit_progress(handled)
            if not handled or not time_left:
                return bool(time_left)
