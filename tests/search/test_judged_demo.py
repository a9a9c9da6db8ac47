"""The judged queries over the demo, through the service of the search page. The figures are printed: `pytest -s`."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.utils import translation
from wagtail.models import Site

from cms.core import generations
from cms.core.site_search.results import Asked, find
from cms.plugin_api import Registry, SearchKind

from .judged_demo import FIRST, QUERIES
from .judging import Judgement, mean_precision, mean_recall, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db")]


#: What plugins add to the search is not judged here: the figures are the same with and without them.
JUDGED_KINDS = {key.partition(":")[0] for wanted in QUERIES.values() for key in wanted}


def key_of(kind, row):
    return f"{kind}:{row.term if kind == 'term' else row.slug}"


class Visitor:
    """Searches the Japanese site, and turns the pages until there are no more."""

    def __init__(self, rf):
        self.request = rf.get("/ja/search/")

    def ask(self, words, kind="", page=1):
        with translation.override("ja"), generations.one_request():
            return find(Asked(words=words, kind=kind, page=page), request=self.request, address="/ja/search/")

    def kinds(self, words):
        """The kinds that have hits, as the links above the hits name them."""
        urls = (choice.url for choice in self.ask(words).choices)
        return [kind for url in urls for kind in parse_qs(urlsplit(url).query).get("kind", ())]

    def everything(self, words):
        return [key for kind in self.kinds(words) if kind in JUDGED_KINDS for key in self.of_kind(words, kind)]

    def of_kind(self, words, kind):
        first = self.ask(words, kind).list_page
        pages = [first, *(self.ask(words, kind, page).list_page for page in first.paginator.page_range[1:])]
        return [key_of(kind, row) for page in pages for row in page.object_list]

    def first(self, words):
        """The kind that is shown first, and its first hit."""
        kind = self.ask(words).groups[0].key
        return self.of_kind(words, kind)[0]


@pytest.fixture
def visitor(rf):
    return Visitor(rf)


def test_every_judged_document_is_in_the_demo():
    site = Site.objects.get(is_default_site=True)
    with translation.override("ja"):
        kinds = [(kind.key, kind.queryset(site)) for kind in Registry.of(SearchKind, site)]
        there = {key_of(kind, row) for kind, rows in kinds for row in rows}
    judged = {key for wanted in QUERIES.values() for key in wanted} | set(FIRST.values())
    assert judged - there == set()


def test_precision_and_recall_over_the_demo(visitor, capsys):
    judgements = [Judgement(query, visitor.everything(query), frozenset(wanted)) for query, wanted in QUERIES.items()]
    with capsys.disabled():
        print(f"\n{connection.vendor}: {report(judgements)}")
    assert len(judgements) >= 60
    assert mean_recall(judgements) >= 0.95
    assert mean_precision(judgements) >= 0.95


def test_what_the_title_says_is_shown_first(visitor):
    assert {query: visitor.first(query) for query in FIRST} == FIRST
