import random
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.core.readings import (
    GOJUON_ROWS,
    gojuon_row,
    normalise_reading,
    sort_key,
    to_hiragana,
    validate_reading,
)

ROWS = {
    "あ": "あいうえおぁぃぅぇぉゔアイウエオァィゥェォヴ",
    "か": "かきくけこがぎぐげごゕゖカキクケコガギグゲゴヵヶ",
    "さ": "さしすせそざじずぜぞサシスセソザジズゼゾ",
    "た": "たちつてとだぢづでどっタチツテトダヂヅデドッ",
    "な": "なにぬねのナニヌネノ",
    "は": "はひふへほばびぶべぼぱぴぷぺぽハヒフヘホバビブベボパピプペポ",
    "ま": "まみむめもマミムメモ",
    "や": "やゆよゃゅょヤユヨャュョ",
    "ら": "らりるれろラリルレロ",
    "わ": "わゐゑをんゎワヰヱヲンヮヷヸヹヺ",
    "A–Z": "AZazＡＺａｚÉ",
    "0–9": "0123456789０９①",
    "その他": "漢々한д＋!。",
}


@pytest.mark.parametrize(("row", "char"), [(row, char) for row, chars in ROWS.items() for char in chars])
def test_every_kana_stands_in_its_row(row: str, char: str) -> None:
    assert gojuon_row(char) == row


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        ("がっこう", "か"),
        ("ヴィジョン", "あ"),
        ("ﾎﾞﾗﾝﾃｨｱ", "は"),
        ("か゛っこう", "か"),
        ("「ぽけっと」こうぼう", "は"),
        ("・せいかつ", "さ"),
        ("ーきょうどう", "か"),
        ("ゝ", "その他"),
        ("ＮＰＯ", "A–Z"),
        ("3ぼんばしら", "0–9"),
        ("協働", "その他"),
        ("", "その他"),
        ("　", "その他"),
    ],
)
def test_a_reading_stands_under_its_first_letter(reading: str, row: str) -> None:
    assert gojuon_row(reading) == row


@pytest.mark.parametrize(
    ("text", "hiragana"),
    [
        ("カタカナ", "かたかな"),
        ("ｶﾞｯｺｳ", "がっこう"),
        ("ヴ", "ゔ"),
        ("パーティー", "ぱーてぃー"),
        ("ヶ", "ゖ"),
        ("は゛", "ば"),
        ("は゜", "ぱ"),
        ("ヽヾ", "ゝゞ"),
        ("漢字ＮＰＯ１", "漢字NPO1"),
    ],
)
def test_katakana_becomes_hiragana(text: str, hiragana: str) -> None:
    assert to_hiragana(text) == hiragana


def test_a_stored_reading_has_single_spaces() -> None:
    assert normalise_reading("　シミン　  カツドウ ") == "しみん かつどう"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("かき", "かぎ"),
        ("かぎ", "がき"),
        ("はは", "はば"),
        ("はば", "はぱ"),
        ("はぱ", "ばは"),
        ("さと", "さとう"),
        ("さとう", "さどう"),
        ("さどう", "ざとう"),
        ("ざとう", "さとうや"),
        ("びょういん", "びよういん"),
        ("きょうぎ", "きょうどう"),
        ("きょうどう", "きょうどうか"),
        ("きょうどうか", "きょうりょく"),
        ("らーめん", "らいおん"),
        ("はーと", "はあと"),
        ("ハート", "はあと"),
        ("かあと", "カード"),
        ("さゝき", "ささき"),
        ("わ", "ゐ"),
        ("を", "ん"),
        ("ん", "abc"),
        ("abc", "ABD"),
        ("z", "0"),
        ("9", "漢"),
        ("9", ""),
    ],
)
def test_the_first_stands_before_the_second(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


def test_the_whole_syllabary_sorts() -> None:
    syllabary = list("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん")
    mixed = syllabary[:]
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=sort_key) == syllabary


@pytest.mark.parametrize(
    ("one", "other"),
    [("カキ", "かき"), ("ｶｷ", "かき"), ("さ・と", "さと"), ("さ と", "さと"), ("ＮＰＯ", "npo"), ("「さと」", "さと")],
)
def test_script_spaces_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def test_a_long_vowel_sorts_as_the_vowel_it_lengthens() -> None:
    for long, plain in [
        ("かー", "かあ"),
        ("きー", "きい"),
        ("くー", "くう"),
        ("けー", "けえ"),
        ("こー", "こお"),
        ("きょー", "きょお"),
    ]:
        assert sort_key(long).split()[0] == sort_key(plain).split()[0]


kana = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x30FE), min_size=1, max_size=12)


@given(st.lists(kana, max_size=12))
def test_rows_never_come_back_in_a_sorted_index(readings: list[str]) -> None:
    rows = [GOJUON_ROWS.index(gojuon_row(reading)) for reading in sorted(readings, key=sort_key)]
    assert rows == sorted(rows)


@given(st.text(max_size=30))
def test_any_text_has_a_row_and_a_key(text: str) -> None:
    assert gojuon_row(text) in GOJUON_ROWS
    assert "\x00" not in sort_key(text)
    assert sort_key(text) == sort_key(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "text",
    [
        "しみんかつどう",
        "シミンカツドウ",
        "ﾎﾞﾗﾝﾃｨｱ",
        "ちょうないかい・じちかい",
        "えぬ ぴー おー",
        "え　ぬ",
        "さゝき",
        "か゛",
    ],
)
def test_kana_is_accepted(text: str) -> None:
    validate_reading(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市民かつどう", "市民"),
        ("NPOほうじん", "NPO"),
        ("ＮＰＯ", "NPO"),
        ("3ぼん", "3"),
        ("かな!", "!"),
        ("か\x00な", "—"),
        ("", "—"),
        ("・ー", "—"),
        ("漢" * 1_000_000, "漢"),
    ],
)
def test_anything_else_is_refused_and_shown(text: str, found: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_reading(text)
    assert refused.value.messages[0].endswith(found)
    assert len(refused.value.messages[0]) < 200
