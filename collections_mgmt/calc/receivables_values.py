"""What a cell of a receivables list says: a text, a date, an exact amount; or why it says nothing certain.

Nothing is guessed. ``1.234`` is a thousand in one country and one and a bit in another: the amounts of the whole file
decide together, and when they cannot, the file is refused.

>>> style = amount_style([(2, "1.234,56"), (3, "12")])
>>> style, to_amount("1.234,56", style), to_amount("5,00-", style)
(',', Decimal('1234.56'), Decimal('-5.00'))
>>> to_date("2019-02-28"), to_date("28.2.2019"), to_date("2/28/2019", "mdy")
(datetime.date(2019, 2, 28), datetime.date(2019, 2, 28), datetime.date(2019, 2, 28))
"""

import datetime
import math
import re
from decimal import Decimal

DATE_FORMATS = {"mdy": "month/day/year", "dmy": "day/month/year"}
FIRST_YEAR, LAST_YEAR = 1970, 2100
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})$")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+$", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_SPACED = re.compile(r"\d{1,3}([\s\u00a0\u202f'’]\d{3})+([.,]\d+)?$")
_PLAIN = re.compile(r"\d+$")


class ValueRefused(ValueError):
    """A cell cannot be read; the text continues a sentence that names the line and the field."""


def to_text(cell):
    """The text of a cell; a whole number from a spreadsheet loses its point, nothing else changes.

    :raises ValueRefused: a number that a spreadsheet shortened, so that its last digits are lost
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    if _SHORTENED.match(text):
        raise ValueRefused(f"“{text}” is a number shortened by a spreadsheet: format the column as text")
    return text


def to_date(cell, date_format=None):
    """The date of a cell, or None when it is empty.

    :param date_format: ``mdy`` or ``dmy``, how to read dates with slashes; without it they are refused
    :raises ValueRefused: no date, or one that can be read in two ways
    """
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    if not isinstance(cell, datetime.date):
        text = to_text(cell)
        if not text:
            return None
        cell = _date(text, *_parts(text, date_format))
    if not FIRST_YEAR <= cell.year <= LAST_YEAR:
        raise ValueRefused(f"{cell.isoformat()} is not a plausible date")
    return cell


def _parts(text, date_format):
    """Year, month and day as texts."""
    if match := _ISO.match(text) or _COMPACT.match(text):
        return match.groups()
    if match := _DOTTED.match(text):
        return match.groups()[::-1]
    if match := _SLASHED.match(text):
        first, second, year = match.groups()
        if date_format not in DATE_FORMATS:
            raise ValueRefused(f"“{text}” can be read in two ways: choose the date format")
        return (year, first, second) if date_format == "mdy" else (year, second, first)
    raise ValueRefused(f"“{text}” is not a date like 2019-12-31 or 31.12.2019")


def _date(text, year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise ValueRefused(f"“{text}” is not a date of the calendar") from None


def amount_style(texts):
    """Which sign separates the decimals in all these amounts: ``.``, ``,`` or None when none has any.

    :param texts: pairs of line number and cell
    :raises ValueRefused: some amounts say one thing and some another, or an amount could be both and none decides
    """
    seen, doubtful = {}, None
    for line, cell in texts:
        if not isinstance(cell, str):
            continue
        body = _unsigned(cell.strip())
        if separator := _certain_decimal(body):
            seen.setdefault(separator, (line, cell))
        elif _is_doubtful(body) and doubtful is None:
            doubtful = (line, cell)
    if len(seen) == 2:
        (line1, cell1), (line2, cell2) = seen["."], seen[","]
        raise ValueRefused(
            f"the amounts are written in two ways: “{cell1}” in line {line1} and “{cell2}” in line {line2}"
        )
    if seen:
        return next(iter(seen))
    if doubtful:
        raise ValueRefused(
            f"“{doubtful[1]}” in line {doubtful[0]} can be read in two ways and no other amount shows which is meant: "
            "write the amounts with two decimals"
        )
    return None


def _certain_decimal(body):
    """The decimal separator when this amount alone settles it."""
    points, commas = body.count("."), body.count(",")
    if points and commas:
        last = "." if body.rfind(".") > body.rfind(",") else ","
        return last if body.count(last) == 1 else None
    if points + commas == 0:
        return None
    sign = "." if points else ","
    if points + commas > 1:
        return "," if sign == "." else "."  # 1.234.567: the sign groups thousands
    whole, _sign, decimals = body.partition(sign)
    certain = len(decimals) != 3 or len(whole) > 3 or whole in ("", "0") or bool(_SPACES.search(whole))
    return sign if certain else None


def _is_doubtful(body):
    return body.count(".") + body.count(",") == 1 and _certain_decimal(body) is None


def to_amount(cell, style):
    """The exact amount of a cell, or None when it is empty.

    :param style: the decimal separator as ``amount_style`` found it for the whole file
    :raises ValueRefused: not an amount
    """
    if isinstance(cell, bool) or (isinstance(cell, float) and not math.isfinite(cell)):
        raise ValueRefused(f"“{cell}” is not an amount")
    if isinstance(cell, int | Decimal):
        return Decimal(cell)
    if isinstance(cell, float):
        # A spreadsheet calculates with 15 digits; beyond them stands the rest of its binary arithmetic.
        return Decimal(f"{cell:.15g}")
    text = to_text(cell)
    if not text:
        return None
    body = _unsigned(text)
    digits = _digits(body, style or ".")
    if digits is None:
        raise ValueRefused(f"“{text}” is not an amount")
    return -Decimal(digits) if _is_negative(text) else Decimal(digits)


def _digits(body, decimal):
    """The amount as Python writes it, or None when the thousands are not where they belong."""
    if _SPACED.match(body):
        body = _SPACES.sub("", body)
    whole, point, decimals = body.partition(decimal)
    thousands = "," if decimal == "." else "."
    if thousands in whole:
        first, *groups = whole.split(thousands)
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
            return None
        whole = first + "".join(groups)
    if not _PLAIN.match(whole + decimals) or (point and not decimals):
        return None
    return f"{whole or 0}.{decimals}" if decimals else whole


def _is_negative(text):
    return text.startswith(("-", "−", "(")) or text.endswith("-")


def _unsigned(text):
    """The amount without its sign: ``-5``, ``5-`` (as SAP writes) and ``(5)`` are all five."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip()
    if text.startswith(("+", "-", "−")):
        return text[1:].strip()
    return text[:-1].strip() if text.endswith("-") else text


def decimals_of(amount):
    """How many decimals an amount really has.

    >>> decimals_of(Decimal("12.50")), decimals_of(Decimal("1E+3"))
    (1, 0)
    """
    return max(0, -amount.normalize().as_tuple().exponent)
