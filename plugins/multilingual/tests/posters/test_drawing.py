"""What is drawn: every word that was given, in letters that are there, on paper of the right size."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from cms.core.locales import LOCALES
from plugins.multilingual.posters import fonts, images, layouts
from plugins.multilingual.posters.facts import Day, Poster
from plugins.multilingual.posters.sheet import Sheet
from plugins.multilingual.posters.wrapping import wrap

from .reading import codes, read

URL = "https://kakehashi.example.jp/ja/events/guidance/"
JAPANESE = Poster(
    code="ja",
    title="日本語を母語としない子どものための高校進学ガイダンス",
    lead="高校の入り方を説明します。",
    kind="ガイダンス",
    notice="",
    days=[Day("12月6日(日)", "13:30〜16:30"), Day("12月13日(日)", "13:30〜16:30")],
    more_days="ほか2回",
    facts=[
        ("どこ", ["市民活動センター 第1会議室", "架橋市中央1-2-3"]),
        ("参加費", ["無料"]),
        ("ことば", ["日本語", "通訳あり：Português、Tiếng Việt"]),
    ],
    booking=["申し込みは、ウェブ・電話・FAXで。", "申込締切：12月1日(火)17:00"],
    telephone="053-000-0000",
    telephone_note="平日9時〜17時",
    scan="くわしい内容と申し込みは、このコードから",
    url=URL,
    centre="かけはし市民活動センター",
    contact=["架橋市中央1-2-3 2階"],
    accent="#0b5c66",
)
VIETNAMESE = replace(
    JAPANESE, code="vi", title="Buổi hướng dẫn vào trường trung học phổ thông", lead="Có phiên dịch. Miễn phí.",
    kind="Hướng dẫn", days=[Day("Chủ Nhật, 6 tháng 12", "13:30–16:30")], more_days="",
    facts=[("Ở đâu", ["市民活動センター", "1-2-3 Chuo"])], booking=["Vui lòng đăng ký."], telephone_note="",
    scan="Quét mã để đăng ký.", centre="Kakehashi Civic Activity Centre", contact=["1-2-3 Chuo, Kakehashi City"],
)  # fmt: skip
CHINESE = replace(
    VIETNAMESE, code="zh-hans", title="为母语非日语的孩子举办的高中升学说明会", lead="有翻译。免费。", kind="说明会",
    days=[Day("12月6日星期日", "13:30–16:30")], facts=[("地点", ["市民活動センター", "架橋市中央1-2-3"])],
    booking=["请报名:网上、电话或传真。"], scan="扫码查看详情并报名。",
)  # fmt: skip
URDU = replace(
    VIETNAMESE, code="ur", title="ہائی اسکول میں داخلے کی رہنمائی", lead="ترجمان موجود ہیں۔ مفت۔", kind="رہنمائی",
    days=[Day("اتوار، 6 دسمبر", "13:30–16:30")], facts=[("کہاں", ["市民活動センター", "1-2-3 Chuo"])],
    booking=["براہ کرم رجسٹر کریں۔"], scan="کوڈ اسکین کریں۔",
)  # fmt: skip
POSTERS = {each.code: each for each in (JAPANESE, VIETNAMESE, CHINESE, URDU)}


@pytest.mark.parametrize("code", ["ja", "vi", "zh-hans"])
def test_every_word_that_was_given_is_on_the_paper(code):
    poster = POSTERS[code]
    drawn = read(layouts.a4(poster).pdf())
    assert [words for words in poster.texts if words and not drawn.says(words)] == []
    assert drawn.sizes == [(210, 297)]


def test_urdu_has_its_numbers_places_and_telephone_in_reading_order():
    """What PDF says of joined letters is their shapes: the words are looked at on the images."""
    drawn = read(layouts.a4(URDU).pdf())
    assert all(drawn.says(words) for words in ("13:30–16:30", "市民活動センター", "1-2-3 Chuo", "053-000-0000"))


@pytest.mark.parametrize("code", POSTERS)
@pytest.mark.parametrize(("layout", "size"), [("a4", (210, 297)), ("square", (200, 200)), ("share", (240, 126))])
def test_each_size_is_drawn_in_each_language(code, layout, size):
    assert read(layouts.LAYOUTS[layout](POSTERS[code]).pdf()).sizes == [size]


@pytest.mark.parametrize("code", POSTERS)
@pytest.mark.parametrize("layout", ["a4", "square"])
def test_the_code_leads_to_the_page(code, layout):
    assert codes(images.png(layouts.LAYOUTS[layout](POSTERS[code]).pdf(), width=1080)) == [URL]


def test_images_have_the_pixels_that_they_promise():
    made = images.png(layouts.share(JAPANESE).pdf(), width=1200)
    assert Image.open(io.BytesIO(made)).size == (1200, 630)


def test_a_letter_that_no_font_has_is_refused_and_named():
    with pytest.raises(fonts.MissingLetters) as caught:
        layouts.a4(replace(JAPANESE, title="\U00013000の会"))
    assert caught.value.letters == ("\U00013000",)


def test_what_was_not_announced_to_the_fonts_is_not_drawn_without_a_letter():
    sheet = Sheet(width=100, height=100, language=LOCALES["vi"], texts=["ab"], title="")
    with pytest.raises(fonts.MissingLetters):
        sheet.text("abc", x=0, y=0, width=50, size=12)


def test_letters_of_all_languages_of_a_site_are_there():
    assert (
        fonts.missing(
            "日本語 やさしい Português Español Tiếng Việt ñ Filipino 简体中文 繁體中文 한국어 नेपाली Русский اردو"
        )
        == []
    )


def test_marks_that_nobody_sees_are_missing_in_no_font():
    assert fonts.missing("a\u200bb\u2066c\u2069\n") == []


def test_much_text_gets_smaller_and_stays_above_what_one_has_to_do():
    full = replace(
        JAPANESE, lead="とても長い説明です。" * 30, facts=[(f"項目{n}", ["ながい説明の行" * 6]) for n in range(9)]
    )
    drawn = read(layouts.a4(full).pdf())
    assert all(drawn.says(words) for words in full.texts if words)


def test_what_is_called_off_says_so_above_all():
    drawn = read(layouts.a4(replace(JAPANESE, notice="このイベントは中止になりました。")).pdf())
    assert drawn.text.index("中止") < drawn.text.index("高校進学")


@pytest.mark.parametrize("letters", [1, 2, 7])
def test_lines_broken_and_joined_again_are_the_text(letters):
    text = "市民活動センター、第1会議室。Kakehashi (架橋)"
    lines = wrap(text, width=letters, measure=len, code="ja")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_chinese_lines_do_not_begin_with_a_mark():
    lines = wrap("请报名,电话。传真", width=3, measure=len, code="zh-hans")
    assert not [line for line in lines if line[0] in ",。"]


def test_words_stay_whole_where_they_fit():
    assert wrap("Buổi hướng dẫn", width=10, measure=len, code="vi") == ["Buổi hướng", "dẫn"]
