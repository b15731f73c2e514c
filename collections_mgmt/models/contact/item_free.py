from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..portfolio.item_dispute import FREE


class CollectionsItem(models.Model):
    """What is asked for when the user ticked nothing: what is overdue and nothing covers. What he ticks is his choice.

    The screen then hands over all debts of the customer, with the context key ``collections_free``.
    """

    _inherit = "collections.item"

    def _asked_for(self):
        """Of these what is to be asked for.

        :raise UserError: when nothing of it is overdue and free, and why
        """
        self.check_access("read")
        if not self.env.context.get(FREE):
            return self
        debts = self.filtered(lambda item: item.residual > 0)
        free = debts.filtered(lambda item: item.days_overdue > 0 and item.payable_currency > 0)
        if debts and not free:
            raise UserError(
                self.env._(
                    "Nothing is left to ask for: %s. Tick items to send them all the same.", debts._covered_text()
                )
            )
        return free

    def _covered_text(self):
        """Why these are not asked for, with amounts."""
        due = self.filtered(lambda item: item.days_overdue > 0)
        amounts = {self._fields[part].get_description(self.env, ["string"])["string"]: part for part in self._parts()}
        covered = {label: sum(due.mapped(part)) for label, part in amounts.items()}
        covered[self.env._("Not Due Yet")] = sum((self - due).mapped("residual"))
        currency = self.company_currency_id[:1]
        return ", ".join(
            f"{label} {format_amount(self.env, amount, currency)}"
            for label, amount in covered.items()
            if not currency.is_zero(amount)
        )
