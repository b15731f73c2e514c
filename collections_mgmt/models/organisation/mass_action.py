"""Mass actions over customers: how they are chosen, and what is written on them. The kinds follow in files below."""

import ast

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger
from odoo.tools.misc import clean_context

from .account_domain import UNREADABLE


class CollectionsMassAction(models.Model):
    """Chooses accounts by a condition; its values are settings of the account, by the names of their fields.

    Contexts may add values that live elsewhere (``_value_columns``, ``_value_joins``, ``_write_values``).
    """

    _inherit = "collections.mass.action"
    _record_model = "collections.account"

    domain = fields.Char(
        string="Customers", default="[]", required=True, help="Which customers it is about; those you may change."
    )
    chosen_count = fields.Integer(
        string="Chosen Customers", compute="_compute_chosen_count", help="Chosen one by one in a list."
    )

    @api.depends("domain")
    def _compute_chosen_count(self):
        for action in self:
            action.chosen_count = len(action._chosen_ids())

    def _chosen_ids(self):
        """Ids of the accounts chosen one by one; empty when a condition chooses them."""
        try:
            [(name, operator, value)] = ast.literal_eval(self.domain or "[]")
        except (ValueError, *UNREADABLE):
            return []
        return value if (name, operator) == ("id", "in") and isinstance(value, list) else []

    @api.model
    def default_get(self, fields_list):
        """Started from a list of customers, it is about those."""
        values = super().default_get(fields_list)
        ids = self._active_account_ids()
        if ids and "domain" in fields_list:
            values["domain"] = str([("id", "in", ids)])
        return values

    @api.model
    def _active_account_ids(self):
        context = self.env.context
        return context.get("active_ids") if context.get("active_model") == self._record_model else None

    # ------------------------------------------------------------------------------------------------- choosing, values
    def _selection(self):
        """Query of the accounts chosen, as far as the person sees them.

        :raise UserError: when the condition cannot be read
        """
        accounts = self.env["collections.account"]
        try:
            domain = Domain(ast.literal_eval(self.domain or "[]"))  # a condition is data, not code
            return accounts._search(domain & Domain("company_id", "=", self.company_id.id))
        except (ValueError, *UNREADABLE) as error:
            raise UserError(self.env._("The choice of customers cannot be read: %s", error)) from error

    def _fill_lines(self):
        """What only the database finds wrong with the condition is told like the rest."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return super()._fill_lines()
        except psycopg2.DataError as error:
            raise UserError(self.env._("The choice of customers cannot be read: %s", error)) from error

    def _writable(self):
        """Query of the accounts whose settings the person may change."""
        rules = self.env["ir.rule"]._compute_domain("collections.account", "write") if not self.env.su else Domain.TRUE
        return self.env["collections.account"]._search(rules, bypass_access=True, active_test=False)

    def _value_columns(self):
        """Name of a value -> SQL of what it is now, over ``account`` and ``_value_joins``."""
        names = self.env["collections.account"]._assigned_fields()
        return {name: SQL("account.%s", SQL.identifier(name)) for name in sorted(names)}

    def _value_joins(self):
        return SQL()

    def _value_models(self):
        """Name of a value -> (label, model) to show it by. Values that are not in it are not shown."""
        accounts = self.env["collections.account"]
        return {
            name: (accounts._fields[name]._description_string(self.env), accounts._fields[name].comodel_name)
            for name in accounts._assigned_fields()
        }

    def _preview_values(self, after, where=None, obstacle=None):
        """SQL of the lines: chosen accounts and their values now and after.

        :param after: dict name of a value -> SQL of what it shall be
        :param where: SQL condition of those it is about; others are not looked at
        :param obstacle: SQL text: why it is not possible, NULL when it is
        """
        self.env.flush_all()
        now = self._value_columns()
        return SQL(
            """
            SELECT account.id, partner.complete_name, %(before)s, %(after)s,
                   CASE WHEN account.id IN %(writable)s THEN %(obstacle)s ELSE %(foreign)s END
              FROM collections_account account
              JOIN res_partner partner ON partner.id = account.partner_id
                   %(joins)s
             WHERE account.id IN %(chosen)s AND %(where)s
            """,
            before=self._json({name: now[name] for name in after}),
            after=self._json(after),
            writable=self._writable().subselect(),
            obstacle=obstacle or SQL("NULL::text"),
            foreign=self.env._("You do not supervise the group of this customer."),
            joins=self._value_joins(),
            chosen=self._selection().subselect(),
            where=where or SQL("TRUE"),
        )

    def _json(self, values):
        pairs = [SQL("%s, %s", name, value) for name, value in values.items()]
        return SQL("jsonb_build_object(%s)", SQL(", ").join(pairs))

    def _case(self, *conditions):
        """SQL: the text of the first condition that holds, else NULL. Conditions are (SQL, text)."""
        whens = [SQL("WHEN %s THEN %s", condition, text) for condition, text in conditions]
        return SQL("CASE %s END", SQL(" ").join(whens))

    def _values_now(self, accounts):
        """dict account id -> dict of all values as they are."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT account.id, %s FROM collections_account account %s WHERE account.id = ANY(%s)",
                self._json(self._value_columns()),
                self._value_joins(),
                accounts.ids,
            )
        )
        return dict(rows)

    # ---------------------------------------------------------------------------------------------------------- writing
    def _apply_values(self, lines):
        """Write what changes with the lines; what was there a moment before is what can be taken back."""
        accounts = self._existing(lines)
        accounts.check_access("write")
        now = self._values_now(accounts)
        wanted = {line: line._changes() for line in lines}
        for line, changes in wanted.items():
            before = {**line.before, **{name: now[line.res_id][name] for name in changes}}
            if before != line.before:
                line.sudo().before = before
        self._write_by_values({line.res_id: changes for line, changes in wanted.items()})
        self._note(lines, "before_text", "after_text")

    def _undo_values(self, lines):
        """Write ``before`` where ``after`` still stands, value by value.

        :return: the lines of which something was taken back
        """
        accounts = self._existing(lines)
        accounts.check_access("write")
        now = self._values_now(accounts)
        back = {line: self._untouched(line, now[line.res_id]) for line in lines}
        restored = lines.filtered(lambda line: back[line])
        # as it was, whoever may give it now
        self.sudo()._write_by_values({line.res_id: back[line] for line in restored})
        self._note(restored, "after_text", "before_text")
        return restored

    def _untouched(self, line, now):
        """The values to restore: those changed by the action, and by nobody since."""
        return {name: line.before[name] for name, value in line._changes().items() if now[name] == value}

    def _existing(self, lines):
        accounts = lines._records()
        if len(accounts) < len(lines):
            raise UserError(self.env._("The customer is no longer there (merged?)."))
        return accounts

    def _write_by_values(self, wanted):
        """:param wanted: dict account id -> dict of values; those alike are written at once"""
        accounts = self.env["collections.account"].with_context(clean_context(self.env.context), mail_notrack=True)
        alike = {}
        for account_id, values in wanted.items():
            alike.setdefault(tuple(sorted(values.items())), []).append(account_id)
        for values, ids in alike.items():
            self._write_values(accounts.browse(ids), dict(values))

    def _write_values(self, accounts, values):
        """Write values of many accounts. Contexts take theirs out first, then call super."""
        if values:
            accounts.write(values)

    def _note(self, lines, source, target):
        """A note on each customer, in one statement: who changed what, by which action."""
        bodies = {
            line.res_id: self.env._("%(before)s → %(after)s (by a mass action)", before=before, after=after)
            for line, before, after in ((line, line[source], line[target]) for line in lines)
            if before != after
        }
        self.env["collections.account"].browse(bodies)._message_log_batch(bodies)

    # ----------------------------------------------------------------------------------------------------------- checks
    def _check_may_give(self, given):
        self.env["collections.account"]._check_may_give(given, self.company_id)

    def _check_given(self, *names):
        """Parameters without which the kind means nothing."""
        for name in names:
            if not self[name]:
                label = self._fields[name]._description_string(self.env)
                raise UserError(self.env._("Choose “%s” first.", label))


class CollectionsMassActionLine(models.Model):
    _inherit = "collections.mass.action.line"

    def _changes(self):
        """The values that become others."""
        return {name: value for name, value in self.after.items() if self.before[name] != value}

    def _value_names(self):
        """dict value -> (its label, dict id -> name of the record it stands for)"""
        return {
            name: (label, self._record_names(name, model))
            for name, (label, model) in self.env["collections.mass.action"]._value_models().items()
        }

    def _record_names(self, name, model):
        ids = {values.get(name) for line in self for values in (line.before or {}, line.after or {})} - {None}
        records = self.env[model].sudo().browse(ids).exists()
        return {record.id: record.display_name for record in records}

    @api.model
    def _describe(self, values, names):
        """Names of the records the values stand for; with their labels where there are several."""
        shown = [
            (label, records.get(values[name]) or self.env._("none"))
            for name, (label, records) in names.items()
            if name in values
        ]
        if len(shown) == 1:
            return shown[0][1]
        return ", ".join(self.env._("%(label)s: %(name)s", label=label, name=name) for label, name in sorted(shown))
