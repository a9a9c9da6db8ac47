"""Files for spreadsheets hold no formula, whatever people typed."""

import cProfile
import csv
import io
import math
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from cms.core.exports import csv_file, plain, xlsx_file

TYPED = [
    "=1+1", "+81 53 000 0000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "＋1", "－1", "＠x",
    '=HYPERLINK("http://example.jp")', "\u200b=1",
]  # fmt: skip


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("typed", TYPED)
def test_no_cell_of_a_csv_begins_like_a_formula(typed):
    cell = read_csv(csv_file("x", ["名前"], [[typed]]))[1][0]
    assert cell.startswith("'")


@pytest.mark.parametrize("typed", TYPED)
def test_every_text_of_an_xlsx_is_a_string(typed):
    sheet = load_workbook(io.BytesIO(xlsx_file("x", ["名前"], [[typed]]).content)).active
    assert sheet["A2"].data_type == "s"


def test_a_csv_begins_with_the_mark_that_tells_excel_its_encoding():
    assert csv_file("x", ["名前"], []).content.startswith(b"\xef\xbb\xbf")


def test_a_name_is_written_as_it_is():
    assert read_csv(csv_file("x", ["名前"], [["𠮷田 👪"]]))[1] == ["𠮷田 👪"]


def test_control_characters_are_taken_out_of_an_xlsx():
    sheet = load_workbook(io.BytesIO(xlsx_file("x", ["名前"], [["山\x0b田\x00"]]).content)).active
    assert sheet["A2"].value == "山田"


def test_a_number_stays_a_number_in_an_xlsx():
    sheet = load_workbook(io.BytesIO(xlsx_file("x", ["人数"], [[3]]).content)).active
    assert sheet["A2"].data_type == "n"


def plainly(name, headings, rows):
    """An XLSX as openpyxl makes it of cells that are given to it one by one."""
    book = Workbook()
    for number, row in enumerate((headings, *rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(row=number, column=column)
            cell.value = value if isinstance(value, int | float) and not isinstance(value, bool) else plain(value)
            if not isinstance(cell.value, int | float):
                cell.data_type, cell.quotePrefix, cell.font = "s", True, Font(bold=number == 1)
    book.active.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return HttpResponse(buffer.getvalue())


def cells_of(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    facts = [(cell.coordinate, cell.value, cell.data_type, cell.quotePrefix, cell.font.b) for cell in cells]
    return facts, sheet.freeze_panes, sheet.dimensions


MIXED = [
    ['山田 <b>&amp; "子"', 3, -1.5, True, None, "", " 前と後 ", "一行\n二行", "𠮷田 👪"],
    [typed.replace("\r", "") for typed in TYPED],
    [datetime(2026, 6, 1, 1, 0, tzinfo=UTC), 10**12, 0, "]]>", "</t></is></c>"],
    [],
    ["x"] * 30,
]


def test_an_xlsx_holds_what_openpyxl_writes_cell_by_cell():
    headings = ["名前", "<&>", *map(str, range(28))]
    written = cells_of(xlsx_file("x", headings, MIXED))
    assert written == cells_of(plainly("x", headings, MIXED))
    assert written[1:] == ("A2", "A1:AD6")


@pytest.mark.parametrize(("typed", "kept"), [("長" * 40_000, 32_767), ("𠮷" * 40_000, 16_383), ("𠮷" * 16_383, 16_383)])
def test_a_text_is_cut_where_excel_takes_no_more(typed, kept):
    sheet = load_workbook(io.BytesIO(xlsx_file("x", ["名前"], [[typed]]).content)).active
    found = sheet["A2"].value
    assert (len(found), typed.startswith(found)) == (kept, True)


@pytest.mark.parametrize("typed", [math.inf, math.nan])
def test_what_is_no_number_of_a_spreadsheet_is_a_text(typed):
    assert cells_of(xlsx_file("x", ["人数"], [[typed]]))[0][-1][1:3] == (str(typed), "s")


def calls_a_cell(write) -> float:
    """How many Python functions a further cell calls."""
    counts = []
    for many in (20, 120):
        profile = cProfile.Profile()
        profile.runcall(write, "x", ["名前"] * 10, [["山田 花子", 3] * 5 for _ in range(many)])
        counts.append(sum(entry.callcount for entry in profile.getstats()))
    return (counts[1] - counts[0]) / 1000


def test_a_cell_of_an_xlsx_takes_few_calls():
    xlsx_file("x", [], [])
    assert calls_a_cell(xlsx_file) < 15
    # The control: an object for each cell.
    assert calls_a_cell(plainly) > 40


def test_nobody_on_the_way_keeps_a_list_of_people():
    assert csv_file("x", [], [])["Cache-Control"] == "private, no-store"
