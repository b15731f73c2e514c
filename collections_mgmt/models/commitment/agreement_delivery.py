from odoo import fields, models
from odoo.tools import format_datetime


class CollectionsAgreement(models.AbstractModel):
    """The way of an agreement to the customer: through ``collections.delivery``, exactly once."""

    _inherit = "collections.agreement"
    _delivery_template = None  # XML id of its mail

    delivery_state = fields.Char(compute="_compute_delivery", help="Of its last way to the customer.")
    delivery_text = fields.Char(string="Mail", compute="_compute_delivery")

    def _compute_delivery(self):
        last = {delivery.res_id: delivery for delivery in self.env["collections.delivery"]._of(self).sorted("id")}
        for agreement in self:
            delivery = last.get(agreement.id, self.env["collections.delivery"])
            agreement.delivery_state = delivery.state
            agreement.delivery_text = delivery and agreement._delivery_sentence(delivery)

    def _delivery_sentence(self, delivery):
        texts = {
            "waiting": self.env._("The mail is on its way."),
            "sending": self.env._("The mail is on its way."),
            "sent": self.env._("The mail was sent."),
            "failed": self.env._("The mail was not sent: %s", delivery.reason or ""),
            "unclear": self.env._(
                "The server stopped at %s while the mail was being sent: nobody knows whether it left. It is not sent "
                "again by itself.",
                delivery.claimed_at and format_datetime(self.env, delivery.claimed_at, dt_format="short"),
            ),
        }
        return texts[delivery.state]

    def _send(self):
        """Have it sent to the customer.

        :raise UserError: when nothing may be sent, and why
        """
        self._check_may_follow()
        agreements = self.sudo()
        for agreement in agreements:
            agreement._check_may_send()
        self.env["collections.delivery"]._ask(agreements)

    def action_delivery_arrived(self):
        """It was unclear whether the mail left: it did."""
        self._check_may_follow()
        self._unclear()._decide(arrived=True)

    def action_delivery_again(self):
        """It was unclear whether the mail left: it did not, send it now."""
        self._check_may_follow()
        self._unclear()._decide(arrived=False)
        self._send()

    def _unclear(self):
        return self.env["collections.delivery"]._of(self).filtered(lambda delivery: delivery.state == "unclear")

    # ------------------------------------------------------------------------------------------------ called by the job
    def _delivery_mail(self):
        """The mail, as the agreement is now.

        :raise UserError: when it may not be sent any more, and why
        """
        self.ensure_one()
        self._check_may_send()
        template = self.env.ref(self._delivery_template).sudo()
        mail = self.env["mail.mail"].sudo().browse(template.send_mail(self.id, force_send=False))
        mail.attachment_ids |= self._delivery_attachments()
        return mail

    def _delivery_attachments(self):
        """What goes along beside what the template attaches: the code to pay by, where there is one."""
        return self.env["ir.attachment"]

    def _delivered(self, mail):
        """Record on the agreement that it was sent: a seam."""
