"""What is agreed in a contact is linked with it: promises, plans, disputes and holds, and nobody else's contacts."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .contact_common import ContactCase


@tagged("post_install", "-at_install")
class TestContactOrigin(ContactCase):
    def follow(self, kind, items=None, fill=None):
        """Log a contact, and answer the dialog that it opens as the browser does: with the context of the action."""
        self.outcomes["reached"].follow_up = kind
        action = self.log("reached", items=items, choose=kind in ("promise", "dispute"))
        wizards = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"])
        wizard = Form(wizards)
        if fill:
            fill(wizard)
        return wizard.save()

    def made(self, model):
        made = self.env[model].search([("from_contact_id", "in", self.acme.contact_log_ids.ids)])
        self.assertTrue(made)
        self.assertEqual(made.from_contact_id, self.acme.contact_log_ids)
        self.env.invalidate_all()
        return made

    def followed_by(self):
        return self.acme.contact_log_ids.with_user(self.collector).followed_by

    def test_a_promise(self):
        self.follow("promise").action_promise()
        promise = self.made("collections.promise")
        self.assertIn("Promise of", self.followed_by())
        self.assertEqual(
            promise.with_user(self.collector).from_contact_id.display_name, "Acme: Reached, talked it over"
        )

    def test_a_promise_split_over_several_days(self):
        wizard = self.follow("promise", fill=lambda form: setattr(form, "part_count", 3))
        again = wizard.action_split()
        wizard.with_context(**again["context"]).action_promise()
        self.assertEqual(len(self.made("collections.promise")), 3)

    def test_a_plan(self):
        self.follow("plan").action_plan()
        plan = self.made("collections.plan")
        self.assertIn(f"Plan {plan.number}", self.followed_by())

    def test_a_dispute_of_selected_items(self):
        reason = self.env["collections.dispute.reason"].create({"name": "Pallets missing"})
        items = self.open_items(self.customer)
        self.follow("dispute", items, lambda form: setattr(form, "reason_id", reason)).action_open()
        dispute = self.made("collections.dispute")
        self.assertIn(f"Dispute {dispute.name}", self.followed_by())

    def test_a_hold(self):
        self.follow("hold", fill=lambda form: setattr(form, "reason_id", self.reason)).action_hold()
        self.made("collections.hold")
        self.assertIn("Hold of the customer until 07/06/2026", self.followed_by())

    def test_what_was_agreed_without_a_contact_has_none(self):
        hold = self.hold()
        self.assertFalse(hold.from_contact_id)
        self.assertFalse(self.contact().followed_by)

    # ---------------------------------------------------------------------- rights
    def promise(self, contact, user=None, account=None):
        account = account or self.acme
        lines = self.open_items(account.partner_id).line_id
        return (
            self.env["collections.promise"]
            .with_user(user or self.collector)
            .with_context(collections_contact_id=contact.id)
            .create(
                {
                    "account_id": account.id,
                    "date": self.days(5),
                    "line_ids": [Command.create({"line_id": lines[0].id, "amount": 1})],
                }
            )
        )

    def test_a_contact_nobody_may_read_is_not_linked(self):
        contact = self.contact()
        self.bolt.group_override_id = self.other_group
        self.assertRefused(AccessError, "", self.promise, contact, user=self.stranger, account=self.bolt)

    def test_the_contact_of_another_customer_is_not_linked(self):
        contact = self.contact()
        self.assertRefused(UserError, "with another customer", self.promise, contact, account=self.bolt)
        self.assertEqual(self.promise(contact).from_contact_id, contact)

    def test_nobody_chooses_or_changes_the_contact(self):
        contact, other = self.contact(), self.contact(account=self.bolt)
        promise = self.promise(contact)
        hold = {"account_id": self.acme.id, "reason_id": self.reason.id, "from_contact_id": other.id}
        self.assertRefused(AccessError, "", self.env["collections.hold"].with_user(self.collector).create, hold)
        self.assertRefused(AccessError, "", self.resubmit, contact_id=other.id)
        for user in (self.collector, self.manager):
            self.assertRefused(AccessError, "", promise.with_user(user).write, {"from_contact_id": other.id})

    def test_who_decides_disputes_opens_them_without_seeing_contacts(self):
        reason = self.env["collections.dispute.reason"].create({"name": "Pallets missing"})
        items = self.open_items(self.customer)
        self.follow("dispute", items, lambda form: setattr(form, "reason_id", reason)).action_open()
        dispute = self.made("collections.dispute")
        processor = self.env["res.users"].create(
            {
                "name": "Lara",
                "login": "test_origin_lara",
                "group_ids": [
                    Command.set(self.env.ref("collections_mgmt.collections_mgmt_group_dispute_processor").ids)
                ],
            }
        )
        dispute.processor_id = processor
        form = Form(dispute.with_user(processor))
        self.assertNotIn("from_contact_id", form._view["fields"])
