from odoo import api, fields, models
from odoo.fields import Domain

from ...queries.dispute_claim import UNDECIDED


class CollectionsDispute(models.Model):
    """Whose turn it is: what has no processor yet waits for everybody of its department."""

    _inherit = "collections.dispute"

    is_mine = fields.Boolean(
        string="To Be Decided by Me",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="Given or escalated to me, or still without a processor in one of my departments.",
    )

    @api.depends("processor_id", "escalated_to_id", "department_id", "state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._get_mine_domain())
        for dispute in self:
            dispute.is_mine = dispute in mine

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_mine_domain()

    @api.model
    def _get_mine_domain(self):
        """What the user has to decide, or had to."""
        user = self.env.uid
        given = Domain("processor_id", "=", user) | Domain("escalated_to_id", "=", user)
        departments = Domain("department_id.user_ids", "in", [user]) | Domain("department_id.head_id", "=", user)
        waiting = Domain("processor_id", "=", False) & Domain("state", "in", UNDECIDED)
        return given | (waiting & departments)
