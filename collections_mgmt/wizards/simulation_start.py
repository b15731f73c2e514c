from odoo import api, fields, models


class CollectionsSimulationStart(models.TransientModel):
    """Asks for the day of a simulation. Grain: one request."""

    _name = "collections.simulation.start"
    _description = "Simulate a Strategy"

    strategy_id = fields.Many2one("collections.strategy", required=True, readonly=True, ondelete="cascade")
    instead_of_id = fields.Many2one(
        "collections.strategy",
        string="Compared with",
        required=True,
        compute="_compute_instead_of_id",
        store=True,
        precompute=True,
        readonly=False,
        ondelete="cascade",
        domain=[("draft_of_id", "=", False)],
        help="The strategy in force, whose place it takes in the simulation.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company.root_id)
    key_date = fields.Date(required=True, compute="_compute_key_date", store=True, precompute=True, readonly=False)

    @api.depends("strategy_id")
    def _compute_instead_of_id(self):
        for wizard in self:
            wizard.instead_of_id = wizard.strategy_id.draft_of_id or wizard.strategy_id

    @api.depends("company_id")
    def _compute_key_date(self):
        for wizard in self:
            wizard.key_date = self.env["collections.simulation"]._earliest_day(wizard.company_id)

    def action_simulate(self):
        """Simulate and show the result, or that it is being calculated."""
        self.ensure_one()
        simulations = self.env["collections.simulation"]
        simulation = simulations._start(self.strategy_id, self.instead_of_id, self.company_id, self.key_date)
        return simulation._get_records_action()
