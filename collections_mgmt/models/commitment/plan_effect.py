from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...queries.plan_settlement import plan_settlement


class CollectionsPlan(models.Model):
    """From the moment a plan counts: it takes the place of its earlier version and covers what was free."""

    _inherit = "collections.plan"
    _items_field = "item_ids"

    def _take_effect_or_propose(self):
        agreed = self.filtered("accepted")
        agreed._take_effect()
        proposed = self - agreed
        proposed.sudo()._check_free()
        proposed.sudo()._move_to("proposed", ("to_approve",))
        proposed._log_notes({plan: self.env._("Proposed: %s", plan._sentence()) for plan in proposed})

    def _take_effect(self):
        """Let the plans count.

        :raise UserError: when an item is no longer free, or the first day is over
        """
        if not self:
            return
        plans = self._plain().sudo()
        for company, accounts in plans.account_id.grouped("company_id").items():
            self.env.flush_all()
            accounts._settle(company, accounts._last_key_date(), accounts.ids)
        plans._check_still_possible()
        plans._replace_previous()
        plans._check_free()
        plans._snapshot()
        for day, some in plans.grouped(lambda plan: plan.account_id._last_key_date()).items():
            some._move_to("active", ("to_approve", "proposed"), accepted=True, accepted_on=day, started_on=day)
        plans._book_interest()
        self._log_notes({plan: plan._sentence() for plan in self})
        self.account_id._refresh_now()

    def _check_still_possible(self):
        for plan in self:
            previous = plan.previous_id
            if previous and previous.state not in ("active", "defaulted"):
                raise UserError(
                    self.env._("“%s” is no longer in force and cannot be changed: record a new plan.", previous.number)
                )
            if plan.first_date < plan.account_id._last_key_date():
                raise UserError(
                    self.env._("The first instalment is for a day that is over: record the plan with later days.")
                )

    def _replace_previous(self):
        """The earlier version ends where the new one begins, and stays as it is."""
        for day, plans in self.grouped(lambda plan: plan.account_id._last_key_date()).items():
            plans.previous_id._release_interest()
            plans.previous_id._close("replaced", day)

    def _snapshot(self):
        """What is open and paid of the items at this moment: what comes later counts for the plan."""
        self.env.flush_all()
        rows = {row["id"]: row for row in self.env.execute_query_dict(plan_settlement(plan_ids=self.ids))}
        for item in self.item_ids:
            row = rows[item.id]
            item.write(
                {
                    "payments_before": row["payments"] * row["rounding"],
                    "item_amount": row["residual"] * row["rounding"],
                }
            )

    # ------------------------------------------------------------------------------------------------------------- free
    def _not_free(self, item, free):
        return self.env._(
            "Of “%(item)s” only %(free)s can be paid in instalments: the rest is paid, promised, disputed, in another "
            "plan or covered otherwise.",
            item=item.move_id.name,
            free=formatLang(self.env, free, currency_obj=item.currency_id),
        )

    def _freed(self):
        """Journal item -> what will be free of it once these plans replace their earlier versions."""
        freed = defaultdict(float)
        for item in self.previous_id.filtered(lambda plan: plan.state == "active").item_ids:
            freed[item.line_id] += item.amount - item.paid - item.credited - item.disputed
        return freed
