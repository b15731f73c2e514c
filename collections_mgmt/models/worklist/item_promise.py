from odoo import fields, models


class CollectionsWorklistItem(models.Model):
    """What the customer promised and broke, as it is now (C4)."""

    _inherit = "collections.worklist.item"

    promised = fields.Monetary(related="account_id.promised")
    promise_date = fields.Date(related="account_id.promise_date")
    promise_broken = fields.Monetary(related="account_id.promise_broken")
