from odoo import api, models
from odoo.tools import SQL

WORKERS = ("specialist_id", "original_specialist_id", "completed_by_id", "added_by_id")


class CollectionsWorklistItem(models.Model):
    """What items refer to is not checked row by row (``UncheckedReference``): it is let go of when it is deleted."""

    _inherit = "collections.worklist.item"

    @api.model
    def _let_go(self, records, *columns):
        """Empty ``columns`` of the items that refer to ``records``, which are about to be deleted."""
        self.flush_model(columns)
        for name in map(SQL.identifier, columns):
            self.env.cr.execute(
                SQL("UPDATE collections_worklist_item SET %s = NULL WHERE %s = ANY(%s)", name, name, records.ids)
            )
        self.invalidate_model(columns)

    @api.model
    def _delete_of(self, column, records):
        """Items of ``records``, which are about to be deleted, go with them."""
        self.search([(column, "in", records.ids)]).unlink()


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    @api.ondelete(at_uninstall=True)
    def _unlink_items(self):
        self.env["collections.worklist.item"].sudo()._delete_of("account_id", self)


class CollectionsRun(models.Model):
    _inherit = "collections.run"

    @api.ondelete(at_uninstall=True)
    def _unlink_items(self):
        self.env["collections.worklist.item"].sudo()._delete_of("run_id", self)


class CollectionsGroup(models.Model):
    _inherit = "collections.group"

    @api.ondelete(at_uninstall=True)
    def _unlink_from_items(self):
        self.env["collections.worklist.item"]._let_go(self, "group_id")


class CollectionsSegment(models.Model):
    _inherit = "collections.segment"

    @api.ondelete(at_uninstall=True)
    def _unlink_from_items(self):
        self.env["collections.worklist.item"]._let_go(self, "segment_id")


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.ondelete(at_uninstall=True)
    def _unlink_from_items(self):
        self.env["collections.worklist.item"]._let_go(self, *WORKERS)
