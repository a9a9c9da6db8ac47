"""Private pages and files: their password opens them and is not guessed at; nothing of them is told to who lacks it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core import guessing
from cms.core.models import PublicAttempt
from home.models import StandardPage
from tests.factories.home import home_page

pytestmark = pytest.mark.django_db
PASSWORD, TITLE = "あいことば-2026", "役員だけの頁"
Door = tuple[str, str]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The same moment for all, amid a window."""
    now = {"now": datetime(2026, 5, 11, 1, 3, tzinfo=UTC)}
    monkeypatch.setattr(timezone, "now", lambda: now["now"])
    return now


@pytest.fixture
def page() -> StandardPage:
    home = home_page("ja")
    return home.add_child(instance=StandardPage(title=TITLE, slug="yakuin", locale=home.locale))


@pytest.fixture(params=["page", "collection"])
def door(request: pytest.FixtureRequest, page: StandardPage) -> Door:
    """What is private: its address, and the one that its password is sent to."""
    if request.param == "page":
        kept: Any = PageViewRestriction.objects.create(page=page, restriction_type="password", password=PASSWORD)
        return page.get_url(), f"/ja/_util/authenticate_with_password/{kept.pk}/{page.pk}/"
    return private_file("password", password=PASSWORD)


def private_file(kind: str, **more: str) -> Door:
    folder = Collection.get_first_root_node().add_child(name="役員")
    kept = CollectionViewRestriction.objects.create(collection=folder, restriction_type=kind, **more)
    file = ContentFile(b"%PDF-1.4 minutes", name="gijiroku.pdf")
    document = get_document_model().objects.create(title=TITLE, file=file, collection=folder)
    return document.url, f"/documents/authenticate_with_password/{kept.pk}/"


def visitor(here: str = "192.0.2.1") -> Client:
    return Client(REMOTE_ADDR=here, HTTP_ACCEPT_LANGUAGE="ja")


def type_in(door: Door, password: str, *, by: Client | None = None) -> Any:
    return (by or visitor()).post(door[1], {"password": password, "return_url": door[0]})


def is_stopped(answer: Any) -> bool:
    return answer.status_code == 200 and answer.context["form"].has_error("password", code="too_many")


def is_wrong(answer: Any) -> bool:
    return answer.status_code == 200 and answer.context["form"].has_error("password", code="wrong")


def test_who_has_no_password_is_asked_for_it_and_told_nothing(door: Door) -> None:
    for answer in (visitor().get(door[0]), visitor().get(door[1]), type_in(door, "wrong")):
        text = answer.content.decode()
        assert (answer.status_code, TITLE in text, "パスワードを入れてください" in text) == (200, False, True)
        assert "no-store" in answer["Cache-Control"]
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_who_knows_the_password_comes_in_and_nobody_else_does(door: Door) -> None:
    she = visitor()
    answer = type_in(door, PASSWORD, by=she)
    assert (answer.status_code, answer.headers["Location"]) == (302, door[0])
    opened: Any = she.get(door[0])
    got = b"".join(opened) if opened.streaming else opened.content
    assert TITLE in got.decode() or b"minutes" in got
    assert "パスワードを入れてください" in visitor().get(door[0]).content.decode()


def test_a_password_leads_to_no_other_site(door: Door) -> None:
    answer = visitor().post(door[1], {"password": PASSWORD, "return_url": "https://elsewhere.example/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_eleventh_guess_is_stopped_though_it_is_right(door: Door) -> None:
    answers = [is_wrong(type_in(door, "wrong")) for _ in range(guessing.OF_A_SECRET_HERE)]
    she = visitor()
    answer = type_in(door, PASSWORD, by=she)
    assert (all(answers), is_stopped(answer)) == (True, True)
    assert "10分ほど待ってから、もう一度お試しください。" in answer.content.decode()
    assert "パスワードを入れてください" in she.get(door[0]).content.decode()


def test_ten_minutes_later_and_from_elsewhere_she_comes_in(door: Door, clock: dict[str, datetime]) -> None:
    for _ in range(guessing.OF_A_SECRET_HERE + 1):
        type_in(door, "wrong")
    assert type_in(door, PASSWORD, by=visitor("192.0.2.2")).status_code == 302
    clock["now"] += timedelta(minutes=10)
    assert type_in(door, PASSWORD).status_code == 302


def test_many_connections_that_guess_at_one_password_are_stopped(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "OF_A_SECRET", 12)
    stopped = [is_stopped(type_in(door, "wrong", by=visitor(f"198.51.100.{number}"))) for number in range(13)]
    assert stopped == [False] * 12 + [True]


def test_forty_people_behind_one_address_who_know_it_come_in(door: Door) -> None:
    assert {type_in(door, PASSWORD).status_code for _ in range(40)} == {302}


def test_neither_password_nor_address_is_kept(door: Door) -> None:
    type_in(door, "guessed-word")
    kept = " ".join(map(str, PublicAttempt.objects.values_list()))
    assert PublicAttempt.objects.exists()
    assert [word for word in ("guessed-word", "192.0.2", PASSWORD) if word in kept] == []


def test_nothing_is_asked_about_what_has_no_password(page: StandardPage) -> None:
    kept = PageViewRestriction.objects.create(page=page, restriction_type="login")
    base = "/ja/_util/authenticate_with_password"
    for path in (f"{base}/{kept.pk}/{page.pk}/", f"{base}/99/1/", "/documents/authenticate_with_password/99/"):
        assert {visitor().get(path).status_code, visitor().post(path, {"password": ""}).status_code} == {404}


# For some of the staff -----------------------------------------------------------------------------------------


@pytest.fixture(params=["page", "collection"])
def for_some(request: pytest.FixtureRequest, page: StandardPage) -> str:
    """The address of what a group of the staff may read that nobody is a member of."""
    if request.param == "page":
        PageViewRestriction.objects.create(page=page, restriction_type="groups")
        return page.get_url()
    return private_file("groups")[0]


def test_who_is_not_logged_in_is_led_to_the_log_in_of_staff(for_some: str) -> None:
    answer = visitor().get(for_some, follow=True)
    assert answer.redirect_chain[-1][0].startswith(f"/admin/login/?next={for_some}")
    assert TITLE not in answer.content.decode()


def test_who_is_logged_in_and_not_meant_is_told_so(for_some: str) -> None:
    client = visitor()
    client.force_login(get_user_model().objects.create_user("mihon", "mihon@example.jp", "x"))
    answer = client.get(for_some, follow=True)
    assert (answer.status_code, TITLE in answer.content.decode()) == (403, False)
    assert "このページはご覧になれません" in answer.content.decode()


def test_control_who_may_do_everything_reads_it(for_some: str) -> None:
    client = visitor()
    client.force_login(get_user_model().objects.create_superuser("mihon", "mihon@example.jp", "x"))
    assert client.get(for_some).status_code == 200
