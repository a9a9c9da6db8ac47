"""What is hard in a sentence, and what is not."""

import pytest

from plugins.multilingual.plain.checking import Kind, check, grade_of

EASY = (
    "イベントに 来てください。", "お金は いりません。", "12月6日 土曜日の 14:00 から 15:30 までです。",
    "子どもが 生まれました。", "本を 入れてください。", "これは 日本語の 本です。", "でんわで 聞いてください。",
)  # fmt: skip
HARD = (
    ("相談会が開かれます。", Kind.PASSIVE, "相談会が開かれます"),
    ("ここで食べられます。", Kind.PASSIVE, "ここで食べられます"),
    ("行けないことはない。", Kind.NEGATIVE, "ないことはない"),
    ("来なくもありません。", Kind.NEGATIVE, "なくもありません"),
    ("出さなければなりません。", Kind.DUTY, "なければなりません"),
    ("ワークショップに行きます。", Kind.KATAKANA, "ワークショップ"),
    ("ファシリテーターと話します。", Kind.KATAKANA, "ファシリテーター"),
    ("どうぞお越しください。", Kind.HONORIFIC, "お越し"),
    ("お知らせいたします。", Kind.HONORIFIC, "いたします"),
    ("令和7年の本です。", Kind.NUMBER, "令和7年"),
    ("12/6に行きます。", Kind.NUMBER, "12/6"),
    ("14:00〜15:30です。", Kind.NUMBER, "14:00〜15:30"),
    ("三人で行きます。", Kind.NUMBER, "三人"),
    ("１０時です。", Kind.NUMBER, "１０"),
    ("筆記用具を持参してください。", Kind.WORD, "持参"),
    ("避難してください。", Kind.WORD, "避難"),
    ("障害のある人", Kind.KANJI, "障害"),
)  # fmt: skip


@pytest.mark.parametrize("sentence", EASY)
def test_nothing_is_found_in_what_is_easy(sentence):
    assert check(sentence, grade=4).hard == []


@pytest.mark.parametrize(("sentence", "kind", "quote"), HARD)
def test_what_is_hard_is_quoted(sentence, kind, quote):
    assert (kind, quote) in [(found.kind, found.quote) for found in check(sentence).sentences[0].findings]


def test_a_sentence_is_long_from_fifty_one_letters_without_its_spaces():
    assert check("あ" * 49 + "。").hard == []
    assert check("あ " * 49 + "。").hard == []
    assert [found.kind for found in check("あ" * 50 + "。").hard[0].findings] == [Kind.LONG]


def test_kanji_are_easy_up_to_the_chosen_year():
    assert check("愛", grade=4).hard == []
    assert check("愛", grade=3).hard[0].findings[0].quote == "愛"
    assert check("鬱", grade=6).hard[0].findings[0].quote == "鬱"


def test_the_table_of_kanji_is_the_official_one():
    counts = [list(grade_of().values()).count(grade) for grade in range(1, 7)]
    assert counts == [80, 160, 200, 202, 193, 191]
    assert [grade_of()[kanji] for kanji in "一引悪愛圧胃潟"] == [1, 2, 3, 4, 5, 6, 4]


def test_a_word_of_the_centre_goes_before_the_words_here():
    found = check("開催します。", words={"開催": "ひらきます"}).hard[0].findings
    assert [(each.quote, each.suggestion) for each in found] == [("開催", "ひらきます")]


def test_the_score_counts_sentences_without_anything_hard():
    assert check("来てください。見てください。避難してください。ご覧ください。").score == 50
    assert check("").score == 100


def test_the_same_text_gets_the_same_answer():
    text = "令和7年に開催されます。ワークショップにお越しください。"
    assert check(text) == check(text)
