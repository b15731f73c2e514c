from odoo import api, fields, models
from odoo.tools import SQL

from ..foundation import bulk, prepared


class CollectionsAccount(models.Model):
    """What is derived about accounts: layers laid over each other, then written, or kept beside.

    A layer is a method called with (company, key_date, source, ids). It gives ``(columns, tables)``: a dict column ->
    SQL, and the SQL of a FROM list over which these speak, in which ``account`` is each row of ``source`` once.
    """

    _inherit = "collections.account"

    # --------------------------------------------------------------------------------------------------------- written
    def _refresh_now(self):
        """Derive these accounts anew, as of the day they were last derived for."""
        self.flush_recordset()
        for company, accounts in self.grouped("company_id").items():
            self._refresh(company, accounts._last_key_date(), accounts.ids)

    def _last_key_date(self):
        return fields.Date.context_today(self)

    @api.model
    def _classify_companies(self):
        """Derive the accounts of the companies in use anew, after a change of configuration."""
        for company in self.env.companies.root_id:
            self._refresh(company, fields.Date.context_today(self))

    @api.model
    def _refresh(self, company, key_date, ids=None):
        """Write everything derived as of ``key_date``, for all accounts of a root company or for ``ids``.

        The number of statements is constant; unchanged rows are not rewritten.

        :return: number of rows rewritten
        """
        accounts = self._judging()
        # what follows reads the ledger and all parameters: what was booked or set a moment ago counts
        self.env.flush_all()
        with prepared.planned_once(self.env, ids):
            accounts._settle(company, key_date, ids)
            return accounts._write_layers(company, key_date, ids)

    @api.model
    def _write_layers(self, company, key_date, ids):
        with bulk.reading(self.env.cr, ids):
            layers = self._layers(company)
            # of a few accounts planning is what takes time, and grows faster than the statement
            portions = self._portions(layers) if ids is None else [[layer] for layer in layers]
            return sum(self._write_portion(portion, company, key_date, ids) for portion in portions)

    @api.model
    def _write_portion(self, layers, company, key_date, ids):
        """One UPDATE for layers that need not be written for each other: each of them rewrites rows as a whole."""
        columns, source = self._stack(layers, company, key_date, self._stored(company, ids), ids)
        rows = SQL("SELECT id, %s FROM %s AS account", bulk.columns_of("account", tuple(columns)), source)
        among = SQL("target.company_id = %s", company.id) if ids is None else None
        return bulk.update_changed(self, columns, rows, among)

    @api.model
    def _settle(self, company, key_date, ids=None):
        """Judge from the ledger what was agreed with these accounts, before their figures are derived: a seam.

        Constant number of statements, and only what changes is written. Does nothing here.

        :param ids: of accounts; None for all of the root company
        """

    @api.model
    def _settle_those(self, relation, settle, ids):
        """Call ``settle`` with those of ``ids`` that have rows in the one2many field ``relation``, if any.

        To judge what is not there would take ten times as long as to see that it is not.

        :param ids: of accounts; None for all of the root company, if anybody has such rows
        """
        field = self._fields[relation]
        table, account = SQL.identifier(self.env[field.comodel_name]._table), SQL.identifier(field.inverse_name)
        if ids is None:
            if self.env.execute_query(SQL("SELECT 1 FROM %s LIMIT 1", table)):
                settle(None)
            return
        found = SQL("SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s)", account, table, account, list(ids))
        if rows := self.env.execute_query(found):
            settle([account_id for (account_id,) in rows])

    # ----------------------------------------------------------------------------------------------------- kept beside
    @api.model
    def _as_of(self, company, key_date):
        """The accounts as they would be on ``key_date``, without writing to them.

        :return: SQL of a table with the columns of this model, there until the end of the transaction
        """
        self.env.flush_all()
        accounts = self._judging()
        with bulk.reading(self.env.cr):
            return accounts._lay(f"as_of_{company.id}_{key_date:%Y%m%d}", accounts._layers(company), company, key_date)

    @api.model
    def _lay(self, name, layers, company, key_date, source=None, tell=lambda part: None, wanted=()):
        """Put ``layers`` over ``source`` (None for what is stored), and keep what comes of it.

        :param name: of the tables, different for each use in a transaction
        :param tell: called with the part that is done, 1 at the end
        :param wanted: columns of which the last table is to have no others
        :return: SQL of the last table
        """
        source = source or self._stored(company)
        portions = self._portions(layers)
        for number, portion in enumerate(portions, 1):
            _columns, stacked = self._stack(portion, company, key_date, source)
            source = self._keep(f"{name}_{number}", stacked, wanted if portion is portions[-1] else ())
            tell(number / len(portions))
        return source

    @api.model
    def _keep(self, name, source, wanted=()):
        """SQL: the rows of ``source`` in a table that goes with the transaction, with statistics of what is joined.

        :param wanted: columns to be kept; none for all
        """
        table = SQL.identifier(f"{self._table}_{name}")
        keys = [key for key, field in self._fields.items() if field.store and field.type == "many2one"]
        columns = SQL(", ").join(map(SQL.identifier, wanted)) if wanted else SQL("*")
        rows = SQL("SELECT %s FROM %s AS account", columns, source)
        bulk.keep(self.env.cr, table, rows, [key for key in ["id", *keys] if not wanted or key in wanted])
        return table

    # ---------------------------------------------------------------------------------------------------------- layers
    @api.model
    def _judging(self):
        """The model as the layers use it: rights and filters of the caller change nothing, archived is switched off."""
        return self.sudo().with_context(active_test=True)

    @api.model
    def _layers(self, company):
        """Layers in the order of derivation; contexts put theirs before or after."""
        return []

    @api.model
    def _rereading(self):
        """Layers that read the accounts more than once: what is below them must be written or kept. Contexts add."""
        return []

    @api.model
    def _portions(self, layers):
        """``layers`` as lists of those that one statement can hold."""
        rereading, portions = self._rereading(), []
        for layer in layers:
            if not portions or layer in rereading:
                portions.append([])
            portions[-1].append(layer)
        return portions

    @api.model
    def _stored(self, company, ids=None):
        """SQL: the accounts of ``company`` as they are stored, or ``ids`` of them."""
        among = SQL("TRUE") if ids is None else SQL("id = ANY(%s)", list(ids))
        return SQL("(SELECT * FROM %s WHERE company_id = %s AND %s)", SQL.identifier(self._table), company.id, among)

    @api.model
    def _stack(self, layers, company, key_date, source, ids=None):
        """``layers`` over ``source`` in one statement.

        :return: names of the columns they give, and SQL of the rows
        """
        names = []
        for layer in layers:
            columns, tables = layer(company, key_date, source, ids)
            names += [name for name in columns if name != "id"]
            source = self._overlay(columns, tables)
        return names, source

    @api.model
    def _overlay(self, columns, tables):
        """SQL: the accounts in ``tables`` with ``columns`` in the place of their own."""
        kept = (name for name, field in self._fields.items() if field.store and field.column_type)
        taken = [SQL("%s AS %s", value, SQL.identifier(name)) for name, value in columns.items()]
        names = [bulk.columns_of("account", tuple(name for name in kept if name not in columns)), *taken]
        return SQL("(SELECT %s FROM %s)", SQL(", ").join(names), tables)

    @api.model
    def _judged_relations(self, company, key_date, ids):
        """Rows of one2many fields that conditions ask for, of the accounts of ``company`` or ``ids`` of them.

        :return: dict field -> function that gives their SQL (see ``queries.domain_mask``). Contexts add theirs.
        """
        return {}
