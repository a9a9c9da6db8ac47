import pytest

from cms.search.analysis import fold, fold_with_offsets, tokens


def test_a_run_without_spaces_becomes_pairs_and_its_last_character():
    assert list(tokens("助成金")) == ["助成", "成金", "金"]


def test_letters_are_parted_from_digits_and_from_kanji():
    assert list(tokens("COVID19対策")) == ["covid", "19", "対策", "策"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＮＰＯ", "npo"),
        ("ﾎﾞﾗﾝﾃｨｱ", "ぼらんてぃあ"),
        ("ボランティア・センター", "ぼらんてぃあせんたー"),
        ("か\u3099く", "がく"),
        ("educação", "educacao"),
        ("đường", "duong"),
        ("Straße", "strasse"),
        ("①㈱", "1 株 "),
        ("髙﨑", "高崎"),
        ("葛\U000e0100飾", "葛飾"),
        ("zero\u200bwidth", "zerowidth"),
        ("a\x00b", "a b"),
        ("۲۰۲۴", "2024"),
    ],
)
def test_many_spellings_fold_to_one(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize("text", ["㈱ＡＢＣ ﾎﾞﾗﾝﾃｨｱ・クラブ", "educação 葛\U000e0100飾区", "Straße ½ ﷺ", "", "か\u3099"])
def test_folding_with_offsets_gives_the_same_text(text):
    assert fold_with_offsets(text).text == fold(text)


def test_offsets_lead_back_to_half_width_voiced_kana():
    text = "市のﾎﾞﾗﾝﾃｨｱ・ｾﾝﾀｰへ"
    folded = fold_with_offsets(text)
    start = folded.text.index("ぼらんてぃあせんたー")

    first, end = folded.original_span(start, start + len("ぼらんてぃあせんたー"))

    assert text[first:end] == "ﾎﾞﾗﾝﾃｨｱ・ｾﾝﾀｰ"


def test_offsets_lead_back_from_a_letter_that_became_two():
    folded = fold_with_offsets("Straße")
    assert folded.original_span(5, 6) == (4, 5)


def test_a_token_is_never_longer_than_a_lexeme_may_be():
    assert max(map(len, tokens("x" * 5000))) == 64
