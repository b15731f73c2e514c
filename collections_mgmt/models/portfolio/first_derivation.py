from odoo import api, models
from odoo.tools import SQL

from ..foundation import bulk


class CollectionsAccount(models.Model):
    """Accounts that were never derived are written once, not layer by layer.

    Within one transaction each writing leaves the row as it was behind: a table five times its size, which every later
    run would read.
    """

    _inherit = "collections.account"

    @api.model
    def _refresh(self, company, key_date, ids=None):
        if ids is None and self._mostly_new(company):
            self._settle(company, key_date)
            return self._write_at_once(company, key_date)
        return super()._refresh(company, key_date, ids)

    @api.model
    def _mostly_new(self, company):
        self.flush_model(["key_date", "company_id"])
        [(mostly,)] = self.env.execute_query(
            SQL(
                "SELECT COUNT(*) FILTER (WHERE key_date IS NULL) * 2 > COUNT(*)"
                " FROM collections_account WHERE company_id = %s",
                company.id,
            )
        )
        return mostly

    @api.model
    def _write_at_once(self, company, key_date):
        """The layers laid over each other, and the last one written."""
        accounts = self._judging()
        columns = sorted(name for name in self._derived_fields() if self._fields[name].column_type)
        rows = SQL(
            "SELECT id, %s FROM %s AS account WHERE company_id = %s",
            SQL(", ").join(map(SQL.identifier, columns)),
            accounts._as_of(company, key_date),
            company.id,
        )
        with bulk.reading(self.env.cr):
            return bulk.update_changed(accounts, columns, rows)
