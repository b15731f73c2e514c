from odoo import api, models


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.process", "collections.process.task"]

    def _merge_into(self, kept):
        """A customer is in one process: that of the kept account goes on, else the one furthest along."""
        processes = self.env["collections.process"].sudo()
        live = processes.search([("account_id", "in", (self | kept).ids), ("state", "!=", "ended")])
        ranked = live.sorted(lambda process: (process.account_id == kept, process.last_sequence, process.id))
        for process in ranked[:-1]:
            process.task_id._put_away("cancelled")
            process._move_to(
                "ended",
                ("running", "finished", "stopped"),
                ended_on=kept._last_key_date(),
                end_reason="merged",
                paused_on=False,
            )
        processes.flush_model()
        return super()._merge_into(kept)
