from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount

ACTIVITY = "collections_mgmt.mail_activity_type_plan_misfit"
LIVE = ("active", "defaulted")


class ResCompany(models.Model):
    _inherit = "res.company"

    collections_plan_locks_items = fields.Boolean(
        string="Refuse Credit Notes on Planned Invoices",
        help="An invoice that is paid in instalments is neither credited nor cancelled before its plan is changed or "
        "cancelled. Off: it is, and who looks after the plan is told.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collections_plan_locks_items = fields.Boolean(
        related="company_id.root_id.collections_plan_locks_items", readonly=False
    )


class CollectionsPlan(models.Model):
    """A plan of which something was credited or cancelled since it was agreed no longer fits what is owed (G9).

    It goes on: what is credited shortens it from its end, so that nobody pays too much or defaults for it. Who recorded
    it is told once, to agree with the customer on a new version with the amounts of now.
    """

    _inherit = "collections.plan"

    misfit = fields.Char(compute="_compute_misfit", help="Why the plan is to be agreed on anew.")

    @api.depends("state", "credited", "disputed")
    def _compute_misfit(self):
        for plan in self:
            plan.misfit = plan._misfit_sentence() if plan.state in LIVE and plan.credited else False

    def _misfit_sentence(self):
        return self.env._(
            "No longer fits: %(amount)s of what was agreed was credited or cancelled since. The last instalments are "
            "less by it; agree with the customer on a new version.",
            amount=format_amount(self.env, self.credited, self.currency_id),
        )

    def _tell_misfit(self):
        """Give who looks after each plan the task to agree on it anew, unless he has it already."""
        plans = self.sudo()
        plans._log_notes({plan: f"{plan.display_name}: {plan._misfit_sentence()}" for plan in plans})
        kind = self.env.ref(ACTIVITY)
        untold = plans.filtered(lambda plan: kind not in plan.activity_ids.activity_type_id)
        for user, told in untold.grouped(lambda plan: plan._looked_after_by()).items():
            if user:
                told.with_context(mail_activity_quick_update=True).activity_schedule(
                    ACTIVITY, user_id=user.id, summary=self.env._("Agree on the plan anew")
                )

    def _looked_after_by(self):
        """Who recorded it; when he is gone, a supervisor."""
        recorded_by = self.given_by_id.filtered("active")
        return recorded_by or self.account_id._supervisors().filtered("active").sorted("id")[:1]

    def _forget_misfit(self):
        """It ended, or a new version took its place."""
        self.sudo().activity_unlink([ACTIVITY])


class AccountMove(models.Model):
    """Credit notes on invoices that are paid in instalments: refused where the company wants that."""

    _inherit = "account.move"

    def _post(self, soft=True):
        notes = self.filtered(lambda move: move.move_type == "out_refund")
        notes.reversed_entry_id._check_not_planned()
        return super()._post(soft)

    def button_cancel(self):
        self._check_not_planned()
        return super().button_cancel()

    def _check_not_planned(self):
        """Refuse to change what is paid in instalments; the interest of a plan is taken back by the plan itself."""
        locked = self.filtered(lambda move: move.company_id.root_id.sudo().collections_plan_locks_items)
        if not locked:
            return
        planned = Domain([("move_id", "in", locked.ids), ("is_interest", "=", False), ("plan_id.state", "in", LIVE)])
        item = self.env["collections.plan.item"].sudo().search(planned, limit=1)
        if item:
            raise UserError(
                self.env._(
                    "%(item)s is paid in instalments (plan %(plan)s): have the plan changed or cancelled first.",
                    item=item.item_name,
                    plan=item.plan_id.display_name,
                )
            )
