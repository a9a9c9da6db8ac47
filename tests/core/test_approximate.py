from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.core.approximate import SCALES, ApproximateNumber, ApproximateNumberError, Figure
from cms.core.approximate_words import AFTER, BEFORE, BETWEEN, PATTERNS, UNITS, Qualifier


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifiers"),
    [
        ("90人", 90, None, "人", []),
        ("約90人", 90, None, "人", [Qualifier.ABOUT]),
        ("約 90 人", 90, None, "人", [Qualifier.ABOUT]),
        ("およそ３回", 3, None, "回", [Qualifier.ABOUT]),
        ("ほぼ100%", 100, None, "%", [Qualifier.ABOUT]),
        ("3回程度", 3, None, "回", [Qualifier.ABOUT]),
        ("17団体など", 17, None, "団体", [Qualifier.AND_OTHERS]),
        ("など17企業", 17, None, "企業", [Qualifier.AND_OTHERS]),
        ("52団体等", 52, None, "団体", [Qualifier.AND_OTHERS]),
        ("10人以上", 10, None, "人", [Qualifier.AT_LEAST]),
        ("20人未満", 20, None, "人", [Qualifier.UNDER]),
        ("20人以下", 20, None, "人", [Qualifier.AT_MOST]),
        ("90余人", 90, None, "人", [Qualifier.JUST_OVER]),
        ("90名余り", 90, None, "名", [Qualifier.JUST_OVER]),
        ("30年余", 30, None, "年", [Qualifier.JUST_OVER]),
        ("2時間弱", 2, None, "時間", [Qualifier.JUST_UNDER]),
        ("100人超", 100, None, "人", [Qualifier.OVER]),
        ("延べ約300人", 300, None, "人", [Qualifier.IN_TOTAL, Qualifier.ABOUT]),
        ("年3回ほど", 3, None, "回", [Qualifier.PER_YEAR, Qualifier.ABOUT]),
        ("月1〜2回", 1, 2, "回", [Qualifier.PER_MONTH]),
        ("最大50人程度", 50, None, "人", [Qualifier.AT_MOST, Qualifier.ABOUT]),
        ("約1,200万円", 12_000_000, None, "円", [Qualifier.ABOUT]),
        ("約１，２００万円", 12_000_000, None, "円", [Qualifier.ABOUT]),
        ("1億2,000万円", 120_000_000, None, "円", []),
        ("1億2千万円", 120_000_000, None, "円", []),
        ("3千万円以上", 30_000_000, None, "円", [Qualifier.AT_LEAST]),
        ("2.5万人", 25_000, None, "人", []),
        ("2万5千人", 25_000, None, "人", []),
        ("2万5,000人", 25_000, None, "人", []),
        ("1.25", Decimal("1.25"), None, "", []),
        ("3千5百人", 3_500, None, "人", []),
        ("2兆円", 2 * 10**12, None, "円", []),
        ("約九十人", 90, None, "人", [Qualifier.ABOUT]),
        ("二千万円", 20_000_000, None, "円", []),
        ("3〜4回", 3, 4, "回", []),
        ("3～4回程度", 3, 4, "回", [Qualifier.ABOUT]),
        ("3~4回", 3, 4, "回", []),
        ("3-4回", 3, 4, "回", []),
        ("3–4回", 3, 4, "回", []),
        ("３回から４回", 3, 4, "回", []),
        ("3回〜4回", 3, 4, "回", []),
        ("3〜4万円", 30_000, 40_000, "円", []),
        ("500〜1,000万円", 5_000_000, 10_000_000, "円", []),
        ("9,000〜1万人", 9_000, 10_000, "人", []),
        ("3〜4万5千円", 30_000, 45_000, "円", []),
        ("5人〜6万人", 5, 60_000, "人", []),
        ("150㎡", 150, None, "m2", []),
        ("2004年", 2004, None, "年", []),
        ("12000円", 12_000, None, "円", []),
        ("0件", 0, None, "件", []),
    ],
)
def test_a_number_is_read_with_everything_around_it(
    text: str, low: int | Decimal, high: int | None, unit: str, qualifiers: list[Qualifier]
) -> None:
    number = ApproximateNumber.parse(text)
    assert number.low.value == low
    assert (number.high and number.high.value) == high
    assert number.unit == unit
    assert list(number.qualifiers) == qualifiers


@pytest.mark.parametrize(
    "text",
    [
        *[
            "90人",
            "約90人",
            "およそ3回",
            "ほぼ100%",
            "3回程度",
            "17団体など",
            "52団体等",
            "など17企業",
            "10人以上",
            "20人未満",
        ],
        *[
            "90余人",
            "90余り人",
            "90名余り",
            "2時間弱",
            "100人超",
            "延べ約300人",
            "年3回ほど",
            "月1〜2回",
            "最大50人程度",
        ],
        *["約1,200万円", "1億2,000万円", "1億2千万円", "3千万円以上", "2.5万人", "2万5千人", "2万5,000人", "3千5百人"],
        *[
            "3〜4回",
            "3〜4万円",
            "500〜1,000万円",
            "9,000〜1万人",
            "5人〜6万人",
            "150m2",
            "2004年",
            "12000円",
            "12,000円",
        ],
        *["約90人が参加", "0件", "1.25", "1.05倍", "100", "3万〜4万5千円"],
    ],
)
def test_a_number_is_written_back_as_it_was(text: str) -> None:
    assert ApproximateNumber.parse(text).label_ja() == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("約 ９０ 人", "約90人"),
        ("3~4回", "3〜4回"),
        ("3回から4回", "3〜4回"),
        ("約九十人", "約90人"),
        ("二千万円", "2,000万円"),
    ],
)
def test_other_ways_of_writing_become_the_usual_one(text: str, written: str) -> None:
    assert ApproximateNumber.parse(text).label_ja() == written


@pytest.mark.parametrize("word", BEFORE)
def test_no_word_before_a_number_is_dropped(word: str) -> None:
    number = ApproximateNumber.parse(f"{word}90人")
    assert number.label_ja() == f"{word}90人"
    assert number.qualifiers == (BEFORE[word],)
    assert number.label_en() != "90 people"


@pytest.mark.parametrize("word", AFTER)
def test_no_word_after_a_number_is_dropped(word: str) -> None:
    number = ApproximateNumber.parse(f"90人{word}")
    assert number.label_ja() == f"90人{word}"
    assert number.qualifiers == (AFTER[word],)
    assert number.label_en() != "90 people"


def test_every_qualifier_can_be_said() -> None:
    assert set(PATTERNS) == set(Qualifier)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            " ",
            "人",
            "約",
            "約人",
            "数十人",
            "たくさん",
            "90人(推計)",
            "90人、3回",
            "90.人",
            "1,2人",
            "12,34人",
            "1,2345人",
            "-90人",
        ],
        *[
            "1万2万円",
            "1万20,000円",
            "1千2億円",
            "1.5万3千円",
            "3 4人",
            "3十人",
            "十十人",
            "3回〜4人",
            "3〜",
            "〜4回",
            "3〜4〜5回",
        ],
        *["90人\x00", "90\x00人", "¥1,200", "10:30", "9" * 1_000_000, "約" * 1_000_000, "٣人", "90人<b>"],
    ],
)
def test_what_is_not_understood_whole_is_refused(text: str) -> None:
    with pytest.raises(ApproximateNumberError) as refused:
        ApproximateNumber.parse(text)
    assert refused.value.messages[0]


def test_a_range_must_go_up() -> None:
    with pytest.raises(ApproximateNumberError) as refused:
        ApproximateNumber.parse("4〜3回")
    assert refused.value.code == "range_reversed"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("約90人", "about 90 people"),
        ("約1人", "about 1 person"),
        ("1〜1人", "1 to 1 people"),
        ("3回程度", "about 3 times"),
        ("約3回程度", "about 3 times"),
        ("17団体など", "17 groups and others"),
        ("10人以上", "10 people or more"),
        ("20人未満", "under 20 people"),
        ("90余人", "just over 90 people"),
        ("約1,200万円", "about 12,000,000 yen"),
        ("3〜4回程度", "about 3 to 4 times"),
        ("年3回ほど", "about 3 times a year"),
        ("延べ約300人", "about 300 people in total"),
        ("ほぼ100%", "about 100%"),
        ("2.5万人", "25,000 people"),
        ("4か国語", "4 languages"),
        ("約3合", "about 3 合"),
        ("約90", "about 90"),
        ("2004年", "2004 years"),
    ],
)
def test_a_number_can_be_said_in_english(text: str, english: str) -> None:
    assert ApproximateNumber.parse(text).label_en() == english


def test_the_label_follows_the_language() -> None:
    number = ApproximateNumber.parse("約90人")
    assert number.label("ja") == number.label("ja-jp") == "約90人"
    assert number.label("en") == "about 90 people"
    with translation.override("ja"):
        assert str(number) == "約90人"
        assert number.label_en() == "about 90 people"
    with translation.override("en"):
        assert str(number) == "about 90 people"


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("90人", True),
        ("延べ90人", True),
        ("年3回", True),
        ("約90人", False),
        ("90人以上", False),
        ("3〜4回", False),
        ("9社など", False),
    ],
)
def test_a_number_knows_whether_it_is_exact(text: str, exact: bool) -> None:
    assert ApproximateNumber.parse(text).is_exact is exact


def test_the_lower_end_stands_for_a_range_in_a_sorted_list() -> None:
    assert ApproximateNumber.parse("3〜4万円").value == 30_000


words_before = st.lists(st.sampled_from([*BEFORE]), max_size=2).map("".join)
words_after = st.lists(st.sampled_from([*AFTER]), max_size=2).map("".join)
counts = st.integers(1, 9_999)
figures = st.one_of(
    st.integers(0, 10**14).map(str),
    st.integers(0, 10**14).map(lambda number: f"{number:,}"),
    st.decimals(0, 9_999, places=2).map(lambda number: f"{number:,}"),
    st.tuples(counts, st.sampled_from([*SCALES])).map(lambda pair: f"{pair[0]}{pair[1]}"),
    st.tuples(counts, counts).map(lambda pair: f"{pair[0]}億{pair[1]:,}万"),
    st.tuples(counts, st.integers(1, 9)).map(lambda pair: f"{pair[0]}万{pair[1]}千"),
)
units = st.sampled_from([*UNITS, "", "%", "m2", "合", "人分"])


@given(words_before, figures, st.sampled_from(["", *BETWEEN]), units, words_after)
def test_what_is_written_reads_back_the_same(before: str, figure: str, between: str, unit: str, after: str) -> None:
    number = ApproximateNumber.parse(before + figure + between + unit + after)
    again = ApproximateNumber.parse(number.label_ja())
    assert again == number
    assert again.label_ja() == number.label_ja()


@given(figures, figures, units)
def test_a_range_reads_back_the_same(low: str, high: str, unit: str) -> None:
    with suppress(ApproximateNumberError):
        number = ApproximateNumber.parse(f"{low}{unit}〜{high}{unit}")
        assert ApproximateNumber.parse(number.label_ja()) == number


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with suppress(ApproximateNumberError):
        number = ApproximateNumber.parse(text)
        assert ApproximateNumber.parse(number.label_ja()) == number


@pytest.mark.parametrize("text", ["1" + "0" * 15, "0." + "1" * 15, "9" * 29, "約" + "1" * 16 + "兆人", "一" * 16])
def test_more_digits_than_can_be_kept_are_refused_by_name(text: str) -> None:
    with pytest.raises(ApproximateNumberError) as refusal:
        ApproximateNumber.parse(text)
    assert refusal.value.code == "too_many_digits"


def test_the_most_digits_are_kept_to_the_last() -> None:
    assert ApproximateNumber.parse("999999999999999兆9999億").label_ja() == "999999999999999兆9999億"


def test_figures_that_mean_the_same_are_equal() -> None:
    assert Figure(Decimal(12_000_000)) == ApproximateNumber.parse("1,200万").low
