from odoo import fields, models


class CollectionsPlan(models.Model):
    """The agreement on paper, in the language of the customer (G8). Nothing is sent unless sending is switched on."""

    _inherit = "collections.plan"
    _sent_in = ("proposed", "active")
    _delivery_template = "collections_mgmt.collections_plan_mail_template"
    _reference_kind = "PL"

    sent_to_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    sent_at = fields.Datetime(string="Sent", readonly=True)

    def action_print(self):
        """The agreement as PDF."""
        self.check_access("read")
        return self.env.ref("collections_mgmt.collections_plan_report_agreement").report_action(self)

    def action_send(self):
        """Have the agreement sent.

        :raise UserError: when nothing may be sent, and why
        """
        self._send()

    def _delivered(self, mail):
        recipient = mail.recipient_ids[:1]
        self.write({"sent_to_id": recipient.id, "sent_at": fields.Datetime.now()})
        self._log_notes({self: self.env._("Agreement to %s", recipient.display_name)})
        return super()._delivered(mail)

    def _not_sent_now(self):
        return self.env._("Only a plan that is proposed or in force is sent to the customer.")

    def _agreed_items(self):
        return self.item_ids

    def _amount_to_pay_next(self):
        """What is missing; before a plan is in force, nothing is judged of it yet."""
        return self.to_pay_next if self.started_on else self.installment_ids[:1].amount
