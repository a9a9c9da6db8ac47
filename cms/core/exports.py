"""Lists as files for spreadsheets: whatever people typed stays text and never becomes a formula.

CSV: UTF-8 with a byte order mark, by which Excel knows the encoding; a cell that a spreadsheet would work out gets an
apostrophe before it (OWASP, CSV injection). XLSX: every text is a string cell; control characters, which the format
forbids (XML 1.0, 2.2), are taken out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain
from math import isfinite
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import is_aware, localtime

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # of Excel, in halves of UTF-16: it repairs, and says so, a file with a longer one
# What makes a spreadsheet work out a cell, in both widths; white space before it does not help.
STARTS_A_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def csv_file(name: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a CSV to download. name: of the file, without its suffix. Times are written in the current time zone."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([_guarded(plain(value)) for value in row])
    content = "\ufeff" + buffer.getvalue()
    return _answer(content.encode(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_file(name: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return an XLSX to download, with the headings held in place. name: of the file, without its suffix.

    openpyxl makes the book and its looks; the cells are put into it here, written as openpyxl writes them. It makes an
    object of each cell and an element of XML of that, which took ten times as long as the rest for 2,000 people.
    """
    from openpyxl import Workbook  # 4 MB that no process needs before somebody asks for a file
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    heading, text = sheet["A1"], sheet["A2"]
    for cell in (heading, text):
        # What begins with "=" stays text when somebody edits it.
        cell.quotePrefix = True
    heading.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    cells = _cells(headings, rows, styles=(heading.style_id, text.style_id))
    empty, buffer = io.BytesIO(), io.BytesIO()
    book.save(empty)
    with ZipFile(empty) as made, ZipFile(buffer, "w", ZIP_DEFLATED) as filled:
        for part in made.namelist():
            content = made.read(part)
            with filled.open(part, "w") as file:
                file.writelines(_around(content, cells) if part == _SHEET else [content])
    return _answer(buffer.getvalue(), f"{name}.xlsx", XLSX_TYPE)


_SHEET = "xl/worksheets/sheet1.xml"
_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
#: Says how far the cells of the empty sheet go; it may be left out.
_DIMENSION = re.compile(rb"<dimension [^>]*>")


def _around(sheet: bytes, cells: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a sheet with these cells in place of its own."""
    before, after = _ROWS.split(_DIMENSION.sub(b"", sheet))
    yield before + b"<sheetData>"
    yield from cells
    yield b"</sheetData>" + after


def _cells(headings: Sequence[Any], rows: Iterable[Sequence[Any]], *, styles: tuple[int, int]) -> Iterator[bytes]:
    """Yield the XML of each row. styles: the numbers of those of headings and of texts."""
    from openpyxl.utils import get_column_letter

    letters: list[str] = []
    for number, row in enumerate(chain([headings], rows), start=1):
        letters += [get_column_letter(column) for column in range(len(letters) + 1, len(row) + 1)]
        style = styles[number > 1]
        cells = (_cell(f"{letter}{number}", value, style) for letter, value in zip(letters, row, strict=False))
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _cell(place: str, value: Any, style: int) -> str:
    """The XML of a cell: a number as one, all else as text in place, which no spreadsheet works out."""
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return f'<c r="{place}" t="n"><v>{value}</v></c>'
    text = plain(value)
    if len(text) > LONGEST_CELL // 2:
        text = text.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")
    if not text:
        return ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def plain(value: Any) -> str:
    """Return a value as people read it, without characters that a file cannot hold."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{localtime(value) if is_aware(value) else value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return FORBIDDEN.sub("", str(value))


def _guarded(text: str) -> str:
    return f"'{text}" if STARTS_A_FORMULA.match(text) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))


def _answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    # Lists of people are kept by nobody on the way.
    response["Cache-Control"] = "private, no-store"
    return response
