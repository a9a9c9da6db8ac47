"""A browser that has the page already is told so without its bytes; whatever makes it another page sends it anew."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cms.core.kept_pages import HEADER, KeepPages
from cms.core.models import Centre
from cms.plugin_host import installed, services
from events.models import EventPage
from events.registration.models import Offering
from home.models import HomePage, NewsPage
from tests.browser.page_types import PAGE_TYPES, Demo
from tests.corpus.doors import DOORS, Door

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
Changed = Callable[[Callable[[], object]], set[str]]


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


def test_an_answer_that_sets_a_cookie_is_kept_by_nobody(address: str) -> None:
    """Whose cookie it is, a proxy cannot know: it would hand one visitor's to the next."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("page")
        if request.GET:
            response.set_cookie("mine", "1")
        return response

    asked = [KeepPages(answer)(RequestFactory().get(address + query)) for query in ("", "?mine")]
    assert [HEADER in given.headers for given in asked] == [True, False]


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


# What a proxy may keep ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("demo_db")
def test_every_kind_of_page_may_be_kept_for_a_second(client: Client) -> None:
    demo = Demo.of_tests()
    addresses = {each.name: f"/ja/{demo.path(each)}" for each in PAGE_TYPES if each.status == 200}
    answers = {name: client.get(address) for name, address in addresses.items() if "q=" not in address}
    kept = {name for name, answer in answers.items() if answer.get(HEADER) == "1"}
    # The page where one asks for letters is a form.
    assert {name for name in answers if name not in kept} <= {"subscribing"}
    assert {answers[name]["Cache-Control"] for name in kept} == {"no-cache"}
    assert not any(answer.cookies for answer in answers.values())


@pytest.mark.usefixtures("demo_db")
def test_what_somebody_searches_is_kept_by_nobody(client: Client) -> None:
    assert HEADER not in client.get("/ja/search/?q=障害")


@pytest.mark.parametrize("door", DOORS, ids=str)
@pytest.mark.usefixtures("demo_db")
def test_no_form_and_nothing_behind_a_mailed_link_is_kept(client: Client, door: Door) -> None:
    answer = client.get(door.opened())
    assert HEADER not in answer
    assert "no-store" in answer.get("Cache-Control", "no-store")


@pytest.mark.usefixtures("demo_db")
def test_what_staff_see_is_kept_by_nobody(admin_client: Client) -> None:
    assert HEADER not in admin_client.get("/ja/")


@pytest.mark.usefixtures("demo_db")
def test_a_page_behind_a_password_is_kept_by_nobody(client: Client) -> None:
    home = HomePage.objects.get(locale__language_code="ja", depth=2)
    PageViewRestriction.objects.create(page=home, restriction_type="password", password="ひみつ")
    assert HEADER not in client.get("/ja/")


@pytest.mark.parametrize("address", ["/", "/-/live", "/-/ready", "/admin/login/", "/ja/there-is-nothing-here/"])
@pytest.mark.usefixtures("demo_db")
def test_only_pages_are_kept(client: Client, address: str) -> None:
    assert HEADER not in client.get(address)


# What has changed is another page at once -----------------------------------------------------------------------------


@pytest.fixture
def changed(demo_db: None, at_any_pace: None, committed: Callable[[], None]) -> Changed:
    """Which of a few pages are others after something was done."""
    names = ("home", "standard", "events", "event", "activity", "news list")
    demo = Demo.of_tests()
    kinds = [each for each in PAGE_TYPES if each.name in names]
    addresses = {each.name: f"/ja/{demo.path(each)}" for each in kinds}

    def after(act: Callable[[], object]) -> set[str]:
        before = {name: tag(address) for name, address in addresses.items()}
        act()
        committed()
        return {name for name, address in addresses.items() if tag(address) != before[name]}

    return after


def test_nothing_is_another_page_when_nothing_happened(changed) -> None:
    assert changed(lambda: None) == set()


def test_a_notice_that_is_published_changes_where_it_stands(changed) -> None:
    def publish() -> None:
        news = NewsPage.objects.live().filter(locale__language_code="ja").order_by("-date", "path")[0]
        news.title = "今日のお知らせ"
        news.save_revision().publish()

    assert {"news list"} <= changed(publish) <= {"news list", "home"}


def test_the_last_places_of_an_event_change_the_pages_that_count_them(changed) -> None:
    def fill() -> None:
        page = EventPage.objects.get(slug="school-guidance", locale__language_code="ja")
        Offering.objects.filter(event__page_key=page.translation_key).update(is_closed=True)

    assert {"event", "events"} <= changed(fill) <= {"event", "events", "home"}


def test_the_telephone_of_the_centre_changes_every_page(changed) -> None:
    def move_the_telephone() -> None:
        centre = Centre.for_site(Site.objects.get(is_default_site=True))
        centre.telephone = "053-999-9999"
        centre.save()

    assert {"home", "standard", "events", "event", "activity", "news list"} <= changed(move_the_telephone)


@pytest.mark.parametrize("slug", sorted(installed.manifests()))
def test_a_plugin_that_is_switched_off_is_gone_from_the_home_page(demo_db: None, slug: str, changed) -> None:
    site = Site.objects.get(is_default_site=True)

    def switch_off() -> None:
        for each in (*installed.needed_by(slug), slug):
            services.disable(slug=each, site=site, now=timezone.now())

    assert "home" in changed(switch_off)
