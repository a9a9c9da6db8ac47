"""The HTML part in a browser: readable by everybody, on a phone as well."""

import pytest

from cms.mail.letters import Button, Code, Facts, Heading, Letter, Listing, Notice, Paragraph
from cms.mail.rendering import render

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["ja", "en"])
def html(request, site):
    blocks = [
        Paragraph("お申し込みを受け付けました。https://example.jp/とても/長い/住所/" + "あ" * 60),
        Code("受付番号", "ABCDE23456"),
        Heading("当日について"),
        Facts([("会場", "2階"), ("住所", "a" * 80)]),
        Listing(["筆記用具", "上履き"]),
        Notice("駐車場はありません。"),
        Button("予約を確かめる", "/ja/r/" + "abc" * 30),
    ]
    return render(lambda: Letter(subject="件名", blocks=blocks, greeting="髙橋"), site=site, locale=request.param).html


def test_the_mail_has_no_axe_violations(html, page, assert_no_axe_violations):
    page.set_content(html)
    assert_no_axe_violations(page)


def test_the_mail_fits_a_phone(html, phone):
    phone.set_content(html)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
