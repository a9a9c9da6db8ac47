"""Facts about single rules of reading."""

import pytest

from plugins.multilingual.ruby import annotate, aozora, counters, markup
from plugins.multilingual.ruby.spans import Span, on_kanji_only


def read(text: str, glossary: dict[str, str] | None = None) -> dict[str, str]:
    return {text[span.start : span.end]: span.reading for span in annotate.spans_of(text, glossary or {})}


@pytest.mark.parametrize(
    "pair",
    [
        "12月1日=ついたち",
        "1日かかる=にち",
        "2日=ふつか",
        "10日=とおか",
        "14日=じゅうよっか",
        "15日=にち",
        "20日=はつか",
        "24日=にじゅうよっか",
        "1人=ひとり",
        "2人=ふたり",
        "3人=にん",
        "12人=にん",
        "20歳=はたち",
        "21歳=さい",
        "3本=ぼん",
        "6本=ぽん",
        "7本=ほん",
        "3階=がい",
        "4階=かい",
        "10分=ぷん",
        "15分=ふん",
        "3杯=ばい",
        "8匹=ぴき",
        "3軒=げん",
        "100円=えん",
        "1,500円=えん",
        "3か月=げつ",
        "5か国=こく",
        "7回目=かいめ",
        "二十日=はつか",
        "二人=ふたり",
    ],
)
def test_counters_sound_as_their_number_makes_them(pair):
    written, expected = pair.split("=")
    assert expected in read(written).values()


def test_full_width_figures_are_read_as_others():
    assert "はつか" in read("９月２０日").values()


@pytest.mark.parametrize(
    ("text", "word"), [("3人間", "人間"), ("5回答", "回答"), ("2本当", "本当"), ("120人口", "人口")]
)
def test_a_word_behind_a_number_is_no_counter(text, word):
    assert word in read(text)


def test_okurigana_have_no_reading():
    assert list(on_kanji_only(0, "取り組み", "とりくみ")) == [Span(0, 1, "と"), Span(2, 3, "く")]


def test_a_word_that_does_not_match_its_reading_is_read_as_a_whole():
    assert list(on_kanji_only(4, "大人っぽい", "おとなぽい")) == [Span(4, 9, "おとなぽい")]


def test_letters_in_a_word_have_no_reading():
    assert read("NPO法人") == {"法人": "ほうじん"}


def test_what_stands_in_brackets_behind_a_word_is_not_its_reading():
    assert read("資料(あれば)") == {"資料": "しりょう"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("会を行った", "おこな"), ("会へ行った", "い"), ("会が行われた", "おこな")],
)
def test_doing_and_going_are_told_apart(text, expected):
    assert read(text)["行"] == expected


def test_getting_in_and_putting_in_are_told_apart():
    assert read("工場には入れない")["入"] == "はい"
    assert read("砂糖を入れない")["入"] == "い"


def test_a_day_of_the_week_alone_is_no_earth():
    assert [read(day)[day] for day in "月土日"] == ["げつ", "ど", "にち"]
    assert read("よい土をつくる")["土"] == "つち"


def test_people_are_kata_and_comparisons_hou():
    assert read("初めての方へ")["方"] == "かた"
    assert read("早い方がよい")["方"] == "ほう"


def test_the_centres_own_reading_wins_over_the_dictionary():
    assert read("小杉町")["小杉町"] != "こすぎちょう"
    assert read("小杉町", {"小杉町": "こすぎちょう"})["小杉町"] == "こすぎちょう"


def test_a_reading_of_one_kanji_is_for_the_word_alone():
    assert read("方法のある方", {"方": "かた"}) == {"方法": "ほうほう", "方": "かた"}


def test_one_day_is_not_found_in_eleven():
    assert "いちにち" not in read("十一日").values()


def test_readings_written_into_the_words_are_taken_out():
    written = aozora.taken_out("天竜区水窪《みさくぼ》の｜SL館《えすえるかん》")
    assert written.text == "天竜区水窪のSL館"
    assert [written.text[span.start : span.end] for span in written.spans] == ["天竜区水窪", "SL館"]


def test_other_brackets_of_that_kind_stay():
    assert aozora.taken_out("映画《七人の侍》").text == "映画《七人の侍》"


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("２０", 20),
        ("1,200", 1200),
        ("二十", 20),
        ("十", 10),
        ("三十一", 31),
        ("二〇", 20),
        ("1.5", None),
    ],
)
def test_numbers_are_understood(number, value):
    assert counters.value_of(number) == value


def with_ruby(page: str) -> str:
    found = markup.stretches(page)
    known = {s.text: [(x.start, x.end, x.reading) for x in annotate.spans_of(s.text, {})] for s in found}
    return markup.with_ruby(page, known, found)


def test_ruby_is_escaped_and_hidden_from_screen_readers():
    assert with_ruby("<p>&lt;市民&gt; &amp; A</p>") == (
        "<p><span>&lt;<ruby>市民<rp>(</rp><rt aria-hidden=true>しみん</rt><rp>)</rp></ruby>&gt; &amp; A</span></p>"
    )


def test_the_reading_of_a_long_name_stands_behind_it_where_lines_can_break():
    name, reading = "架橋市社会福祉協議会", "かけはししゃかいふくしきょうぎかい"
    page = f"<h1>{name}</h1>"
    found = markup.stretches(page)
    shown = markup.with_ruby(page, {name: [(0, len(name), reading + "ほんぶ")]}, found)
    assert f"<ruby class=long>{name}<rp aria-hidden=true>(</rp>" in shown
    assert "class=long" not in markup.with_ruby(page, {name: [(0, len(name), reading[:12])]}, found)


def test_in_names_of_languages_there_is_no_ruby():
    page = '<nav class="languages"><ul><li><a lang="ja">日本語</a></li></ul></nav>'
    assert with_ruby(page) == page


@pytest.mark.parametrize(
    "page",
    [
        "<title>市民</title>",
        "<option>市民</option>",
        "<textarea>市民</textarea>",
        "<script>'市民'</script>",
        "<svg><text>市民</text></svg>",
        '<p title="市民">A</p>',
        '<p lang="zh-Hans">市民</p>',
        "<!-- 市民 -->",
        "<ruby>市民<rt>しみん</rt></ruby>",
        '<a href="/市民/">A</a>',
        '<div lang="en"><p>市民</p></div>',
        '<script>"<p>市民</p>"</script>',
    ],
)
def test_where_no_ruby_belongs_the_page_is_untouched(page):
    assert with_ruby(page) == page


def test_japanese_inside_another_language_has_ruby():
    assert "<rt" in with_ruby('<div lang="en">A <span lang="ja">市民</span></div>')


def test_after_a_part_in_another_language_the_page_goes_on():
    assert "しみん" in with_ruby('<p lang="en">x<br>y</p><img src="a"><p>市民</p>')


def test_a_sentence_with_a_link_is_read_in_one_go():
    """行った behind a link is おこなった only for who sees the を in front of it."""
    assert "おこな" in with_ruby('<p><a href="/x">会議</a>を<b>行った</b></p>')


def test_places_where_a_line_may_break_do_not_cut_words_from_their_context():
    [stretch] = markup.stretches("<h1>市民<wbr>活動を<wbr>支える</h1>")
    assert stretch.text == "市民活動を支える"


def test_a_reading_that_reaches_over_a_tag_is_left_out():
    page = "<p>市<b>民</b></p>"
    found = markup.stretches(page)
    assert markup.with_ruby(page, {"市民": [(0, 2, "しみん")]}, found) == page
