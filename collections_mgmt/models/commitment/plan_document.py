from odoo import api, fields, models


class CollectionsPlan(models.Model):
    """The agreement on paper, in the language of the customer (G8). Nothing is sent unless sending is switched on."""

    _inherit = "collections.plan"
    _sent_in = ("proposed", "active")

    bank_account_ids = fields.Many2many(
        "res.partner.bank", compute="_compute_bank_account_ids", help="Where to pay: as named on the invoices."
    )
    sent_to_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    sent_at = fields.Datetime(string="Sent", readonly=True)

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

    def _not_sent_now(self):
        return self.env._("Only a plan that is proposed or in force is sent to the customer.")
