"""A receivables list: which column is which of our fields, and its rows as values. Grain: one row, one document.

>>> table = read_table("list.csv", b"row_id,cust_number,Amount,invoice_date\\nA1,C7,12.50,2019-01-31\\n")
>>> columns = map_columns(table.header)
>>> rows, errors = parse_rows(table, columns, default_currency="USD", decimals={"USD": 2})
>>> [(row.line, row.document, row.customer_number, row.amount, row.due_date.isoformat()) for row in rows], errors
([(2, 'A1', 'C7', Decimal('12.50'), '2019-01-31')], [])
"""

import datetime
import re
from decimal import Decimal
from typing import NamedTuple

from .receivables_table import FileRefused, Line, Table, read_table  # noqa: F401  (one import for whoever reads a file)
from .receivables_values import ValueRefused, amount_style, decimals_of, to_amount, to_date, to_text

# Names a column may have, in order of preference; case, spaces, dots and underscores do not matter. A column serves one
# field only, fields in this order: an invoice number is the identity of the row unless there is a better one.
FIELDS = {
    "document": (
        "document",
        "row_id",
        "doc_id",
        "document_number",
        "document_id",
        "invoice_number",
        "invoice_no",
        "invoice_id",
    ),
    "customer_number": ("customer_number", "cust_number", "customer_id", "customer_no", "cust_no", "debtor_number"),
    "customer_name": ("customer_name", "name_customer", "customer", "name"),
    "email": ("email", "e_mail", "email_address"),
    "phone": ("phone", "phone_number", "telephone"),
    "country_code": ("country_code", "country"),
    "vat": ("vat", "vat_number", "vat_id", "tax_id"),
    "currency": ("currency", "invoice_currency", "currency_code"),
    "amount": ("amount", "total_open_amount", "invoice_amount", "amount_total", "total_amount"),
    "invoice_date": (
        "invoice_date",
        "invoice_date_est",
        "posting_date",
        "document_date",
        "document_create_date",
    ),
    "due_date": ("due_date", "due_in_date"),
    "payment_date": ("payment_date", "clear_date", "clearing_date", "settled_date", "paid_date"),
    "paid_amount": ("paid_amount", "amount_paid"),
    "open_amount": ("open_amount", "amount_open", "residual", "amount_residual"),
    "reference": ("reference", "payment_reference", "invoice_id", "ref"),
}
LABELS = {"vat": "VAT"}  # where the name of the field does not say it in words
REQUIRED = ("document", "customer_number", "amount", "invoice_date")
AMOUNTS = ("amount", "paid_amount", "open_amount")
DATES = ("invoice_date", "due_date", "payment_date")


def label(field):
    """What people call a field.

    >>> label("customer_number")
    'Customer number'
    >>> label("vat")
    'VAT'
    """
    return LABELS.get(field) or field.replace("_", " ").capitalize()


class Columns(NamedTuple):
    """``fields``: field -> index of its column; ``unknown``: names of the columns that are not used."""

    fields: dict
    unknown: tuple


class Row(NamedTuple):
    """One invoice or credit note. ``paid_amount`` has the sign of ``amount`` and is zero when nothing is paid."""

    line: int
    document: str
    customer_number: str
    customer_name: str
    email: str
    phone: str
    country_code: str
    vat: str
    currency: str
    amount: Decimal
    invoice_date: datetime.date
    due_date: datetime.date
    payment_date: datetime.date | None
    paid_amount: Decimal
    reference: str


def map_columns(header, mapping=None):
    """Find our fields in the header.

    :param mapping: field -> name of its column, or a false value for "in no column"; fields not named here are found
        by their aliases among the columns that remain
    :raises FileRefused: a required field has no column, or a chosen column is not (or twice) in the file
    """
    mapping = mapping or {}
    if unknown_fields := set(mapping) - set(FIELDS):
        raise FileRefused(f"There is no field called {', '.join(sorted(unknown_fields))}.")
    keys = [_key(name) for name in header]
    fields = {field: _chosen(header, keys, name) for field, name in mapping.items() if name}
    for field in FIELDS:
        if field not in mapping and (index := _by_alias(keys, field, set(fields.values()))) is not None:
            fields[field] = index
    _check_required(fields, header)
    return Columns(fields, tuple(name for index, name in enumerate(header) if index not in fields.values()))


def guess_fields(header):
    """The field each column would serve, by name only; empty where there is none.

    >>> guess_fields(("cust_number", "colour"))
    ['customer_number', '']
    """
    keys, found = [_key(name) for name in header], {}
    for field in FIELDS:
        if (index := _by_alias(keys, field, set(found), check=False)) is not None:
            found[index] = field
    return [found.get(index, "") for index in range(len(header))]


def _key(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _chosen(header, keys, name):
    matches = [index for index, title in enumerate(header) if title == name]
    matches = matches or [index for index, key in enumerate(keys) if key == _key(name)]
    if not matches:
        raise FileRefused(f"The file has no column “{name}”; it has: {', '.join(header)}.")
    if len(matches) > 1:
        raise FileRefused(f"The file has the column “{name}” {len(matches)} times.")
    return matches[0]


def _by_alias(keys, field, taken, check=True):
    for alias in FIELDS[field]:
        matches = [index for index, key in enumerate(keys) if key == _key(alias) and index not in taken]
        if len(matches) > 1 and check:
            raise FileRefused(f"The file has the column “{alias}” {len(matches)} times.")
        if matches:
            return matches[0]
    return None


def _check_required(fields, header):
    missing = [field for field in REQUIRED if field not in fields]
    if missing:
        wanted = "; ".join(f"{label(field)} (for instance {', '.join(FIELDS[field][1:4])})" for field in missing)
        raise FileRefused(f"The file has no column for {wanted}. Its columns are: {', '.join(header)}.")


def parse_rows(table, columns, *, default_currency, decimals, date_format=None):
    """Read every row of the table.

    :param decimals: currency code -> number of decimals, for all currencies that exist
    :param date_format: see ``to_date``
    :return: (rows, errors); an error is a pair of line number and reason, one for each reason of a row. With errors the
        rows are of no use.
    """
    try:
        styles = _styles(table, columns)
    except ValueRefused as refused:
        return [], [(0, f"{refused}.")]
    reader = _RowReader(columns.fields, len(table.header), styles, default_currency, decimals, date_format)
    for line in table.rows:
        reader.add(line)
    return reader.rows, reader.errors


def _styles(table, columns):
    """The decimal separator of the file, from all its amount columns together."""
    indexes = [columns.fields[field] for field in AMOUNTS if field in columns.fields]
    lines = [line for line in table.rows if len(line.cells) == len(table.header)]
    return amount_style((line.number, line.cells[index]) for line in lines for index in indexes)


class _Reasons(list):
    """Why a row is refused: all that is wrong with it, not only the first."""

    def of(self, function, *args):
        """What the function gives, or None and its refusal noted."""
        try:
            return function(*args)
        except ValueRefused as refused:
            self.append(str(refused))
            return None


class _RowReader:
    """Reads lines into ``rows`` and ``errors``; every refusal names the field."""

    def __init__(self, fields, width, style, default_currency, decimals, date_format):
        self.fields, self.width, self.style = fields, width, style
        self.default_currency, self.decimals, self.date_format = default_currency, decimals, date_format
        self.rows, self.errors, self.lines = [], [], {}

    def add(self, line):
        reasons = _Reasons()
        reasons.of(self._check_width, line)
        values = {} if reasons else self._values(line, reasons)
        reasons.of(self._check_once, line, values)
        currency, paid = self._check_money(values, reasons)
        if reasons:
            self.errors += [(line.number, f"{reason}.") for reason in reasons]
        else:
            self.rows.append(self._row(line, values, currency, paid))

    def _check_width(self, line):
        if len(line.cells) != self.width:
            raise ValueRefused(f"the row has {len(line.cells)} columns, the header has {self.width}")

    def _values(self, line, reasons):
        return {field: reasons.of(self._value, field, line.cells[index]) for field, index in self.fields.items()}

    def _check_once(self, line, values):
        if document := values.get("document"):
            first = self.lines.setdefault(document, line.number)
            if first != line.number:
                raise ValueRefused(f"document “{document}” is already in line {first}")

    def _check_money(self, values, reasons):
        """Currency and paid amount. What is paid is judged only where all cells can be read, or it would mislead."""
        readable = not reasons
        currency = reasons.of(self._currency, values)
        reasons.of(self._check_amount, values, currency)
        if not readable or not values["amount"]:
            return currency, None
        paid = reasons.of(_paid, values, values["amount"])
        reasons.of(self._check_decimals, "paid_amount", paid, currency)
        return currency, paid

    def _row(self, line, values, currency, paid):
        texts = {
            field: values.get(field) or ""
            for field in ("document", "customer_number", "customer_name", "email", "phone", "vat", "reference")
        }
        return Row(
            line=line.number,
            country_code=(values.get("country_code") or "").upper(),
            currency=currency,
            amount=values["amount"],
            invoice_date=values["invoice_date"],
            due_date=values.get("due_date") or values["invoice_date"],
            payment_date=values.get("payment_date"),
            paid_amount=paid,
            **texts,
        )

    def _value(self, field, cell):
        try:
            if field in AMOUNTS:
                value = to_amount(cell, self.style)
            else:
                value = to_date(cell, self.date_format) if field in DATES else to_text(cell)
        except ValueRefused as refused:
            raise ValueRefused(f"{label(field)}: {refused}") from None
        if field in REQUIRED and value in (None, ""):
            raise ValueRefused(f"{label(field)} is empty")
        return value

    def _currency(self, values):
        currency = (values.get("currency") or self.default_currency).upper()
        if currency not in self.decimals:
            raise ValueRefused(f"there is no currency “{currency}”")
        return currency

    def _check_amount(self, values, currency):
        amount = values.get("amount")
        if amount is not None and not amount:
            raise ValueRefused("Amount is zero")
        self._check_decimals("amount", amount, currency)

    def _check_decimals(self, field, amount, currency):
        if amount is not None and currency and decimals_of(amount) > self.decimals[currency]:
            raise ValueRefused(f"{label(field)} {amount} has more decimals than {currency} has")


def _paid(values, amount):
    """What is paid, with the sign of the amount. A payment date alone means: all of it."""
    paid, rest = values.get("paid_amount"), values.get("open_amount")
    date = values.get("payment_date")
    if paid is None and rest is not None:
        paid = amount - rest
    if paid is None:
        return amount if date else Decimal(0)
    if paid and paid * amount < 0:
        raise ValueRefused(f"paid amount {paid} has the wrong sign for amount {amount}")
    if abs(paid) > abs(amount):
        raise ValueRefused(f"paid amount {paid} is more than the amount {amount}")
    if paid and not date:
        raise ValueRefused(f"{paid} is paid but there is no payment date")
    if date and not paid:
        raise ValueRefused("there is a payment date but nothing is paid")
    return paid
