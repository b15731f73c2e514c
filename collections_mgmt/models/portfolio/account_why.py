from odoo import models
from odoo.fields import Domain
from odoo.tools import format_amount


class CollectionsAccount(models.Model):
    """Steps of the explanation: from what is open to what is to be collected, and the minimum."""

    _inherit = "collections.account"

    def _why_steps(self, unknown):
        return [*super()._why_steps(unknown), self._step_amount(), self._step_minimum()]

    def _step_amount(self):
        if not self.item_count:
            text = self.env._("Already paid: nothing is open.")
        elif self.to_collect > 0:
            text = self.env._("%s to collect.", self._amount_text(self.to_collect))
        elif not self.overdue:
            text = self.env._("Nothing is overdue; %s falls due later.", self._amount_text(self.not_due))
        else:
            text = self.env._("Something is overdue, but nothing of it is to be collected now.")
        return self._why_step(
            "amount", self.env._("Amount to collect"), self.to_collect > 0, text, self._why_amount_lines()
        )

    def _why_amount_lines(self):
        """The way from the balance to the amount to collect; parts that are nothing are left out."""
        if not self.item_count and not self.credits:
            return []
        lines = [
            (self.env._("Open, before credits"), self.overdue + self.not_due),
            (self.env._("Overdue"), self.overdue),
            *self._why_covered(),
            (self.env._("Overdue and free"), self.free_overdue),
            *self._why_shift(),
        ]
        if self.profile_id.credit_netting == "net":
            lines.append((self.env._("Less: open credits"), self.credits))
        told = [line for line in lines if self.currency_id.compare_amounts(line[1], 0)]
        return [
            *({"label": label, "value": self._amount_text(amount)} for label, amount in told),
            {"label": self.env._("To collect"), "value": self._amount_text(self.to_collect), "total": True},
        ]

    def _why_covered(self):
        """What covers the overdue, in the order of the waterfall."""
        items = self.env["collections.item"].with_context(collections_key_date=self.key_date)
        overdue = Domain("account_id", "=", self._origin.id) & (
            Domain("residual", ">", 0) & Domain("days_overdue", ">", 0)
        )
        names = items._parts()
        [sums] = items._read_group(overdue, [], [f"{name}:sum" for name in names])
        labels = self.fields_get(names, ["string"])
        return [
            (self.env._("Less: %s", labels[name]["string"]), amount or 0)
            for name, amount in zip(names, sums, strict=True)
        ]

    def _why_shift(self):
        """What grace days take off and working ahead adds; told where the netting of credits does not hide it."""
        netted = self.credits if self.profile_id.credit_netting == "net" else 0
        if netted and self.to_collect <= 0:
            return []
        shift = self.to_collect + netted - self.free_overdue
        label = self.env._("Plus: falls due soon") if shift > 0 else self.env._("Less: within the grace days")
        return [(label, abs(shift))]

    def _step_minimum(self):
        title, minimum = self.env._("Minimum"), self.profile_id.minimum_amount
        if not minimum or self.to_collect <= 0:
            text = self.env._("The profile asks for no minimum.") if not minimum else self.env._("Not asked.")
            return self._why_step("minimum", title, None, text)
        amounts = {"amount": self._amount_text(self.to_collect), "minimum": self._amount_text(minimum)}
        if self.to_collect < minimum:
            text = self.env._("%(amount)s is below the minimum of the profile, %(minimum)s.", **amounts)
        else:
            text = self.env._("%(amount)s reaches the minimum of the profile, %(minimum)s.", **amounts)
        return self._why_step("minimum", title, self.to_collect >= minimum, text)

    def _amount_text(self, amount):
        return format_amount(self.env, amount, self.currency_id)
