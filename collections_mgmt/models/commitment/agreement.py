from collections import defaultdict
from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

FIRST_YEAR, LAST_YEAR = 1900, 2200  # calendars end, and days of grace are added


class CollectionsAgreement(models.AbstractModel):
    """What promises and plans have in common. Grain: that of the concrete model, which has an ``account_id``.

    Who may decide on it and work on it, who is asked when it is beyond the limits of the profile, and whether and to
    whom it may be sent. Nothing goes out unless sending is switched on.
    """

    _name = "collections.agreement"
    _description = "Agreement with a Customer"
    _sent_in = ()  # states in which it may be sent to the customer
    _items_field = None  # what it says of which open item

    approval_reason = fields.Text(string="Needs Approval", readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    recipient_id = fields.Many2one("res.partner", compute="_compute_recipient_id", help="Who gets it.")
    can_send = fields.Boolean(compute="_compute_can_send")

    # ------------------------------------------------------------------------------------------------ what is asked for
    @api.model
    def _asked_items(self, commands):
        """What is agreed on of which open item, from the commands of the items.

        :return: dict journal item -> amount in its currency
        :raise UserError: when they say anything else
        """
        lines = self.env["account.move.line"]
        items = {}
        for command in commands or ():
            kind, _record_id, values = command if len(command) == 3 else (None, None, None)
            if kind != Command.CREATE or not isinstance(values, dict) or not values.get("line_id"):
                raise UserError(self.env._("Name open items and an amount of each."))
            line = lines.browse(values["line_id"])
            if line in items:
                raise UserError(self.env._("“%s” is named twice.", line.move_id.name))
            items[line] = line.currency_id.round(self._asked_amount(values.get("amount")))
        if not items:
            raise UserError(self.env._("Choose the open items it is about."))
        lines.union(*items).check_access("read")
        if len({line.currency_id for line in items}) > 1:
            raise UserError(self.env._("Items in different currencies are agreed on one currency at a time."))
        return items

    @api.model
    def _asked_amount(self, amount):
        """A number: there are some that are no amounts, and may come from outside."""
        amount = amount or 0
        if not isinstance(amount, int | float) or not isfinite(amount):
            raise UserError(self.env._("“%s” is no amount.", amount))
        return amount

    @api.model
    def _asked_day(self, day):
        """A day on which somebody may pay; none is refused by who needs one."""
        try:
            asked = fields.Date.to_date(day)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%s” is no day.", day)) from error
        if asked and not FIRST_YEAR <= asked.year <= LAST_YEAR:
            raise UserError(self.env._("Nobody pays on %s: choose another day.", day))
        return asked

    # ------------------------------------------------------------------------------------------------------------- free
    def _check_free(self):
        """Refuse to agree on more of an item than is free."""
        asked = defaultdict(float)
        for line in self.sudo()[self._items_field]:
            asked[line.line_id] += line.amount
        self.env.flush_all()
        free = self._free_of(self.env["account.move.line"].sudo().union(*asked))
        freed = self._freed()
        for item, amount in asked.items():
            if item.id not in free:
                raise UserError(self.env._("“%s” is not an open item any more.", item.move_id.name or ""))
            available = free[item.id] + freed[item]
            if item.currency_id.compare_amounts(amount, available) > 0:
                raise UserError(self._not_free(item, max(0, available)))

    def _not_free(self, item, free):
        """A sentence: how much of a journal item is free."""
        raise NotImplementedError

    def _freed(self):
        """defaultdict journal item -> what will be free of it once these replace earlier ones."""
        raise NotImplementedError

    def _free_of(self, items):
        """What of each journal item may be agreed on: a seam for those who know what covers it.

        :return: dict id of an open item -> amount in its currency
        """
        return {item.id: item.amount_residual_currency for item in items if not item.reconciled}

    @api.constrains("contact_id")
    def _check_contact(self):
        """What was agreed goes to this person."""
        for agreement in self.filtered("contact_id"):
            agreement.account_id._check_spoken_with(agreement.contact_id)

    # --------------------------------------------------------------------------------------------------------- approval
    def _recorded(self):
        """Close the dialog, and say when something has to be approved first."""
        close = {"type": "ir.actions.act_window_close"}
        waiting = self.filtered(lambda agreement: agreement.state == "to_approve")
        if not waiting:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "title": self.env._("The supervisor has to approve it first"),
                "message": waiting[0].approval_reason,
                "next": close,
            },
        }

    def _ask_for_approval(self, reason):
        """Tell the supervisors of the group what is beyond the limits."""
        self.ensure_one()
        agreement = self.sudo()
        agreement.approval_reason = reason
        agreement._log_notes({agreement: self.env._("Awaiting approval: %s", agreement._sentence())})
        for supervisor in agreement.account_id._supervisors():
            agreement.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=supervisor.id,
                summary=self._approval_question(),
                note=reason,
            )

    def _approval_question(self):
        """What the supervisor is asked."""
        raise NotImplementedError

    def action_ask_refusal(self):
        """Ask why it is not approved."""
        self.ensure_one()
        self._check_may_decide()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_agreement_refuse_action")
        action["context"] = {"default_agreement_model": self._name, "default_agreement_id": self.id}
        return action

    def _tell_refused(self, reason=None):
        """It is not approved: who gave it hears of it, and why, and talks with the customer again."""
        for agreement in self:
            said = agreement._sentence()
            body = (
                self.env._("Not approved (%(reason)s): %(what)s", reason=reason, what=said)
                if reason
                else (self.env._("Not approved: %s", said))
            )
            agreement._log_notes({agreement: body})
            if agreement.given_by_id != self.env.user and agreement.given_by_id.active:
                agreement.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=agreement.given_by_id.id,
                    summary=self.env._("Not approved: talk with the customer again"),
                    note=reason,
                )

    def _check_may_decide(self):
        self.check_access("read")
        self.account_id._check_supervised()

    def _check_may_follow(self):
        """Who sees it and may record others may work on it: colleagues stand in for one another."""
        self.check_access("read")
        self.browse().check_access("create")

    # ---------------------------------------------------------------------------------------------------------- sending
    @api.depends("contact_id", "account_id")
    def _compute_recipient_id(self):
        others = self.filtered(lambda agreement: not agreement.contact_id.email)
        recipients = others.account_id._contacts_for("dunning", "email")
        for agreement in self:
            contact = agreement.contact_id
            agreement.recipient_id = contact if contact.email else recipients[agreement.account_id]

    @api.depends("company_id", "state", "account_id.resubmission_ids.state")
    def _compute_can_send(self):
        silent = self.account_id._silent_until()
        for agreement in self:
            agreement.can_send = (
                agreement.account_id._sending_is_on()
                and agreement.state in self._sent_in
                and agreement.account_id not in silent
            )

    def _check_may_send(self):
        """:raise UserError: when it may not be sent, and why"""
        self.account_id._check_sending_is_on()
        if self.state not in self._sent_in:
            raise UserError(self._not_sent_now())
        self.account_id._check_not_silent()
        self.recipient_id._check_collections_mail()

    def _not_sent_now(self):
        """A sentence: in which states it is sent."""
        raise NotImplementedError
