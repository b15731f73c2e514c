from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date
from odoo.tools.misc import formatLang


class Input(NamedTuple):
    """One thing a condition asks of an account: the name of the field, its value, and what is asked for."""

    label: str
    value: str
    asked: str


class CollectionsAccountDomain(models.AbstractModel):
    """A condition in words, with what it finds on an account."""

    _inherit = "collections.account.domain"

    @api.model
    def _inputs(self, domain, account, unknown=()):
        """What a condition asks of an account, and what it finds there.

        :param account: a record, saved or as of another day
        :param unknown: names of fields without a value, which a record shows as zero
        :return: list of ``Input``, in the order of the condition
        """
        return [
            Input(self._label(account, path), self._found(account, path, operator, value, unknown), asked)
            for (path, operator, value), asked in self._questions(account, domain)
        ]

    @api.model
    def _words(self, domain):
        """A condition on accounts in one line of words."""
        return self._phrases(self.env["collections.account"], domain) or self.env._("everybody")

    @api.model
    def _phrases(self, model, domain):
        return ", ".join(
            self.env._("%(field)s %(asked)s", field=self._label(model, path), asked=asked)
            for (path, _operator, _value), asked in self._questions(model, domain)
        )

    @api.model
    def _questions(self, model, domain):
        """Each comparison of a condition with its wording."""
        for (path, operator, value), negated in _comparisons(iter(list(Domain(domain)))):
            if not isinstance(path, str):  # everybody
                continue
            asked = self._asked(model, path, operator, value)
            yield (path, operator, value), self.env._("not: %s", asked) if negated else asked

    @api.model
    def _label(self, model, path):
        """The names of the fields on a path, as people see them."""
        labels = []
        for name in path.split("."):
            description = model.fields_get([name], ["string"])
            labels.append(description[name]["string"] if name in description else name)
            field = model._fields.get(name)
            model = self.env[field.comodel_name] if field and field.relational else model
        return ", ".join(labels)

    @api.model
    def _found(self, account, path, operator, value, unknown):
        """The value of the account; of related records the number that satisfy the nested condition."""
        field = self._field_at(account, path)
        if operator in ("any", "not any"):
            return self.env._("%s match", self._count_related(account, path, Domain(value)))
        if field is None:
            return self.env._("none")
        if path in unknown:
            counts_as_zero = field.type in ("integer", "float", "monetary")
            return self.env._("none, counts as 0") if counts_as_zero else self.env._("none")
        values = account.mapped(path)
        if isinstance(values, models.BaseModel):
            return ", ".join(values.mapped("display_name")) or self.env._("none")
        return ", ".join(self._worded(account, field, found) for found in values)

    @api.model
    def _count_related(self, account, path, domain):
        field = account._fields[path]
        if field.type != "one2many":
            return len(account[path].filtered_domain(domain))
        # counted by the database, as of the day of the account: a customer may have thousands of open items
        related = self.env[field.comodel_name].with_context(collections_key_date=account.key_date)
        return related.search_count(Domain(field.inverse_name, "=", account._origin.id) & domain)

    @api.model
    def _asked(self, model, path, operator, value):
        """What a comparison asks for, without the name of its field."""
        if operator in ("any", "not any"):
            related = self.env[self._field_at(model, path).comodel_name]
            asked = self._phrases(related, value)
            return self.env._("one with %s", asked) if operator == "any" else self.env._("none with %s", asked)
        field = self._field_at(model, path)
        if value is False and (field is None or field.type != "boolean"):
            return self.env._("any") if operator == "!=" else self.env._("none")
        several = value if isinstance(value, list | tuple | set) else [value]
        text = ", ".join(self._worded(model, field, each) for each in several)
        wording = {
            "=": text,
            ">=": self.env._("%s or more", text),
            ">": self.env._("more than %s", text),
            "<=": self.env._("%s or less", text),
            "<": self.env._("less than %s", text),
            "!=": self.env._("not %s", text),
            "in": self.env._("one of %s", text),
            "not in": self.env._("none of %s", text),
            "ilike": self.env._("contains “%s”", text),
            "not ilike": self.env._("does not contain “%s”", text),
        }
        return wording.get(operator) or f"{operator} {text}"

    @api.model
    def _worded(self, model, field, value):
        """A value of a field as people read it."""
        if value is False and field.type != "boolean":
            return self.env._("none")
        if field.type == "monetary":
            return format_amount(self.env, value, self._currency(model))
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "float":
            return formatLang(self.env, value, digits=0 if value == int(value) else 1)
        if field.type == "integer":
            return formatLang(self.env, value, digits=0)
        if field.relational and isinstance(value, int):
            return self.env[field.comodel_name].browse(value).exists().display_name or str(value)
        return str(value)

    @api.model
    def _currency(self, model):
        """That of the account; what is asked for by a mere rule is in the currency of the company."""
        return model.currency_id[:1] if model._name == "collections.account" and model else self.env.company.currency_id


def _comparisons(tokens, negated=False):
    """Comparisons of a domain in prefix notation, each with whether it is negated."""
    token = next(tokens)
    if token == "!":
        yield from _comparisons(tokens, not negated)
    elif token in ("&", "|"):
        yield from _comparisons(tokens, negated)
        yield from _comparisons(tokens, negated)
    else:
        yield token, negated
