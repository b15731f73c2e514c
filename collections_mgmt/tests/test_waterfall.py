"""The waterfall of FM1: whatever claims an item, its parts and what is free add up to the residual."""

from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import SQL

from ..queries.open_item import WATERFALL
from .common import CollectionsCommon

# per currency: what one of its units is worth in company currency
RATES = {"USD": "1", "EUR": "1.0837", "JPY": "0.0064", "KWD": "3.2529"}
LINES = 8
AMOUNTS = ("residual", "residual_currency", *WATERFALL, "free", "free_currency")


def rounded(amount, rounding):
    """``amount`` to the nearest multiple of ``rounding``."""
    return Decimal(round(amount / rounding)) * rounding


@st.composite
def ledgers(draw):
    """Per line: its residual in both currencies, in units of their rounding, and what claims it."""
    amounts = st.one_of(st.just(0), st.integers(1, 30), st.integers(-(10**6), 10**7))
    lines = []
    for _line in range(LINES):
        amount = draw(amounts)
        claims = {
            part: draw(st.one_of(st.none(), st.just(Fraction(1)), st.fractions(0, 2, max_denominator=1000)))
            for part in draw(st.sets(st.sampled_from(WATERFALL)))
        }
        # an exchange difference or a write-off may leave the two residuals far apart
        lines.append((amount, draw(st.sampled_from((0, 0, 0, -1, 1, 7, -300))), claims))
    return lines


class WaterfallCase(CollectionsCommon):
    @contextmanager
    def claiming(self, claims):
        """Let every part of ``claims`` claim {line id: amount or None} in line currency."""

        def sql(amounts):
            cases = SQL(" ").join(SQL("WHEN %s THEN %s::numeric", line, amount) for line, amount in amounts.items())
            return SQL("CASE line.id %s ELSE 0 END", cases) if amounts else SQL("0")

        fixed = {part: sql(amounts) for part, amounts in claims.items()}
        with patch.object(self.env.registry["collections.item"], "_claims", lambda self, key_date: fixed):
            yield

    def rows(self, ids=None):
        where = SQL("line.id = ANY(%s)", ids) if ids is not None else None
        query = self.env["collections.item"]._open_items(self.key_date, where)
        # through text: Odoo reads numbers as floats, and here every last digit counts
        exact = SQL(", ").join(SQL("%s::text", SQL.identifier(name)) for name in AMOUNTS)
        rows = self.env.execute_query(SQL("SELECT id, %s FROM (%s) AS item", exact, query))
        return {line: dict(zip(AMOUNTS, map(Decimal, amounts), strict=True)) for line, *amounts in rows}


@tagged("post_install", "-at_install")
class TestWaterfall(WaterfallCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        invoice = cls.invoice(cls.customer, 1000, cls.days(-10))
        cls.line = cls.items_of(invoice)
        cls.env["collections.account"]._ensure_accounts()

    def split(self, **claims):
        """The parts that are not zero, and what is free."""
        with self.claiming({part: {self.line.id: amount} for part, amount in claims.items()}):
            row = self.rows(self.line.ids)[self.line.id]
        return {name: row[name] for name in (*WATERFALL, "free") if row[name]}

    def test_what_nothing_claims_is_free(self):
        self.assertEqual(self.split(), {"free": 1000})

    def test_part_promised_part_disputed_part_at_an_agency(self):
        parts = self.split(promised=300, disputed=200, placed=100)
        self.assertEqual(parts, {"placed": 100, "disputed": 200, "promised": 300, "free": 400})

    def test_who_comes_first_in_the_waterfall_takes_first(self):
        self.assertEqual(self.split(dunned=1000, promised=700, legal=600), {"legal": 600, "promised": 400})

    def test_a_claim_beyond_the_residual_takes_the_residual(self):
        self.assertEqual(self.split(held=99999), {"held": 1000})

    def test_no_claim_at_all_is_a_claim_of_nothing(self):
        self.assertEqual(self.split(disputed=None, promised=1), {"promised": 1, "free": 999})


@tagged("post_install", "-at_install")
class TestWaterfallProperty(WaterfallCase):
    """Eight items in four currencies, in the books of a company that counts cents and of one that counts in fives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        currencies = [cls._enable_currency(code) for code in RATES]
        franc = cls._enable_currency("CHF")
        franc.rounding = 0.05
        cls.swiss = cls.setup_other_company(name="Swiss", currency_id=franc.id)["company"]
        lines = cls.env["account.move.line"]
        for company in (cls.company, cls.swiss):
            for currency in [company.currency_id, *currencies[1:]]:
                invoice = cls.invoice(cls.customer, 1000, cls.days(-10), currency=currency, company=company)
                lines |= cls.items_of(invoice)
        cls.ids = lines.ids
        cls.units = [
            (
                Decimal(str(line.currency_id.rounding)),
                Decimal(str(line.company_currency_id.rounding)),
                Decimal(RATES.get(line.currency_id.name, "1")),
            )
            for line in lines
        ]
        cls.env["collections.account"]._ensure_accounts()
        cls.env.flush_all()

    def book(self, ledger, off_grid=False):
        """Set the residuals of the lines; ``off_grid``: in cents though the company counts in fives of them."""
        residuals, claims = {}, {part: {} for part in WATERFALL}
        for line, (unit, company_unit, rate), (amount, skew, parts) in zip(self.ids, self.units, ledger, strict=True):
            in_currency = amount * unit
            grid = Decimal("0.01") if off_grid else company_unit
            residuals[line] = (rounded(in_currency * rate, grid) + skew * grid, in_currency)
            for part, share in parts.items():
                claims[part][line] = None if share is None else Decimal(round(abs(amount) * share)) * unit
        self.env.cr.executemany(
            "UPDATE account_move_line SET amount_residual = %s, amount_residual_currency = %s WHERE id = %s",
            [(*amounts, line) for line, amounts in residuals.items()],
        )
        return residuals, claims

    def check(self, ledger, off_grid=False):
        residuals, claims = self.book(ledger, off_grid)
        with self.claiming(claims):
            rows = self.rows(self.ids)
        self.assertEqual(set(rows), {line for line, amounts in residuals.items() if any(amounts)})
        for line, row in rows.items():
            self.check_sum(row)
            claimed = [claims[part].get(line) or 0 for part in WATERFALL]
            self.check_order(row, claimed, self.units[self.ids.index(line)][1])

    def check_sum(self, row):
        residual, parts = row["residual"], [row[part] for part in WATERFALL]
        self.assertEqual(sum(parts) + row["free"], residual)
        self.assertGreaterEqual(min(parts), 0)
        if residual <= 0:
            self.assertEqual((max(parts), row["free"]), (0, residual), "a credit is never covered")
        else:
            self.assertLessEqual(max(parts), residual)
            self.assertGreaterEqual(row["free"], 0)

    def check_order(self, row, claimed, unit):
        """Each part takes what those before it left, at the rate of the item, to the nearest unit."""
        residual, open_amount, taken = row["residual"], row["residual_currency"], Decimal(0)
        covered = Decimal(0)
        for part, claim in zip(WATERFALL, claimed, strict=True):
            taken += claim
            covered += row[part]
            if residual > 0 and open_amount > 0:
                exact = residual * min(open_amount, taken) / open_amount
                self.assertLessEqual(abs(covered - exact), unit / 2 + Decimal("1e-9"), part)
        if open_amount > 0:
            self.assertEqual(row["free_currency"], max(0, open_amount - taken))
            if taken >= open_amount and residual > 0:
                self.assertEqual(row["free"], 0, "covered in its currency is covered in the books")
        else:
            self.assertEqual(row["free_currency"], open_amount)

    @settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(ledgers())
    def test_parts_and_free_add_up_to_the_residual_whatever_claims(self, ledger):
        self.check(ledger)

    @settings(max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(ledgers())
    def test_they_do_so_for_residuals_from_before_the_rounding_changed(self, ledger):
        self.check(ledger, off_grid=True)
