"""Invented customers: company names, and per country the address fields, currency and a well-formed VAT number."""

from collections.abc import Callable
from dataclasses import dataclass

FOUNDERS = (
    "Abbott Alder Ashby Barlow Beckett Bellamy Brandt Calder Carver Castell Chandler Corbin Dalton Delacroix Draper "
    "Eastman Ellery Fairbanks Farrow Fenwick Garrick Grantham Hale Harlan Hartwell Holloway Ingram Jarvis Kendrick "
    "Kessler Lambert Langley Larkin Lindqvist Lockhart Marlowe Merrick Norwood Oakley Orsini Pemberton Prescott Quill "
    "Radcliffe Ramsey Renwick Rowan Sawyer Seaton Sinclair Stanton Sterling Tanner Thorne Underhill Vance Verhoeven "
    "Wainwright Weller Whitcomb Winslow Wyatt Yardley"
).split()
PLACES = (
    "Bayside|Blue Ridge|Canyon|Cedar Valley|Clearwater|Coastal|Copper Hill|Eastgate|Evergreen|Granite|Great Plains|"
    "Harbor|Highland|Lakeshore|Maple Grove|Meridian|Midtown|Northwind|Old Mill|Pacific|Pine Street|Red Rock|"
    "Riverside|Silver Creek|Southgate|Stonebridge|Summit|Sunset|Tidewater|Union Square|Westbrook"
).split("|")
TRADES = (
    "Analytics|Auto Parts|Bakeries|Building Supply|Catering|Cold Storage|Components|Dental Supply|Electric|"
    "Engineering|Fabrication|Farms|Food Service|Freight|Furniture|Garden Centers|Glass|Hardware|Hotels|Instruments|"
    "Interiors|Laboratories|Landscaping|Lighting|Logistics|Machine Works|Markets|Medical|Metals|Packaging|Paper|"
    "Pharmacy|Plastics|Plumbing|Printing|Restaurants|Seafood|Security|Sporting Goods|Textiles|Tools|Wholesale|Wines"
).split("|")


@dataclass(frozen=True)
class Country:
    code: str
    currency: str
    weight: int
    suffixes: tuple
    phone: str  # a range reserved for fiction; {:0Nd} takes the number
    numbers: int  # size of that range
    vat: Callable  # random -> VAT number, or empty


def german_vat(random):
    """Check digit by ISO 7064 (mod 11, 10)."""
    digits = [random.randint(1, 9)] + [random.randint(0, 9) for _ in range(7)]
    product = 10
    for digit in digits:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return f"DE{''.join(map(str, digits))}{(11 - product) % 10}"


def british_vat(random):
    """Two check digits: 97 less the weighted sum."""
    digits = [random.randint(1, 9)] + [random.randint(0, 9) for _ in range(6)]
    total = sum(digit * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
    return f"GB{''.join(map(str, digits))}{97 - total % 97:02d}"


def belgian_vat(random):
    number = random.randint(4_000_000, 9_999_999)
    return f"BE0{number}{97 - number % 97:02d}"


def french_vat(random):
    """A company number with Luhn's check digit, preceded by its key."""
    digits = [random.randint(3, 9)] + [random.randint(0, 9) for _ in range(7)]
    doubled = [sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(digits)]
    company = int("".join(map(str, digits)) + str(-sum(doubled) % 10))
    return f"FR{(12 + 3 * (company % 97)) % 97:02d}{company}"


def no_vat(_random):
    return ""


COUNTRIES = (
    Country("US", "USD", 62, ("Inc.", "LLC", "Corp.", "Co.", "& Sons"), "+1 415 555 {:04d}", 100, no_vat),
    Country("CA", "USD", 8, ("Ltd.", "Inc."), "+1 604 555 {:04d}", 100, no_vat),
    Country("GB", "GBP", 12, ("Ltd", "plc", "LLP"), "+44 20 7946 {:04d}", 1000, british_vat),
    Country("DE", "EUR", 8, ("GmbH", "AG", "KG"), "+49 30 23125 {:03d}", 1000, german_vat),
    Country("FR", "EUR", 6, ("SARL", "SAS"), "+33 1 99 00 {:04d}", 10000, french_vat),
    Country("BE", "EUR", 4, ("BV", "NV"), "+32 2 555 {:04d}", 10000, belgian_vat),
)


def company_names(random, count):
    """That many different names; the legal form follows with the country."""
    names = [f"{founder} {trade}" for founder in FOUNDERS for trade in TRADES]
    names += [f"{place} {trade}" for place in PLACES for trade in TRADES]
    return random.sample(names, count)


def address_fields(random, name, country):
    """The columns that say who and where a customer is; US fiction numbers end in 0100 to 0199."""
    number = random.randrange(country.numbers) + (100 if country.numbers == 100 else 0)
    return {
        "customer_name": f"{name} {random.choice(country.suffixes)}",
        "email": f"accounts@{name.lower().replace(' ', '-')}.example",
        "phone": country.phone.format(number),
        "country_code": country.code,
        "vat": country.vat(random),
    }
