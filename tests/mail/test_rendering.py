"""A letter in two languages, plain and as HTML, from the same blocks."""

import pytest
from django.utils.translation import gettext_lazy as _

from cms.core.models import Appearance, Centre
from cms.mail.letters import Button, Code, Facts, Heading, Letter, Listing, Notice, Paragraph
from cms.mail.rendering import render

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre(site, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://centre.example.jp"
    Appearance.objects.update_or_create(
        site=site, defaults={"name": "架け橋センター", "name_en": "Bridge Centre", "accent": "#0b5c66"}
    )
    Centre.objects.update_or_create(
        site=site,
        defaults={
            "postal_code": "430-0000", "address": "架橋市中央1-2-3", "address_en": "1-2-3 Chuo, Kakehashi City",
            "telephone": "053-000-0000", "email": "info@example.jp", "hours": "平日9時〜17時",
            "hours_en": "weekdays 9:00–17:00",
        },
    )  # fmt: skip
    return site


def letter():
    blocks = [
        Paragraph("お申し込みを受け付けました。\n\n当日お待ちしています。"),
        Code(_("language"), "ABCDE23456"),
        Heading("当日について"),
        Facts([("会場", "2階 <会議室>"), ("持ち物", "")]),
        Listing(["筆記用具", "上履き"]),
        Notice("駐車場はありません。"),
        Button("予約を確かめる", "/ja/r/abc/?a=1&b=2"),
    ]
    return Letter(subject="受付の\nお知らせ", blocks=blocks, greeting="髙橋 花子")


def test_the_plain_part_says_everything(centre):
    text = render(letter, site=centre, locale="ja").text
    assert text.startswith(
        "髙橋 花子 様\n\nお申し込みを受け付けました。\n\n当日お待ちしています。\n\n"
        "【言語】 ABCDE23456\n\n■ 当日について\n\n"
        "【会場】 2階 <会議室>\n\n・筆記用具\n・上履き\n\n※ 駐車場はありません。\n\n"
        "▼ 予約を確かめる\nhttps://centre.example.jp/ja/r/abc/?a=1&b=2\n\n"
    )
    assert text.endswith(
        "-- \n架け橋センター\n〒430-0000 架橋市中央1-2-3\n電話 053-000-0000\nメール info@example.jp\n"
        "開館 平日9時〜17時\n"
        "https://centre.example.jp/\n"
    )


def test_the_html_part_says_the_same(centre):
    html = render(letter, site=centre, locale="ja").html
    for piece in ("髙橋 花子 様", "ABCDE23456", "当日について", "筆記用具", "駐車場はありません。", "架け橋センター"):
        assert piece in html
    assert "2階 &lt;会議室&gt;" in html
    assert 'href="https://centre.example.jp/ja/r/abc/?a=1&amp;b=2"' in html
    assert '<html lang="ja"' in html


def test_an_english_letter_has_no_japanese_around_its_text(centre):
    def compose():
        return Letter(subject="Received", blocks=[Facts([("Room", "2F")])], greeting="Pat")

    rendered = render(compose, site=centre, locale="en")
    assert not any("\u3040" <= sign <= "\u9fff" for sign in rendered.text)
    assert rendered.text.startswith("Dear Pat,\n\nRoom: 2F\n")
    assert "Bridge Centre" in rendered.text
    assert '<html lang="en"' in rendered.html


def test_a_subject_is_one_line(centre):
    assert render(letter, site=centre, locale="ja").subject == "受付の お知らせ"


def test_links_begin_with_the_sites_own_address(centre, rf):
    from wagtail.models import Site

    other = Site.objects.create(hostname="second.example.jp", port=443, root_page=centre.root_page)
    assert "https://second.example.jp/ja/r/abc/" in render(letter, site=other, locale="ja").text


def test_a_language_that_the_site_does_not_know_is_written_in_japanese(centre):
    assert "髙橋 花子 様" in render(letter, site=centre, locale="tlh").text


def test_a_letter_names_no_address_where_answers_are_not_read(centre):
    Centre.objects.update(email="")
    assert "このメールに返信" not in render(letter, site=centre, locale="ja").text


def test_numbers_in_a_letter_from_right_to_left_keep_their_order(centre):
    """After a word of Urdu, 053-000-0000 without the mark is shown as 0000-000-053."""
    rendered = render(letter, site=centre, locale="ur")
    assert "\u200e053-000-0000\u200e" in rendered.text
    assert '<bdi dir="ltr">053-000-0000</bdi>' in rendered.html
    assert '<html lang="ur" dir="rtl"' in rendered.html
    assert "\u200e" not in render(letter, site=centre, locale="en").text
