"""Reading receivables lists (calc.receivables_*): no database."""

import datetime
import gzip
import io
from decimal import Decimal

import xlsxwriter
from openpyxl import Workbook

from odoo.tests import BaseCase

from odoo.addons.collections_mgmt.calc import receivables_table
from odoo.addons.collections_mgmt.calc.receivables_customer import check_vat, customers_of, format_phone
from odoo.addons.collections_mgmt.calc.receivables_file import FileRefused, map_columns, parse_rows, read_table
from odoo.addons.collections_mgmt.calc.receivables_summary import open_by_currency
from odoo.addons.collections_mgmt.calc.receivables_values import ValueRefused, amount_style, to_amount, to_date

DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
HEADER = "row_id,cust_number,amount,invoice_date,due_date,clear_date"
DAY = datetime.date(2019, 3, 1)


def read(text, filename="list.csv", mapping=None, date_format=None):
    """(rows, errors) of a CSV text."""
    table = read_table(filename, text.encode())
    columns = map_columns(table.header, mapping)
    return parse_rows(table, columns, default_currency="USD", decimals=DECIMALS, date_format=date_format)


def one(line, header=HEADER):
    """The only row of a list, or its error."""
    rows, errors = read(f"{header}\n{line}\n")
    return errors[0][1] if errors else rows[0]


def xlsx(*rows):
    buffer = io.BytesIO()
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


class TestReceivablesTable(BaseCase):
    def assertRefused(self, filename, content, reason):
        with self.assertRaisesRegex(FileRefused, reason):
            read_table(filename, content)

    def test_the_delimiter_is_found_in_the_header(self):
        for delimiter in ",;\t":
            table = read_table("a.csv", f"a{delimiter}b\n1{delimiter}2\n".encode())
            self.assertEqual(table.header, ("a", "b"))
            self.assertEqual(table.rows[0].cells, ("1", "2"))

    def test_text_in_the_usual_encodings_is_read(self):
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            self.assertEqual(read_table("a.csv", "name,b\nMüller,2\n".encode(encoding)).rows[0].cells[0], "Müller")

    def test_line_numbers_count_blank_lines_and_lines_within_quotes(self):
        table = read_table("a.csv", b'a,b\n\n"x\ny",1\nz,2\n')
        self.assertEqual([line.number for line in table.rows], [3, 5])

    def test_a_compressed_list_is_read(self):
        self.assertEqual(read_table("A.CSV.GZ", gzip.compress(b"a,b\n1,2\n")).rows[0].cells, ("1", "2"))

    def test_an_excel_list_is_read_with_short_rows_filled(self):
        table = read_table("a.xlsx", xlsx(["a", "b", "c"], [1, None, None], [None, None, None], [2, DAY, 3.5]))
        self.assertEqual([line.number for line in table.rows], [2, 4])
        self.assertEqual(table.rows[0].cells, (1, None, None))
        self.assertEqual(table.rows[1].cells[2], 3.5)

    def test_empty_files_and_bare_headers_are_refused(self):
        self.assertRefused("a.csv", b"", "empty")
        self.assertRefused("a.csv", b"\n\n", "empty")
        self.assertRefused("a.csv", b"a,b\n", "no rows")
        self.assertRefused("a.xlsx", xlsx(["a", "b"]), "no rows")

    def test_a_file_that_is_not_what_its_name_says_is_refused(self):
        self.assertRefused("a.xlsx", b"a,b\n1,2\n", "not an Excel workbook")
        self.assertRefused("a.xlsx", b"PK\x03\x04 broken", "cannot be read")
        self.assertRefused("a.csv", xlsx(["a"], [1]), "an Excel or zip file")
        self.assertRefused("a.csv", gzip.compress(b"a\n1\n"), "a gzip file")
        self.assertRefused("a.csv", b"a,b\n\x00\x01,2\n", "not a text file")
        self.assertRefused("a.csv.gz", b"a,b\n1,2\n", "not compressed")
        self.assertRefused("a.csv.gz", gzip.compress(b"a,b\n1,2\n" * 99)[:-30], "damaged")
        self.assertRefused("a.xls", b"whatever", "Old Excel")
        self.assertRefused("a.pdf", b"whatever", "not a .csv")

    def test_an_unclosed_quote_is_refused_with_its_line(self):
        self.assertRefused("a.csv", b'a,b\n1,2\n"3,4\n', "Line 3")

    def test_a_file_that_unpacks_without_end_is_refused(self):
        self.patch(receivables_table, "MAX_BYTES", 1000)
        self.assertRefused("a.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 1000), "when unpacked")
        self.assertRefused("a.xlsx", xlsx(["a"], *([n] for n in range(100))), "when unpacked")

    def test_a_sheet_as_wide_as_excel_allows_is_refused(self):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            sheet = book.add_worksheet()
            sheet.write(0, 0, "a")
            sheet.write(1, 16383, "far out")
        self.assertRefused("a.xlsx", buffer.getvalue(), "columns")
        self.assertRefused("a.csv", b",".join([b"a"] * 400) + b"\n1\n", "columns")

    def test_too_many_rows_are_refused(self):
        self.patch(receivables_table, "MAX_ROWS", 10)
        self.assertRefused("a.csv", b"a,b\n" + b"1,2\n" * 11, "more than 10 rows")
        self.assertRefused("a.xlsx", xlsx(["a"], *([n] for n in range(11))), "more than 10 rows")

    def test_empty_rows_count_too(self):
        """A compressed file of a few kB would keep the server busy for hours otherwise."""
        self.patch(receivables_table, "MAX_ROWS", 10)
        for row in (b"\n", b",\n", b'""\n'):
            self.assertRefused("a.csv.gz", gzip.compress(b"a,b\n1,2\n" + row * 11), "more than 10 rows")
        self.assertEqual(len(read_table("a.csv", b"a,b\n1,2\n" + b",\n" * 9).rows), 1)

    def test_a_row_without_end_is_refused_before_it_fills_the_memory(self):
        self.patch(receivables_table, "MAX_RECORD", 1000)
        self.assertRefused("a.csv.gz", gzip.compress(b"a;b\n" + b";" * 2000), "more than 1,000 characters")
        self.assertRefused("a.csv", b"a;b\n" + b'"\n";' * 800, "more than 1,000 characters")
        self.assertEqual(len(read_table("a.csv", b"a;b\n" + b"1;2\n" * 800).rows), 800, "not the file as a whole")

    def test_a_row_far_wider_than_the_header_is_refused(self):
        self.assertRefused("a.csv", b"a,b\n" + b"1," * 400 + b"1\n", "columns")

    def test_the_header_is_found_after_any_number_of_blank_lines(self):
        table = read_table("a.csv", b"\n" * 1000 + b"a;b\n1;2\n")
        self.assertEqual((table.header, table.rows[0].cells), (("a", "b"), ("1", "2")))


class TestReceivablesColumns(BaseCase):
    def test_columns_are_found_by_alias_whatever_case_and_underscores(self):
        columns = map_columns(("InvoiceNumber", "customerID", "Invoice Amount", "INVOICEDATE", "colour"))
        self.assertEqual(columns.fields, {"document": 0, "customer_number": 1, "amount": 2, "invoice_date": 3})
        self.assertEqual(columns.unknown, ("colour",))

    def test_the_invoice_number_is_the_reference_where_the_row_has_an_identity_of_its_own(self):
        fields = map_columns(("invoice_id", "row_id", "cust_number", "amount", "posting_date")).fields
        self.assertEqual((fields["document"], fields["reference"]), (1, 0))
        fields = map_columns(("invoice_id", "cust_number", "amount", "posting_date")).fields
        self.assertEqual(fields["document"], 0)
        self.assertNotIn("reference", fields)

    def test_a_chosen_column_goes_before_its_name(self):
        fields = map_columns(
            ("row_id", "amount", "total_open_amount", "cust_number", "day", "country"),
            {"amount": "total_open_amount", "invoice_date": "day", "country_code": None},
        ).fields
        self.assertEqual((fields["amount"], fields["invoice_date"]), (2, 4))
        self.assertNotIn("country_code", fields)

    def test_missing_columns_are_named_in_one_sentence(self):
        with self.assertRaisesRegex(FileRefused, "no column for Customer number .*; Amount .*row_id, invoice_date"):
            map_columns(("row_id", "invoice_date"))

    def test_a_column_that_is_not_there_or_there_twice_is_refused(self):
        header = ("row_id", "cust_number", "amount", "invoice_date")
        with self.assertRaisesRegex(FileRefused, "no column “sum”"):
            map_columns(header, {"amount": "sum"})
        with self.assertRaisesRegex(FileRefused, "2 times"):
            map_columns((*header, "amount"))


class TestReceivablesValues(BaseCase):
    def test_amounts_of_both_worlds_are_read_exactly(self):
        for texts, amounts in (
            (("1234.56", "1,234.56", "1,234"), ("1234.56", "1234.56", "1234")),
            (("-5", "5-", "(5.10)"), ("-5", "-5", "-5.10")),
            (("1.234,56", "1234,5", "1.234", "1 234,50"), ("1234.56", "1234.5", "1234", "1234.50")),
            (("1.234.567", "12,30"), ("1234567", "12.30")),
            (("1,234,567", "12"), ("1234567", "12")),
            ((".5", "0.125"), ("0.5", "0.125")),
        ):
            style = amount_style(enumerate(texts))
            self.assertEqual([to_amount(text, style) for text in texts], [Decimal(amount) for amount in amounts])

    def test_an_amount_that_can_be_read_in_two_ways_is_refused(self):
        with self.assertRaisesRegex(ValueRefused, "“1.234” in line 7"):
            amount_style([(7, "1.234"), (8, "12")])

    def test_amounts_written_in_two_ways_are_refused(self):
        with self.assertRaisesRegex(ValueRefused, "“1.5” in line 2 and “1,5” in line 3"):
            amount_style([(2, "1.5"), (3, "1,5")])

    def test_what_is_no_amount_is_refused(self):
        texts = ("abc", "nan", "inf", "1e5", "1,23.45", "12,34,567.00", "--5", "5.")
        for text in (*texts, True, float("nan"), float("inf")):
            with self.subTest(text=text), self.assertRaises(ValueRefused):
                to_amount(text, ".")

    def test_the_binary_rest_of_a_spreadsheet_amount_is_dropped(self):
        self.assertEqual(to_amount(0.1 + 0.2, None), Decimal("0.3"))
        self.assertEqual(to_amount(668593.36, None), Decimal("668593.36"))

    def test_unambiguous_dates_are_read(self):
        for cell in ("2019-03-01", "2019-3-1", "20190301", "1.3.2019", "2019-03-01 00:00:00", DAY):
            self.assertEqual(to_date(cell), DAY)
        self.assertEqual(to_date(datetime.datetime(2019, 3, 1, 5)), DAY)
        self.assertIsNone(to_date(" "))

    def test_dates_with_slashes_need_a_chosen_format(self):
        with self.assertRaisesRegex(ValueRefused, "two ways"):
            to_date("3/1/2019")
        self.assertEqual(to_date("3/1/2019", "mdy"), DAY)
        self.assertEqual(to_date("1/3/2019", "dmy"), DAY)

    def test_impossible_dates_are_refused(self):
        for text in ("2019-02-30", "31.6.2019", "0202-01-01", "soon", "13/13/2019"):
            with self.subTest(text=text), self.assertRaises(ValueRefused):
                to_date(text, "mdy")


class TestReceivablesRows(BaseCase):
    def test_a_payment_date_alone_means_paid_in_full(self):
        self.assertEqual(one("A,1,10.00,2019-01-01,2019-02-01,2019-03-01").paid_amount, Decimal(10))
        self.assertEqual(one("A,1,10.00,2019-01-01,2019-02-01,").paid_amount, Decimal(0))

    def test_the_due_date_is_the_invoice_date_when_empty(self):
        self.assertEqual(one("A,1,10.00,2019-01-01,,").due_date, datetime.date(2019, 1, 1))

    def test_part_payments_come_from_the_paid_or_the_open_amount(self):
        header = "row_id,cust_number,amount,invoice_date,clear_date,{}"
        self.assertEqual(one("A,1,10.00,2019-01-01,2019-02-01,4", header.format("paid_amount")).paid_amount, Decimal(4))
        self.assertEqual(one("A,1,10.00,2019-01-01,2019-02-01,4", header.format("open_amount")).paid_amount, Decimal(6))
        self.assertEqual(one("A,1,10.00,2019-01-01,,10", header.format("open_amount")).paid_amount, Decimal(0))

    def test_payments_that_cannot_be_are_refused(self):
        header = "row_id,cust_number,amount,invoice_date,clear_date,paid_amount"
        for line, reason in (
            ("A,1,10.00,2019-01-01,2019-02-01,11", "more than the amount"),
            ("A,1,10.00,2019-01-01,2019-02-01,-4", "wrong sign"),
            ("A,1,10.00,2019-01-01,,4", "no payment date"),
            ("A,1,10.00,2019-01-01,2019-02-01,0", "nothing is paid"),
        ):
            self.assertIn(reason, one(line, header))

    def test_bad_rows_name_their_field(self):
        for line, reason in (
            ("A,1,0.00,2019-01-01,,", "Amount is zero"),
            ("A,1,1.234,2019-01-01,,", "“1.234” in line 2 can be read in two ways"),
            ("A,1,12345.678,2019-01-01,,", "more decimals than USD has"),
            ("A,1,NaN,2019-01-01,,", "Amount: “NaN”"),
            ("A,,10,2019-01-01,,", "Customer number is empty"),
            (",1,10,2019-01-01,,", "Document is empty"),
            ("A,1,10,,,", "Invoice date is empty"),
            ("A,1,10,2019-01-32,,", "Invoice date: “2019-01-32”"),
            ("1.9E+09,1,10,2019-01-01,,", "shortened by a spreadsheet"),
            ("A,1,10,2019-01-01,,,extra", "7 columns, the header has 6"),
            ("A,1,10", "3 columns, the header has 6"),
        ):
            with self.subTest(line=line):
                self.assertRegex(str(one(line)), reason)

    def test_decimals_are_those_of_the_currency(self):
        header = "row_id,cust_number,amount,invoice_date,currency"
        self.assertIn("more decimals", one("A,1,10.5,2019-01-01,JPY", header))
        self.assertEqual(one("A,1,0.125,2019-01-01,kwd", header).amount, Decimal("0.125"))
        self.assertIn("no currency “XXY”", one("A,1,10,2019-01-01,XXY", header))

    def test_a_document_that_comes_twice_names_both_lines(self):
        rows, errors = read(f"{HEADER}\nA,1,10,2019-01-01,,\nB,1,10,2019-01-01,,\nA,1,10,2019-01-01,,\n")
        self.assertEqual(len(rows), 2)
        self.assertEqual(errors, [(4, "document “A” is already in line 2.")])

    def test_every_bad_row_is_reported(self):
        _rows, errors = read(f"{HEADER}\nA,1,10,x,,\nB,1,10,2019-01-01,,\nC,1,y,2019-01-01,,\n")
        self.assertEqual([line for line, _reason in errors], [2, 4])

    def test_numbers_in_excel_are_texts_dates_and_amounts_as_needed(self):
        table = read_table("a.xlsx", xlsx(HEADER.split(","), [1930547631, 42.0, 12.5, DAY, "2019-04-01", None]))
        rows, errors = parse_rows(table, map_columns(table.header), default_currency="USD", decimals=DECIMALS)
        self.assertFalse(errors)
        row = rows[0]
        self.assertEqual((row.document, row.customer_number, row.amount), ("1930547631", "42", Decimal("12.5")))
        self.assertEqual((row.invoice_date, row.due_date), (DAY, datetime.date(2019, 4, 1)))


class TestReceivablesCustomers(BaseCase):
    HEADER = "row_id,cust_number,amount,invoice_date,name,phone,country,vat,email"

    def customers(self, *lines):
        rows, errors = read("\n".join((self.HEADER, *lines)))
        self.assertFalse(errors)
        return customers_of(rows, "US", {"US", "BE", "DE"})

    def test_a_customer_is_put_together_from_all_his_rows(self):
        customers, errors, _odd = self.customers(
            "A,1,10,2019-01-01,,,,,", "B,1,10,2019-01-01,Anna,415 555 2671,,,a@b.com", "C,1,1,2019-01-01,Other,,,,"
        )
        self.assertFalse(errors)
        self.assertEqual(customers["1"].name, "Anna")
        self.assertEqual(customers["1"].phone, "+14155552671")

    def test_the_number_is_the_name_of_a_nameless_customer(self):
        self.assertEqual(self.customers("A,77,10,2019-01-01,,,,,")[0]["77"].name, "77")

    def test_wrong_contact_data_is_an_error_with_its_line(self):
        for line, reason in (
            ("A,1,10,2019-01-01,,,XX,,", "no country “XX”"),
            ("A,1,10,2019-01-01,,,BE,BE0477472702,", "not a valid VAT number"),
            ("A,1,10,2019-01-01,,,,,not an address", "not an e-mail address"),
        ):
            _customers, errors, _odd = self.customers(line)
            self.assertEqual(errors[0][0], 2)
            self.assertIn(reason, errors[0][1])

    def test_a_telephone_number_nobody_recognises_is_kept_and_noted(self):
        customers, errors, odd = self.customers("A,1,10,2019-01-01,,ask Bob,,,")
        self.assertEqual((customers["1"].phone, errors, odd), ("ask Bob", [], ["1"]))

    def test_numbers_are_written_as_the_world_writes_them(self):
        self.assertEqual(format_phone("030 901820", "DE"), "+4930901820")
        self.assertEqual(check_vat("0477.472.701", "BE"), check_vat("BE0477472701", "").removeprefix("BE"))
        self.assertEqual(check_vat("anything 1", ""), "ANYTHING1")


class TestReceivablesSummary(BaseCase):
    def test_open_is_what_existed_and_was_not_paid_on_the_key_date(self):
        rows, _errors = read(
            f"{HEADER}\n"
            "A,1,100.10,2019-01-01,2019-01-31,\n"  # 29 days overdue
            "B,1,50.00,2019-01-01,2019-01-30,2019-03-02\n"  # paid the day after
            "C,1,70.00,2019-01-01,2019-01-30,2019-03-01\n"  # paid that day
            "D,1,30.00,2019-03-02,2019-04-01,\n"  # not yet written
            "E,1,-5.05,2019-03-01,2019-03-01,\n"  # a credit note, due today
        )
        found = open_by_currency(rows, DAY, (30, 60))
        self.assertEqual(found["USD"].total, Decimal("145.05"))
        self.assertEqual(found["USD"].count, 3)
        self.assertEqual(found["USD"].buckets, [Decimal("-5.05"), Decimal("150.10"), Decimal(0), Decimal(0)])
