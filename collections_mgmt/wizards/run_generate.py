from odoo import api, fields, models


class CollectionsRunGenerate(models.TransientModel):
    """Asks for the day of a work list to be made. Grain: one request."""

    _name = "collections.run.generate"
    _description = "Generate a Work List"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company.root_id)
    key_date = fields.Date(required=True, default=lambda self: self._today(self.env.company.root_id))
    ahead = fields.Boolean(compute="_compute_ahead")
    later_date = fields.Date(compute="_compute_later_date", help="Day of the list in use, where it is a later one.")

    @api.model
    def _today(self, company):
        """The day of ``company``, wherever who asks is."""
        return fields.Date.context_today(self.env["collections.run"]._in_time_zone(company))

    @api.depends("key_date", "company_id")
    def _compute_ahead(self):
        for wizard in self:
            wizard.ahead = bool(wizard.key_date and wizard.key_date > self._today(wizard.company_id.root_id))

    @api.depends("key_date", "company_id")
    def _compute_later_date(self):
        for wizard in self:
            in_use = self.env["collections.run"]._in_use(wizard.company_id.root_id).key_date
            wizard.later_date = wizard.key_date and in_use and in_use > wizard.key_date and in_use

    def action_generate(self):
        """Make the list and show the run."""
        self.ensure_one()
        runs = self.env["collections.run"]._in_time_zone(self.company_id.root_id)
        runs._check_may_generate(self.company_id)
        return runs._generate(self.company_id, self.key_date)._get_records_action()
