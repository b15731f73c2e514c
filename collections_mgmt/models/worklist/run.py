from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class CollectionsRun(models.Model):
    """One generation of the work list (C1). Grain: one run for one root company and key date.

    A run for today or earlier makes the list people work from; its open items replace those of the run before. A run
    for a later day is *prepared*: it touches nothing of today, and gives way to the run of that day.
    """

    _name = "collections.run"
    _description = "Work-List Run"
    _inherit = ["collections.state.door", "collections.referred"]
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    key_date = fields.Date(required=True, readonly=True, help="All day counts of the list are relative to this day.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("current", "Current List"),
            ("prepared", "Prepared"),
            ("superseded", "Superseded"),
            ("failed", "Failed"),
        ],
        required=True,
        default="draft",
        readonly=True,
        index=True,
    )
    scheduled = fields.Boolean(readonly=True, help="Made by the nightly job, not by a person.")
    generated_at = fields.Datetime(string="Generated", readonly=True)
    duration = fields.Float(string="Duration (s)", readonly=True, digits=(16, 1), aggregator="avg")
    account_count = fields.Integer(string="Customers Valued", readonly=True)
    item_count = fields.Integer(string="Items on the List", readonly=True)
    high_count = fields.Integer(string="High", readonly=True)
    medium_count = fields.Integer(string="Medium", readonly=True)
    low_count = fields.Integer(string="Low", readonly=True)
    kept_count = fields.Integer(string="Kept or Done", readonly=True, help="Customers in work or worked today already.")
    unassigned_count = fields.Integer(string="Without Specialist", readonly=True)
    to_collect = fields.Monetary(readonly=True, help="Amount to collect of all items.")
    imbalance_count = fields.Integer(
        string="Imbalance (Items)",
        readonly=True,
        aggregator="max",
        help="Widest difference from the fair number of items between two members, over groups and priorities. 1 is "
        "the rounding.",
    )
    imbalance_percent = fields.Float(
        string="Imbalance (Amount %)",
        readonly=True,
        digits=(16, 1),
        aggregator="max",
        help="Widest difference of the amounts relative to capacity, in percent of their mean, over groups and "
        "priorities. Who has a customer larger than a whole share is left out: that cannot be evened out.",
    )
    outsized_count = fields.Integer(
        string="Larger than a Share",
        readonly=True,
        aggregator="max",
        help="Customers that alone are larger than the fair share of the specialist who has them.",
    )
    log = fields.Text(readonly=True)
    load_ids = fields.One2many("collections.run.load", "run_id", readonly=True)

    _one_current = models.UniqueIndex("(company_id) WHERE state = 'current'", "A company has one list in use.")
    _one_prepared = models.UniqueIndex(
        "(company_id, key_date) WHERE state = 'prepared'", "A company has one prepared list for a day."
    )

    @api.depends("company_id", "key_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._(
                "Work list of %(day)s, %(company)s",
                day=format_date(self.env, run.key_date),
                company=run.company_id.sudo().name,
            )

    def write(self, vals):
        """What is open is superseded with its list: see ``ItemState``."""
        result = super().write(vals)
        if "state" in vals:
            self.env["collections.worklist.item"].invalidate_model(["state"])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        if any(run.state in ("current", "prepared") for run in self):
            raise UserError(self.env._("A list that is in use cannot be deleted: generate a new one first."))

    # --------------------------------------------------------------------------------------------------------- actions
    @api.model
    def action_generate_today(self):
        """Make today's list of the current company anew and show the run."""
        company = self.env.company.root_id
        self._check_may_generate(company)
        runs = self._in_time_zone(company)
        return runs._generate(company, fields.Date.context_today(runs))._get_records_action()

    @api.model
    def _check_may_generate(self, company):
        """A list is everybody's work of the day: supervisors and managers make it, where they work."""
        user = self.env.user
        if not user.has_group("collections_mgmt.collections_mgmt_group_supervisor"):
            raise AccessError(self.env._("Only supervisors generate work lists."))
        if company.sudo().root_id not in user.sudo().company_ids.root_id:
            raise AccessError(self.env._("You do not work for this company."))

    def action_view_items(self):
        """Show the items of this run."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_worklist_item_action_all")
        action.update(domain=[("run_id", "=", self.id)], context={}, display_name=self.display_name)
        return action
