import pytest

from cms.core.numerals import half_width, read_integer, read_kanji


def write_kanji(number: int) -> str:
    digits = " 一二三四五六七八九"
    text = ""
    for power, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, number = divmod(number, power)
        if digit:
            text += ("" if digit == 1 else digits[digit]) + sign
    return text + (digits[number] if number else "")


def test_every_numeral_written_by_powers_is_read() -> None:
    assert [read_kanji(write_kanji(number)) for number in range(1, 10_000)] == list(range(1, 10_000))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("十六", 16), ("一六", 16), ("三〇", 30), ("〇", 0), ("零", 0)],
        *[("二〇一九", 2019), ("二千十九", 2019), ("一千百十一", 1111)],
    ],
)
def test_a_numeral_is_read(text: str, number: int) -> None:
    assert read_kanji(text) == number


@pytest.mark.parametrize("text", ["", "十十", "百千", "十一二", "二〇十", "16", "万", "元", "〇十"])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a kanji numeral"):
        read_kanji(text)


def test_an_integer_is_read_from_digits_or_kanji() -> None:
    assert (read_integer("31"), read_integer("三十一")) == (31, 31)


@pytest.mark.parametrize("text", ["-1", "1.5", "٣", "²", ""])
def test_only_ascii_digits_count_as_digits(text: str) -> None:
    with pytest.raises(ValueError, match="not a kanji numeral"):
        read_integer(text)


def test_half_width_folds_digits_squared_eras_and_spaces() -> None:
    assert half_width("　㍻１６年　Ｈ ") == "平成16年 H"
