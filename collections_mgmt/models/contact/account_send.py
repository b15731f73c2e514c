from odoo import api, fields, models
from odoo.exceptions import UserError

from ..portfolio.item_dispute import FREE

ITEMS = "collections_item_ids"  # of the context: the open items the mail is about
LINKS = "collections_pay_links"  # of the context: each with a link to pay it online
SHOWN = 100  # items in a mail; the statement has all of them


class CollectionsAccount(models.Model):
    """A mail to the customer about some of his open items: prepared, sent by a person, and logged as a contact."""

    _inherit = "collections.account"

    mail_recipient_id = fields.Many2one(
        "res.partner", compute="_compute_mail_recipient_id", help="Who gets an e-mail about what is open."
    )
    sent_items = fields.Html(
        compute="_compute_sent_items", sanitize=False, help="The table of the open items a mail is about."
    )

    @api.depends("contact_ids", "partner_id")
    def _compute_mail_recipient_id(self):
        recipients = self._contacts_for("dunning", "email")
        for account in self:
            account.mail_recipient_id = recipients[account]

    @api.depends("item_ids")
    @api.depends_context("lang", ITEMS, LINKS, FREE)
    def _compute_sent_items(self):
        for account in self:
            items = account._items_to_send()
            links = items._payment_links() if self.env.context.get(LINKS) else {}
            free_only = bool(self.env.context.get(FREE))
            values = {"items": items[:SHOWN], "more": len(items) - SHOWN, "links": links, "free_only": free_only}
            account.sent_items = bool(items) and self.env["ir.qweb"]._render("collections_mgmt.sent_items", values)

    def _items_to_send(self):
        """The open items the mail that is being written is about."""
        self.ensure_one()
        asked = self.env.context.get(ITEMS) or []
        return self.env["collections.item"].search([("id", "in", asked), ("account_id", "=", self.id)])

    # --------------------------------------------------------------------------------------------------------- checking
    def _check_may_write(self):
        """:raise UserError: when the customer may not be written to now, and why"""
        self.ensure_one()
        self._check_may_go_out()

    def _check_recipients(self, partners):
        """:raise UserError: when one of them has nothing to do with the customer, or cannot be written to"""
        outside = partners.filtered(lambda partner: partner.sudo().partner_share)
        for person in outside:
            self._check_own_person(person)
        partners._check_collections_mail()

    # ---------------------------------------------------------------------------------------------------------- sending
    def message_post(self, **kwargs):
        """A mail about open items is checked before it leaves, and is a contact afterwards."""
        recipients = self.env["res.partner"].browse(kwargs.get("partner_ids") or ())
        about_items = bool(self.env.context.get(ITEMS)) and bool(recipients or kwargs.get("outgoing_email_to"))
        if about_items:
            self._check_may_write()
            self._check_recipients(recipients)
            kwargs["notify_skip_followers"] = True  # it is for the customer; who follows sees it here
        message = super().message_post(**kwargs)
        if about_items:
            self._log_sent(message)
        return message

    def _log_sent(self, message):
        names = [name for name in self._items_to_send()[:SHOWN].mapped("name") if name]
        sent = message.sudo()
        self._log_written(
            sent.partner_ids[:1], sent, "\n".join(filter(None, [sent.subject, ", ".join(names)])), self.env.user
        )
        if self.is_mine and self.item_state == "open":
            self.action_item_start()

    def _log_written(self, partner, message, note, user):
        """A mail that went out is a contact."""
        outcome = self.env.ref("collections_mgmt.collections_contact_outcome_sent", raise_if_not_found=False)
        if outcome:
            self.env["collections.contact"].sudo().create(
                {
                    "account_id": self.id,
                    "direction": "out",
                    "channel": "email",
                    "outcome_id": outcome.id,
                    "partner_id": partner.id,
                    "user_id": user.id,
                    "message_id": message.id,
                    "note": note,
                }
            )


class CollectionsItem(models.Model):
    _inherit = "collections.item"

    def action_send(self):
        """Write to the customer about these open items."""
        return self._asked_for()._compose({})

    def _compose(self, context):
        """The dialog in which the mail is written, of one customer."""
        self.check_access("read")
        account = self.account_id
        if len(account) != 1:
            raise UserError(self.env._("A mail goes to one customer: choose open items of one."))
        account._check_may_write()
        template = self.env.ref("collections_mgmt.collections_items_mail_template", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to %s", account.display_name),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": account._name,
                "default_res_ids": account.ids,
                "default_template_id": template and template.id,
                "default_composition_mode": "comment",
                ITEMS: self.ids,
                FREE: self.env.context.get(FREE, False),
                **context,
            },
        }
