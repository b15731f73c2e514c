from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_date


class CollectionsHold(models.Model):
    """A customer, or one open item, not to be chased for a while (A15, H22). Grain: one hold.

    A held customer is on no list; a held item is covered as a whole (``held`` in the waterfall).
    """

    _name = "collections.hold"
    _description = "Hold"
    _inherit = ["collections.account.steering", "collections.item.reference"]

    reason_id = fields.Many2one("collections.hold.reason", required=True, ondelete="restrict")
    note = fields.Char()
    scope = fields.Selection(
        [("account", "Customer"), ("item", "Open Item")], string="Holds", required=True, default="account"
    )
    item_amount = fields.Monetary(string="Open When Held")

    @api.model
    def _of_account(self):
        return SQL("scope = 'account'", to_flush=self._fields["scope"])

    # ------------------------------------------------------------------------------------------------ giving and ending
    def _item_vals(self, vals):
        return {"scope": "item" if vals.get("line_id") else "account", **super()._item_vals(vals)}

    def _check_may_give(self):
        """Specialists hold for as long as the profile says, supervisors of the group for as long as they see fit."""
        if self.account_id._is_supervised():
            return
        earlier = self.sudo().search([("account_id", "in", self.account_id.ids)]).grouped("account_id")
        for hold in self:
            allowed, (begin, end) = hold.account_id.profile_id.hold_days, hold._stretch(earlier[hold.account_id])
            if not end or (end - begin).days >= allowed:
                raise AccessError(
                    self.env._(
                        "You may put “%(customer)s” on hold for at most %(days)s days, that is until %(day)s, counted "
                        "from the first day on hold. Ask the supervisor for a longer hold.",
                        customer=hold.account_id.display_name,
                        days=allowed,
                        day=format_date(self.env, begin + timedelta(days=allowed - 1)),
                    )
                )

    def _check_may_end(self):
        """Who gave it may end it, and the supervisor."""
        self.filtered(lambda hold: hold.given_by_id != self.env.user).account_id._check_supervised()

    def _stretch(self, others):
        """First and last day (False: open end) of the longest uninterrupted hold that this one is part of.

        An item is not chased while it is on hold, nor while its customer is: the one after the other is one hold.

        :param others: the holds of the account, this one among them, latest first
        """
        parts = others.filtered(lambda other: not other._is_void() and not other.line_id.reconciled)
        of_customer = parts.filtered(lambda part: part.scope == "account")
        matters = {part._matter() for part in parts} if self.scope == "account" else {self._matter()}
        stretches = [
            self._joined(parts.filtered(lambda part, matter=matter: part in of_customer or part._matter() == matter))
            for matter in matters
        ]
        return max(stretches, key=lambda stretch: stretch[1] - stretch[0] if stretch[1] else timedelta.max)

    def _joined(self, parts):
        """First and last day of what ``parts``, latest first, make of this hold, in whatever order they were given."""
        begin, end = self.date_from, self.last_day
        for other in parts:
            if not other.last_day or (begin - other.last_day).days <= 1:
                begin = min(begin, other.date_from)
        for other in parts[::-1]:
            if end and (other.date_from - end).days <= 1:
                end = other.last_day and max(end, other.last_day)
        return begin, end

    def _matter(self):
        """What is held, beside the customer."""
        return self.scope, self.move_id, self.item_due_date

    def _is_void(self):
        """Called off before its first day."""
        return bool(self.last_day and self.last_day < self.date_from)

    # -------------------------------------------------------------------------------------------------------- in words
    @api.depends("reason_id", "item_name", "account_id")
    def _compute_display_name(self):
        for hold in self:
            hold.display_name = f"{hold.item_name or hold.account_id.display_name}: {hold.reason_id.name}"

    def _sentence(self):
        self.ensure_one()
        hold = self.sudo()
        what = hold.item_name if hold.scope == "item" else ""
        values = {
            "what": what,
            "until": hold._until(),
            "who": hold.given_by_id.name,
            "reason": ", ".join(filter(None, [hold.reason_id.name, hold.note])),
        }
        if what and values["until"]:
            return self.env._("%(what)s on hold until %(until)s, by %(who)s: %(reason)s", **values)
        if what:
            return self.env._("%(what)s on hold until further notice, by %(who)s: %(reason)s", **values)
        if values["until"]:
            return self.env._("On hold until %(until)s, by %(who)s: %(reason)s", **values)
        return self.env._("On hold until further notice, by %(who)s: %(reason)s", **values)
