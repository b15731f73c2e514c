from odoo import api, fields, models

from ..organisation.account_domain import UNREADABLE


class CollectionsStrategyRule(models.Model):
    """A line of a strategy: a condition with points, or an exit (B2, B4). Grain: one line.

    The same condition may stand on several lines with rising limits: each that holds adds its points.
    """

    _name = "collections.strategy.rule"
    _description = "Strategy Rule"
    _inherit = "collections.account.domain"
    _order = "strategy_id, sequence, id"

    strategy_id = fields.Many2one("collections.strategy", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(required=True, translate=True)
    condition_id = fields.Many2one(
        "collections.condition",
        string="Ready Condition",
        ondelete="set null",
        help="Fills name, condition and points, which can then be changed.",
    )
    points = fields.Integer(default=10, help="Added when the condition holds; negative to lower the priority.")
    leave = fields.Boolean(string="Exit", help="When the condition holds, the customer is left off the list.")
    comment = fields.Char(translate=True, help="What the specialist should know or do when this brought the customer.")

    _points_in_bounds = models.Constraint(
        "CHECK(points BETWEEN -10000 AND 10000)", "Points must be between -10,000 and 10,000."
    )

    @api.onchange("condition_id")
    def _onchange_condition_id(self):
        if self.condition_id:
            self.update({name: self.condition_id[name] for name in ("name", "domain", "points", "leave")})
            self.comment = self.condition_id.description

    def _asks_for(self):
        """What two rules have in common that ask for the same; how it is written does not matter."""
        try:
            return self.leave, repr(self._account_domain())
        except (*UNREADABLE, ValueError):  # still being typed: like no other
            return self

    def _content(self, texts):
        """This line as a version keeps it; ``texts`` are those of ``_texts_kept`` by name, with all translations, so
        that a version reads the same for everybody, each in his language.
        """
        return {
            "key": self.id,
            "name": texts["name"] or {},
            "points": self.points,
            "leave": self.leave,
            "domain": self.domain,
            "comment": texts["comment"] or {},
        }

    @api.model
    def _texts_kept(self):
        """Translated texts that a version keeps. Contexts add theirs."""
        return ["name", "comment"]
