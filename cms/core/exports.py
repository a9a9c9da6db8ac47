"""Lists as files for spreadsheets: whatever people typed stays text and never becomes a formula.

CSV: UTF-8 with a byte order mark, by which Excel knows the encoding; a cell that a spreadsheet would work out gets an
apostrophe before it (OWASP, CSV injection). XLSX: every text is a string cell; control characters, which the format
forbids (XML 1.0, 2.2), are taken out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import is_aware, localtime

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # of Excel
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
    """Return an XLSX to download, with the headings held in place. name: of the file, without its suffix."""
    from openpyxl import Workbook  # 4 MB that no process needs before somebody asks for a file
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    for number, row in enumerate((headings, *rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            if isinstance(value, int | float) and not isinstance(value, bool):
                cell.value = value
                continue
            # openpyxl reads "=…" as a formula unless it is told otherwise.
            cell.value = plain(value)[:LONGEST_CELL]
            cell.data_type = "s"
            cell.quotePrefix = True
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return _answer(buffer.getvalue(), f"{name}.xlsx", XLSX_TYPE)


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
