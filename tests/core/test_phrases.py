import html

import pytest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from cms.core.phrases import MAX_LENGTH, phrases, whole_dates, whole_numbers, with_breaks


def test_a_heading_breaks_between_phrases() -> None:
    assert phrases("今日は天気です。") == ("今日は", "天気です。")


def test_breaks_are_word_break_opportunities() -> None:
    assert with_breaks("その後、どうなった?") == "その後、<wbr>どうなった?"


def test_the_result_is_safe_for_templates() -> None:
    assert isinstance(with_breaks("市民活動を支える"), SafeString)


@pytest.mark.parametrize(
    "text", ["<script>市民活動を</script>支える", "A&B", "\"引用\"と'引用'", "市民&amp;活動を支える人"]
)
def test_markup_is_escaped(text: str) -> None:
    broken = with_breaks(text)
    assert html.unescape(broken.replace("<wbr>", "")) == text
    assert "<" not in broken.replace("<wbr>", "")


def test_text_marked_as_safe_is_escaped_all_the_same() -> None:
    assert with_breaks(mark_safe("<b>市民活動を支える</b>")).startswith("&lt;b&gt;")


@pytest.mark.parametrize("text", ["", "a", "Welcome to the centre", "12345"])
def test_text_without_japanese_stays_as_it_is(text: str) -> None:
    assert with_breaks(text) == text


def test_a_latin_word_inside_japanese_is_not_split() -> None:
    assert any("Wagtail CMS 7.4" in phrase for phrase in phrases("市民のWagtail CMS 7.4を使った活動の記録"))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("センターだより: 印刷機が新しくなりました", "センターだより:"),
        ("林業と生きがい就労(釜石)", "生きがい"),
        ("飼い主のいない猫対策講座", "飼い主"),
    ],
)
def test_neither_a_word_nor_its_sign_begins_another_line(text: str, whole: str) -> None:
    assert any(whole in phrase for phrase in phrases(text))


def test_long_text_is_only_escaped() -> None:
    assert with_breaks("市民活動を支える。" * 100) == "市民活動を支える。" * 100
    assert "<wbr>" in with_breaks(("市民活動を支える。" * 100)[:MAX_LENGTH])


def test_a_lazy_translation_is_taken() -> None:
    assert with_breaks(gettext_lazy("今日は天気です。")) == "今日は<wbr>天気です。"


@given(st.text(max_size=60))
def test_no_letter_is_lost_or_added(text: str) -> None:
    assert "".join(phrases(text)) == text


def test_a_line_breaks_neither_a_day_nor_its_times() -> None:
    whole = '<span class="nowrap">12月5日(土)</span><wbr><span class="nowrap">14:00〜15:30</span>'
    assert whole_dates("2026年12月5日(土)14:00〜15:30 ほか1回") == f"2026年{whole} ほか1回"


def test_what_is_kept_on_one_line_is_escaped() -> None:
    assert whole_dates("<b>12月5日(<)") == "&lt;b&gt;12月5日(&lt;)"


def test_what_is_safe_already_is_not_escaped_again() -> None:
    assert whole_dates(mark_safe("第1回<br>第2回")) == "第1回<br>第2回"


def test_a_line_breaks_neither_a_house_number_nor_a_day() -> None:
    assert whole_numbers("中央1-2-3 2階") == '中央<span class="nowrap">1-2-3</span> 2階'
    assert whole_numbers("12月29日〜1月3日") == (
        '<span class="nowrap">12月29日</span>〜<span class="nowrap">1月3日</span>'
    )


def test_numbers_kept_whole_are_escaped_once() -> None:
    assert whole_numbers("<b>1-2") == '&lt;b&gt;<span class="nowrap">1-2</span>'
    assert whole_numbers(mark_safe("<b>2階</b>")) == "<b>2階</b>"
