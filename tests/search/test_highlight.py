import pytest
from django.utils.safestring import SafeString

from cms.search.highlight import highlight, snippet
from cms.search.queries import parse
from cms.search.variants import Thesaurus

SYNONYMS = Thesaurus.of([("子ども", "子供", "こども")])


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("市のﾎﾞﾗﾝﾃｨｱ・ｾﾝﾀｰへ", "ボランティアセンター", "市の<mark>ﾎﾞﾗﾝﾃｨｱ・ｾﾝﾀｰ</mark>へ"),
        ("こども会と子ども会", "子供", "<mark>こども</mark>会と<mark>子ども</mark>会"),
        ("ＮＰＯ法人とNPOの集い", "npo", "<mark>ＮＰＯ</mark>法人と<mark>NPO</mark>の集い"),
        ("npology and NPO", "NPO", "npology and <mark>NPO</mark>"),
        ("2004年と12004年", "2004", "<mark>2004</mark>年と12004年"),
        ("Educação", "educacao", "<mark>Educação</mark>"),
        ("森と里山", "森 里山", "<mark>森</mark>と<mark>里山</mark>"),
        ("N-Pocketの歩み", "n pocket", "<mark>N</mark>-<mark>Pocket</mark>の歩み"),
        ("N-Pocketの歩み", "N-Pocket", "<mark>N-Pocket</mark>の歩み"),
        ("何もない", "森", "何もない"),
        ("何もない", "***", "何もない"),
    ],
)
def test_what_was_found_is_marked_in_the_original(text, query, marked):
    assert highlight(text, parse(query, synonyms=SYNONYMS)) == marked


def test_markup_in_the_text_is_escaped():
    marked = highlight("<script>森</script>&", parse("森"))
    assert marked == "&lt;script&gt;<mark>森</mark>&lt;/script&gt;&amp;"
    assert isinstance(marked, SafeString)


def test_a_query_cannot_bring_markup():
    assert highlight("a<b", parse("<b>")) == "a&lt;<mark>b</mark>"


def test_a_snippet_shows_the_place_of_the_hit():
    shown = snippet("あ" * 500 + "ここに森がある" + "い" * 500, parse("森"), length=60)
    assert "<mark>森</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 60 + len("……<mark></mark>") + 1


def test_a_snippet_begins_at_a_sentence_when_one_is_near():
    shown = snippet("あ" * 100 + "。この森の話です。" + "い" * 100, parse("森"), length=40)
    assert shown.startswith("…この<mark>森</mark>")


def test_a_snippet_prefers_the_place_with_all_words():
    shown = snippet("森。" + "あ" * 200 + "里山と森。" + "い" * 200, parse("森 里山"), length=60)
    assert "<mark>里山</mark>と<mark>森</mark>" in shown


def test_a_snippet_without_hit_is_the_beginning():
    assert snippet("はじめに。" + "あ" * 100, parse("森"), length=10) == "はじめに。あああああ…"


def test_a_short_text_is_shown_whole():
    assert snippet("森 \n の話", parse("森"), length=60) == "<mark>森</mark> の話"
