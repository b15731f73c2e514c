from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionsPlan(models.Model):
    """The agreement on paper, in the language of the customer (G8). Nothing is sent unless sending is switched on."""

    _inherit = "collections.plan"

    recipient_id = fields.Many2one("res.partner", compute="_compute_recipient_id", help="Who gets the agreement.")
    can_send = fields.Boolean(compute="_compute_can_send")
    bank_account_ids = fields.Many2many(
        "res.partner.bank", compute="_compute_bank_account_ids", help="Where to pay: as named on the invoices."
    )
    sent_to_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    sent_at = fields.Datetime(string="Sent", readonly=True)

    @api.depends("contact_id", "account_id")
    def _compute_recipient_id(self):
        others = self.filtered(lambda plan: not plan.contact_id.email)
        recipients = others.account_id._contacts_for("dunning", "email")
        for plan in self:
            plan.recipient_id = plan.contact_id if plan.contact_id.email else recipients[plan.account_id]

    @api.depends("company_id", "state")
    def _compute_can_send(self):
        for plan in self:
            plan.can_send = plan._sending_is_on() and plan.state in ("proposed", "active")

    def _sending_is_on(self):
        """Whether somebody switched sending to customers on; without such a switch nothing is ever sent."""
        company = self.sudo().company_id
        return "collections_sending" in company._fields and company.collections_sending

    @api.depends("item_ids.move_id")
    def _compute_bank_account_ids(self):
        for plan in self:
            plan.bank_account_ids = plan.sudo().item_ids.move_id.partner_bank_id

    def action_print(self):
        """The agreement as PDF."""
        self.check_access("read")
        return self.env.ref("collections_mgmt.collections_plan_report_agreement").report_action(self)

    def action_send(self):
        """Put the agreement into the queue of outgoing mail.

        :raise UserError: when nothing may be sent, and why
        """
        self._check_may_follow()
        plans = self.sudo()
        for plan in plans:
            plan._check_may_send()
        self.env.ref("collections_mgmt.collections_plan_mail_template").sudo().send_mail_batch(
            plans.ids, force_send=False
        )
        for plan in plans:
            plan.write({"sent_to_id": plan.recipient_id.id, "sent_at": fields.Datetime.now()})
        plans._log_notes({plan: self.env._("Agreement to %s", plan.sent_to_id.display_name) for plan in plans})

    def _check_may_send(self):
        if not self._sending_is_on():
            raise UserError(
                self.env._("Nothing is sent to customers: a manager has to switch sending on in the settings first.")
            )
        if self.state not in ("proposed", "active"):
            raise UserError(self.env._("Only a plan that is proposed or in force is sent to the customer."))
        recipient = self.recipient_id
        if not recipient.email:
            raise UserError(self.env._("“%s” has no e-mail address.", recipient.display_name))
        if recipient.is_blacklisted:
            raise UserError(self.env._("“%s” does not want e-mail.", recipient.display_name))


class CollectionsPlanItem(models.Model):
    _inherit = "collections.plan.item"

    payment_reference = fields.Char(compute="_compute_payment_reference", help="What the customer names when he pays.")

    @api.depends("move_id", "item_name")
    def _compute_payment_reference(self):
        for item in self:
            move = item.sudo().move_id
            item.payment_reference = move.payment_reference or move.name or item.item_name
