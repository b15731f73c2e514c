from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .dispute_decision import UNDECIDED


class CollectionsDispute(models.Model):
    """Part of a dispute becomes one of its own: for another reason, or for another department to decide (I5).

    What is split off is no longer part of the first: its original amount becomes smaller by it (FM15). What was paid
    and credited so far stays with the first. The customer objected when he did: the new one is as old as the first,
    and no longer out of chasing than its reason allows since then; only the time to decide begins anew.
    """

    _inherit = "collections.dispute"

    split_from_id = fields.Many2one(
        "collections.dispute", string="Split from", readonly=True, index="btree_not_null", ondelete="set null"
    )
    split_ids = fields.One2many("collections.dispute", "split_from_id", string="Split into", readonly=True)

    def action_split(self):
        """Ask what becomes a dispute of its own, and why."""
        self.ensure_one()
        self.check_access("write")
        self._check_may_split()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_dispute_split_action")
        action["context"] = {"default_dispute_id": self.id}
        return action

    def _split(self, amounts, **vals):
        """Take part of the dispute out of it, into a new one.

        :param amounts: dict line of this dispute -> amount in its currency, at most what is to be decided of it
        :param vals: reason_id, and what else is known of the new one
        :return: the new dispute, with all rights
        :raise UserError: when it is decided, when more is asked for than is undecided, or when nothing would stay
        """
        self.ensure_one()
        self.check_access("write")
        dispute = self.sudo()
        dispute.account_id._lock_agreements()
        dispute.account_id._refresh_now()
        dispute._check_may_split()
        parts = {line.sudo(): amount for line, amount in amounts.items()}
        dispute._check_split(parts)
        items = {line.line_id: amount for line, amount in parts.items()}
        dispute._shrink(parts)
        # not opened as new: in between nothing may seem to be chased, or a promise broken
        new = dispute._record(dispute.account_id, items, **dispute._split_vals(items, vals))
        dispute._tell_split(new)
        return new

    def _check_may_split(self):
        if self.state not in UNDECIDED:
            raise UserError(
                self.env._(
                    "%s is no longer to be decided: reopen it, or record anew what the customer still objects to.",
                    self.name,
                )
            )

    def _check_split(self, parts):
        if not parts or parts.keys() - set(self.line_ids):
            raise UserError(self.env._("Say of at least one item of %s how much is split off.", self.name))
        for line, amount in parts.items():
            self._check_amount(line.line_id, amount, line.claimed)
        staying = self.currency_id.round(self.amount - sum(parts.values()))
        if not staying > 0:
            raise UserError(
                self.env._("Nothing would stay of %s: void it, and record the dispute as it should be.", self.name)
            )

    def _shrink(self, parts):
        for line, amount in parts.items():
            staying = line.item_currency_id.round(line.amount - amount)
            if staying > 0:
                line.amount = staying
            else:
                line.unlink()
        self.customer_amount = max(0, self.customer_amount - sum(parts.values()))
        self.flush_recordset()

    def _split_vals(self, items, vals):
        """What the new one has of this one; the pause of its reason began when the customer objected."""
        opening = self._opening_vals(self.account_id, self.env["account.move.line"].union(*items), vals)
        waited = opening["opened_on"] - self.opened_on
        pause_until = opening["pause_until"] and opening["pause_until"] - waited
        return {
            "split_from_id": self.id,
            "opened_on": self.opened_on,
            "pause_until": pause_until,
            "contact_id": self.contact_id.id,
            "customer_reference": self.customer_reference,
            "product_id": self.product_id.id,
            "raised_by_id": self.raised_by_id.id,
            **vals,
        }

    def _tell_split(self, new):
        """In the history of both."""
        values = {
            "amount": formatLang(self.env, new.amount, currency_obj=self.currency_id),
            "reason": new.reason_id.name,
            "first": self.name,
            "second": new.name,
            "left": formatLang(self.env, self.amount, currency_obj=self.currency_id),
        }
        note = {"subtype_xmlid": "mail.mt_note"}
        self.message_post(
            body=self.env._("%(amount)s split off into %(second)s (%(reason)s); %(left)s stays here.", **values), **note
        )
        new.message_post(body=self.env._("%(amount)s split from %(first)s.", **values), **note)
