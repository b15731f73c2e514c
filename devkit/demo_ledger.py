"""An invented company's receivables as CSV: believable customers, each paying in a way of his own.

The same seed and day give the same file. Names, e-mail domains (.example) and telephone numbers (ranges reserved for
fiction) belong to nobody.

    python3 -m devkit.demo_ledger ledger.csv
"""

import csv
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .demo_names import COUNTRIES, Country, address_fields, company_names

CUSTOMERS = 250
STRATEGIC = 8
HISTORY_DAYS = 425  # fourteen months: a full year to look back on, and the quarter before
CREDIT_NOTE_SHARE = 0.025
COLUMNS = (
    "document",
    "customer_number",
    "customer_name",
    "email",
    "phone",
    "country_code",
    "vat",
    "currency",
    "amount",
    "invoice_date",
    "due_date",
    "payment_date",
    "paid_amount",
    "reference",
)


@dataclass(frozen=True)
class Behaviour:
    """How a customer pays: days after the due date, and what he leaves unpaid."""

    weight: int
    earliest: int
    latest: int
    part_share: float = 0.0  # of his invoices, paid in part only
    forget_share: float = 0.01  # of his invoices, never paid
    stops: bool = False  # pays nothing any more since some months


BEHAVIOURS = {
    "prompt": Behaviour(44, -6, 2, forget_share=0.002),
    "habitually late": Behaviour(26, 8, 35),
    "slow": Behaviour(12, 30, 85, forget_share=0.02),
    "in parts": Behaviour(8, 5, 45, part_share=0.3),
    "erratic": Behaviour(6, -5, 110, part_share=0.05, forget_share=0.03),
    "stopped": Behaviour(4, 5, 30, stops=True),
}


@dataclass(frozen=True)
class Customer:
    number: str
    fields: dict  # name and address columns
    country: Country
    behaviour: Behaviour
    terms: int
    typical: float  # amount of his usual invoice
    invoices: int  # in the whole history
    stopped_on: date


def write(path, today, seed=2026):
    """Write the file; gives the number of rows."""
    rows = ledger(today, seed)
    with open(path, "w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def ledger(today, seed=2026):
    """All rows in the order of their invoice date, numbered."""
    random = Random(seed)
    rows = [row for customer in _customers(random, today) for row in _invoices(random, customer, today)]
    rows.sort(key=lambda row: (row["invoice_date"], row["customer_number"]))
    for number, row in enumerate(rows, start=1):
        row["document"] = f"{row['invoice_date'][:4]}-{number:05d}"
    return rows


def _customers(random, today):
    return [_customer(random, index, name, today) for index, name in enumerate(company_names(random, CUSTOMERS))]


def _customer(random, index, name, today):
    """The first few are the strategic ones: large amounts, often, slow rather than lost."""
    strategic = index < STRATEGIC
    country = COUNTRIES[0] if strategic else random.choices(COUNTRIES, [one.weight for one in COUNTRIES])[0]
    kinds = ["prompt", "habitually late", "slow"] if strategic else list(BEHAVIOURS)
    kind = BEHAVIOURS[random.choices(kinds, [BEHAVIOURS[name].weight for name in kinds])[0]]
    return Customer(
        number=f"C{10001 + index}",
        fields=address_fields(random, name, country),
        country=country,
        behaviour=kind,
        terms=random.choice((30, 45, 60)) if strategic else random.choices((14, 30, 45, 60), (2, 6, 2, 1))[0],
        typical=random.uniform(30_000, 120_000) if strategic else min(random.lognormvariate(7.4, 0.9), 25_000),
        invoices=random.randint(20, 35) if strategic else random.choices((2, 5, 8, 13, 20), (2, 4, 6, 4, 1))[0],
        stopped_on=today - timedelta(days=random.randint(70, 230)),
    )


def _invoices(random, customer, today):
    days = sorted(random.randint(1, HISTORY_DAYS) for _ in range(customer.invoices))
    return [_row(random, customer, _working_day(today - timedelta(days=day)), today) for day in reversed(days)]


def _row(random, customer, invoice_date, today):
    credit_note = random.random() < CREDIT_NOTE_SHARE
    amount = round(customer.typical * random.lognormvariate(0, 0.45) * (0.3 if credit_note else 1), 2)
    due_date = invoice_date + timedelta(days=0 if credit_note else customer.terms)
    settle = _refund if credit_note else _payment
    paid_on, paid = settle(random, customer, amount, due_date, today)
    return {
        "customer_number": customer.number,
        **customer.fields,
        "currency": customer.country.currency,
        "amount": f"{-amount if credit_note else amount:.2f}",
        "invoice_date": invoice_date.isoformat(),
        "due_date": due_date.isoformat(),
        "payment_date": paid_on.isoformat() if paid_on else "",
        "paid_amount": f"{paid:.2f}" if paid else "",
        "reference": f"{'RMA' if credit_note else 'PO'}-{random.randint(10_000, 99_999)}",
    }


def _payment(random, customer, amount, due_date, today):
    """Day and, if only a part was paid, amount; nothing when the money has not come by today."""
    behaviour = customer.behaviour
    paid_on = _working_day(due_date + timedelta(days=random.randint(behaviour.earliest, behaviour.latest)))
    forgotten, in_part = random.random() < behaviour.forget_share, random.random() < behaviour.part_share
    share = random.choice((0.25, 0.3, 0.5, 0.5, 0.6, 0.75))
    if forgotten or paid_on > today or (behaviour.stops and paid_on > customer.stopped_on):
        return None, None
    # An old rest has been settled by now; leaving each one open would pile up a year of them.
    still_owes = in_part and (today - due_date).days < 120
    return paid_on, round(amount * share, 2) if still_owes else None


def _refund(random, _customer, _amount, due_date, today):
    """Most credit notes are paid out after some weeks; the others wait to be set against an invoice."""
    paid_on = _working_day(due_date + timedelta(days=random.randint(10, 45)))
    return (None, None) if paid_on > today or random.random() < 0.2 else (paid_on, None)


def _working_day(day):
    return day - timedelta(days=max(0, day.weekday() - 4))


if __name__ == "__main__":
    print(f"{write(sys.argv[1], date.today())} rows")
