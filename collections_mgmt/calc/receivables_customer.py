"""The customers of a receivables list, with contact data in the form the world writes it. Grain: one customer number.

A wrong VAT number, country or e-mail address is an error (sending would fail later, silently); a telephone number that
nobody can recognise is kept as it stands and noted, since it stops nothing.

>>> format_phone("(415) 555-2671", "US"), format_phone("ask Bob", "US")
('+14155552671', None)
>>> check_vat("BE 0477.472.701", "US")
'BE0477472701'
"""

import re
from typing import NamedTuple

import phonenumbers
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.util import clean, get_cc_module

from .receivables_values import ValueRefused

_E164 = re.compile(r"\+\d+$")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+$")


class Customer(NamedTuple):
    """A customer as the rows describe him: for each property the first one that is not empty."""

    line: int
    number: str
    name: str
    email: str
    phone: str
    country_code: str
    vat: str


def customers_of(rows, default_country, country_codes):
    """Collect the customers of the rows.

    :param default_country: code of the country where a row names none
    :param country_codes: all codes there are
    :return: (customers by number, errors, numbers of customers whose telephone number is kept as written)
    """
    customers, errors, odd_phones = {}, [], []
    for number, merged in _merged(rows).items():
        try:
            customers[number] = _checked(merged, default_country, country_codes)
        except ValueRefused as refused:
            errors.append((merged.line, f"customer {number}: {refused}."))
            continue
        if merged.phone and not _E164.match(customers[number].phone):
            odd_phones.append(number)
    return customers, errors, odd_phones


def _merged(rows):
    customers = {}
    for row in rows:
        known = customers.get(row.customer_number)
        if known is None:
            customers[row.customer_number] = Customer(
                row.line, row.customer_number, row.customer_name, row.email, row.phone, row.country_code, row.vat
            )
            continue
        missing = {
            field: value
            for field, value in (
                ("name", row.customer_name),
                ("email", row.email),
                ("phone", row.phone),
                ("country_code", row.country_code),
                ("vat", row.vat),
            )
            if value and not getattr(known, field)
        }
        if missing:
            customers[row.customer_number] = known._replace(**missing)
    return customers


def _checked(customer, default_country, country_codes):
    country = customer.country_code
    if country and country not in country_codes:
        raise ValueRefused(f"there is no country “{country}”")
    if customer.email and not all(_EMAIL.match(part.strip()) for part in re.split("[,;]", customer.email)):
        raise ValueRefused(f"“{customer.email}” is not an e-mail address")
    country = country or default_country
    return customer._replace(
        name=customer.name or customer.number,
        phone=format_phone(customer.phone, country) or customer.phone,
        vat=check_vat(customer.vat, country) if customer.vat else "",
    )


def format_phone(phone, country_code):
    """The number in E.164, or None when it is none."""
    try:
        number = phonenumbers.parse(phone, country_code or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_vat(vat, country_code):
    """The VAT number without blanks and points, with its check digits checked where its country has rules for them.

    :raises ValueRefused: the number is wrong
    """
    number = clean(vat, " .-/").upper()
    prefix = number[:2].lower()
    european = prefix.isalpha() and _vat_module("gr" if prefix == "el" else prefix)
    module = european or _vat_module((country_code or "").lower())
    if module is None:
        return number
    try:
        valid = module.validate(number)
    except StdnumError:
        raise ValueRefused(f"“{vat}” is not a valid VAT number") from None
    return prefix.upper() + valid.removeprefix(prefix.upper()) if european else valid


def _vat_module(country_code):
    return get_cc_module(country_code, "vat") if len(country_code) == 2 else None
