"""Importing a receivables list: the ledger then is what the file says of the key date, to the cent, or untouched."""

import base64
import csv
import datetime
import gzip
import io
import os
import pathlib
import random
import tempfile
import unittest
from collections import Counter
from decimal import Decimal
from unittest.mock import patch

from openpyxl import Workbook, load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.collections_mgmt.wizards import receivables_queue

KEY_DATE = datetime.date(2019, 9, 30)
HEADER = ["row_id", "cust_number", "customer_name", "currency", "invoice_id", "amount"]
HEADER += ["invoice_date_est", "due_date", "clear_date"]
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
REAL_FILE = pathlib.Path(
    os.environ.get("COLLECTIONS_REAL_FILE") or REPOSITORY.parent / "shared/data/hrc_closed_invoices.csv.gz"
)


def made_up_list(count=120, seed=7):
    """Rows in the shape of the real file: most paid, some before their own date, amounts with cents, two currencies."""
    dice = random.Random(seed)
    rows = []
    for number in range(count):
        customer = dice.randrange(15)
        dated = datetime.date(2019, 1, 2) + datetime.timedelta(days=dice.randrange(300))
        due = dated + datetime.timedelta(days=dice.choice((0, 10, 15, 30, 60)))
        paid = due + datetime.timedelta(days=dice.randrange(-20, 120))
        rows.append(
            {
                "row_id": f"H{number:05}",
                "cust_number": f"00{customer}",
                "customer_name": "" if customer == 3 else f"CUSTOMER {customer}",
                "currency": "CAD" if customer % 4 == 0 else "USD",
                "invoice_id": str(9000 + number) if number % 3 else "",
                "amount": f"{dice.randrange(100, 90_000_00) / 100:.2f}",
                "invoice_date_est": dated.isoformat(),
                "due_date": due.isoformat(),
                "clear_date": paid.isoformat() if dice.random() < 0.8 else "",
            }
        )
    return rows


def as_csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows):
    """The list as a spreadsheet program keeps it: real dates and numbers."""
    book, buffer = Workbook(), io.BytesIO()
    book.active.append(list(rows[0]))
    for row in rows:
        cells = dict(row, amount=float(row["amount"]))
        for name in ("invoice_date_est", "due_date", "clear_date"):
            cells[name] = datetime.date.fromisoformat(row[name]) if row[name] else None
        book.active.append(list(cells.values()))
    book.save(buffer)
    return buffer.getvalue()


def open_in_file(rows, key_date=KEY_DATE):
    """What plain Python reads from the file: open amount by currency and due date."""
    found = Counter()
    for row in rows:
        if row["invoice_date_est"] <= key_date.isoformat() and not "" < row["clear_date"] <= key_date.isoformat():
            found[row["currency"], row["due_date"]] += Decimal(row["amount"])
    return dict(found)


class ImportCommon(AccountTestInvoicingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("collections_mgmt.collections_mgmt_group_manager")
        cls.company = cls.company_data["company"]
        cls.setup_other_currency("CAD", rates=[("2018-01-01", 1.30), ("2019-06-01", 1.35)])

    def new_import(self, rows, filename="list.csv", **values):
        content = as_csv(rows) if isinstance(rows, list) else rows
        return self.env["collections.import"].create(
            {"filename": filename, "file": base64.b64encode(content), "key_date": KEY_DATE, **values}
        )

    def load(self, rows, filename="list.csv", **values):
        record = self.new_import(rows, filename, **values)
        record.action_import()
        return record

    def loaded(self, rows, **values):
        record = self.load(rows, **values)
        self.assertEqual(record.state, "done", record.error_text)
        return record

    def refused(self, rows, **values):
        """The reason of a refusal, after which the ledger is as it was."""
        before = self.ledger()
        record = self.load(rows, **values)
        self.assertEqual(record.state, "refused")
        self.assertEqual(self.ledger(), before)
        return record.error_text

    def row(self, document="A1", customer="C1", amount="100.00", dated="2019-03-01", due="2019-03-31", paid="", **more):
        currency = self.company.currency_id.name
        row = dict(zip(HEADER, (document, customer, "ANNA", currency, "", amount, dated, due, paid), strict=True))
        return {**row, **more}

    def ledger(self):
        """How much there is of everything an import writes."""
        self.env.flush_all()
        models = ("res.partner", "account.move", "account.payment", "account.partial.reconcile")
        return [self.env[model].sudo().with_context(active_test=False).search_count([]) for model in models]

    def open_in_ledger(self):
        """Open receivables of the company by currency and due date, read with SQL."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT currency.name, COALESCE(line.date_maturity, line.date), SUM(line.amount_residual_currency)
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
              JOIN res_currency currency ON currency.id = line.currency_id
             WHERE line.company_id = %s AND account.account_type = 'asset_receivable'
               AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
          GROUP BY 1, 2
            """,
            [self.company.id],
        )
        # The cursor gives numbers as floats; the column has exact cents.
        found = self.env.cr.fetchall()
        return {(currency, due.isoformat()): Decimal(f"{amount:.2f}") for currency, due, amount in found}

    def move(self, document):
        return self.env.ref(f"__collections_import__.invoice_{self.company.id}_{document}")


@tagged("post_install", "-at_install")
class TestImport(ImportCommon):
    def test_the_ledger_shows_what_was_open_on_the_key_date_to_the_cent(self):
        rows = made_up_list()
        record = self.loaded(rows)
        self.assertEqual(self.open_in_ledger(), open_in_file(rows))
        existing = [row for row in rows if row["invoice_date_est"] <= KEY_DATE.isoformat()]
        self.assertEqual(record.invoice_count, len(existing))
        self.assertLess(len(existing), len(rows))
        self.assertEqual(record.customer_count, len({row["cust_number"] for row in existing}))

    def test_a_list_is_the_same_as_csv_gz_and_as_excel(self):
        rows = made_up_list(40)
        for content, filename in ((gzip.compress(as_csv(rows)), "list.csv.gz"), (as_xlsx(rows), "list.xlsx")):
            with self.subTest(filename=filename), self.env.cr.savepoint() as savepoint:
                self.loaded(content, filename=filename)
                self.assertEqual(self.open_in_ledger(), open_in_file(rows))
                savepoint.rollback()

    def test_importing_the_same_file_again_adds_nothing(self):
        rows = made_up_list(60)
        self.loaded(rows)
        before = self.ledger()
        again = self.loaded(rows)
        self.assertEqual(self.ledger(), before)
        self.assertEqual((again.customer_count, again.invoice_count, again.payment_count), (0, 0, 0))

    def test_checking_the_same_file_again_says_that_it_is_there(self):
        rows = [self.row("A1"), self.row("A2"), self.row("A3", dated="2019-12-01")]
        first = self.new_import(rows)
        first.action_check()
        self.assertNotIn("there already", first.summary_text)
        first.action_import()
        again = self.new_import(rows)
        again.action_check()
        self.assertEqual(again.state, "checked")
        self.assertEqual(
            again.summary_text.splitlines()[0],
            "All 2 documents are there already: nothing new would be loaded but what was paid since.",
        )
        more = self.new_import([*rows, self.row("A4")])
        more.action_check()
        self.assertEqual(
            more.summary_text.splitlines()[0],
            "2 of 3 documents are there already: of these, only what was paid since is loaded.",
        )

    def test_a_later_key_date_adds_the_invoices_and_payments_since(self):
        rows = made_up_list(80)
        self.loaded(rows)
        later = datetime.date(2020, 1, 31)
        self.loaded(rows, key_date=later)
        self.assertEqual(self.open_in_ledger(), open_in_file(rows, later))

    def test_a_bad_row_loads_nothing_and_is_named_with_its_line(self):
        rows = made_up_list(20)
        rows[11]["amount"] = "12.345"
        rows[15]["due_date"] = "2019-02-30"
        reason = self.refused(rows)
        self.assertIn("Line 13: Amount 12.345 has more decimals", reason)
        self.assertIn("Line 17: Due date: “2019-02-30” is not a date of the calendar.", reason)

    def test_all_that_is_wrong_with_a_row_is_told_at_once(self):
        row = self.row("", amount="12.345", dated="2019-02-30")
        reasons = self.refused([self.row("A1"), row])
        for reason in ("Document is empty", "Amount 12.345 has more decimals", "Invoice date: “2019-02-30”"):
            self.assertIn(f"Line 3: {reason}", reasons)

    def test_a_failure_in_the_middle_of_loading_leaves_nothing(self):
        with patch.object(
            self.registry["collections.import"], "_create_payments", side_effect=UserError("The bank is closed.")
        ):
            self.assertEqual(self.refused(made_up_list(20)), "The bank is closed.")

    def test_an_invoice_is_an_ordinary_one_with_the_due_date_of_the_file(self):
        self.loaded([self.row("A1", invoice_id="PO 77")])
        move = self.move("A1")
        self.assertEqual((move.state, move.move_type), ("posted", "out_invoice"))
        self.assertEqual((move.ref, move.payment_reference), ("PO 77", "PO 77"))
        self.assertEqual(move.invoice_date_due, datetime.date(2019, 3, 31))
        self.assertFalse(move.invoice_payment_term_id)
        self.assertFalse(move.line_ids.tax_ids)
        self.assertTrue(move.name.startswith(move.journal_id.code))

    def test_an_invoice_has_the_entries_odoo_makes_itself(self):
        for currency in ("USD", "CAD"):
            self.loaded([self.row(f"X{currency}", amount="123.45", currency=currency, due="2019-04-15")])
            move = self.move(f"X{currency}")
            own = self.env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": move.partner_id.id,
                    "currency_id": move.currency_id.id,
                    "invoice_date": move.invoice_date,
                    "invoice_date_due": move.invoice_date_due,
                    "invoice_payment_term_id": False,
                    "ref": move.ref,
                    "payment_reference": move.payment_reference,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": move.invoice_line_ids.name,
                                "price_unit": 123.45,
                                "account_id": move.invoice_line_ids.account_id.id,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
            own.action_post()
            self.assertEqual(self.entries(move), self.entries(own))

    def test_a_payment_is_the_one_odoo_makes_itself(self):
        self.loaded([self.row("A1", paid="2019-04-15", currency="CAD")])
        payment = self.move("A1").line_ids.reconciled_lines_ids.move_id.origin_payment_id
        own = payment.copy({"date": payment.date})
        own.action_post()
        invoice = self.move("A1").copy({"date": payment.date, "invoice_date": payment.date})
        invoice.action_post()
        receivable = (invoice + own.move_id).line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        receivable.reconcile()
        self.assertEqual(payment.move_id.payment_ids, payment)
        for name in ("state", "amount", "currency_id", "partner_id", "outstanding_account_id", "payment_type", "memo"):
            self.assertEqual(payment[name], own[name], name)
        self.assertEqual(payment.name, payment.move_id.name)
        self.assertEqual(own.name, own.move_id.name)
        self.assertEqual(self.entries(payment.move_id), self.entries(own.move_id))
        self.assertTrue(payment.is_reconciled)
        self.assertEqual(payment.reconciled_invoice_ids, self.move("A1"))
        self.assertEqual(self.move("A1").payment_state, self.env["account.move"]._get_invoice_in_payment_state())

    def entries(self, move):
        return sorted(
            (
                line.account_id.code,
                line.balance,
                line.amount_currency,
                line.currency_id.name,
                line.name or "",
                line.display_type,
                line.partner_id.id,
                str(line.date_maturity),
                line.price_subtotal,
            )
            for line in move.line_ids
        )

    def test_invoices_cleared_on_one_day_share_a_payment(self):
        rows = [self.row(f"A{n}", amount=f"{n}0.00", paid="2019-04-15") for n in range(1, 8)]
        rows.append(self.row("B1", "C2", paid="2019-04-15"))
        self.assertEqual(self.loaded(rows).payment_count, 2)
        payment = self.move("A1").reconciled_payment_ids
        self.assertEqual(payment.amount, 280.0)
        self.assertEqual(payment.memo, "A1, A2, A3, A4, A5 and 2 more")

    def test_a_part_payment_leaves_the_rest_of_its_own_invoice_open(self):
        rows = [
            self.row("A1", amount="100.00", due="2019-03-31", paid="2019-05-01", paid_amount="100.00"),
            self.row("A2", amount="100.00", due="2019-03-02", paid="2019-05-01", paid_amount="30.00"),
            self.row("A3", amount="100.00", due="2019-03-03", paid="2019-05-01", paid_amount="10.10"),
        ]
        self.loaded(rows)
        self.assertEqual([self.move(f"A{n}").amount_residual for n in (1, 2, 3)], [0.0, 70.0, 89.9])
        rows[1]["paid_amount"] = "45.00"
        rows[2]["paid_amount"] = ""
        self.assertEqual(self.loaded(rows).payment_count, 2)
        self.assertEqual([self.move(f"A{n}").amount_residual for n in (1, 2, 3)], [0.0, 55.0, 0.0])

    def test_an_invoice_that_was_open_is_paid_by_a_later_file(self):
        self.loaded([self.row("A1")])
        self.assertEqual(self.move("A1").amount_residual, 100.0)
        self.loaded([self.row("A1", paid="2019-09-01")])
        self.assertEqual(self.move("A1").amount_residual, 0.0)
        self.assertEqual(self.move("A1").reconciled_payment_ids.date, datetime.date(2019, 9, 1))

    def test_a_credit_note_is_one_and_is_matched_with_what_it_was_cleared_with(self):
        self.loaded(
            [
                self.row("A1", amount="100.00", paid="2019-05-01"),
                self.row("A2", amount="-30.00", paid="2019-05-01"),
                self.row("A3", amount="-20.00"),
                self.row("B1", "C2", amount="50.00", paid="2019-05-01"),
                self.row("B2", "C2", amount="-50.00", paid="2019-05-01"),
                self.row("D1", "C3", amount="-15.00", paid="2019-05-01"),
            ]
        )
        self.assertEqual(self.move("A2").move_type, "out_refund")
        self.assertEqual(self.move("A1").reconciled_payment_ids.amount, 70.0)
        self.assertFalse(self.move("B1").reconciled_payment_ids)
        self.assertEqual(self.move("D1").reconciled_payment_ids.payment_type, "outbound")
        self.assertEqual(self.open_in_ledger(), {("USD", "2019-03-31"): Decimal("-20.00")})

    def test_a_known_document_that_was_changed_is_left_alone_and_named(self):
        self.loaded([self.row("A1"), self.row("A2")])
        self.move("A2").button_draft()
        record = self.loaded([self.row("A1", amount="120.00", paid="2019-05-01"), self.row("A2", paid="2019-05-01")])
        self.assertIn("2 known documents", record.summary_text)
        self.assertEqual(record.payment_count, 0)
        self.assertEqual(self.move("A1").amount_residual, 100.0)

    def test_a_document_number_may_hold_any_sign(self):
        rows = [self.row("RE 2019/01 ä.%"), self.row("RE 2019/01 a.%")]
        self.assertEqual(self.loaded(rows).invoice_count, 2)
        self.assertEqual(self.loaded(rows).invoice_count, 0)


@tagged("post_install", "-at_install")
class TestImportSurroundings(ImportCommon):
    def test_a_customer_who_exists_is_found_by_his_number_and_not_changed(self):
        partner = self.env["res.partner"].create({"name": "Anna Ltd", "ref": "C1", "email": "own@example.com"})
        record = self.loaded([self.row("A1", email="other@example.com")])
        self.assertEqual(record.customer_count, 0)
        self.assertEqual(self.move("A1").partner_id, partner)
        self.assertEqual((partner.name, partner.email), ("Anna Ltd", "own@example.com"))

    def test_a_customer_who_exists_is_found_by_his_vat_number(self):
        partner = self.env["res.partner"].create({"name": "Anna Ltd", "vat": "BE0477472701"})
        self.loaded([self.row("A1", vat="BE 0477.472.701", country="BE")])
        self.assertEqual(self.move("A1").partner_id, partner)

    def test_a_customer_renamed_after_the_import_is_still_the_same(self):
        self.loaded([self.row("A1")])
        partner = self.move("A1").partner_id
        partner.write({"ref": "other", "name": "Anna & Co"})
        self.assertEqual(self.loaded([self.row("A2")]).customer_count, 0)
        self.assertEqual(self.move("A2").partner_id, partner)

    def test_a_number_of_two_contacts_is_refused_with_the_line(self):
        self.env["res.partner"].create([{"name": "One", "ref": "C1"}, {"name": "Two", "ref": "C1"}])
        self.assertIn("Line 2: customer number C1 belongs to several contacts", self.refused([self.row("A1")]))

    def test_a_company_and_its_own_contact_with_one_number_are_one_customer(self):
        company = self.env["res.partner"].create({"name": "One", "ref": "C1", "is_company": True})
        self.env["res.partner"].create({"name": "Bookkeeping", "ref": "C1", "parent_id": company.id})
        self.loaded([self.row("A1")])
        self.assertEqual(self.move("A1").partner_id, company)

    def test_a_company_and_its_contacts_with_its_vat_number_are_one_customer(self):
        company = self.env["res.partner"].create({"name": "One", "vat": "BE0477472701", "is_company": True})
        self.env["res.partner"].create({"name": "Bookkeeping", "parent_id": company.id})
        self.loaded([self.row("A1", vat="BE 0477.472.701", country="BE")])
        self.assertEqual(self.move("A1").partner_id, company)

    def test_an_import_that_cannot_see_the_one_before_says_so(self):
        """Its transaction began before the other was committed, so it would make the same records again."""
        self.loaded([self.row("A1")])
        before = self.ledger()
        with (
            patch.object(self.registry["collections.import"], "_known_records", side_effect=lambda *args: {}),
            mute_logger("odoo.sql_db"),
        ):
            self.assertRegex(self.refused([self.row("A1")]), "Another import into this company has just ended")
        self.assertEqual(self.ledger(), before)
        self.assertEqual(self.loaded([self.row("A1")]).invoice_count, 0)

    def test_a_new_customer_has_contact_data_in_the_form_of_the_world(self):
        self.loaded([self.row("A1", phone="030 901820", country="DE", vat="DE 136 695 976", email="a@example.com")])
        partner = self.move("A1").partner_id
        self.assertEqual((partner.phone, partner.vat, partner.country_id.code), ("+4930901820", "DE136695976", "DE"))
        self.assertEqual((partner.ref, partner.company_id, partner.email), ("C1", self.company, "a@example.com"))

    def test_a_closed_period_is_refused_before_anything_is_written(self):
        self.company.sudo().fiscalyear_lock_date = "2019-03-31"
        self.assertIn("closed until", self.refused([self.row("A1")]))
        self.loaded([self.row("A1", dated="2019-04-01", due="2019-04-01")])

    def test_a_payment_in_a_closed_period_is_refused(self):
        self.company.sudo().fiscalyear_lock_date = "2019-03-31"
        self.assertIn("closed until", self.refused([self.row("A1", dated="2019-04-02", paid="2019-03-30")]))

    def test_a_currency_not_in_use_is_switched_on_and_a_missing_rate_is_told(self):
        yen = self.env.ref("base.JPY")
        yen.active = False
        yen.sudo().rate_ids.unlink()
        record = self.loaded([self.row("A1", amount="1000", currency="JPY")])
        self.assertTrue(yen.active)
        self.assertIn("Currencies switched on: JPY", record.summary_text)
        self.assertRegex(record.summary_text, "Without an exchange rate.*JPY")

    def test_nothing_is_ever_sent(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        messages = self.env["mail.message"].sudo().search_count([("message_type", "in", ("email", "comment"))])
        self.loaded([self.row("A1", email="a@example.com", paid="2019-05-01"), self.row("A2", email="a@example.com")])
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        self.assertEqual(
            self.env["mail.message"].sudo().search_count([("message_type", "in", ("email", "comment"))]), messages
        )

    def test_a_company_without_bank_journal_loads_open_invoices_only(self):
        self.env["account.journal"].search([("type", "in", ("bank", "cash"))]).action_archive()
        self.assertIn("bank journal", self.refused([self.row("A1", paid="2019-05-01")]))
        self.loaded([self.row("A1")])

    def test_check_says_what_is_in_the_file_and_writes_nothing(self):
        before = self.ledger()
        rows = [self.row("A1", colour="red"), self.row("A2", dated="2019-12-01", due="2019-12-31", colour="")]
        record = self.new_import(rows)
        record.action_check()
        self.assertEqual(record.state, "checked")
        self.assertRegex(record.summary_text, "2 rows of 1 customers")
        self.assertRegex(record.summary_text, "1 rows are dated after the key date")
        self.assertRegex(record.summary_text, "100.00 USD in 1 documents")
        self.assertRegex(record.summary_text, "Columns not used: colour")
        self.assertEqual(self.ledger(), before)

    def test_the_user_decides_which_column_is_which(self):
        row = self.row("A1")
        gross = row.pop("amount")
        record = self.new_import([{**row, "amount_net": "84.03", "Gross": gross}])
        record.action_check()
        self.assertEqual(record.state, "refused")
        self.assertIn("no column for Amount", record.error_text)
        record.column_ids.filtered(lambda column: column.name == "Gross").field = "amount"
        record.action_import()
        self.assertEqual(record.state, "done", record.error_text)
        self.assertEqual(self.move("A1").amount_total, 100.0)

    def test_two_columns_for_one_field_are_refused(self):
        record = self.new_import([self.row("A1", other="5")])
        record.action_check()
        record.column_ids.filtered(lambda column: column.name == "other").field = "amount"
        record.action_check()
        self.assertIn("Amount is in several columns: amount, other", record.error_text)

    def test_another_file_starts_anew(self):
        record = self.new_import([self.row("A1")])
        record.action_check()
        record.file = base64.b64encode(b"nonsense")
        self.assertEqual((record.state, record.column_ids.ids, record.summary_text), ("draft", [], False))

    def test_the_template_can_be_filled_in_and_imported(self):
        record = self.new_import([self.row("A1")])
        content = base64.b64decode(record.template_file)
        self.assertEqual(load_workbook(io.BytesIO(content)).sheetnames, ["Receivables", "Notes"])
        self.assertIn("template_file", record.action_download_template()["url"])
        self.loaded(content, filename="t.xlsx", key_date="2026-12-31")
        self.assertEqual(self.move("INV-1001").amount_residual, 750.5)

    def test_the_command_line_entry_loads_a_file_and_tells_how_far_it_is(self):
        steps = []
        with tempfile.NamedTemporaryFile(suffix=".csv") as stream:
            stream.write(as_csv([self.row("A1", paid="2019-05-01"), self.row("A2")]))
            stream.flush()
            record = self.env["collections.import"]._load_file(
                stream.name, "2019-09-30", progress=lambda done, total: steps.append((done, total))
            )
        self.assertEqual(record.state, "done", record.error_text)
        self.assertEqual(steps, [(2, 3), (3, 3)])
        self.assertIn("100.00 USD", record.summary_text)

    def test_a_loaded_import_stays_on_record(self):
        record = self.loaded([self.row("A1")])
        with self.assertRaises(UserError):
            record.unlink()
        with self.assertRaises(UserError):
            record.file = base64.b64encode(b"other")
        self.new_import([self.row("A1")]).unlink()


@tagged("post_install", "-at_install")
class TestImportRights(ImportCommon):
    def new_user(self, login, groups):
        return new_test_user(
            self.env, login=login, groups=groups, company_id=self.company.id, company_ids=[(6, 0, self.company.ids)]
        )

    def test_a_manager_who_may_invoice_imports_without_being_administrator(self):
        groups = "collections_mgmt.collections_mgmt_group_manager,account.group_account_invoice"
        user = self.new_user("import_manager", groups)
        record = self.new_import([self.row("A1", paid="2019-05-01")]).sudo(False).with_user(user)
        record.action_import()
        self.assertEqual(record.state, "done", record.error_text)

    def test_a_manager_who_may_not_invoice_cannot_import(self):
        user = self.new_user("import_nobill", "collections_mgmt.collections_mgmt_group_manager")
        record = self.new_import([self.row("A1")]).with_user(user)
        self.assertFalse(user.has_group("account.group_account_invoice"))
        for action in (record.action_import, record.action_check):
            with self.assertRaises(AccessError):
                action()

    def test_nobody_writes_the_results_or_the_asker_of_an_import(self):
        """Whoever could, would load with the rights of another, or forge what was loaded."""
        user = self.new_user("import_forger", "collections_mgmt.collections_mgmt_group_manager")
        record = self.new_import([self.row("A1")]).with_user(user)
        admin = self.env.ref("base.user_admin")
        for values in ({"user_id": admin.id}, {"state": "queued"}, {"summary_text": "fine"}, {"invoice_count": 9}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                record.write(values)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.env["collections.import"].with_user(user).create({"filename": "x", **values})

    def test_a_loaded_import_keeps_its_file_company_and_day(self):
        record = self.loaded([self.row("A1")])
        other = self.setup_other_company(name="Other importer")["company"]
        for values in ({"file": False}, {"company_id": other.id}, {"key_date": "2019-01-01"}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                record.write(values)

    def test_a_supervisor_who_may_invoice_cannot_import(self):
        groups = "collections_mgmt.collections_mgmt_group_supervisor,account.group_account_invoice"
        user = self.new_user("import_supervisor", groups)
        record = self.new_import([self.row("A1")])
        with self.assertRaises(AccessError):
            record.with_user(user).action_import()
        with self.assertRaises(AccessError):
            self.env["collections.import"].with_user(user).create({"filename": "x"})

    def test_an_auditor_reads_imports_and_writes_none(self):
        user = self.new_user("import_auditor", "collections_mgmt.collections_mgmt_group_auditor")
        record = self.loaded([self.row("A1")]).with_user(user)
        record.invalidate_recordset()
        self.assertTrue(record.summary_text)
        self.assertFalse(record.has_access("write"))

    def test_an_import_of_another_company_is_not_seen(self):
        other = self.setup_other_company()["company"]
        record = self.new_import([self.row("A1")], company_id=other.id)
        groups = "collections_mgmt.collections_mgmt_group_manager,account.group_account_invoice"
        user = self.new_user("import_other", groups)
        self.assertFalse(self.env["collections.import"].with_user(user).search([("id", "=", record.id)]))


@tagged("post_install", "-at_install")
class TestImportQueue(ImportCommon):
    def setUp(self):
        super().setUp()
        self.patch(receivables_queue, "LARGE", 5)

    def queue(self, rows):
        record = self.new_import(rows)
        record.action_import()
        self.assertEqual(record.state, "queued")
        return record

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("collections_mgmt.ir_cron_collections_import").method_direct_trigger()

    def test_a_large_file_is_loaded_in_the_background_as_the_user_who_asked(self):
        rows = made_up_list(20)
        record = self.queue(rows)
        self.assertFalse(self.open_in_ledger())
        self.run_cron()
        record.invalidate_recordset()
        self.assertEqual(record.state, "done", record.error_text)
        self.assertEqual(self.open_in_ledger(), open_in_file(rows))
        self.assertEqual(record.progress, 100.0)
        self.assertEqual(self.move("H00000").create_uid, record.user_id)

    def test_the_progress_is_written_while_the_import_is_not(self):
        record = self.queue(made_up_list(20))
        with self.enter_registry_test_mode():
            record._write_progress(5, 20)
        record.invalidate_recordset()
        record.progress_ids.invalidate_recordset()
        self.assertEqual(record.progress, 25.0)

    def test_a_failure_in_the_background_is_told_and_nothing_is_loaded(self):
        record = self.queue(made_up_list(20))
        before = self.ledger()
        with patch.object(
            self.registry["collections.import"], "_create_payments", side_effect=UserError("The bank is closed.")
        ):
            self.run_cron()
        record.invalidate_recordset()
        self.assertEqual((record.state, record.error_text), ("refused", "The bank is closed."))
        self.assertEqual(self.ledger(), before)
        record.action_reset()
        self.assertEqual(record.state, "draft")

    def test_a_user_who_lost_the_right_meanwhile_loads_nothing(self):
        record = self.queue(made_up_list(20))
        record.user_id.sudo().group_ids -= self.env.ref("collections_mgmt.collections_mgmt_group_manager")
        self.run_cron()
        record.invalidate_recordset()
        self.assertEqual(record.sudo().state, "refused")
        self.assertIn("manager", record.sudo().error_text)

    @mute_logger("odoo.addons.collections_mgmt.wizards.receivables_queue")
    def test_an_unforeseen_error_ends_the_import_instead_of_repeating_it(self):
        record = self.queue(made_up_list(20))
        with patch.object(self.registry["collections.import"], "_create_payments", side_effect=ZeroDivisionError):
            self.run_cron()
        record.invalidate_recordset()
        self.assertEqual(record.state, "refused")
        self.assertIn("unforeseen", record.error_text)

    def test_a_queued_import_is_taken_back_before_it_begins(self):
        record = self.queue(made_up_list(20))
        record.action_take_back()
        self.assertEqual(record.state, "checked")
        before = self.ledger()
        self.run_cron()
        self.assertEqual(self.ledger(), before)
        record.action_import()
        self.assertEqual(record.state, "queued", "and may be asked for again")
        self.assertEqual(record.progress, 0.0)

    def test_an_import_that_has_begun_is_not_taken_back(self):
        record = self.queue(made_up_list(20))
        nobody = record.browse()
        with patch.object(self.registry["collections.import"], "try_lock_for_update", return_value=nobody):
            with self.assertRaisesRegex(UserError, "is being loaded already"):
                record.action_take_back()
        self.run_cron()
        record.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "is Loaded and cannot become Checked"):
            record.action_take_back()

    def test_who_may_not_import_takes_nothing_back(self):
        record = self.queue(made_up_list(20))
        user = new_test_user(self.env, "take_back", groups="collections_mgmt.collections_mgmt_group_supervisor")
        with self.assertRaises(AccessError):
            record.with_user(user).action_take_back()
        self.assertEqual(record.state, "queued")

    def test_a_user_who_imported_can_be_deleted(self):
        groups = "collections_mgmt.collections_mgmt_group_manager,account.group_account_invoice"
        user = new_test_user(self.env, "import_leaver", groups=groups, company_id=self.company.id)
        waiting, loaded = self.queue(made_up_list(20)), self.loaded([self.row("A1")])
        (waiting | loaded).sudo().user_id = user
        user.sudo().unlink()
        self.assertFalse((waiting | loaded).user_id)
        self.run_cron()
        waiting.invalidate_recordset()
        self.assertEqual(waiting.state, "refused")
        self.assertIn("was deleted", waiting.error_text)

    def test_a_file_the_server_would_not_finish_is_refused_at_once(self):
        record = self.new_import(made_up_list(20))
        with (
            patch.object(receivables_queue, "SECONDS_PER_ROW", 10_000),
            patch.object(receivables_queue, "config", {"limit_time_real_cron": -1, "limit_time_real": 120}),
            self.assertRaisesRegex(UserError, "limit_time_real_cron"),
        ):
            record.action_import()


@tagged("post_install", "-at_install")
class TestImportRealFile(ImportCommon):
    @unittest.skipUnless(REAL_FILE.exists(), f"the real list is not on this machine ({REAL_FILE})")
    def test_the_real_list_gives_the_open_items_it_gives_itself(self):
        with gzip.open(REAL_FILE, "rt") as stream:
            rows = list(csv.DictReader(stream))
        wanted = set(list(dict.fromkeys(row["cust_number"] for row in rows))[:400])
        rows = [row for row in rows if row["cust_number"] in wanted][::50]  # all of them would take minutes
        with tempfile.NamedTemporaryFile(suffix=".csv") as stream:
            stream.write(as_csv(rows))
            stream.flush()
            record = self.env["collections.import"]._load_file(stream.name, KEY_DATE)
        self.assertEqual(record.state, "done", record.error_text)
        self.assertEqual(self.open_in_ledger(), open_in_file(rows))
