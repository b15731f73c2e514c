from odoo import models

from odoo.addons.collections_mgmt.models.foundation import mass_action_work
from odoo.addons.queue_job.delay import group


class CollectionsMassAction(models.Model):
    """Chunks become jobs: they run side by side, on as many workers and machines as the channel allows.

    Each job claims the lines it handles, so that two never meet. A job of an action that was stopped finds nothing to
    do; resuming makes new jobs for what is left. Were jobs lost, the hourly cron of the add-on goes on with the action.
    """

    _inherit = "collections.mass.action"

    def _dispatch(self):
        """A large action as one job a chunk, and a last one that closes it when all are done."""
        chunks = -(-self._left_count() // mass_action_work.CHUNK)
        if chunks <= 1:
            return super()._dispatch()
        total = self.display_name
        jobs = [
            self.sudo().delayable(description=f"{total}, {number}/{chunks}")._run_chunk()
            for number in range(1, chunks + 1)
        ]
        closing = self.sudo().delayable(description=total)._run_chunk()
        return group(*jobs).on_done(closing).delay()
