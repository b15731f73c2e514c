from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .dispute_department import COLLECTING, PROCESSING

# from which day a level counts: the field of the dispute
SINCE = {"due": "date_due", "pause": "pause_until"}
WHY = [("due", "Time limit ran out"), ("pause", "Chased again, still undecided")]
EXECUTORS = [
    ("processor", "Who Decides"),
    ("head", "Head of the Department"),
    ("coordinator", "Coordinator"),
    ("supervisor", "Supervisor of the Customer"),
    ("user", "A Certain Person"),
]


class CollectionsDisputeEscalation(models.Model):
    """Who is told of an undecided dispute, and when (I9). Grain: one level.

    The levels of a reason, in their order, are its ladder; a reason without its own has the common one, whose levels
    name no reason.
    """

    _name = "collections.dispute.escalation"
    _description = "Level of Escalation"
    _order = "reason_id, sequence, id"

    reason_id = fields.Many2one(
        "collections.dispute.reason",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for all reasons that have no levels of their own.",
    )
    sequence = fields.Integer(default=10)
    days = fields.Integer(required=True, default=1, help="After so many days. 1: on the day after.")
    since = fields.Selection(
        [("due", "after the time limit"), ("pause", "after the end of the pause")],
        string="Counted",
        required=True,
        default="due",
        help="The pause ends when the amount is chased again although nothing is decided.",
    )
    executor = fields.Selection(EXECUTORS, string="Goes to", required=True, default="head")
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        domain=lambda self: self.env["collections.dispute.department"]._domain_processors(),
        ondelete="restrict",
    )
    mail_department = fields.Boolean(
        string="Write to Department", help="Its e-mail address is written to as well; who answers needs no login."
    )

    _after_the_day = models.Constraint(
        "CHECK(days BETWEEN 1 AND 3650)", "A level begins 1 to 3650 days after the limit."
    )
    _person_named = models.Constraint(
        "CHECK(executor <> 'user' OR user_id IS NOT NULL)", "Say to whom it goes: choose the person."
    )

    @api.depends("days", "since", "executor", "user_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("since", "executor")}
        for level in self:
            level.display_name = self.env._(
                "%(days)s days %(since)s: %(who)s",
                days=level.days,
                since=labels["since"].get(level.since, ""),
                who=level.user_id.name or labels["executor"].get(level.executor, ""),
            )

    @api.constrains("executor", "user_id")
    def _check_user(self):
        for user in self.filtered(lambda level: level.executor == "user").user_id:
            if not (user.has_group(PROCESSING) or user.has_group(COLLECTING)):
                raise ValidationError(
                    self.env._("%s sees no disputes yet: give the role “Dispute Processor” first.", user.name)
                )

    @api.onchange("executor")
    def _onchange_executor(self):
        if self.executor != "user":
            self.user_id = False

    @api.model
    def _ladders(self):
        """The levels in use, by what they are for.

        :return: pairs (domain of disputes, their levels from the first to the last)
        """
        own = self.sudo().search([("reason_id", "!=", False)]).grouped("reason_id")
        others = [("reason_id", "not in", [reason.id for reason in own])]
        return [
            *(([("reason_id", "=", reason.id)], ladder) for reason, ladder in own.items()),
            (others, self._common()),
        ]

    @api.model
    def _common(self):
        """The levels of all reasons that have none of their own."""
        return self.sudo().search([("reason_id", "=", False)])
