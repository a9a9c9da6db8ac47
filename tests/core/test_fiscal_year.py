from contextlib import suppress
from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.core.fiscal_year import (
    FiscalYear,
    FiscalYearError,
    FiscalYearField,
    FiscalYearModelField,
    FiscalYearRange,
)

years = st.integers(min_value=1868, max_value=2100)
months = st.integers(min_value=1, max_value=12)


@pytest.mark.parametrize("start_month", range(1, 13))
def test_every_day_of_three_years_falls_in_the_right_year(start_month: int) -> None:
    day = date(2006, 1, 1)
    while day < date(2009, 1, 1):
        started = date(day.year, start_month, 1) <= day
        assert FiscalYear.of(day, start_month).year == (day.year if started else day.year - 1)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "start_month", "year"),
    [
        (date(2006, 12, 2), 4, 2006),
        (date(2007, 3, 31), 4, 2006),
        (date(2007, 4, 1), 4, 2007),
        (date(2006, 4, 1), 4, 2006),
        (date(2006, 12, 31), 1, 2006),
        (date(2007, 1, 1), 1, 2007),
        (date(2007, 8, 31), 9, 2006),
        (date(2007, 9, 1), 9, 2007),
        (date(2008, 2, 29), 4, 2007),
        (date(2019, 4, 30), 4, 2019),
        (date(2019, 5, 1), 4, 2019),
    ],
)
def test_a_day_falls_in_its_fiscal_year(day: date, start_month: int, year: int) -> None:
    assert FiscalYear.of(day, start_month) == FiscalYear(year, start_month)


@pytest.mark.parametrize(
    ("year", "start_month", "first", "last"),
    [
        (2006, 4, date(2006, 4, 1), date(2007, 3, 31)),
        (2006, 1, date(2006, 1, 1), date(2006, 12, 31)),
        (2006, 9, date(2006, 9, 1), date(2007, 8, 31)),
        (2006, 3, date(2006, 3, 1), date(2007, 2, 28)),
        (2007, 3, date(2007, 3, 1), date(2008, 2, 29)),
        (2006, 12, date(2006, 12, 1), date(2007, 11, 30)),
    ],
)
def test_a_year_has_its_first_and_last_day(year: int, start_month: int, first: date, last: date) -> None:
    fiscal_year = FiscalYear(year, start_month)
    assert (fiscal_year.first_day, fiscal_year.last_day) == (first, last)
    assert first in fiscal_year
    assert last in fiscal_year
    assert last + timedelta(days=1) not in fiscal_year


@given(st.integers(min_value=1868, max_value=2099), months)
def test_years_follow_each_other_without_a_gap(year: int, start_month: int) -> None:
    this = FiscalYear(year, start_month)
    assert this.last_day + timedelta(days=1) == this.next().first_day
    assert this.next().previous() == this
    assert FiscalYear.of(this.first_day, start_month) == FiscalYear.of(this.last_day, start_month) == this


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (2004, "平成16年度(2004年度)"),
        (2019, "令和元年度(2019年度)"),
        (2018, "平成30年度(2018年度)"),
        (2020, "令和2年度(2020年度)"),
        (1989, "平成元年度(1989年度)"),
        (1988, "昭和63年度(1988年度)"),
        (1925, "大正14年度(1925年度)"),
        (1911, "明治44年度(1911年度)"),
        (1868, "明治元年度(1868年度)"),
    ],
)
def test_the_japanese_label_has_era_and_number(year: int, label: str) -> None:
    assert FiscalYear(year).label_ja() == label


def test_the_label_follows_the_language() -> None:
    assert FiscalYear(2004).label("en") == "FY2004"
    assert FiscalYear(2004).label("es") == "año fiscal 2004"
    assert FiscalYear(2004).label("ja") == FiscalYear(2004).label("ja-JP") == "平成16年度(2004年度)"
    with translation.override("en"):
        assert str(FiscalYear(2004)) == "FY2004"
    with translation.override("ja"):
        assert str(FiscalYear(2004)) == "平成16年度(2004年度)"


def test_a_year_of_change_has_both_names() -> None:
    assert FiscalYear(2019).names == ("平成31年度", "令和元年度", "2019年度", "FY2019")


@pytest.mark.parametrize(
    "text",
    [
        *[
            "平成31年度",
            "H31",
            "h31",
            "Ｈ３１",
            "H31年度",
            "平31",
            "平成三十一年度",
            "㍻31年度",
            "平成31年度（2019年度）",
        ],
        *[
            "令和元年度",
            "令和元年",
            "令和1年度",
            "令和 元 年度",
            "R1",
            "r1",
            "R元",
            "R01",
            "㋿元年度",
            "令和元年度(2019年度)",
        ],
        *["2019", " 2019 ", "２０１９年度", "2019年度", "FY2019", "fy 2019", "西暦2019年度", "二〇一九年度"],
    ],
)
def test_every_way_of_writing_2019_is_read(text: str) -> None:
    assert FiscalYear.parse(text) == FiscalYear(2019)


@pytest.mark.parametrize(
    ("text", "year"), [("平成十六年度", 2004), ("平成１６", 2004), ("S63", 1988), ("S64年度", 1989)]
)
def test_other_years_are_read(text: str, year: int) -> None:
    assert FiscalYear.parse(text).year == year


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            "年度",
            "元年度",
            "16",
            "31年度",
            "平成",
            "H",
            "H31.4",
            "平成0年度",
            "平成32年度",
            "昭和99年度",
            "平成\x0016",
        ],
        *["1867", "3019", "-2019", "2019.0", "2019-2020", "平成16年度(2005年度)", "abc", "十十", "二千四千"],
        "9" * 1_000_000,
    ],
)
def test_what_is_no_fiscal_year_is_refused_with_a_message(text: str) -> None:
    with pytest.raises(FiscalYearError) as refused:
        FiscalYear.parse(text)
    assert refused.value.messages[0]


def test_the_message_names_accepted_examples() -> None:
    with pytest.raises(FiscalYearError) as refused:
        FiscalYear.parse("いつか")
    assert "平成31年度" in refused.value.messages[0]
    assert "R1" in refused.value.messages[0]


def test_an_integer_and_a_fiscal_year_are_taken_as_they_are() -> None:
    assert FiscalYear.parse(2004, 9) == FiscalYear(2004, 9)
    assert FiscalYear.parse(FiscalYear(2004, 9)) == FiscalYear(2004, 9)


@given(years)
def test_a_label_reads_back(year: int) -> None:
    fiscal_year = FiscalYear(year)
    assert {FiscalYear.parse(name) for name in (*fiscal_year.names, fiscal_year.label_ja())} == {fiscal_year}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with suppress(FiscalYearError):
        FiscalYear.parse(text)


def test_a_start_month_outside_the_year_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no such month"):
        FiscalYear(2004, 13)


def test_years_compare_by_their_first_day() -> None:
    assert FiscalYear(2004) < FiscalYear(2004, 9) < FiscalYear(2005, 1) < FiscalYear(2005)
    assert FiscalYear(2004) != FiscalYear(2004, 9)


@pytest.mark.parametrize(
    ("start", "end", "ongoing", "japanese", "english"),
    [
        (2001, 2005, False, "平成13〜17年度(2001〜2005年度)", "FY2001–2005"),
        (2018, 2020, False, "平成30年度〜令和2年度(2018〜2020年度)", "FY2018–2020"),
        (2019, 2021, False, "令和元〜3年度(2019〜2021年度)", "FY2019–2021"),
        (2004, 2004, False, "平成16年度(2004年度)", "FY2004"),
        (2001, None, True, "平成13年度から継続中(2001年度〜)", "FY2001 to present"),
        (2001, None, False, "平成13年度〜終了年度不明(2001年度〜)", "FY2001 to unknown"),
        (None, 2005, False, "開始年度不明〜平成17年度(〜2005年度)", "unknown to FY2005"),
        (None, None, True, "開始年度不明・継続中", "ongoing, first fiscal year unknown"),
        (None, None, False, "年度不明", "fiscal year unknown"),
    ],
)
def test_a_range_has_a_label(start: int | None, end: int | None, ongoing: bool, japanese: str, english: str) -> None:
    span = FiscalYearRange.of_years(start, end, ongoing=ongoing)
    with translation.override("en"):
        assert (span.label_ja(), span.label_en(), str(span)) == (japanese, english, english)
    with translation.override("ja"):
        assert str(span) == japanese


def test_a_closed_range_is_said_in_the_language_of_the_page() -> None:
    span = FiscalYearRange.of_years(2001, 2005)
    with translation.override("es"):
        assert str(span) == "años fiscales 2001–2005"
    with translation.override("zh-hans"):
        assert str(span) == "2001–2005年度"


def test_a_range_is_said_in_the_language_that_was_asked_for() -> None:
    span = FiscalYearRange.of_years(2001, 2005)
    with translation.override("ja"):
        assert (span.label("en"), span.label("es")) == ("FY2001–2005", "años fiscales 2001–2005")
    with translation.override("en"):
        assert span.label("ja") == "平成13〜17年度(2001〜2005年度)"


def test_a_range_goes_through_its_years() -> None:
    assert [year.year for year in FiscalYearRange.of_years(2001, 2005)] == [2001, 2002, 2003, 2004, 2005]
    assert len(FiscalYearRange.of_years(2001, 2005)) == 5


def test_an_open_range_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="open end"):
        list(FiscalYearRange.of_years(2001, None, ongoing=True))


@pytest.mark.parametrize(
    ("start", "end", "ongoing", "expected"),
    [
        (2001, None, True, range(2001, 2011)),
        (None, None, True, range(2010, 2011)),
        (2012, None, True, range(2012, 2013)),
        (2001, 2005, False, range(2001, 2006)),
        (2001, None, False, range(2001, 2002)),
        (None, 2005, False, range(2005, 2006)),
    ],
)
def test_an_open_range_is_closed_with_the_current_year(
    start: int | None, end: int | None, ongoing: bool, expected: range
) -> None:
    span = FiscalYearRange.of_years(start, end, ongoing=ongoing).until(FiscalYear(2010))
    assert [year.year for year in span] == list(expected)


def test_a_range_contains_what_is_known_to_be_inside() -> None:
    inside = {
        (2001, 2005, False): {2001, 2003, 2005},
        (2001, None, True): {2001, 2003, 2005, 2007},
        (2001, None, False): {2001},
        (None, 2005, False): {2005},
        (None, None, True): set(),
    }
    for (start, end, ongoing), expected in inside.items():
        span = FiscalYearRange.of_years(start, end, ongoing=ongoing)
        assert {year for year in (1999, 2001, 2003, 2005, 2007) if FiscalYear(year) in span} == expected


def test_an_empty_range_is_false() -> None:
    assert not FiscalYearRange()
    assert FiscalYearRange(ongoing=True)
    assert FiscalYearRange.of_years(2001)


def test_a_range_must_not_end_before_it_starts() -> None:
    with pytest.raises(FiscalYearError):
        FiscalYearRange.of_years(2005, 2001)


def test_what_goes_on_has_no_end() -> None:
    with pytest.raises(FiscalYearError):
        FiscalYearRange.of_years(2001, 2005, ongoing=True)


class YearForm(forms.Form):
    year = FiscalYearField(required=False)


@pytest.mark.parametrize("text", ["平成31年度", "H31", "令和元年度", "R1", "2019", "２０１９年度"])
def test_the_form_field_gives_the_integer(text: str) -> None:
    form = YearForm({"year": text})
    assert form.is_valid()
    assert form.cleaned_data == {"year": 2019}


def test_the_form_field_keeps_what_was_typed_beside_the_message() -> None:
    form = YearForm({"year": "平成99年度"})
    assert not form.is_valid()
    assert "令和69年" in form.errors["year"][0]
    assert 'value="平成99年度"' in str(form["year"])


def test_the_form_field_may_be_empty() -> None:
    form = YearForm({"year": "　"})
    assert form.is_valid()
    assert form.cleaned_data == {"year": None}


def test_the_form_field_is_a_text_input() -> None:
    assert 'type="text"' in str(YearForm()["year"])


def test_another_way_of_writing_the_same_year_is_no_change() -> None:
    field = FiscalYearField()
    assert not field.has_changed(2019, "平成31年度")
    assert field.has_changed(2019, "平成30年度")
    assert field.has_changed(2019, "いつか")
    assert field.has_changed(None, "2019")
    assert not field.has_changed(None, "")
    assert not FiscalYearField(disabled=True).has_changed(2019, "2020")


def test_the_model_field_offers_the_form_field() -> None:
    field = FiscalYearModelField(verbose_name="first fiscal year", null=True, blank=True).formfield()
    assert isinstance(field, FiscalYearField)
    assert field.clean("平成16年度") == 2004
    assert field.clean("") is None


def test_the_model_field_deconstructs_as_itself() -> None:
    field = FiscalYearModelField(null=True)
    field.set_attributes_from_name("year")
    name, path, args, kwargs = field.deconstruct()
    assert (name, path, args, kwargs) == ("year", "cms.core.fiscal_year.FiscalYearModelField", [], {"null": True})
    assert isinstance(FiscalYearModelField(*args, **kwargs), models.PositiveSmallIntegerField)


def test_the_model_field_cleans_what_an_import_gives_it() -> None:
    field = FiscalYearModelField(null=True, blank=True)
    assert [field.clean(value, None) for value in ("平成16年度", 2004, FiscalYear(2004), None)] == [2004] * 3 + [None]
    assert field.get_prep_value(FiscalYear(2004)) == 2004


@pytest.mark.parametrize("value", [1867, 2101, 0, -1, "いつか"])
def test_the_model_field_refuses_what_is_no_year(value: object) -> None:
    with pytest.raises(ValidationError):
        FiscalYearModelField().clean(value, None)
