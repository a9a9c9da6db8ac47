"""How many queries each kind of page takes: cold, warm, in both languages, and the same with four times the content."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.core import generations
from events.registration import spans
from tests.bench.multiply import multiply
from tests.bench.pages import calls_of
from tests.browser.page_types import PAGE_TYPES, PageType
from tests.factories.events import EventFactory

#: Cold, and warm without a page cache.
PAGE, LIST, SEARCH = (16, 8), (14, 6), (12, 8)
LISTS = (
    "guides",
    "news list",
    "publications",
    "glossary",
    "activities",
    "lineage",
    "keyword",
    "directory",
    "events",
    "past events",
    "calendar",
)
LANGUAGES = ("ja", "en", "vi")
by_name = pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.name)


def budget(page_type: PageType) -> tuple[int, int]:
    if page_type.name == "grants":
        # Its rows are facts, with words on pages beside them: counts, keys, facts and words are four questions. And the
        # guide to which it leads.
        return PAGE[0] + 1, PAGE[1] + 2
    if "q=" in page_type.below or page_type.name.startswith("search"):
        return SEARCH
    return LIST if page_type.name.startswith(LISTS) else PAGE


def address(page_type: PageType, language: str) -> str:
    """The address of the demo's first example."""
    path = page_type.path
    if path is None:
        home = Site.objects.get().root_page
        pages = apps.get_model(page_type.model).objects.live().filter(locale=home.locale)
        page: Page = (pages.filter(slug=page_type.slug) if page_type.slug else pages).order_by("path").first()
        path = page.url_path.removeprefix(home.url_path) + page_type.below
    return f"/{language}/{path}"


@pytest.mark.parametrize("language", LANGUAGES)
@by_name
def test_a_page_stays_within_its_budget(demo_db, client, query_count, page_type, language):
    url = address(page_type, language)
    cold, warm = budget(page_type)
    # Once until something is published: which translations are older than their sources. And once for facts, where
    # their words are not in the row itself.
    cold += 0 if language == "ja" else 1 if language == "en" else 2
    assert query_count(lambda: client.get(url)) <= cold
    assert query_count(lambda: client.get(url), cold=False, again=True) <= warm


@pytest.mark.one_database
def test_no_page_takes_more_queries_with_four_times_the_content(demo_db, client, query_count, thorough):
    """In one language, another one for each kind of page in turn; in the longer run in each."""
    step = 1 if thorough else len(LANGUAGES)
    urls = [
        address(page_type, language)
        for number, page_type in enumerate(PAGE_TYPES)
        for language in LANGUAGES[number % step :: step]
    ]

    def counts() -> dict[str, int]:
        found = {}
        for url in urls:
            found[f"{url} cold"] = query_count(lambda url=url: client.get(url))
            found[f"{url} warm"] = query_count(lambda url=url: client.get(url), cold=False, again=True)
        return found

    few = counts()
    multiply(4)
    call_command("update_index", verbosity=0)
    many = counts()
    assert {url: (few[url], many[url]) for url in few if many[url] > few[url]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "keywords/", "search/?q=相談", "there-is-nothing-here/"])
def test_a_fresh_site_stays_within_the_budget_of_a_page(db, client, query_count, path, language):
    assert query_count(lambda: client.get(f"/{language}/{path}")) <= PAGE[0]
    assert query_count(lambda: client.get(f"/{language}/{path}"), cold=False) <= PAGE[1]


def test_a_visit_writes_nothing(db, client, at_any_pace):
    with CaptureQueriesContext(connection) as queries:
        client.get("/ja/")
    # A savepoint is of the test's own transaction, which the guard around plugins finds itself in.
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert [sql for sql in asked if not sql.lstrip("(").startswith("SELECT")] == []


# A hundred times the events ------------------------------------------------------------------------------------

#: Pages that show events, the same at both sizes.
GROWN = ("home", "guide", "organisation", "events", "past events", "calendar", "event")
EVENTS = ("events", "event_registration")
#: Python calls at 100× the events for each at 10×: past ones are of ten years more, each of which can be chosen.
FEW_MORE = 1.25


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts what Python does, which is the same on both")
def test_a_hundred_times_the_events_take_no_more_queries_and_calls_than_ten_times(demo_db, client, query_count):
    page_types = {page_type.name: page_type for page_type in PAGE_TYPES if page_type.name in GROWN}
    urls = {name: address(page_type, "ja") for name, page_type in page_types.items()}

    def costs(times: int) -> dict[str, tuple[int, int, int]]:
        """Cold queries, warm queries, warm calls by page; the copies are undone."""
        with transaction.atomic():
            multiply(times, labels=EVENTS)
            found = {
                name: (
                    query_count(lambda url=url: client.get(url)),
                    query_count(lambda url=url: client.get(url), cold=False),
                    calls_of(client, url),
                )
                for name, url in urls.items()
            }
            transaction.set_rollback(True)
        return found

    ten, hundred = costs(10), costs(100)
    for name, (cold, warm, calls) in hundred.items():
        most_cold, most_warm = budget(page_types[name])
        assert (cold <= most_cold, warm <= most_warm) == (True, True), (name, cold, warm)
        assert (cold <= ten[name][0], warm <= ten[name][1]) == (True, True), (name, ten[name], hundred[name])
        assert calls < ten[name][2] * FEW_MORE, (name, ten[name], hundred[name])


#: A list, and other pages that show events.
OF_SPANS = (
    "events/",
    "events/?when=past",
    "events/?when=past&kind=consultation_fair",
    "events/?kind=course&free=1",
    "events/calendar/",
)


@pytest.mark.parametrize(("newest", "number"), [(10, 3), (60, 9)])
def test_a_centre_with_several_spans_of_events_stays_within_the_budget(
    demo_db, client, query_count, committed, newest, number
):
    # There are more spans when there are events of such a block (ADR 81), which is heard of when one changes.
    paths = ["", *OF_SPANS]
    one = {path: query_count(lambda path=path: client.get(f"/ja/{path}")) for path in paths}
    for pk in (2 * spans.BLOCK, newest * spans.BLOCK):
        EventFactory(pk=pk)
    committed()
    with generations.one_request():
        assert len(spans.spans()) == number
    many = {path: query_count(lambda path=path: client.get(f"/ja/{path}")) for path in paths}
    assert {path: (one[path], many[path]) for path in paths if many[path] > one[path]} == {}
    assert max(many[path] for path in OF_SPANS) <= LIST[0]
