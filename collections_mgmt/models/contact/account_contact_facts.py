from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.contact_facts import contact_facts
from ..portfolio.day_count import DayCount


class CollectionsAccount(models.Model):
    """Contacts of the account, and what rules may ask about them (no_contact, last_contact_failed, quiet)."""

    _inherit = "collections.account"

    contact_log_ids = fields.One2many("collections.contact", "account_id", readonly=True)
    last_contact_date = fields.Date(string="Last Contact", readonly=True, help="In either direction, on any channel.")
    last_effective_date = fields.Date(string="Last Effective Contact", readonly=True)
    days_since_contact = DayCount(
        string="Days Since Last Contact",
        readonly=True,
        aggregator="avg",
        counted=lambda column, day: SQL("%s - %s", day, column("last_contact_date")),
        help="Empty: never contacted.",
    )
    days_since_effective = DayCount(
        string="Days Since Last Effective Contact",
        readonly=True,
        aggregator="avg",
        counted=lambda column, day: SQL(
            "GREATEST(0, %s - COALESCE(%s, %s, %s))",
            day,
            column("last_effective_date"),
            column("customer_since"),
            column("oldest_due_date"),
        ),
        help="For customers nobody ever reached: days since the first invoice, or since the oldest open item.",
    )
    failed_contacts = fields.Integer(
        string="Failed Contacts in a Row", readonly=True, help="Outgoing, since somebody was reached last."
    )

    @api.model
    def _fact_columns(self, key_date):
        return {
            **super()._fact_columns(key_date),
            "last_contact_date": SQL("contacts.last_contact_date"),
            "last_effective_date": SQL("contacts.last_effective_date"),
            "failed_contacts": SQL("COALESCE(contacts.failed_contacts, 0)"),
        }

    @api.model
    def _facts_of_worked(self, company, key_date, ids):
        return {
            **super()._facts_of_worked(company, key_date, ids),
            "contacts": ("collections_contact", contact_facts(key_date, ids)),
        }

    @api.model
    def _changing(self, company, since, key_date):
        """What somebody did up to that day stays as it is."""
        later = SQL("SELECT account_id, NULL::int AS move_id FROM collections_contact WHERE day > %s", since)
        return {**super()._changing(company, since, key_date), "contacts": later}

    @api.model
    def _steering_models(self):
        return [*super()._steering_models(), "collections.contact"]

    def action_log_contact(self):
        """Ask how a contact with this customer went, and what follows."""
        self.ensure_one()
        return self._steering_action("collections_mgmt.collections_contact_create_action")

    def action_open_contacts(self):
        """Show all contacts of these customers."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_contact_action")
        action.update(domain=[("account_id", "in", self.ids)], context={})
        return action

    def action_item_after_contact(self):
        """Done with this customer after a contact: the next of the list. Who is to be called back today stays on it."""
        item = self._item_to_work()
        if self.callback_at and self.callback_at > fields.Datetime.now():
            return item.action_next()
        return item.action_complete_and_next()


class CollectionsItem(models.Model):
    _inherit = "collections.item"

    def action_log_contact(self):
        """Ask how a contact about these open items went."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_contact_create_action")
        action["context"] = {"active_model": self._name, "active_ids": self.ids}
        return action
