"""Plans of the three customers, with the days of the tests counted from the key date."""

from odoo import Command

from .steering_common import SteeringCase


class PlanCase(SteeringCase):
    """Acme owes two invoices (1,000 and 600) beside the debts of ``SteeringCase``; two days of grace."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.write({"plan_grace_days": 2, "plan_days": 200, "plan_count": 6})
        cls.one = cls.invoice(cls.customer, 1000, cls.days(-20))
        cls.other = cls.invoice(cls.customer, 600, cls.days(-10))
        cls.refresh()
        cls.line, cls.other_line = cls.items_of(cls.one), cls.items_of(cls.other)

    def plan(self, *parts, items=None, user=None, account=None, **vals):
        """A plan of (days after the key date, amount) over (journal item, amount); 500 in 10 and in 40 days."""
        parts = parts or ((10, 500), (40, 500))
        items = items or [(self.line, sum(amount for _day, amount in parts))]
        account = account or self.acme
        plan = (
            self.env["collections.plan"]
            .with_user(user or self.collector)
            .create(
                {
                    "account_id": account.id,
                    "accepted": True,
                    "item_ids": [Command.create({"line_id": line.id, "amount": amount}) for line, amount in items],
                    "installment_ids": [
                        Command.create({"date": self.days(day), "principal": amount}) for day, amount in parts
                    ],
                    **vals,
                }
            )
        )
        self.env.invalidate_all()  # the next request looks at open items anew
        return plan

    def paid(self, plan):
        """What of each instalment is paid."""
        self.env.invalidate_all()
        return plan.sudo().installment_ids.mapped("paid")

    def assertPlan(self, plan, state, **values):
        self.env.invalidate_all()
        self.assertRecordValues(plan.sudo(), [{"state": state, **values}])

    def covered(self, invoice):
        """What of an invoice is in a plan and what is free."""
        items = self.open_items(invoice.partner_id, key_date=self.acme.key_date, move_id=invoice.id)
        return items.planned, items.free

    def unmatch(self, invoice):
        """A payment bounces: what was matched is no more."""
        self.items_of(invoice).remove_move_reconcile()
