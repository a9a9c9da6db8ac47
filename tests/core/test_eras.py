from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.core.eras import (
    ERAS,
    HEISEI,
    MEIJI,
    REIWA,
    SHOWA,
    TAISHO,
    Era,
    ImpossibleDate,
    PartialDate,
    UnreadableDate,
    era_of,
    era_of_year,
    eras_in_year,
    format_era,
    parse_day,
    read_era_year,
)

days = st.dates(min_value=MEIJI.first_day, max_value=date(2200, 12, 31))


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("older", "newer", "change"),
    [
        (MEIJI, TAISHO, date(1912, 7, 30)),
        (TAISHO, SHOWA, date(1926, 12, 25)),
        (SHOWA, HEISEI, date(1989, 1, 8)),
        (HEISEI, REIWA, date(2019, 5, 1)),
    ],
)
def test_every_day_around_a_change_of_era_belongs_to_the_right_one(older: Era, newer: Era, change: date) -> None:
    around = every_day(change - timedelta(days=62), change + timedelta(days=62))
    assert [era_of(day) for day in around] == [older if day < change else newer for day in around]


def test_eras_follow_each_other_without_a_gap() -> None:
    pairs = pairwise(ERAS)
    assert all(older.last_day + timedelta(days=1) == newer.first_day for older, newer in pairs if older.last_day)


def test_a_day_before_meiji_has_no_era() -> None:
    assert era_of(date(1868, 1, 25)) is MEIJI
    with pytest.raises(ImpossibleDate):
        era_of(date(1868, 1, 24))


@pytest.mark.parametrize(
    ("year", "era"), [(1868, MEIJI), (1911, MEIJI), (1912, TAISHO), (1926, SHOWA), (1988, SHOWA), (1989, HEISEI)]
)
def test_a_year_is_named_by_the_era_at_its_end(year: int, era: Era) -> None:
    assert era_of_year(year) is era


def test_a_year_of_change_lies_in_two_eras() -> None:
    assert eras_in_year(2019) == (HEISEI, REIWA)
    assert eras_in_year(2018) == (HEISEI,)
    assert eras_in_year(1989) == (SHOWA, HEISEI)
    assert eras_in_year(1867) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成16年3月31日", date(2004, 3, 31)),
        ("平成十六年三月三十一日", date(2004, 3, 31)),
        ("平成１６年３月３１日", date(2004, 3, 31)),
        ("平成 16 年 3 月 31 日", date(2004, 3, 31)),
        ("㍻16年3月31日", date(2004, 3, 31)),
        ("H16.3.31", date(2004, 3, 31)),
        ("h16-3-31", date(2004, 3, 31)),
        ("Ｈ１６．３．３１", date(2004, 3, 31)),
        ("平16・3・31", date(2004, 3, 31)),
        ("Heisei 16/3/31", date(2004, 3, 31)),
        ("H31.5.1", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("H31.12.31", date(2019, 12, 31)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和元年4月1日", date(2019, 4, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("R1/5/1", date(2019, 5, 1)),
        ("㋿8年2月28日", date(2026, 2, 28)),
        ("S64.1.7", date(1989, 1, 7)),
        ("昭和64年1月8日", date(1989, 1, 8)),
        ("S2.2.28", date(1927, 2, 28)),
        ("T15.12.24", date(1926, 12, 24)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("M45.7.30", date(1912, 7, 30)),
        ("明治元年10月23日", date(1868, 10, 23)),
        ("2004-03-31", date(2004, 3, 31)),
        ("2004/3/31", date(2004, 3, 31)),
        ("2004.3.31", date(2004, 3, 31)),
        ("西暦2004年3月31日", date(2004, 3, 31)),
        ("二〇〇四年三月三一日", date(2004, 3, 31)),
        ("２００４年３月３１日（水）", date(2004, 3, 31)),
        ("2004年3月31日(水曜日)", date(2004, 3, 31)),
        ("R6.2.29", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read(text: str, expected: date) -> None:
    assert parse_day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成十六年", PartialDate(2004)),
        ("平成16年3月", PartialDate(2004, 3)),
        ("H16.3", PartialDate(2004, 3)),
        ("H16", PartialDate(2004)),
        ("令和元年", PartialDate(2019)),
        ("昭和64", PartialDate(1989)),
        ("2004", PartialDate(2004)),
        ("2004年", PartialDate(2004)),
        ("2004-03", PartialDate(2004, 3)),
    ],
)
def test_a_month_or_a_year_is_read_as_precisely_as_it_is_written(text: str, expected: PartialDate) -> None:
    assert PartialDate.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "昭和99年",
        "昭和65年",
        "平成32年4月",
        "大正16年",
        "明治46年",
        "令和999年",
        "平成0年",
        "平成〇年",
        "H31.2.30",
        "H31.2.29",
        "R5.2.29",
        "平成16年13月",
        "平成16年0月1日",
        "H16.4.0",
        "H16.4.31",
        "2100-02-29",
        "1867-12-31",
        "明治元年1月24日",
        "9999-1-1",
    ],
)
def test_an_impossible_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(ImpossibleDate) as refused:
        PartialDate.parse(text)
    assert refused.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            " ",
            "元年",
            "16",
            "31.5.1",
            "16年3月",
            "平成",
            "平成年",
            "平成16年度",
            "平成16年3月31",
            "慶応3年",
            "昨年",
        ],
        *["2004-03-31T00:00", "平成16年\x0031月", "平成百千年", "二千四千年", "H十十.1.1", "H1.十十"],
        *["1" * 1_000_000, "平成" * 500_000],
    ],
)
def test_what_is_not_written_like_a_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnreadableDate):
        PartialDate.parse(text)


def test_a_year_past_its_era_says_what_to_write_instead() -> None:
    with pytest.raises(ImpossibleDate) as refused:
        PartialDate.parse("平成32年")
    assert "2020" in refused.value.messages[0]
    assert "令和2年" in refused.value.messages[0]


@pytest.mark.parametrize("text", ["昭和300年", "平成9999年"])
def test_of_an_era_that_has_ended_nobody_says_that_a_year_is_still_to_come(text: str) -> None:
    with pytest.raises(ImpossibleDate) as refused:
        PartialDate.parse(text)
    assert refused.value.code == "year_out_of_range"
    with pytest.raises(ImpossibleDate) as control:
        PartialDate.parse("令和300年")
    assert control.value.code == "far_future"


def test_a_refusal_is_a_validation_error_that_a_form_can_show() -> None:
    with pytest.raises(ValidationError):
        PartialDate.parse("昭和99年")


@pytest.mark.parametrize("name", ["H", "h", "平", "平成", "Heisei", "HEISEI"])
def test_an_era_is_known_by_each_of_its_names(name: str) -> None:
    assert read_era_year(name, "16") == 2004


def test_an_unknown_era_or_number_is_unreadable() -> None:
    with pytest.raises(UnreadableDate):
        read_era_year("慶応", "3")
    with pytest.raises(UnreadableDate):
        read_era_year("平成", "x")


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        ((2014, 11), "平成26年11月"),
        ((2014,), "平成26年"),
        ((2004, 3, 31), "平成16年3月31日"),
        ((2019, 4), "平成31年4月"),
        ((2019, 5), "令和元年5月"),
        ((2019, 4, 30), "平成31年4月30日"),
        ((2019, 5, 1), "令和元年5月1日"),
        ((2019,), "令和元年"),
        ((1989, 1, 7), "昭和64年1月7日"),
        ((1989, 1, 8), "平成元年1月8日"),
        ((1989,), "平成元年"),
        ((1926, 12, 24), "大正15年12月24日"),
        ((1912, 7, 29), "明治45年7月29日"),
    ],
)
def test_a_date_is_written_with_its_era(parts: tuple[int, ...], label: str) -> None:
    assert format_era(*parts) == label
    assert str(PartialDate(*parts)) == label


def test_the_gregorian_year_can_stand_beside_the_era() -> None:
    assert format_era(2014, 11, gregorian=True) == "平成26年(2014年)11月"


@given(days)
def test_a_written_date_reads_back(day: date) -> None:
    assert parse_day(PartialDate.of(day).label()) == day


@given(days)
def test_an_abbreviated_date_reads_back(day: date) -> None:
    era = era_of(day)
    year = day.year - era.first_day.year + 1
    assert parse_day(f"{era.letter}{year}.{day.month}.{day.day}") == day


@given(days)
def test_an_iso_date_reads_back_at_each_precision(day: date) -> None:
    # years at the edge of Meiji aside, each precision has a first and a last day around the date
    for partial in (PartialDate.of(day), PartialDate(day.year, day.month), PartialDate(day.year)):
        assert PartialDate.parse(partial.iso()) == partial
        assert partial.first_day <= day <= partial.last_day


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with suppress(UnreadableDate, ImpossibleDate):
        PartialDate.parse(text)


def test_a_day_without_a_month_is_refused() -> None:
    with pytest.raises(ImpossibleDate):
        PartialDate(2004, None, 3)


def test_a_full_date_is_asked_for_where_one_is_needed() -> None:
    with pytest.raises(ImpossibleDate) as refused:
        parse_day("平成16年3月")
    assert refused.value.code == "incomplete"


def test_dates_sort_with_the_less_precise_first() -> None:
    ordered = ["2004", "2004-03", "2004-03-01", "2004-04", "2005"]
    assert [day.iso() for day in sorted(map(PartialDate.parse, ordered[::-1]))] == ordered
