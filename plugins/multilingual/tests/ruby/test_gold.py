"""The issue of furigana: are they right? Judged on sentences of a centre's pages."""

from plugins.multilingual.demo import READINGS
from plugins.multilingual.ruby import annotate

from .judging import judge, sentences

GLOSSARY = {word: reading for word, (reading, _note) in READINGS.items()}


def test_there_are_two_hundred_sentences():
    assert len(set(sentences())) >= 200


def test_at_least_97_of_100_kanji_units_are_read_right():
    judged = judge(sentences(), GLOSSARY)
    print(f"\nfurigana: {judged.right} of {judged.total} units right ({judged.share:.4f})", *judged.wrong, sep="\n  ")
    assert judged.share >= 0.97


def test_what_needs_no_reading_gets_none():
    assert judge(sentences(), GLOSSARY).superfluous == []


def test_the_dictionary_alone_is_worse():
    """The control: without the rules for counters, context and compounds the same sentences fall below."""
    line = "会議《かいぎ》を行《おこな》った部屋《へや》へ、｜20日《はつか》に｜1人《ひとり》で行《い》った方《かた》。"
    assert judge([line], GLOSSARY).share == 1
    words = {word.surface: word.reading for word in annotate.words_of("1人で行った方と20日")}
    assert words.get("方") != "かた"
    assert "20日" not in words
