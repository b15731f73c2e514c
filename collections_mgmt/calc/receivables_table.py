"""From the bytes of a receivables list to a table: a header and rows of cells with their line numbers.

CSV (comma, semicolon or tab; UTF-8, UTF-16 with its mark, else Windows-1252), CSV.GZ and XLSX. What a cell means is not
decided here, see ``receivables_file``. Whatever is not such a file, or too big to be one, is refused with a sentence.

>>> table = read_table("list.csv", b"document;amount\\nA1;12,50\\n")
>>> table.header, table.rows
(('document', 'amount'), [Line(number=2, cells=('A1', '12,50'))])
"""

import csv
import gzip
import io
import zipfile
import zlib
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 256 * 1024 * 1024  # after decompression; the real list of 32,000 invoices has 4 MB
MAX_COLUMNS = 300
MAX_ROWS = 500_000  # empty ones too, or a small compressed file could keep the server busy for hours
MAX_RECORD = 1_000_000  # characters of one row
DELIMITERS = ",;\t"
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class FileRefused(ValueError):
    """The file as a whole cannot be used; the text is a sentence for the person who chose it."""


class Line(NamedTuple):
    """One row of the file: its line number as an editor or a spreadsheet shows it, and its cells."""

    number: int
    cells: tuple


class Table(NamedTuple):
    """Header (texts) and rows; every row is as long as the header unless the file itself is ragged."""

    header: tuple
    rows: list


def read_table(filename, content):
    """Read ``content`` as what ``filename`` says it is.

    :return: a ``Table`` with at least one row
    :raises FileRefused: unknown kind, not what the name says, too big, unreadable, empty or header only
    """
    name = filename.lower()
    if not content:
        raise FileRefused("The file is empty.")
    if name.endswith(".csv.gz"):
        lines = _csv_lines(_gunzip(content))
    elif name.endswith((".csv", ".txt", ".tsv")):
        lines = _csv_lines(content)
    elif name.endswith(".xlsx"):
        lines = _xlsx_lines(content)
    elif name.endswith(".xls"):
        raise FileRefused("Old Excel files (.xls) cannot be read: save the list as .xlsx or .csv.")
    else:
        raise FileRefused(f"“{filename}” is not a .csv, .csv.gz or .xlsx file.")
    return _as_table(lines)


def _as_table(lines):
    header, rows = None, []
    for count, line in enumerate(lines):
        if count > MAX_ROWS:
            raise FileRefused(f"The file has more than {MAX_ROWS:,} rows, empty ones counted: split it.")
        if not any(cell not in (None, "") for cell in line.cells):
            continue
        if header is None:
            header = tuple(str(cell if cell is not None else "").strip() for cell in _without_empty_tail(line.cells))
            _check_columns(len(header))
        else:
            rows.append(Line(line.number, _fitted(line.cells, len(header))))
    if header is None:
        raise FileRefused("The file is empty.")
    if not rows:
        raise FileRefused("The file has a header but no rows.")
    return Table(header, rows)


def _check_columns(count):
    if count > MAX_COLUMNS:
        raise FileRefused(f"The file has more than {MAX_COLUMNS} columns: this is not a receivables list.")


def _without_empty_tail(cells):
    cells = list(cells)
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells


def _fitted(cells, width):
    """Cells without the empty ones beyond the header; those with content stay, and ``parse_rows`` refuses the row."""
    if len(cells) > width:
        cells = tuple(_without_empty_tail(cells))
        _check_columns(len(cells))
    return tuple(cells)


# --- CSV ------------------------------------------------------------------------------------------------------------


def _gunzip(content):
    if not content.startswith(GZIP_MAGIC):
        raise FileRefused("The file is called .gz but is not compressed with gzip.")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            text = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefused(f"The compressed file is damaged ({error}).") from error
    _check_size(len(text))
    return text


def _check_size(size):
    if size > MAX_BYTES:
        raise FileRefused(f"The file has more than {MAX_BYTES // 1024 // 1024} MB when unpacked: split it.")


def _csv_lines(content):
    _check_size(len(content))
    text = _decode(content)
    records = _Records(text)
    reader = csv.reader(records, delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for cells in reader:
            records.size = 0
            yield Line(number, tuple(cells))
            number = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(f"Line {number} is not proper CSV ({error}).") from error


class _Records:
    """The lines of a text for ``csv.reader``, which makes a record of one or more; one too long to be a row ends it."""

    def __init__(self, text):
        self.lines, self.size = io.StringIO(text, newline=""), 0

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self.lines)
        self.size += len(line)
        if self.size > MAX_RECORD:
            raise FileRefused(f"The file has a row of more than {MAX_RECORD:,} characters.")
        return line


def _decode(content):
    for magic, kind in ((GZIP_MAGIC, "a gzip"), (ZIP_MAGIC, "an Excel or zip"), (OLD_EXCEL_MAGIC, "an old Excel")):
        if content.startswith(magic):
            raise FileRefused(f"The file is called .csv but is {kind} file.")
    encodings = ("utf-16",) if content.startswith(UTF16_MARKS) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise FileRefused("The file is called .csv but is not a text file.")


def _delimiter(text):
    """The delimiter that cuts the header into most columns; a comma when none does."""
    start = len(text) - len(text.lstrip())
    first, *_ = text[text.rfind("\n", 0, start) + 1 : start + MAX_RECORD].splitlines() or [""]
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader([first], delimiter=delimiter), [])))


# openpyxl lets through whatever a broken part causes: each of these is a broken workbook, none a fault of ours.
_BROKEN_WORKBOOK = (zipfile.BadZipFile, InvalidFileException, LookupError, ValueError, SyntaxError, zlib.error)


# --- XLSX -----------------------------------------------------------------------------------------------------------


def _xlsx_lines(content):
    """Rows of the first sheet, read one by one: a sheet may declare a million columns and mean five."""
    if not content.startswith(ZIP_MAGIC):
        raise FileRefused("The file is called .xlsx but is not an Excel workbook.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(sum(part.file_size for part in archive.infolist()))
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()
        width = 0
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MAX_ROWS + 1:
                raise FileRefused(f"The file has more than {MAX_ROWS:,} rows: split it.")
            cells = _without_empty_tail(cells)
            _check_columns(len(cells))
            # The first row with content is the header; a workbook does not store the empty cells at the end of a row.
            width = width or len(cells)
            yield Line(number, (*cells, *[None] * (width - len(cells))))
    except FileRefused:
        raise
    except _BROKEN_WORKBOOK as error:
        raise FileRefused(f"The Excel workbook cannot be read ({error}).") from error
