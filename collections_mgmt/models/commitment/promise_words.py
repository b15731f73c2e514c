from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_amount, format_date

from ..foundation.notes import log_notes

TOLD = 5  # items


class CollectionsPromise(models.Model):
    """Promises in words: their names, and notes in the chatter of the customers."""

    _inherit = "collections.promise"

    @api.depends("account_id", "date", "amount")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = self.env._(
                "%(customer)s: %(amount)s for %(day)s",
                customer=promise.account_id.display_name,
                amount=format_amount(self.env, promise.amount, promise.currency_id),
                day=format_date(self.env, promise.date),
            )

    def _sentence(self):
        """What was promised, for when and by whom recorded, in one line without a full stop."""
        self.ensure_one()
        promise = self.sudo()
        names = [name or "" for name in promise.line_ids.mapped("item_name")]
        values = {
            "amount": format_amount(self.env, promise.amount, promise.currency_id),
            "day": format_date(self.env, promise.date),
            "items": ", ".join(names[:TOLD]),
            "more": len(names) - TOLD,
            "who": promise.contact_id.name or promise.account_id.partner_id.name,
        }
        if values["more"] > 0:
            said = self.env._("%(amount)s promised for %(day)s by %(who)s (%(items)s and %(more)s more)", **values)
        else:
            said = self.env._("%(amount)s promised for %(day)s by %(who)s (%(items)s)", **values)
        if promise.promised_on == (promise.recorded_on or promise.promised_on):
            return said
        return self.env._("%(said)s, on %(day)s", said=said, day=format_date(self.env, promise.promised_on))

    def _result_sentence(self):
        wording = {
            "open": self.env._("Open again: %s"),
            "kept": self.env._("Kept: %s"),
            "partial": self.env._("Partly kept: %s"),
            "broken": self.env._("Broken: %s"),
            "credited": self.env._("Settled by credit: %s"),
        }
        return wording[self.fulfilment] % self._sentence()

    def _log_notes(self, bodies):
        """Note ``bodies`` (promise -> sentence) in the chatter of the accounts, one note each."""
        notes = {
            account.id: _lines([bodies[promise] for promise in promises if promise in bodies])
            for account, promises in self.grouped("account_id").items()
        }
        if notes:
            log_notes(self.account_id.sudo(), notes)


def _lines(sentences):
    """What is noted of several; of one it is a text."""
    return sentences[0] if len(sentences) == 1 else Markup("<br/>").join(sentences)
