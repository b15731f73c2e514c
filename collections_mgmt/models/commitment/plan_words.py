from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_amount, format_date


class CollectionsPlan(models.Model):
    """Plans in words: their names, what is wrong with their terms, notes in the chatter of the customers."""

    _inherit = "collections.plan"

    situation = fields.Text(compute="_compute_situation", help="What is wrong with it, and why.")

    @api.depends("number", "version")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.number}/{plan.version}" if plan.version > 1 else plan.number

    @api.depends("state", "approval_reason", "open_amount", "next_date")
    def _compute_situation(self):
        for plan in self:
            plan.situation = False
            if plan.state == "to_approve":
                reason = plan.approval_reason or ""
                plan.situation = self.env._("The supervisor has to approve it: %s", reason.replace("\n", " "))
            elif plan.state == "defaulted":
                plan.situation = plan._result_sentence()

    def _sentence(self):
        """What was agreed, in one line without a full stop."""
        self.ensure_one()
        plan = self.sudo()
        values = {
            "plan": plan.display_name,
            "amount": format_amount(self.env, plan.total, plan.currency_id),
            "count": plan.count,
            "first": format_date(self.env, plan.first_date),
            "last": format_date(self.env, plan.last_date),
            "of": plan.previous_id.display_name,
        }
        if plan.count == 1:
            return self.env._("Plan %(plan)s: %(amount)s on %(first)s", **values)
        if plan.previous_id:
            return self.env._(
                "Plan %(plan)s in place of %(of)s: %(amount)s in %(count)s instalments from %(first)s to %(last)s",
                **values,
            )
        return self.env._("Plan %(plan)s: %(amount)s in %(count)s instalments from %(first)s to %(last)s", **values)

    def _result_sentence(self):
        """What became of the plan."""
        plan = self.sudo()
        values = {
            "plan": plan.display_name,
            "amount": format_amount(self.env, plan.to_pay, plan.currency_id),
            "day": plan.next_date and format_date(self.env, plan.next_date),
        }
        if plan.state == "defaulted":
            return self.env._(
                "Plan %(plan)s is in default: the instalment of %(day)s was not paid, %(amount)s is due at once",
                **values,
            )
        if plan.state == "completed":
            return self.env._("Plan %(plan)s is completed: all is settled", **values)
        return self.env._("Plan %(plan)s is in force again: %(amount)s is open", **values)

    def _difference_sentence(self, missing):
        """Why the instalments do not fit the debt.

        :param missing: the debt less its instalments
        """
        told = format_amount(self.env, abs(missing), self.currency_id)
        if missing > 0:
            return self.env._("The instalments do not pay all off: %s is missing.", told)
        return self.env._("The instalments are %s more than what is owed.", told)

    def _log_notes(self, bodies):
        """Note ``bodies`` (plan -> sentence) in the chatter of the plans and of their accounts, one note each."""
        if not bodies:
            return
        notes = defaultdict(list)
        for plan, body in bodies.items():
            notes[plan.account_id.id].append(body)
        self.sudo()._message_log_batch(bodies={plan.id: body for plan, body in bodies.items()})
        accounts = self.env["collections.account"].sudo().browse(notes)
        accounts._message_log_batch(bodies={key: Markup("<br/>").join(told) for key, told in notes.items()})
