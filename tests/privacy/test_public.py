"""A canary in every personal column, and none on any page, in any list, index, cache or name of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site

from activities.organisations.models import ContactItem
from cms.core import memory
from cms.plugin_api import ApiEndpoint, Registry
from home.models import StandardPage
from tests.browser.page_types import PAGE_TYPES, Demo
from tests.corpus.doors import addresses

from . import canaries, places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db"), pytest.mark.one_database]
LOCATION = re.compile(r"<loc>([^<]+)</loc>")
LANGUAGES = ("ja", "en", "vi")
#: What a page leads to that is read by programs.
LIST = re.compile(r"\.(ics|xml|rss|json|csv)$|/feeds?/$")
#: Of the pages in the maps of the site, those about what people register for, and every so many of the others.
ABOUT_PEOPLE, EVERY = ("/events/", "/newsletters/"), 12
#: Canaries are looked for one by one on the page that searches everything, and some on each list.
SEARCHED = ("events/", "activities/", "organisations/", "grants/")


def everything_public(client: Client) -> Iterator[str]:
    """Yield every address that the site itself tells of: maps, kinds of pages, addresses of the URL configuration."""
    demo = Demo.of_tests()
    for number, each in enumerate(PAGE_TYPES):
        yield f"/{LANGUAGES[number % len(LANGUAGES)]}/{demo.path(each)}"
    yield from (f"/{path}" for _name, path, _pattern in addresses() if not re.search(r"[<(\\^]", path))
    for endpoint in Registry.loaded(ApiEndpoint):
        yield f"/api/v1/plugins/{endpoint.plugin}/{endpoint.name}/"
    listed = [urlsplit(address).path for address in LOCATION.findall(text_of(client.get("/sitemap.xml")))]
    pages = [path for path in listed if path.startswith("/ja/")]
    yield from (path for number, path in enumerate(pages) if number % EVERY == 0 or _is_about_people(path))
    yield from (path for path in listed if not path.endswith("/"))
    yield from (f"/ja/organisations/{item.organisation.slug}/" for item in ContactItem.objects.all())


def _is_about_people(page: str) -> bool:
    return any(part in page for part in ABOUT_PEOPLE)


def text_of(answer: Any) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


def told_at(client: Client, asked: Iterator[str]) -> tuple[set[str], list[str]]:
    """Ask at all of these and at the lists they lead to; return where was answered, and where a canary was seen."""
    open_, asked_at, answered, found = dict.fromkeys(asked), set(), set(), []
    while open_:
        path = next(iter(open_))
        open_.pop(path)
        asked_at.add(path)
        answer = client.get(path)
        text = text_of(answer)
        if answer.status_code == 200:
            answered.add(path)
            lists = {each for each in re.findall(r'href="(/[^"#?]+)"', text) if LIST.search(each)}
            open_ |= dict.fromkeys(lists - asked_at)
        at = text.lower().find(canaries.SIGN)
        found += [f"{path}: {text[max(at - 60, 0) : at + 30]!r}"] if at >= 0 else []
    return answered, found


@pytest.fixture
def put_in() -> dict[str, int]:
    """Canaries everywhere, and all that is derived from rows derived anew."""
    rows = canaries.put_in()
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
    return rows


def test_what_is_written_down_as_no_secret_is_in_the_models() -> None:
    known = {canaries.name_of(column) for column in canaries.texts()}
    written = {f"{label}.{name}" for label, names in canaries.shown().items() for name in names}
    assert written - known == set()


def test_a_column_that_nobody_wrote_down_is_personal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canaries, "shown", dict)
    assert set(map(canaries.name_of, canaries.texts())) <= set(map(canaries.name_of, canaries.personal()))


def test_no_canary_is_in_public(client: Client, put_in: dict[str, int], committed: Any, settings: Any) -> None:
    committed()
    settings.CMS_HEALTH_TOKEN = "of-the-monitor"
    assert [name for name, number in put_in.items() if not number] == []
    answered, found = told_at(client, everything_public(client))
    found += told_at(Client(headers={"Authorization": "Bearer of-the-monitor"}), iter(["/-/deep"]))[1]
    found += _searched(client, len(put_in))
    assert any(each._kept for each in memory._all)
    found += places.caches_and_memories()
    found += places.file_names(Path(settings.MEDIA_ROOT))
    found += places.tables(apart_from=canaries.personal())
    assert not found, "\n".join(found[:40])
    assert {"/robots.txt", "/-/live", "/-/ready", "/sitemap.xml"} <= answered
    assert {".ics", ".csv", ".json"} <= {Path(path).suffix for path in answered}


def _searched(client: Client, number: int) -> Iterator[str]:
    """Look for canaries: what was asked is shown to her who asked, and nothing else is."""
    for each in range(number):
        canary = canaries.canary_of(each)
        answer: Any = client.get("/ja/search/", {"q": canary})
        if answer.context_data["found"].total or canaries.SIGN in text_of(answer).replace(canary, ""):
            yield f"{canary} is found"
    for place, path in enumerate(SEARCHED):
        for each in range(place, number, 24):
            canary = canaries.canary_of(each)
            answer = client.get(f"/ja/{path}", {"q": canary})
            if answer.status_code != 200 or canaries.SIGN in text_of(answer).replace(canary, ""):
                yield f"{canary} is found among {path}"


def test_control_what_a_page_tells_is_found_everywhere(client: Client, committed: Any) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    title = canaries.canary_of(99)
    page = home.add_child(instance=StandardPage(title=title, slug="told", locale=home.locale))
    page.save_revision().publish()
    page.get_latest_revision().publish()
    committed()
    assert told_at(client, iter(["/ja/told/"]))[1] != []
    found: Any = client.get("/ja/search/", {"q": title})
    assert found.context_data["found"].total == 1
    tables = set(places.tables(apart_from=[]))
    assert {"wagtailcore_page.title", "wagtailcore_revision.content", "wagtailcore_pagelogentry.label"} <= tables
    assert any("indexentry" in column for column in tables)
    assert any("memory" in place for place in places.caches_and_memories())
    cache.set("somebody", {"name": title})
    assert "cache :1:somebody" in set(places.caches_and_memories())
