import time

import pytest
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Not, Or, Phrase, PlainText

from cms.search.analysis import tokens
from cms.search.kanji_words import WORDS, following
from cms.search.nodes import AllOf, AnyOf, ButNot, Complement, Everything, Nothing, Tokens
from cms.search.queries import build, parse


def test_a_word_is_its_pairs_without_the_last_character():
    assert parse("助成金").node == Tokens(("助成", "成金"), False, "助成金")


ALONE = Tokens(("森",), False, "森", alone=True)


def test_one_kanji_is_a_word_of_its_own():
    assert parse("森").node == ALONE


@pytest.mark.parametrize("text", ["森", "森の中", "鎮守の森を", "森ボランティア", "森清掃"])
def test_a_word_of_one_kanji_ends_before_kana_and_before_another_word(text):
    assert {(token,) for token in tokens(text)} & set(ALONE.sequences)


@pytest.mark.parametrize("text", ["森山", "森崎市", "森町", "森田"])
def test_a_kanji_that_begins_a_name_is_no_word(text):
    assert not {(token,) for token in tokens(text)} & set(ALONE.sequences)


@pytest.mark.parametrize(
    ("kanji", "word", "other"),
    [
        ("森", "森林", "森山"),
        ("水", "水辺", "水準"),
        ("海", "海岸", "海外"),
        ("川", "川岸", "川崎"),
        ("手", "手話", "手段"),
    ],
)
def test_a_kanji_is_found_in_words_that_mean_it(kanji, word, other):
    sequences = parse(kanji).node.sequences
    assert (word,) in sequences
    assert (other,) not in sequences


def test_the_table_of_words_holds_each_once():
    words = WORDS.split()
    assert len(words) == len(set(words))
    assert {len(word) for word in words} == {2}


def test_a_kanji_that_the_table_does_not_know_is_a_word_by_what_follows():
    assert following("掾") == ""
    assert ("掾の",) in parse("掾").node.sequences


def test_one_kanji_that_is_nowhere_a_word_is_looked_for_in_longer_ones():
    assert parse("森").relaxed.node == Tokens(("森",), True, "森")


@pytest.mark.parametrize("typed", ["「森」", '"森"', "も", "が"])
def test_any_other_character_and_a_quoted_one_are_the_beginning_of_a_pair(typed):
    assert parse(typed).node.prefix


def test_one_kanji_typed_into_a_chooser_is_the_beginning_of_a_pair():
    assert build(PlainText("森"), last_is_prefix=True) == Tokens(("森",), True, "森")


@pytest.mark.parametrize("typed", ["11月", "平成26年11月", "21回"])
def test_a_kanji_after_a_number_is_its_unit_and_no_word_of_its_own(typed):
    spellings = parse(typed).node
    for way in spellings.parts if isinstance(spellings, AnyOf) else (spellings,):
        assert (way.prefix, way.alone) == (True, False)


def test_words_must_all_be_there():
    assert isinstance(parse("養成 講座").node, AllOf)


@pytest.mark.parametrize("quoted", ['"高校 進学"', "「高校 進学」", "『高校 進学』", "“高校 進学”"])
def test_a_quotation_is_one_phrase(quoted):
    assert parse(quoted).node == Tokens(("高校", "校", "進学"), False, "高校 進学")


def test_a_quotation_has_no_variants():
    assert parse("「取組」").node == Tokens(("取組",), False, "取組")


@pytest.mark.parametrize("typed", ['"', "'", ":", "*", "()", "\x00\x1f", "", "   ", "。、", "「」", "-", '"" ""'])
def test_signs_alone_look_for_nothing(typed):
    assert not parse(typed)


@pytest.mark.parametrize("typed", ['"助成', "助成:", "助成*", "(助成", "助成'", "^助成", "{助成}", "助成\x00"])
def test_signs_around_a_word_are_ignored(typed):
    assert parse(typed).node == parse("助成").node


def test_operators_are_words():
    tokens = [part.tokens for part in parse("a OR b").node.parts]
    assert tokens == [("a",), ("or",), ("b",)]


def test_a_particle_between_two_words_lets_them_stand_apart():
    node = parse("子どもの居場所").node
    assert AllOf((Tokens(("子ど", "ども"), False, "子ども"), Tokens(("居場", "場所"), False, "居場所"))) in node.parts


def test_a_megabyte_is_bounded():
    started = time.process_time()
    node = parse("助成金 " * 250_000).node
    assert len(node.parts) <= 12
    assert time.process_time() - started < 0.5


def test_or_takes_any_word():
    assert isinstance(build(PlainText("森 川", operator="or")), AnyOf)


def test_autocomplete_takes_the_last_word_for_a_beginning():
    assert build(PlainText("kawas"), last_is_prefix=True).parts[0].prefix


@pytest.mark.parametrize(
    ("query", "node"),
    [
        (MATCH_ALL, Everything()),
        (MATCH_NONE, Nothing()),
        (Not(PlainText("森")), Complement(ALONE)),
        (Not(Not(PlainText("森"))), ALONE),
        (Boost(PlainText("森"), 2), ALONE),
        (And([MATCH_ALL, PlainText("森")]), ALONE),
        (And([PlainText("!"), PlainText("森")]), ALONE),
        (Or([MATCH_ALL, PlainText("森")]), Everything()),
        (
            PlainText("森") & ~Phrase("川辺"),
            ButNot(ALONE, Tokens(("川辺",), False, "川辺")),
        ),
        (
            PlainText("森") | ~Phrase("川辺"),
            Complement(ButNot(Tokens(("川辺",), False, "川辺"), ALONE)),
        ),
    ],
)
def test_wagtails_query_objects_keep_their_meaning(query, node):
    assert build(query) == node


def test_what_another_spelling_finds_anyway_is_left_out():
    assert len(parse("申込み").node.parts) == 3


def test_needles_are_what_may_be_highlighted():
    assert parse("申込み").needles() == ["申し込", "申込み", "申込"]
