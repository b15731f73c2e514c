from odoo import fields, models


class CollectionsDisputeTask(models.Model):
    """A step of the checklist of one dispute. Grain: one step; who did it when is kept."""

    _name = "collections.dispute.task"
    _description = "Step of a Dispute"
    _order = "sequence, id"

    dispute_id = fields.Many2one("collections.dispute", required=True, readonly=True, index=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True)
    name = fields.Char(required=True, readonly=True)
    done = fields.Boolean()
    done_by_id = fields.Many2one("res.users", string="By", readonly=True, ondelete="set null")
    done_at = fields.Datetime(string="When", readonly=True)

    def _has_field_access(self, field, operation):
        """Ticking off is all there is to do."""
        allowed = super()._has_field_access(field, operation)
        return allowed and (operation == "read" or self.env.su or field.name == "done")

    def write(self, vals):
        result = super().write(vals)
        if "done" in vals:
            who = {"done_by_id": self.env.uid, "done_at": fields.Datetime.now()}
            super(CollectionsDisputeTask, self.sudo()).write(who if vals["done"] else dict.fromkeys(who, False))
        return result
