from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ...calc import valuation
from ..foundation.stored_values import stored_values


class CollectionsStrategy(models.Model):
    """Rules that give every customer of a group a priority (B1). Grain: one set of rules.

    Valuation % = points of the rules that hold / maximum x 100; the bands make high, medium and low of it.
    """

    _name = "collections.strategy"
    _description = "Collection Strategy"
    _inherit = ["collections.account.setting", "collections.in.use"]
    _account_field = "strategy_id"

    description = fields.Text(translate=True)
    rule_ids = fields.One2many("collections.strategy.rule", "strategy_id", string="Rules", copy=True)
    days_before_due = fields.Integer(
        tracking=True, help="Items falling due within these days count as to be collected: work ahead of the due date."
    )
    by_discount_date = fields.Boolean(
        tracking=True,
        help="While an early payment discount can still be had, its last day counts instead of the due date.",
    )
    maximum_mode = fields.Selection(
        [("sum", "Sum of all points"), ("manual", "Set by hand")],
        string="100 % is",
        required=True,
        default="sum",
        tracking=True,
        help="By hand when not all rules can hold at once, as with rising limits.",
    )
    maximum_manual = fields.Integer(string="Maximum by Hand", default=100, tracking=True)
    maximum = fields.Integer(compute="_compute_maximum", help="Points that make 100 %.")
    reachable = fields.Integer(compute="_compute_maximum", help="Sum of all positive points.")
    high = fields.Float(string="High from", default=70.0, tracking=True)
    medium = fields.Float(string="Medium from", default=40.0, tracking=True)
    double_rules = fields.Char(compute="_compute_doubtful_rules", help="Rules that ask for the same, by name.")
    empty_exits = fields.Char(compute="_compute_doubtful_rules", help="Exit rules that hold for everybody, by name.")
    group_ids = fields.One2many("collections.group", "strategy_id", string="Groups")

    _days_before_due_not_negative = models.Constraint(
        "CHECK(days_before_due BETWEEN 0 AND 365)", "Days before the due date must be between 0 and 365."
    )

    _maximum_in_bounds = models.Constraint(
        "CHECK(maximum_manual BETWEEN -1000000 AND 1000000)", "The maximum must be at most a million points."
    )

    @api.depends("maximum_mode", "maximum_manual", "rule_ids.points", "rule_ids.leave", "rule_ids.active")
    def _compute_maximum(self):
        for strategy in self:
            strategy.reachable = valuation.summed_maximum(strategy._calc_rules())
            strategy.maximum = strategy.maximum_manual if strategy.maximum_mode == "manual" else strategy.reachable

    @api.depends("rule_ids.domain", "rule_ids.name", "rule_ids.leave", "rule_ids.active")
    def _compute_doubtful_rules(self):
        for strategy in self:
            rules = strategy.rule_ids.filtered("active")
            same = [group for group in rules.grouped(lambda rule: rule._asks_for()).values() if len(group) > 1]
            strategy.double_rules = "; ".join(" = ".join(group.mapped(lambda rule: rule.name or "?")) for group in same)
            exits = rules.filtered(lambda rule: rule.leave and rule.takes_all)
            strategy.empty_exits = ", ".join(exits.mapped(lambda rule: rule.name or "?"))

    @api.constrains("high", "medium", "maximum_mode", "maximum_manual", "rule_ids")
    def _check_valuation(self):
        for strategy in self:
            try:
                valuation.check_strategy(
                    valuation.Strategy(strategy.maximum, strategy.high, strategy.medium, strategy._calc_rules())
                )
            except valuation.MaximumError as error:
                raise ValidationError(
                    self.env._(
                        "The maximum of “%s” must be greater than zero: add a rule with points, or set it by hand.",
                        strategy.name,
                    )
                ) from error
            except valuation.ThresholdError as error:
                raise ValidationError(
                    self.env._("In “%s”, medium must be above 0 %% and below high, high at most 100 %%.", strategy.name)
                ) from error

    @api.model
    def _needed_by(self):
        """Its versions go by what they explain."""
        return [(model, name) for model, name in super()._needed_by() if model != "collections.strategy.version"]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Old lists are explained by its versions; those that explain nothing go with it."""
        versions = self.env["collections.strategy.version"].sudo().search([("strategy_id", "in", self.ids)])
        unused = versions._unused()
        if used := versions - unused:
            name = used[0].strategy_id.name
            raise UserError(self.env._("“%s” explains the lists it made: archive it instead.", name))
        unused.unlink()

    def _calc_rules(self):
        """The active rules in sequence, as ``calc.valuation`` wants them."""
        rules = self.rule_ids.filtered("active").sorted(lambda rule: (rule.sequence, rule._origin.id))
        return tuple(valuation.Rule(rule.id, rule.name or "", rule.points, rule.leave) for rule in rules)

    def _ordered_rules(self):
        return self.rule_ids.filtered("active").sorted(lambda rule: (rule.sequence, rule.id))

    def _current_version(self):
        """The version that says what this strategy says now; made when it is not there yet."""
        self.ensure_one()
        content, known = self._read_content()
        return self.env["collections.strategy.version"]._find_or_create(self, content, known)

    def _content(self):
        """What this strategy says now, as a version keeps it."""
        content, _known = self._read_content()
        return content

    def _read_content(self):
        """The same, and the ids of its versions by their digests."""
        self.ensure_one()
        rules = self._ordered_rules()
        names, texts, versions = stored_values(
            (self, ["name"]),
            (rules, rules._texts_kept()),
            (self.env["collections.strategy.version"], ["digest"], SQL("strategy_id = %s", self.id)),
        )
        content = {
            "name": names[self.id]["name"],
            "maximum": self.maximum,
            "high": self.high,
            "medium": self.medium,
            "days_before_due": self.days_before_due,
            "by_discount_date": self.by_discount_date,
            "rules": [rule._content(texts[rule.id]) for rule in rules],
        }
        return content, {version["digest"]: version_id for version_id, version in versions.items()}

    def action_view_versions(self):
        """Show what this strategy said in the past."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_strategy_version_action")
        action.update(domain=[("strategy_id", "=", self.id)])
        return action
