from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.resubmission_due import resubmission_changing, resubmission_due
from ..foundation.unchecked_reference import UncheckedReference
from .day_count import DayCount


class CollectionsAccount(models.Model):
    """Resubmissions as facts: what is due, since when, and until when nobody contacts the customer."""

    _inherit = "collections.account"

    resubmission_id = UncheckedReference("collections.resubmission", readonly=True)
    resubmission_date = fields.Date(string="Next Resubmission", readonly=True)
    resubmission_due = fields.Boolean(readonly=True, help="A resubmission has come up and is still open.")
    resubmission_days = DayCount(
        string="Resubmission Due for (days)", readonly=True, aggregator="max", help="0 on its day; empty: none is due."
    )
    resubmission_reason_id = UncheckedReference(
        "collections.resubmission.reason", string="Reason of Resubmission", readonly=True
    )
    no_contact_until = fields.Date(readonly=True, help="On no list before this day, and left alone by every channel.")
    callback_at = fields.Datetime(string="Call At", readonly=True, help="The first callback that is due.")

    @api.model
    def _fact_columns(self, key_date):
        return {
            **super()._fact_columns(key_date),
            "resubmission_id": SQL("resubmissions.resubmission_id"),
            "resubmission_date": SQL("resubmissions.resubmission_date"),
            "resubmission_due": SQL("(resubmissions.due_since IS NOT NULL)"),
            "resubmission_days": SQL("%s::date - resubmissions.due_since", key_date),
            "resubmission_reason_id": SQL("resubmissions.reason_id"),
            "no_contact_until": SQL("resubmissions.no_contact_until"),
            "callback_at": SQL("resubmissions.callback_at"),
        }

    @api.model
    def _facts_of_worked(self, company, key_date, ids):
        return {
            **super()._facts_of_worked(company, key_date, ids),
            "resubmissions": ("collections_resubmission", resubmission_due(key_date, ids)),
        }

    @api.model
    def _changing(self, company, since, key_date):
        changing = resubmission_changing(since, key_date)
        return {**super()._changing(company, since, key_date), "resubmissions": changing}

    @api.model
    def _steering_fields(self):
        return [*super()._steering_fields(), "resubmission_id"]


class CollectionsResubmission(models.Model):
    _inherit = "collections.resubmission"

    open_amount = fields.Monetary(
        string="Open Then", readonly=True, help="What the customer owed, before credits, when it was given."
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records.sudo():
            record.open_amount = record.account_id.overdue + record.account_id.not_due
        return records


class CollectionsItem(models.Model):
    _inherit = "collections.item"

    def action_resubmit(self):
        """Ask when to look at these open items again."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_resubmission_create_action")
        action["context"] = {"active_model": self._name, "active_ids": self.ids}
        return action
