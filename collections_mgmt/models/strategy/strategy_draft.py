from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

# what putting a draft in force takes over; the original keeps its name, its groups and its place
SETTINGS = (
    "description",
    "days_before_due",
    "by_discount_date",
    "maximum_mode",
    "maximum_manual",
    "high",
    "medium",
)
RULE_SETTINGS = ("sequence", "active", "name", "condition_id", "domain", "points", "leave", "comment")


class CollectionsStrategy(models.Model):
    """Drafts (B9, D5): a copy to change and to try, that no customer is valued by until it is put in force."""

    _inherit = "collections.strategy"

    draft_of_id = fields.Many2one(
        "collections.strategy",
        string="Draft of",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Changing a draft changes no list. Put in force, it replaces what this strategy says.",
    )
    lower_group_ids = fields.One2many("collections.group", "lower_strategy_id", string="Groups, Small Amounts")
    upper_group_ids = fields.One2many("collections.group", "upper_strategy_id", string="Groups, Large Amounts")
    draft_ids = fields.One2many("collections.strategy", "draft_of_id", string="Drafts", copy=False)
    concerned_group_ids = fields.Many2many(
        "collections.group", compute="_compute_concerned_group_ids", help="Groups that work by it, or would."
    )
    may_draft = fields.Boolean(compute="_compute_may_draft")

    @api.depends("draft_of_id", "group_ids", "lower_group_ids", "upper_group_ids")
    def _compute_concerned_group_ids(self):
        for strategy in self:
            valued_by = strategy.draft_of_id or strategy
            groups = valued_by.group_ids | valued_by.lower_group_ids | valued_by.upper_group_ids
            strategy.concerned_group_ids = groups

    @api.depends("concerned_group_ids")
    @api.depends_context("uid")
    def _compute_may_draft(self):
        for strategy in self:
            strategy.may_draft = strategy._may_try()

    @api.constrains("draft_of_id")
    def _check_draft_of_used(self):
        for strategy in self.filtered("draft_of_id"):
            if strategy.draft_of_id.draft_of_id:
                raise ValidationError(
                    self.env._("“%s” is a draft itself: copy the original.", strategy.draft_of_id.name)
                )
            if strategy.company_id != strategy.draft_of_id.company_id:
                raise ValidationError(self.env._("A draft belongs to the company of its original."))
            groups = strategy.group_ids | strategy.lower_group_ids | strategy.upper_group_ids
            if groups or self._accounts_with_own(strategy):
                raise ValidationError(self.env._("“%s” is in use and cannot become a draft.", strategy.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        """As records, not by the foreign key: versions they were simulated by go with them."""
        self.draft_ids.unlink()

    @api.model
    def _accounts_with_own(self, strategies):
        accounts = self.env["collections.account"].sudo().with_context(active_test=False)
        return accounts.search_count([("strategy_override_id", "in", strategies.ids)], limit=1)

    def write(self, vals):
        if "draft_of_id" in vals and any(strategy.draft_of_id.id != vals["draft_of_id"] for strategy in self):
            raise UserError(self.env._("A draft stays one: put it in force, or delete it."))
        return super().write(vals)

    def _may_try(self):
        """Whether the user may draft and simulate: managers, and supervisors of a group that works by it."""
        user = self.env.user
        if user.has_group("collections_mgmt.collections_mgmt_group_manager"):
            return True
        supervises = user.has_group("collections_mgmt.collections_mgmt_group_supervisor")
        return supervises and user in self.sudo().concerned_group_ids.supervisor_ids

    def _check_may_try(self):
        self.check_access("read")
        if not all(strategy._may_try() for strategy in self):
            raise AccessError(
                self.env._("Only managers, and supervisors of a group that works by this strategy, may do this.")
            )

    def action_draft_copy(self):
        """Make a draft of this strategy and open it."""
        self.ensure_one()
        self._check_may_try()
        original = self.draft_of_id or self
        draft = self.copy({"draft_of_id": original.id, "name": self.env._("%s (draft)", original.name)})
        return draft._get_records_action()

    def action_put_in_force(self):
        """Let the original say what this draft says, as a new version; the draft goes."""
        self.ensure_one()
        original = self.draft_of_id
        if not original:
            raise UserError(self.env._("“%s” is no draft.", self.name))
        original.check_access("write")
        original.write({**self._settings(), "rule_ids": self._rule_commands(original)})
        original.message_post(body=self.env._("The draft “%s” was put in force.", self.name))
        self.unlink()
        return original._get_records_action()

    def _settings(self):
        return {name: self[name] for name in SETTINGS}

    def _rule_commands(self, original):
        """Commands that make the rules of ``original`` those of this draft; a copied rule keeps its identity."""
        originals = original.with_context(active_test=False).rule_ids
        commands, kept = [], originals.browse()
        for rule in self.with_context(active_test=False).rule_ids:
            values = rule._fields_to_copy()
            source = rule.copied_from_id
            if source in originals - kept:
                kept |= source
                commands.append(Command.update(source.id, values))
            else:
                commands.append(Command.create(values))
        return commands + [Command.delete(rule.id) for rule in originals - kept]


class CollectionsStrategyRule(models.Model):
    _inherit = "collections.strategy.rule"

    copied_from_id = fields.Many2one("collections.strategy.rule", readonly=True, copy=False, ondelete="set null")

    def write(self, vals):
        """Rights hang on the strategy: who may change a draft must not carry its rules over to what is in force."""
        if "strategy_id" in vals and any(rule.strategy_id.id != vals["strategy_id"] for rule in self):
            raise UserError(self.env._("A rule stays in its strategy: delete it and make it anew in the other one."))
        return super().write(vals)

    def copy_data(self, default=None):
        """Remember the rule each copy was made of, so that a draft put in force changes that one."""
        copies = super().copy_data(default)
        return [{**vals, "copied_from_id": rule.id} for rule, vals in zip(self, copies, strict=True)]

    def _fields_to_copy(self):
        self.ensure_one()
        values = {name: self[name] for name in RULE_SETTINGS}
        values["condition_id"] = self.condition_id.id
        return values


class CollectionsGroup(models.Model):
    _inherit = "collections.group"

    strategy_id = fields.Many2one(domain=[("draft_of_id", "=", False)])
    lower_strategy_id = fields.Many2one(domain=[("draft_of_id", "=", False)])
    upper_strategy_id = fields.Many2one(domain=[("draft_of_id", "=", False)])

    @api.constrains("strategy_id", "lower_strategy_id", "upper_strategy_id")
    def _check_no_draft(self):
        for group in self:
            strategies = group.strategy_id | group.lower_strategy_id | group.upper_strategy_id
            for draft in strategies.filtered("draft_of_id"):
                raise ValidationError(
                    self.env._("“%s” is a draft: put it in force before a group works by it.", draft.name)
                )


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    strategy_override_id = fields.Many2one(domain=[("draft_of_id", "=", False)])

    @api.constrains("strategy_override_id")
    def _check_no_draft(self):
        for account in self:
            if account.strategy_override_id.draft_of_id:
                raise ValidationError(
                    self.env._(
                        "“%s” is a draft: put it in force before a customer is valued by it.",
                        account.strategy_override_id.name,
                    )
                )
