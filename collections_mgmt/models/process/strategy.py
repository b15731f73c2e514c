from odoo import fields, models
from odoo.fields import Command

from ...calc import process


class CollectionsStrategy(models.Model):
    """The process of a strategy: what is done step by step while a customer is to be collected from (B14)."""

    _inherit = "collections.strategy"

    process_on = fields.Boolean(
        string="Process in Use",
        tracking=True,
        copy=False,
        help="Customers who come on the list by this strategy go through its steps. Off: running processes end.",
    )
    step_ids = fields.One2many("collections.process.step", "strategy_id", string="Steps", copy=False)

    def copy_data(self, default=None):
        """A strategy is copied with its steps; a draft changes rules only, and its original keeps its steps."""
        copies = super().copy_data(default)
        if (default or {}).get("draft_of_id"):
            return copies
        return [
            {**vals, "step_ids": [Command.create(step) for step in strategy.step_ids.copy_data()]}
            for vals, strategy in zip(copies, self, strict=True)
        ]

    def _calc_steps(self):
        """The active steps in order, as ``calc.process`` wants them, and the records."""
        steps = self.step_ids.filtered("active").sorted(lambda step: (step.sequence, step.id))
        return steps, tuple(process.Step(step.id, step.sequence, step.wait_days, step.automatic) for step in steps)
