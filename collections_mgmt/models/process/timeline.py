from odoo import api, fields, models

from ...queries import timeline_process


class CollectionsTimeline(models.Model):
    """Processes and tasks in the life of a customer: when they began, and what became of them."""

    _inherit = "collections.timeline"

    kind = fields.Selection(selection_add=[("process", "Process"), ("task", "Task")])

    @api.model
    def _timeline_sources(self):
        lang = self.env.lang or "en_US"
        return [
            *super()._timeline_sources(),
            ("collections.process", timeline_process.processes_begun(lang, self.env._("Begun"))),
            (
                "collections.process",
                timeline_process.processes_ended(
                    lang,
                    self._labels("collections.process", "state"),
                    self._labels("collections.process", "end_reason"),
                ),
            ),
            (
                "collections.process.task",
                timeline_process.tasks_begun(lang, self.env._("To do until"), self._date_format()),
            ),
            (
                "collections.process.task",
                timeline_process.tasks_closed(lang, self._labels("collections.process.task", "state")),
            ),
        ]
