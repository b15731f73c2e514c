from odoo import api, fields, models

from ...queries import timeline


class CollectionsTimeline(models.Model):
    """Promises, plans and disputes in the life of a customer."""

    _inherit = "collections.timeline"

    kind = fields.Selection(selection_add=[("promise", "Promise"), ("dispute", "Dispute"), ("plan", "Plan")])

    @api.model
    def _timeline_sources(self):
        return [
            *super()._timeline_sources(),
            (
                "collections.promise",
                timeline.promises(self._labels("collections.promise", "fulfilment"), self._date_format()),
            ),
            ("collections.plan", timeline.plans(self._labels("collections.plan", "state"))),
            (
                "collections.dispute",
                timeline.disputes(
                    self.env.lang or "en_US",
                    self._labels("collections.dispute", "outcome"),
                    self._labels("collections.dispute", "state"),
                ),
            ),
        ]
