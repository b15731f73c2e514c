from contextlib import nullcontext
from functools import partial

from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.named_columns import named_columns
from ..foundation import answers, bulk, prepared


class CollectionsAccount(models.Model):
    """What is derived about accounts: layers laid over each other, then written, or kept beside.

    A layer is a method called with (company, key_date, source, ids). It gives ``(columns, tables)``: a dict column ->
    SQL (None: as ``account`` has it), and the SQL of a FROM list over which these speak, in which ``account`` is each
    row of ``source`` once.
    """

    _inherit = "collections.account"

    # ------------------------------------------------------------------------------------------------------- questions
    @api.model
    def _questions(self, company, ids):
        """What is to be known before accounts ``ids`` of ``company`` are derived: pairs of a method that gives SQL of
        one value, without reading anything, and its arguments. Contexts add theirs.
        """
        return [(self._agreed_anything, (company, ids))]

    @api.model
    def _ask_ahead(self, company, key_date, ids):
        """All answers by their keys, in one statement: of some accounts to ask takes longer than to answer."""
        if ids is None:
            return {}
        of_ids = ids
        if prepared.is_on(self.env.cr):
            prepared.give(self.env.cr, {prepared.IDS.name: list(ids), prepared.KEY_DATE.name: key_date})
            of_ids = prepared.IDS

        def composed():
            questions = self._questions(company, of_ids)
            return SQL("SELECT %s", SQL(", ").join(SQL("(%s)", question(*args)) for question, args in questions))

        [found] = prepared.query(self.env, prepared.kept(self.env, (self._ask_ahead.__name__, company.id), composed))
        keys = (_key(question, *args) for question, args in self._questions(company, ids))
        return dict(zip(keys, found, strict=True))

    @api.model
    def _answer(self, question, *args):
        """What the SQL of ``question(*args)`` gives, one of ``_questions``."""
        known, key = answers.known(self.env.cr), _key(question, *args)
        if key in known:
            return known[key]
        [(answer,)] = prepared.query(self.env, SQL("SELECT (%s)", question(*args)))
        return answer

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
        with (
            prepared.planned_once(self.env, ids, bulk.FEW_ROWS),
            answers.told(self.env.cr, accounts._ask_ahead(company, key_date, ids)),
        ):
            if ids is None or accounts._answer(accounts._agreed_anything, company, ids):
                accounts._settle(company, key_date, ids)
            return accounts._write_layers(company, key_date, ids)

    @api.model
    def _write_layers(self, company, key_date, ids):
        with bulk.reading(self.env.cr, ids):
            if prepared.is_on(self.env.cr):
                return self._write_few(company, key_date, ids)
            accounts = self._bringing_forward(company, key_date) if ids is None else self
            layers = accounts._layers(company)
            portions = accounts._portions(layers) if ids is None else accounts._steps(layers)
            return sum(
                accounts._write_portion(part, company, key_date, source, ids)
                for portion in portions
                for part, source in accounts._branches(portion, company, ids)
            )

    @api.model
    def _write_few(self, company, key_date, ids):
        """What does not follow from settings is said of other accounts in the same words."""
        self.env.flush_all()  # what was settled
        prepared.give(self.env.cr, self._given(company, key_date, ids))
        settled, source, written = self._layers_settled(), self._stored(company, SQL("id = ANY(%s)", prepared.IDS)), 0
        for layers in self._steps(self._layers(company)):
            if layers[0] in settled:
                key = (*(layer.__name__ for layer in layers), company.id)
                compose = partial(self._rows, layers, company, prepared.KEY_DATE, source, prepared.IDS)
                written += bulk.update_kept(self, key, compose)
            else:
                written += self._write_portion(layers, company, key_date, source, prepared.IDS)
        return written

    @api.model
    def _given(self, company, key_date, ids):
        """Values of each ``prepared.Given`` in the layers, by name. Contexts add theirs."""
        return {prepared.IDS.name: list(ids), prepared.KEY_DATE.name: key_date}

    @api.model
    def _layers_settled(self):
        """Layers that read nothing while they compose what they say: no settings, no accounts. Contexts add theirs.

        They put key date and ids into SQL and do not look at them: of a few accounts both are given later.
        """
        return []

    @api.model
    def _write_portion(self, layers, company, key_date, source, ids):
        """One UPDATE for layers that need not be written for each other: each of them rewrites rows as a whole."""
        columns, rows = self._rows(layers, company, key_date, source, ids)
        among = SQL("target.company_id = %s", company.id) if ids is None else None
        with self._reading_portion(layers, ids):
            return bulk.update_changed(self, columns, rows, among)

    @api.model
    def _reading_portion(self, layers, ids=None):
        """Context manager around the statement of ``layers``: a seam for who knows how much it reads."""
        return nullcontext()

    @api.model
    def _rows(self, layers, company, key_date, source, ids):
        """Columns that ``layers`` give, and SQL of ``id`` and these of each account of ``source``."""
        columns, source = self._stack(layers, company, key_date, source, ids)
        return columns, SQL("SELECT id, %s FROM %s AS account", bulk.columns_of("account", tuple(columns)), source)

    @api.model
    def _settle(self, company, key_date, ids=None):
        """Judge from the ledger what was agreed with these accounts, before their figures are derived: a seam.

        Constant number of statements, and only what changes is written. Does nothing here.

        :param ids: of accounts; None for all of the root company
        """

    @api.model
    def _settled_relations(self):
        """Names of the one2many fields of what is settled. Contexts add theirs."""
        return []

    @api.model
    def _agreed_anything(self, company, ids):
        """SQL: whether there is anything to be settled of ``ids``: of most customers there is not."""
        kinds = [
            SQL(
                "EXISTS (SELECT FROM %s WHERE %s = ANY(%s))",
                SQL.identifier(self.env[field.comodel_name]._table),
                SQL.identifier(field.inverse_name),
                bulk.int_array(ids),
            )
            for field in map(self._fields.get, self._settled_relations())
        ]
        return SQL(" OR ").join(kinds) if kinds else SQL("FALSE")

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
        with bulk.reading(self.env.cr):
            accounts = self._judging()._bringing_forward(company, key_date)
            return accounts._lay(f"as_of_{company.id}_{key_date:%Y%m%d}", accounts._layers(company), company, key_date)

    @api.model
    def _lay(self, name, layers, company, key_date, source=None, tell=lambda part: None, wanted=()):
        """Put ``layers`` over ``source`` (None for what is stored), and keep what comes of it.

        :param name: of the tables, different for each use in a transaction
        :param tell: called with the part that is done, 1 at the end
        :param wanted: columns of which the last table is to have no others
        :return: SQL of the last table
        """
        portions = self._portions(layers)
        for number, portion in enumerate(portions, 1):
            branches = [(portion, source)] if source else self._branches(portion, company)
            stacked = [self._stack(part, company, key_date, rows)[1] for part, rows in branches]
            with self._reading_portion(portion):
                columns = wanted if portion is portions[-1] else ()
                source = self._keep(f"{name}_{number}", self._together(stacked), columns)
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
        """The model as the layers use it: rights and filters of the caller change nothing, archived is switched off.

        No accounts: amounts in conditions would be told in all of their currencies.
        """
        return self.browse().sudo().with_context(active_test=True)

    @api.model
    def _asking(self, company, key_date):
        """The model as conditions are asked of it: company, day, clock and language are those of the company, and not
        of who has its customers derived.
        """
        company = company.with_context(prefetch_fields=False)  # not all there is of the company, and of its partner
        surroundings = {"tz": company._collections_tz(), "lang": company.sudo().partner_id.lang}
        return self.with_company(company).with_context(collections_key_date=key_date, **surroundings)

    @api.model
    def _surroundings(self):
        """In what the same words may mean something else."""
        return self.env.context.get("tz"), self.env.lang

    @api.model
    def _bringing_forward(self, company, key_date):
        """The model as layers over all accounts of ``company`` use it: a seam for what is known as of a day before.

        Called while ``bulk.reading`` all rows.
        """
        return self

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
    def _steps(self, layers):
        """``layers`` as lists of those that one statement about a few accounts holds: planning is what takes time then,
        and grows faster than the statement, but what does not follow from settings adds little to it.
        """
        settled, rereading, steps = self._layers_settled(), self._rereading(), []
        for layer in layers:
            if not steps or layer not in settled or layer in rereading:
                steps.append([])
            steps[-1].append(layer)
        return steps

    @api.model
    def _branches(self, layers, company, ids=None):
        """Pairs (layers, SQL of stored accounts) that together give what ``layers`` give.

        A seam for who knows that some accounts need not go through all of them.
        """
        return [(layers, self._stored(company, None if ids is None else SQL("id = ANY(%s)", list(ids))))]

    @api.model
    def _stored(self, company, among=None):
        """SQL: the accounts of ``company`` as they are stored; those of whom the SQL condition ``among`` holds."""
        among = among or SQL("TRUE")
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
        others = {name: value for name, value in columns.items() if value is not None}
        kept = tuple(name for name in self._column_names() if name not in others)
        return SQL("(SELECT %s, %s FROM %s)", bulk.columns_of("account", kept), named_columns(others), tables)

    @api.model
    def _together(self, sources):
        """SQL: the rows of all of ``sources``, each with the columns of the model."""
        if len(sources) == 1:
            return sources[0]
        columns = bulk.columns_of("account", tuple(self._column_names()))
        return SQL(
            "(%s)", SQL(" UNION ALL ").join(SQL("SELECT %s FROM %s AS account", columns, rows) for rows in sources)
        )

    @api.model
    def _column_names(self):
        return [name for name, field in self._fields.items() if field.store and field.column_type]

    @api.model
    def _judged_relations(self, company, key_date, ids):
        """Rows of one2many fields that conditions ask for, of the accounts of ``company`` or ``ids`` of them.

        :return: dict field -> function that gives their SQL (see ``queries.domain_mask``). Contexts add theirs.
        """
        return {}


def _key(question, company, ids=None):
    return question.__name__, company.id, None if ids is None else tuple(ids)
