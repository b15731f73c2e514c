from odoo import Command, api, fields, models
from odoo.tools import SQL


class CollectionsRun(models.Model):
    """The versions a run valued by: kept when its items are long gone (B8)."""

    _inherit = "collections.run"

    version_ids = fields.Many2many("collections.strategy.version", string="Versions of Strategies", readonly=True)

    def _totals(self, loads):
        versions = {load.version_id for load in loads if load.version_id}
        return {**super()._totals(loads), "version_ids": [Command.set(versions)]}


class CollectionsStrategyVersion(models.Model):
    _inherit = "collections.strategy.version"

    run_ids = fields.Many2many("collections.run", string="Runs", readonly=True)
    run_count = fields.Integer(string="Number of Runs", compute="_compute_run_count")
    last_used = fields.Date(compute="_compute_run_count", help="Key date of the last list made by it.")

    @api.depends("run_ids")
    def _compute_run_count(self):
        domain = [("version_ids", "in", self.ids)]
        rows = self.env["collections.run"]._read_group(domain, ["version_ids"], ["__count", "key_date:max"])
        uses = {version: (count, day) for version, count, day in rows}
        for version in self:
            version.run_count, version.last_used = uses.get(version, (0, False))

    @api.model
    def _uses(self):
        relation = self.env["collections.run"]._fields["version_ids"]
        return [
            *super()._uses(),
            SQL("SELECT version_id FROM collections_worklist_item WHERE version_id IS NOT NULL"),
            SQL("SELECT %s FROM %s", SQL.identifier(relation.column2), SQL.identifier(relation.relation)),
        ]

    def action_view_runs(self):
        """Show the runs that valued by this version."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_run_action")
        action.update(domain=[("version_ids", "in", self.ids)], context={}, display_name=self.display_name)
        return action
