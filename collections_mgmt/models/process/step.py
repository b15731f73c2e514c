from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("call", "Call"),
    ("letter", "Letter or E-Mail"),
    ("visit", "Visit"),
    ("review", "Review"),
    ("hand_over", "Hand to Another Group"),
    ("sales", "Tell Sales"),
    ("deliveries", "Hold Deliveries"),
    ("other", "Other"),
]
EXECUTORS = [
    ("specialist", "Specialist"),
    ("supervisor", "Supervisor"),
    ("salesperson", "Salesperson"),
    ("group", "Another Group"),
]
TIMEOUTS = [
    ("stay", "It stays open"),
    ("escalate", "The supervisor takes it"),
    ("next", "The next step follows"),
]


class CollectionsProcessStep(models.Model):
    """A step of the process of a strategy (B14). Grain: one step.

    It becomes a task when ``wait_days`` have passed since the step before was dealt with, for customers who satisfy
    its condition on that day. A letter is a task to prepare one: no step sends anything to a customer.
    """

    _name = "collections.process.step"
    _description = "Step of a Process"
    _inherit = "collections.account.domain"
    _order = "strategy_id, sequence, id"

    strategy_id = fields.Many2one("collections.strategy", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="call", help="A letter is prepared by hand; nothing is sent.")
    executor = fields.Selection(EXECUTORS, string="Who", required=True, default="specialist")
    group_id = fields.Many2one(
        "collections.group",
        string="Other Group",
        ondelete="restrict",
        help="Whose members do it, or who gets the customer.",
    )
    wait_days = fields.Integer(
        string="Wait (days)", help="Days after the step before was dealt with, then on a working day; 0: at once."
    )
    limit_days = fields.Integer(
        string="Time Limit (days)",
        default=3,
        help="Days to deal with it; a limit on a weekend or holiday ends on the working day after it. 0: none.",
    )
    on_timeout = fields.Selection(
        TIMEOUTS, string="When Time Is Up", required=True, default="escalate", help="What happens without an answer."
    )
    automatic = fields.Boolean(
        string="By Itself", help="Who does it is told, and the process goes on: nobody needs to confirm."
    )
    instruction = fields.Text(translate=True, help="What is to be done. Salespeople read this, too.")

    _wait_in_bounds = models.Constraint("CHECK(wait_days BETWEEN 0 AND 730)", "Wait between 0 and 730 days.")
    _limit_in_bounds = models.Constraint(
        "CHECK(limit_days BETWEEN 0 AND 365)", "The time limit is between 0 (none) and 365 days."
    )

    @api.constrains("executor", "kind", "group_id", "automatic")
    def _check_executor(self):
        for step in self:
            if step._needs_group() and not step.group_id:
                raise ValidationError(self.env._("“%s”: choose the other group.", step.name))
            if step.automatic and step.kind == "hand_over":
                raise ValidationError(
                    self.env._("“%s”: a person decides about handing a customer over, not the process.", step.name)
                )

    def _needs_group(self):
        return self.executor == "group" or self.kind == "hand_over"

    @api.constrains("group_id", "strategy_id")
    def _check_group_company(self):
        for step in self:
            company = step.group_id.company_id
            if company and company != step.strategy_id.company_id:
                raise ValidationError(
                    self.env._("“%(group)s” works for one company, “%(strategy)s” for others, too.",
                               group=step.group_id.name, strategy=step.strategy_id.name)
                )  # fmt: skip

    @api.onchange("kind")
    def _onchange_kind(self):
        """Who usually does it."""
        usual = {"review": "supervisor", "hand_over": "supervisor", "sales": "salesperson"}
        self.executor = usual.get(self.kind, "specialist")
        self.automatic = self.kind == "sales"

    @api.model
    def _judged_later(self):
        """Nothing: a step is judged after all that is derived, priority and group included."""
        return set()


class CollectionsAccountDomain(models.AbstractModel):
    _inherit = "collections.account.domain"

    @api.model
    def _judged_later(self):
        return super()._judged_later() | {"process_ids", "process_task_ids"}
