from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..strategy.score import PRIORITIES

CHANGES = [("enters", "Enters"), ("leaves", "Leaves"), ("up", "Higher Priority"), ("down", "Lower Priority")]
RETENTION_DAYS = 14
# up to so many customers a simulation takes a few seconds, and nobody need wait for the background
AT_ONCE = 5000


class CollectionsSimulation(models.Model):
    """What a strategy would make of the lists of a day (B9). Grain: one strategy in the place of another on one day.

    Both are asked of all customers of the groups concerned, as if the list of the day were made from nothing: work
    done or taken in hand is not set off. Nothing is written to customers or lists.
    """

    _name = "collections.simulation"
    _description = "Simulation of a Strategy"
    _inherit = ["collections.state.door"]
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    strategy_id = fields.Many2one("collections.strategy", readonly=True, index=True, ondelete="set null")
    strategy_name = fields.Char(string="Simulated", readonly=True, required=True)
    instead_of_id = fields.Many2one(
        "collections.strategy", string="Compared with", readonly=True, index=True, ondelete="set null"
    )
    key_date = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [("queued", "Calculating"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        default="queued",
        readonly=True,
        index=True,
    )
    error_text = fields.Text(string="What Is Wrong", readonly=True)
    group_ids = fields.Many2many("collections.group", string="Groups Concerned", readonly=True)
    duration = fields.Float(string="Duration (s)", readonly=True, digits=(16, 1))
    progress_ids = fields.One2many("collections.simulation.progress", "simulation_id")
    progress = fields.Float(string="Calculated (%)", compute="_compute_progress")
    line_ids = fields.One2many("collections.simulation.line", "simulation_id", readonly=True)
    load_ids = fields.One2many("collections.simulation.load", "simulation_id", readonly=True)
    summary = fields.Json(compute="_compute_summary", help="Numbers and amounts per priority, before and after.")

    @api.depends("strategy_name", "key_date")
    def _compute_display_name(self):
        for simulation in self:
            simulation.display_name = self.env._(
                "%(strategy)s on %(day)s",
                strategy=simulation.strategy_name,
                day=format_date(self.env, simulation.key_date),
            )

    @api.depends("state", "progress_ids.percent")
    def _compute_progress(self):
        for simulation in self:
            step = simulation.sudo().progress_ids[:1]
            simulation.progress = 100.0 if simulation.state == "done" else step.percent

    @api.depends("load_ids", "line_ids")
    @api.depends_context("lang", "uid")
    def _compute_summary(self):
        bands = self._read_sums(
            "collections.simulation.load", "priority", ["count_before", "count_after", "amount_before", "amount_after"]
        )
        changes = self._read_sums("collections.simulation.line", "change", ["to_collect_before", "to_collect_after"])
        for simulation in self:
            simulation.summary = {
                "currency_id": simulation.currency_id.id,
                "bands": [
                    {"key": key, "label": label, **bands.get((simulation, key), {})}
                    for key, label in self._labels("collections.simulation.load", "priority")
                ],
                "changes": [
                    {"key": key, "label": label, **changes.get((simulation, key), {"count": 0})}
                    for key, label in self._labels("collections.simulation.line", "change")
                ],
            }

    def _read_sums(self, model, field, amounts):
        rows = self.env[model]._read_group(
            [("simulation_id", "in", self.ids)],
            ["simulation_id", field],
            ["__count", *(f"{name}:sum" for name in amounts)],
        )
        return {
            (simulation, key): {"count": count, **dict(zip(amounts, sums, strict=True))}
            for simulation, key, count, *sums in rows
        }

    def _labels(self, model, field):
        return self.env[model]._fields[field]._description_selection(self.env)

    # ----------------------------------------------------------------------------------------------------------- start
    @api.model
    def _start(self, strategy, instead_of, company, key_date):
        """Simulate ``strategy`` in the place of ``instead_of``: at once where that is quick, else in the background.

        :return: the simulation
        :raise UserError: when it makes no sense
        """
        strategy, instead_of, company = strategy.exists(), instead_of.exists(), company.root_id
        self._check_may_simulate(strategy | instead_of, company)
        self._check_sensible(strategy, instead_of, company, key_date)
        simulation = self.sudo().create(
            {
                "company_id": company.id,
                "strategy_id": strategy.id,
                "strategy_name": strategy.name,
                "instead_of_id": instead_of.id,
                "key_date": key_date,
                "group_ids": instead_of.sudo().concerned_group_ids.ids,
            }
        )
        accounts = self.env["collections.account"].sudo()
        if accounts.search_count([("company_id", "=", company.id)], limit=AT_ONCE + 1) <= AT_ONCE:
            simulation._finish(simulation._calculate())
        else:
            simulation._queue()
        return self.browse(simulation.id)

    @api.model
    def _check_may_simulate(self, strategies, company):
        strategies._check_may_try()
        if company not in self.env.user.sudo().company_ids.root_id:
            raise AccessError(self.env._("You do not work for this company."))

    @api.model
    def _check_sensible(self, strategy, instead_of, company, key_date):
        if not strategy or not instead_of:
            raise UserError(self.env._("The strategy was deleted meanwhile: choose another one."))
        if strategy.maximum <= 0:
            raise UserError(
                self.env._("“%s” gives nobody points: add a rule with points before you simulate it.", strategy.name)
            )
        earliest = self._earliest_day(company)
        if not key_date or key_date < earliest:
            raise UserError(
                self.env._(
                    "Open amounts are known as of now only: choose %s or a later day.",
                    format_date(self.env, earliest),
                )
            )
        in_use = instead_of.sudo().concerned_group_ids or self.env["collections.account"].sudo().search_count(
            [("strategy_id", "=", instead_of.id), ("company_id", "=", company.id)], limit=1
        )
        if not in_use:
            raise UserError(
                self.env._("No group works by “%s”: choose the strategy whose place is to be taken.", instead_of.name)
            )

    @api.model
    def _earliest_day(self, company):
        """Today, or the day of the list in use where that is earlier, as after loading an old ledger."""
        today = fields.Date.context_today(self)
        domain = [("company_id", "=", company.id), ("state", "=", "current")]
        in_use = self.env["collections.run"].sudo().search(domain, limit=1)
        return min(today, in_use.key_date or today)

    def action_again(self):
        """The same simulation anew: strategy or payments may have changed meanwhile."""
        self.ensure_one()
        self.check_access("read")
        again = self._start(self.strategy_id, self.instead_of_id, self.company_id, self.key_date)
        return again._get_records_action()

    def action_view_lines(self):
        """Show the customers who change; the context names how (``change``: "enters", "leaves", "up", "down")."""
        self.ensure_one()
        self.check_access("read")
        change = self.env.context.get("change")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_simulation_line_action")
        action.update(domain=[("simulation_id", "=", self.id)], context={}, display_name=self.display_name)
        if change in dict(CHANGES):
            action.update(context={f"search_default_{change}": 1})
        return action

    @api.autovacuum
    def _gc_old(self):
        """A simulation speaks of a day; after some days it goes."""
        oldest = fields.Datetime.now() - timedelta(days=RETENTION_DAYS)
        simulations = self.search([("create_date", "<", oldest)], limit=100)
        simulations.unlink()
        return len(simulations), len(simulations) == 100


class CollectionsSimulationLine(models.Model):
    """A customer whom the simulated strategy treats otherwise. Grain: one account in one simulation."""

    _name = "collections.simulation.line"
    _description = "Change by a Simulated Strategy"
    _order = "to_collect_after desc, id"
    _rec_name = "account_id"

    simulation_id = fields.Many2one("collections.simulation", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    account_id = fields.Many2one("collections.account", string="Customer", required=True, ondelete="cascade")
    group_id = fields.Many2one("collections.group", ondelete="set null")
    change = fields.Selection(CHANGES, required=True)
    priority_before = fields.Selection(PRIORITIES, string="Priority before")
    priority_after = fields.Selection(PRIORITIES, string="Priority after")
    valuation_before = fields.Float(string="% before", digits=(5, 2), aggregator="avg")
    valuation_after = fields.Float(string="% after", digits=(5, 2), aggregator="avg")
    verdict_before = fields.Selection(lambda self: self._verdicts(), string="List Status before")
    verdict_after = fields.Selection(lambda self: self._verdicts(), string="List Status after")
    to_collect_before = fields.Monetary(string="To Collect before")
    to_collect_after = fields.Monetary(string="To Collect after")

    @api.model
    def _verdicts(self):
        return self.env["collections.account"]._fields["verdict"]._description_selection(self.env)

    def action_open_account(self):
        """Open the customer."""
        self.ensure_one()
        self.check_access("read")
        return self.account_id._get_records_action(views=[(False, "form")])


class CollectionsSimulationLoad(models.Model):
    """Who would get how much. Grain: one simulation x group x specialist x priority."""

    _name = "collections.simulation.load"
    _description = "Load by a Simulated Strategy"
    _order = "group_id, specialist_id, id"

    simulation_id = fields.Many2one("collections.simulation", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    group_id = fields.Many2one("collections.group", ondelete="set null")
    specialist_id = fields.Many2one("res.users", ondelete="set null")
    priority = fields.Selection(PRIORITIES)
    count_before = fields.Integer(string="Items before")
    count_after = fields.Integer(string="Items after")
    amount_before = fields.Monetary(string="Amount before")
    amount_after = fields.Monetary(string="Amount after")
