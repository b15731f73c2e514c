"""Three customers in debt, two teams, and the people who call them."""

from datetime import datetime

from odoo.tests import Form

from .steering_common import SteeringCase


class ContactCase(SteeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcomes = {
            name: cls.env.ref(f"collections_mgmt.collections_contact_outcome_{name}")
            for name in ("reached", "no_answer", "callback", "promised", "disputed", "leave", "mail", "automatic")
        }
        cls.person = cls.env["res.partner"].create(
            {"name": "Mrs Lang", "parent_id": cls.customer.id, "type": "contact", "phone": "+49 30 901820"}
        )

    def resubmit(self, days=7, account=None, user=None, **vals):
        """A resubmission for ``days`` after the key date."""
        values = {"account_id": (account or self.acme).id, "date": self.days(days), **vals}
        return self.env["collections.resubmission"].with_user(user or self.collector).create(values)

    def contact(self, outcome="reached", account=None, user=None, at=None, **vals):
        """A contact on the key date."""
        values = {
            "account_id": (account or self.acme).id,
            "outcome_id": self.outcomes[outcome].id,
            "at": at or datetime(2026, 6, 30, 0, 0),
            **vals,
        }
        return self.env["collections.contact"].with_user(user or self.collector).create(values)

    def contact_dialog(self, outcome, user=None, account=None, items=None, **answers):
        """The dialog as a person fills it in."""
        record = items or (account or self.acme)
        record = record.with_user(user or self.collector)
        action = record.action_log_contact()
        dialog = Form(self.env[action["res_model"]].with_user(user or self.collector).with_context(**action["context"]))
        dialog.outcome_id = self.outcomes[outcome]
        for name, value in answers.items():
            setattr(dialog, name, value)
        return dialog

    def log(self, outcome, next_one=False, choose=False, **answers):
        """Fill the dialog in as a person does, and save: to go on, to choose items one by one, or to stay."""
        wizard = self.contact_dialog(outcome, **answers).save()
        if choose:
            return wizard.action_log_and_choose()
        return wizard.action_log_and_next() if next_one else wizard.action_log()

    def dialog(self, records, user=None, **answers):
        """The dialog "Resubmit" of customers or items, filled in and saved."""
        records = records.with_user(user or self.collector)
        action = records.action_resubmit()
        dialog = Form(self.env[action["res_model"]].with_user(user or self.collector).with_context(**action["context"]))
        for name, value in answers.items():
            setattr(dialog, name, value)
        dialog.save().action_resubmit()
        return self.env["collections.resubmission"].search([("account_id", "in", self.accounts_of(records).ids)])

    def accounts_of(self, records):
        return records if records._name == "collections.account" else records.account_id
