from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import formatLang

from .dispute_department import COLLECTING

UNDECIDED = ("new", "in_process")
# what is owed to the customer, and what he owes after all
ACCEPTING = ("valid", "partly", "written_off")
REJECTING = ("partly", "invalid")


class CollectionsDispute(models.Model):
    """From new to closed (I8, I15): taken in work, decided, credited, or rejected and collectible again at once."""

    _inherit = "collections.dispute"

    rejected = fields.Monetary(compute="_compute_rejected", help="What the customer owes after all, as decided.")

    @api.depends("outcome", "amount", "accepted")
    def _compute_rejected(self):
        for dispute in self:
            dispute.rejected = dispute.amount - dispute.accepted if dispute.outcome in REJECTING else 0

    def action_start(self):
        """Take in process."""
        self.check_access("write")
        started = self.sudo()._move_to("in_process", ("new",))
        for dispute in started.filtered(lambda dispute: not dispute.processor_id):
            dispute.processor_id = self.env.user

    def action_valid(self):
        """Ask how far the customer is right."""
        return self._ask_decision("valid")

    def action_invalid(self):
        """Ask why the customer is not right."""
        return self._ask_decision("invalid")

    def action_decide(self):
        """Ask for the decision, the usual one of the reason proposed."""
        return self._ask_decision(self[:1].reason_id.default_outcome or "valid")

    def _ask_decision(self, outcome):
        self.check_access("write")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_dispute_decide_action")
        action["context"] = {"default_outcome": outcome, "default_dispute_ids": self.ids}
        return action

    def action_close(self):
        """What was decided needs no booking any more: what is still open of it is collectible."""
        self.check_access("write")
        self._check_collects()
        closing = self.sudo()._move_to("closed", ("decided",), closed_on=self._key_date())
        closing._end_work()
        closing.account_id._refresh_now()

    def action_void(self):
        """Recorded by mistake: collectible, and left out of all statistics."""
        self.check_access("write")
        self._check_collects()
        if any(dispute.raised_by_id != self.env.user for dispute in self):
            self.account_id._check_supervised()
        voided = self.sudo()._move_to("voided", UNDECIDED, closed_on=self._key_date())
        voided._end_work()
        voided.account_id._refresh_now()

    def action_reopen(self):
        """The decision is to be taken anew: what is still open is disputed again, as far as nobody else disputes it."""
        self.check_access("write")
        self._check_collects()
        disputes = self.sudo()
        disputes.account_id._lock_agreements()
        disputes.account_id._refresh_now()
        disputes._check_still_disputable()
        nothing = dict.fromkeys(
            ("outcome", "decided_on", "decided_by_id", "rejected_on", "closed_on", "settled"), False
        )
        reopened = disputes._move_to("in_process", ("decided", "closed", "voided"), **nothing)
        reopened.line_ids.write({"accepted": 0})
        reopened._remind_processors()
        reopened.account_id._refresh_now()

    # -------------------------------------------------------------------------------------------------------- deciding
    def _decide(self, outcome, accepted=None, note=None, root_cause=None):
        """Say who is right.

        What is accepted stays out of chasing until it is credited or written off; the rest is collectible at once.

        :param accepted: amount in the currency of the dispute, of what was originally disputed, for "partly"
        """
        self.check_access("write")
        self._check_may_decide(outcome)
        disputes, day = self.sudo(), self._key_date()
        disputes._accept(outcome, accepted)
        values = {
            "outcome": outcome,
            "decided_on": day,
            "decided_by_id": self.env.uid,
            "rejected_on": day if outcome in REJECTING else False,
        }
        if root_cause:
            values["root_cause_id"] = root_cause.id
        target = "decided" if outcome in ACCEPTING else "closed"
        closed = {"closed_on": day} if target == "closed" else {}
        decided = disputes._move_to(target, UNDECIDED, **values, **closed)
        decided._end_work()
        decided._log_decision(note)
        decided.account_id._refresh_now()

    def _check_may_decide(self, outcome):
        """Who is right is for the department to say; what the customer said, or to give up money, is not."""
        if outcome == "withdrawn":
            self._check_collects()
        if outcome == "written_off":
            self.account_id._check_supervised()

    def _check_collects(self):
        if not (self.env.su or self.env.user.has_group(COLLECTING)):
            raise AccessError(self.env._("This is for whoever collects from the customer to decide."))

    def _accept(self, outcome, accepted):
        """Spread what is accepted over the items, the one due first comes first."""
        for dispute in self:
            rest = dispute._accepted_amount(outcome, accepted)
            for line in dispute.line_ids.sorted(lambda line: (line.item_due_date, line.id)):
                line.accepted = min(rest, line.amount)
                rest -= line.accepted

    def _accepted_amount(self, outcome, accepted):
        if outcome != "partly":
            return self.amount if outcome in ACCEPTING else 0
        currency = self.currency_id
        accepted = currency.round(accepted or 0)
        if not accepted > 0 or currency.compare_amounts(accepted, self.amount) >= 0:
            raise UserError(
                self.env._(
                    "Partly valid means more than nothing and less than %s: say how much of it.",
                    formatLang(self.env, self.amount, currency_obj=currency),
                )
            )
        return accepted

    def _check_still_disputable(self):
        """Other disputes may have claimed the item meanwhile."""
        for dispute in self.filtered(lambda dispute: dispute.state in ("closed", "voided")):
            lines = dispute.line_ids.filtered(lambda line: line.line_id and line.disputed)
            disputable = lines._disputable(lines.line_id)
            for line in lines:
                self._check_amount(line.line_id, line.disputed, disputable.get(line.line_id.id, 0))

    def _log_decision(self, note):
        for dispute in self:
            told = dispute._decision_text(note)
            dispute.message_post(
                body=told,
                subtype_xmlid="mail.mt_note",
                partner_ids=(dispute.coordinator_id - self.env.user).partner_id.ids,
            )
            dispute.account_id._message_log(body=Markup("%s: %s") % (dispute.name, told))

    def _decision_text(self, note):
        """What was decided, how much of it, by whom, why, and what follows."""
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        accepted, amount = (
            formatLang(self.env, each, currency_obj=self.currency_id) for each in (self.accepted, self.amount)
        )
        said = self.env._(
            "%(outcome)s, decided by %(who)s: %(accepted)s of %(amount)s accepted.",
            outcome=labels[self.outcome],
            who=self.decided_by_id.name,
            accepted=accepted,
            amount=amount,
        )
        return Markup("<br/>").join(filter(None, [said, note, self._consequences()[self.outcome]]))

    @api.model
    def _consequences(self):
        """What follows from a decision: outcome -> sentence."""
        return {
            "valid": self.env._("It stays out of chasing until the credit note is booked."),
            "partly": self.env._("What is accepted stays out of chasing until it is credited; the rest is chased."),
            "invalid": self.env._("The customer owes it: it is chased again at once."),
            "withdrawn": self.env._("The customer no longer objects: it is chased again at once."),
            "written_off": self.env._("It stays out of chasing until accounting has written it off."),
        }

    def _key_date(self):
        """The day the figures of these customers are of: what is decided now counts at once."""
        return self.sudo().account_id._last_key_date()
