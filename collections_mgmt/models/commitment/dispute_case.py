from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .dispute_department import COLLECTING

PRIORITIES = [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Urgent")]


class CollectionsDisputeReason(models.Model):
    _inherit = "collections.dispute.reason"

    priority = fields.Selection(
        PRIORITIES, string="Usual Priority", required=True, default="1", help="Of new disputes; to be changed in each."
    )
    delivery = fields.Boolean(string="About a Delivery", help="Asks for the plant and the carrier it came from.")


class CollectionsDispute(models.Model):
    """How urgent a dispute is, who looks after it in credit, and which delivery it is about (I1, I11)."""

    _inherit = "collections.dispute"

    priority = fields.Selection(PRIORITIES, required=True, default="1", tracking=True)
    coordinator_id = fields.Many2one(
        "res.users",
        tracking=True,
        index=True,
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
        ondelete="set null",
        help="Looks after it in credit, and is told what the department decides.",
    )
    delivery = fields.Boolean(related="reason_id.delivery")
    plant_id = fields.Many2one(
        "res.partner",
        domain=lambda self: self._domain_plants(),
        ondelete="set null",
        index="btree_not_null",
        help="Where it was delivered from: one of our own addresses.",
    )
    carrier_id = fields.Many2one(
        "res.partner",
        domain=lambda self: self._domain_carriers(),
        ondelete="set null",
        index="btree_not_null",
        help="Who brought the goods.",
    )

    @api.model
    def _domain_plants(self):
        return [("id", "child_of", self.env.companies.partner_id.ids)]

    @api.model
    def _domain_carriers(self):
        """Companies, none of them ourselves."""
        return [("is_company", "=", True), ("id", "not in", self.env.companies.partner_id.ids)]

    @api.constrains("coordinator_id")
    def _check_coordinator(self):
        for dispute in self.filtered("coordinator_id"):
            user = dispute.coordinator_id
            if not user.has_group(COLLECTING):
                raise ValidationError(
                    self.env._("%s collects from nobody: the coordinator is somebody of credit.", user.name)
                )
            dispute._check_may_see_to(user)

    @api.constrains("processor_id")
    def _check_processor(self):
        for dispute in self.filtered("processor_id"):
            dispute._check_may_see_to(dispute.processor_id)

    @api.constrains("priority")
    def _check_priority(self):
        if not all(dispute.priority for dispute in self):
            raise ValidationError(self.env._("Say how urgent it is: a dispute has a priority."))

    def _check_may_see_to(self, user):
        if not user._may_see_to(self):
            raise ValidationError(
                self.env._("%s cannot see to it: choose somebody of the company with a role in disputes.", user.name)
            )

    @api.model
    def _opening_vals(self, account, items, vals):
        reason = self.env["collections.dispute.reason"].browse(vals["reason_id"])
        recorder = self.env["res.users"].browse(vals.get("raised_by_id")) or self.env.user
        return {
            **super()._opening_vals(account, items, vals),
            "priority": reason.priority,
            "coordinator_id": self._first_who_collects(
                account._looked_after_by() | recorder, account.sudo().company_id
            ).id,
        }

    @api.model
    def _first_who_collects(self, people, company):
        return people.filtered(lambda user: user.has_group(COLLECTING) and user._sees_disputes_of(company))[:1]

    def _split_vals(self, items, vals):
        people = self.coordinator_id | self.account_id._looked_after_by() | self.raised_by_id
        same = {
            "coordinator_id": self._first_who_collects(people, self.company_id).id,
            "plant_id": self.plant_id.id,
            "carrier_id": self.carrier_id.id,
        }
        return {**same, **super()._split_vals(items, vals)}

    def write(self, vals):
        result = super().write(vals)
        if vals.get("coordinator_id"):
            self.sudo().message_subscribe(self.coordinator_id.partner_id.ids)
        return result


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    def _looked_after_by(self):
        """Who collects from the customer: his fixed specialist, for a time another. Contexts know more."""
        self.ensure_one()
        people = self.assignment_id.specialist_id or self.specialist_id
        return people.filtered("active")
