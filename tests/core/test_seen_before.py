"""A browser that has the page already is told so without its bytes; whatever makes it another page sends it anew."""

import pytest
from django.test import Client

from home.models import HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(demo_db: None) -> str:
    return "/ja/"


def tag(address: str, **headers: str) -> str:
    answer = Client().get(address, headers=headers)
    assert answer.status_code == 200
    return answer["ETag"]


def test_the_same_page_is_not_sent_twice(address: str) -> None:
    seen = tag(address)
    again = Client().get(address, headers={"If-None-Match": seen})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", seen)


def test_packed_it_is_the_same_page(address: str) -> None:
    packed = {"Accept-Encoding": "gzip"}
    seen = tag(address, **packed)
    assert Client().get(address, headers=packed | {"If-None-Match": seen}).status_code == 304


def test_what_was_published_is_sent(address: str) -> None:
    seen = tag(address)
    page = HomePage.objects.get(locale__language_code="ja", depth=2)
    page.title = page.seo_title = "今日から新しい題名"
    page.save_revision().publish()
    assert Client().get(address, headers={"If-None-Match": seen}).status_code == 200


def test_a_visitor_with_furigana_has_another_page(address: str) -> None:
    client = Client()
    client.cookies["furigana"] = "on"
    answer = client.get(address, headers={"If-None-Match": tag(address)})
    assert answer.status_code == 200
    assert answer["ETag"] != tag(address)
    assert "Cookie" in answer["Vary"]


def test_another_language_is_another_page(address: str) -> None:
    assert tag("/en/") != tag(address)


def test_what_nobody_may_keep_has_no_tag(address: str) -> None:
    assert "ETag" not in Client().get("/-/live")
