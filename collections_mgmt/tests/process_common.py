"""A strategy with a process of four steps, switched on, and three customers in debt to the team."""

from odoo import Command

from .steering_common import SteeringCase

STEPS = (
    {"name": "Call", "kind": "call", "executor": "specialist", "wait_days": 0, "limit_days": 3},
    {"name": "Letter", "kind": "letter", "executor": "specialist", "wait_days": 7, "limit_days": 2,
     "on_timeout": "next"},
    {"name": "Sales", "kind": "sales", "executor": "salesperson", "wait_days": 2, "automatic": True},
    {"name": "Review", "kind": "review", "executor": "supervisor", "wait_days": 7, "limit_days": 5,
     "on_timeout": "stay"},
)  # fmt: skip


class ProcessCase(SteeringCase):
    """The key date is a Tuesday. Acme and Bolt are listed; Crane owes 100 and is listed, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["collections.strategy"].search([]).process_on = False  # ready ones, in a database with demo data
        cls.strategy.step_ids = [Command.create({"sequence": n, **step}) for n, step in enumerate(STEPS, 1)]
        cls.call, cls.letter, cls.sales, cls.review = cls.strategy.step_ids
        cls.today = cls.run_list()
        cls.strategy.process_on = True

    def advance(self, days=0, accounts=None):
        """The nightly job ``days`` after the key date: figures of that day, then the processes."""
        self.refresh(key_date=self.days(days), accounts=accounts)
        ids = None if accounts is None else accounts.ids
        self.env["collections.process"]._advance(self.company, self.days(days), ids)
        self.env.invalidate_all()

    def process(self, account=None):
        """The process of an account that has not ended."""
        return self.env["collections.process"].search(
            [("account_id", "=", (account or self.acme).id), ("state", "!=", "ended")]
        )

    def task(self, account=None):
        """Its open task."""
        return self.tasks(account).filtered(lambda task: task.state == "open")

    def tasks(self, account=None):
        """All its tasks, in the order in which they began."""
        return self.env["collections.process.task"].search([("account_id", "=", (account or self.acme).id)], order="id")

    def done(self, days=0, user=None, account=None):
        """The open task is done ``days`` after the key date; the figures are of that day."""
        self.refresh(key_date=self.days(days))
        self.env.invalidate_all()
        self.task(account).with_user(user or self.supervisor).action_done()
        self.env.invalidate_all()

    def story(self, account=None):
        """What happened, as (name, state) of the tasks."""
        return self.tasks(account).mapped(lambda task: (task.name, task.state))

    def told(self, user):
        """What stands in the activities of somebody."""
        return self.env["mail.activity"].search([("user_id", "=", user.id)])

    def pay_all(self, partner):
        lines = self.receivables(partner)
        self.match(lines, self.unallocated_payment(partner, sum(lines.mapped("amount_residual"))).move_id)

    def receivables(self, partner):
        return self.env["account.move.line"].search(
            [("partner_id", "=", partner.id), ("account_type", "=", "asset_receivable"), ("reconciled", "=", False)]
        )
