"""Files for spreadsheets hold no formula, whatever people typed."""

import csv
import io

import pytest
from openpyxl import load_workbook

from cms.core.exports import csv_file, xlsx_file

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


def test_nobody_on_the_way_keeps_a_list_of_people():
    assert csv_file("x", [], [])["Cache-Control"] == "private, no-store"
