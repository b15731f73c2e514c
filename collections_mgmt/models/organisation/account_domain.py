import ast
from contextlib import contextmanager

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

# what reading a text as a condition, or asking the database about it, can end in
UNREADABLE = (SyntaxError, TypeError, AttributeError, KeyError, ArithmeticError, RecursionError, MemoryError)
UNREADABLE += (psycopg2.Error, UserError)


class CollectionsAccountDomain(models.AbstractModel):
    """A record that chooses collection accounts by a domain, with a live count and a list to look at."""

    _name = "collections.account.domain"
    _description = "Choice of Collection Accounts"

    domain = fields.Char(
        string="Condition",
        default="[]",
        required=True,
        help="Which customers this is about. All day counts are relative to the key date of the work list.",
    )
    account_count = fields.Integer(
        string="Customers", compute="_compute_account_count", help="Customers that satisfy the condition now."
    )

    @api.depends("domain")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_account_count(self):
        for record in self:
            try:
                record.account_count = record._count_accounts()
            except ValueError:  # an unfinished condition is no error while it is being typed
                record.account_count = 0

    takes_all = fields.Boolean(compute="_compute_takes_all", help="The condition asks for nothing: everybody matches.")

    @api.depends("domain")
    def _compute_takes_all(self):
        for record in self:
            try:
                record.takes_all = record._account_domain().is_true()
            except UNREADABLE + (ValueError,):
                record.takes_all = False

    @api.constrains("domain")
    def _check_domain(self):
        for record in self:
            try:
                record._ask_for_accounts()
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The condition of “%(name)s” cannot be read: %(error)s", name=record.display_name, error=error
                    )
                ) from error
            record._check_judged_before()
            record._check_no_clock()

    def _check_judged_before(self):
        """Refuse what is known only after the condition is judged, or is another thing for each user (B10)."""
        later, accounts = self._judged_later(), self.env["collections.account"]
        for model, name in self._fields_asked(self._account_domain(), accounts):
            if model != accounts:  # also found again by a path that leads back, as over its open items
                continue
            if name in later or name.startswith(("message_", "activity_", "my_")):
                raise ValidationError(
                    self.env._(
                        "The condition of “%(name)s” asks for “%(field)s”, which is known only after it: "
                        "the list would be another one each time.",
                        name=self.display_name,
                        field=name,
                    )
                )

    def _fields_asked(self, domain, model):
        """(model, field name) of all that a condition asks for, on the paths and however deep it is nested."""
        for condition in domain.iter_conditions():
            asked = model
            for name in condition.field_expr.split("."):
                yield asked, name
                field = asked._fields.get(name)
                asked = self.env[field.comodel_name] if field and field.relational else asked.browse()
            if condition.operator in ("any", "not any"):
                yield from self._fields_asked(Domain(condition.value), asked)

    @api.model
    def _judged_later(self):
        """Fields of the account that no condition may ask for. Contexts add theirs."""
        return set()

    def _count_accounts(self):
        """How many customers satisfy the condition now.

        :raise ValueError: when it cannot be read
        """
        with self._being_read():
            return self.env["collections.account"].search_count(self._account_domain())

    def _ask_for_accounts(self):
        """Ask the database how it would find the customers, since types are its matter; it need not find them.

        :raise ValueError: when it cannot be read
        """
        with self._being_read():
            query = self.env["collections.account"]._search(self._account_domain())
            self.env.execute_query(SQL("EXPLAIN %s", query.select()))

    @contextmanager
    def _being_read(self):
        """Whatever shows that a condition cannot be read is a ValueError, and the transaction goes on."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                yield
        except UNREADABLE as error:
            raise ValueError(str(error).strip()) from error

    def _check_no_clock(self):
        """Refuse dates relative to the clock: a list for a key date must be the same whenever it is made (B10)."""
        for value in self._date_values(self._account_domain(), self.env["collections.account"]):
            if isinstance(value, str) and not value[:1].isdigit():
                raise ValidationError(
                    self.env._(
                        "The condition of “%(name)s” uses the date “%(value)s”, which follows the clock. "
                        "Use a field that counts days instead (for example “Days Since Last Payment”): "
                        "it is counted from the key date of the work list.",
                        name=self.display_name,
                        value=value,
                    )
                )

    def _date_values(self, domain, model):
        """Values that dates and times are compared with, however deep they are nested."""
        for condition in domain.iter_conditions():
            field = self._field_at(model, condition.field_expr)
            if field and condition.operator in ("any", "not any"):
                yield from self._date_values(Domain(condition.value), self.env[field.comodel_name])
            elif field and field.type in ("date", "datetime"):
                value = condition.value
                yield from [value] if isinstance(value, str | bool | int | float) else value or []

    def _field_at(self, model, path):
        """The field that ``path`` ends in; None when it asks for a part of a date, such as its month."""
        *relations, last = path.split(".")
        for name in relations:
            field = model._fields[name]
            if not field.relational:
                return None
            model = self.env[field.comodel_name]
        return model._fields.get(last)

    def _account_domain(self):
        """The condition as a ``Domain`` on collection accounts."""
        self.ensure_one()
        return self._as_domain(self.domain)

    @api.model
    def _as_domain(self, words):
        return Domain(ast.literal_eval(words or "[]"))  # a condition is data, not code

    @api.model
    def _last(self, conditions):
        """Whether what conditions say in SQL follows from their words: it does when they ask for columns alone."""
        accounts, domains = self.env["collections.account"], map(self._as_domain, conditions)
        asked = (model._fields.get(name) for domain in domains for model, name in self._fields_asked(domain, accounts))
        return all(field is not None and field.store for field in asked)

    def action_view_accounts(self):
        """Show the customers that satisfy the condition now."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_account_action")
        action.update(domain=list(self._account_domain()), context={}, display_name=self.display_name)
        return action
