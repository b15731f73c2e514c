from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

LIVE = ("open", "in_process")


class CollectionsPromise(models.Model):
    """From the moment a promise counts: it takes the place of earlier ones, and covers what was free."""

    _inherit = "collections.promise"
    _items_field = "line_ids"

    def _take_effect(self):
        """Let the promises count.

        :raise UserError: when more is promised of an item than is free
        """
        if not self:
            return
        promises = self.sudo()
        promises._check_date()
        for company, accounts in promises.account_id.grouped("company_id").items():
            self.env.flush_all()
            accounts._settle(company, accounts._last_key_date(), accounts.ids)
        promises._replace_earlier()
        promises._check_free()
        promises._set_levels()
        promises._move_to("open", ("to_approve",))
        self._log_notes({promise: promise._sentence() for promise in promises})
        self.account_id._refresh_now()

    def _check_date(self):
        for promise in self:
            if promise.date < promise.account_id._last_key_date():
                raise UserError(
                    self.env._("%s is over. Record a new promise for a later day.", fields.Date.to_string(promise.date))
                )

    # -------------------------------------------------------------------------------------------------------- replacing
    def _live_lines(self):
        """Promised items that still count: neither replaced nor closed with their promise."""
        live = self.sudo().filtered(lambda promise: promise.state in LIVE)
        return live.line_ids.filtered(lambda line: not line.replaced_on)

    def _lines_to_replace(self):
        """Lines of earlier promises that end with these: those of the same items that were not kept.

        One that is still open ends too, unless the new one stands beside it.
        """
        earlier = self._lines_of_same_items().filtered(lambda line: line.state in LIVE and not line.replaced_on)
        own = {line._matter(): line.promise_id for line in self.sudo().line_ids}
        return earlier.filtered(
            lambda line: (
                line.fulfilment in ("partial", "broken")
                or (line.fulfilment == "open" and not own[line._matter()].beside)
            )
        )

    def _lines_of_same_items(self):
        """Lines of other promises about the same items."""
        lines = self.sudo().line_ids
        same = lines.search([("move_id", "in", lines.move_id.ids), ("promise_id", "not in", self.ids)])
        matters = {line._matter() for line in lines}
        return same.filtered(lambda line: line._matter() in matters)

    def _replace_earlier(self):
        """A new promise closes what was promised of its items and not kept; the old one stays as it is."""
        ending = self._lines_to_replace()
        new = {line._matter(): line.promise_id for line in self.line_ids}
        for promise, lines in ending.grouped(lambda line: new[line._matter()]).items():
            lines.write({"replaced_by_id": promise.id, "replaced_on": promise.account_id._last_key_date()})
        over = ending.promise_id.filtered(lambda promise: not promise._live_lines())
        for day, promises in over.grouped(lambda promise: promise.account_id._last_key_date()).items():
            promises._close("replaced", day)

    # ------------------------------------------------------------------------------------------------------------- free
    def _not_free(self, item, free):
        return self.env._(
            "Of “%(item)s” only %(free)s can be promised: the rest is paid, promised already, disputed or covered "
            "otherwise.",
            item=item.move_id.name,
            free=formatLang(self.env, free, currency_obj=item.currency_id),
        )

    def _freed(self):
        """Journal item -> what will be free of it once these promises replace earlier ones."""
        freed = defaultdict(float)
        for line in self._lines_to_replace().filtered(lambda line: line.fulfilment == "open"):
            freed[line.line_id] += line.amount - line.paid - line.credited
        return freed

    # ------------------------------------------------------------------------------------------------------------ level
    def _set_levels(self):
        """One more than the promises of the item that were not kept (F4); the highest of its items is that of all."""
        for line, level in self._levels().items():
            line.level = level

    def _levels(self):
        """The level of each line when the promises count: those that end with them are not kept."""
        unkept = defaultdict(int)
        ending = self._lines_to_replace().filtered(lambda line: line.fulfilment == "open")
        for line in self._lines_of_same_items():
            unkept[line._matter()] += line.promise_id._is_unkept() or line._ended_early() or line in ending
        return {line: 1 + unkept[line._matter()] for line in self.line_ids}

    def _is_unkept(self):
        """What was never approved, or recorded by mistake, nobody promised."""
        if self.closed_because == "refused" or self.state == "to_approve" or self.withdrawn_because == "mistake":
            return False
        return self.fulfilment in ("partial", "broken") or (
            self.fulfilment == "open" and self.closed_because == "withdrawn"
        )


class CollectionsPromiseLine(models.Model):
    _inherit = "collections.promise.line"

    def _ended_early(self):
        """Replaced while nobody could say yet whether it would be kept."""
        return self.fulfilment == "open" and bool(self.replaced_on)
