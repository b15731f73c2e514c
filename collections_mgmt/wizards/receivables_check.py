"""Reading the file of an import and saying what is in it, before anything is written."""

import base64
from typing import NamedTuple

from odoo import models
from odoo.tools import format_date, formatLang

from ..calc import aging
from ..calc.receivables_customer import customers_of
from ..calc.receivables_file import FIELDS, FileRefused, guess_fields, label, map_columns, parse_rows, read_table
from ..calc.receivables_summary import open_by_currency

SHOWN_ERRORS = 100


class Receivables(NamedTuple):
    """A file that may be loaded: its rows and customers, and what a reader should know about it."""

    rows: list
    customers: dict
    unknown_columns: tuple
    odd_phones: list


class CollectionsImport(models.Model):
    _inherit = "collections.import"

    def _check(self):
        """Read the file; the record says afterwards what is in it or why it is refused.

        :return: the ``Receivables``, or None when refused
        """
        try:
            receivables = self._read()
        except FileRefused as refused:
            self._set_refused(str(refused))
            return None
        summary = [*self._describe_known(receivables.rows), self._describe(receivables)]
        self._set_checked("\n".join(summary), len(receivables.rows))
        return receivables

    def _read(self):
        """Parse the file with the columns and the date format chosen.

        :raise FileRefused: with one sentence, or one line per bad row
        """
        table = read_table(self.filename or "", base64.b64decode(self.with_context(bin_size=False).file or b""))
        if not self.column_ids:
            self._propose_columns(table)
        columns = map_columns(table.header, self._chosen_columns())
        rows, errors = parse_rows(
            table,
            columns,
            default_currency=self.company_id.currency_id.name,
            decimals=self._currency_decimals(),
            date_format=self.date_format or None,
        )
        customers, customer_errors, odd_phones = customers_of(rows, self._default_country(), self._country_codes())
        if errors or customer_errors:
            raise FileRefused(self._describe_errors(sorted(errors + customer_errors)))
        return Receivables(rows, customers, columns.unknown, odd_phones)

    def _propose_columns(self, table):
        """List the columns with the field each name suggests, for the user to correct."""
        self.column_ids = [
            (0, 0, {"sequence": index, "name": name or "?", "sample": str(sample or "")[:60], "field": field or False})
            for index, (name, sample, field) in enumerate(
                zip(table.header, table.rows[0].cells, guess_fields(table.header), strict=False)
            )
        ]

    def _chosen_columns(self):
        """The columns as they stand in the form: the whole truth, nothing is guessed beyond them."""
        used = self.column_ids.filtered("field")
        for field, columns in used.grouped("field").items():
            if len(columns) > 1:
                names = ", ".join(columns.mapped("name"))
                raise FileRefused(
                    self.env._("%(field)s is in several columns: %(names)s.", field=label(field), names=names)
                )
        chosen = {column.field: column.name for column in used}
        return {field: chosen.get(field) for field in FIELDS}

    def _currency_decimals(self):
        """Decimals of every currency there is, in use or not."""
        currencies = self.env["res.currency"].with_context(active_test=False).search([("name", "!=", False)])
        return {currency.name: currency.decimal_places for currency in currencies}

    def _default_country(self):
        return (self.company_id.account_fiscal_country_id or self.company_id.country_id).code or ""

    def _country_codes(self):
        return set(self.env["res.country"].search([("code", "!=", False)]).mapped("code"))

    # --- texts --------------------------------------------------------------------------------------------------------

    def _describe_errors(self, errors):
        """One line per bad row, in the order of the file."""
        texts = [self._describe_error(line, reason) for line, reason in errors[:SHOWN_ERRORS]]
        if len(errors) > SHOWN_ERRORS:
            texts.append(self.env._("... and %s more.", len(errors) - SHOWN_ERRORS))
        return "\n".join(texts)

    def _describe_error(self, line, reason):
        """An error of line 0 concerns the whole file."""
        if not line:
            return reason[0].upper() + reason[1:]
        return self.env._("Line %(line)s: %(reason)s", line=line, reason=reason)

    def _describe(self, receivables):
        """What is in the file, and what of it is open on the key date."""
        later = sum(row.invoice_date > self.key_date for row in receivables.rows)
        lines = [
            self.env._(
                "%(rows)s rows of %(customers)s customers.",
                rows=len(receivables.rows),
                customers=len(receivables.customers),
            )
        ]
        if later:
            lines.append(self.env._("%s rows are dated after the key date and are left out.", later))
        lines += self._describe_open(receivables.rows)
        if receivables.unknown_columns:
            lines.append(self.env._("Columns not used: %s.", ", ".join(receivables.unknown_columns)))
        if receivables.odd_phones:
            lines.append(
                self.env._(
                    "%(count)s telephone numbers cannot be recognised and are kept as written (customers %(numbers)s).",
                    count=len(receivables.odd_phones),
                    numbers=", ".join(receivables.odd_phones[:5]),
                )
            )
        return "\n".join(lines)

    def _describe_known(self, rows):
        """What an earlier import brought already, and is not loaded twice."""
        rows = [row for row in rows if row.invoice_date <= self.key_date]
        known = self._for_loading()._known_records("account.move", "invoice", [row.document for row in rows])
        if not known:
            return []
        if len(known) == len(rows):
            return [
                self.env._(
                    "All %s documents are there already: nothing new would be loaded but what was paid since.",
                    len(rows),
                )
            ]
        return [
            self.env._(
                "%(known)s of %(all)s documents are there already: of these, only what was paid since is loaded.",
                known=len(known),
                all=len(rows),
            )
        ]

    def _describe_open(self, rows):
        """Open total and ageing per currency."""
        limits = self.company_id.root_id._collections_aging_limits()
        lines = []
        for code, found in open_by_currency(rows, self.key_date, limits).items():
            currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)], limit=1)
            lines.append(
                self.env._(
                    "Open on %(date)s: %(total)s in %(count)s documents, by days overdue:",
                    date=format_date(self.env, self.key_date),
                    total=self._amount(found.total, currency),
                    count=found.count,
                )
            )
            lines += [
                f"    {label}: {self._amount(amount, currency)}"
                for label, amount in zip(aging.labels(limits), found.buckets, strict=True)
                if amount
            ]
        return lines or [self.env._("Nothing is open on %s.", format_date(self.env, self.key_date))]

    def _amount(self, amount, currency):
        return f"{formatLang(self.env, float(amount), digits=currency.decimal_places)} {currency.name}"
