"""Which site answers to a host, and where its pages are: the same that Wagtail would say."""

import sys
from itertools import product
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory
from wagtail.models import Page, Site

from cms.core import landmarks, sites
from cms.plugin_host import states
from tests.factories.home import home_page

HOSTS = ("one.example", "two.example", "three.example")


@pytest.fixture
def some_sites(db):
    Site.objects.all().delete()
    root = home_page.__globals__["models"].HomePage.objects.first()
    rows = [("one.example", 80, True), ("two.example", 80, False), ("two.example", 8080, False)]
    rows.append(("three.example", 8080, False))
    return [Site.objects.create(hostname=h, port=p, root_page=root, is_default_site=d) for h, p, d in rows]


@pytest.mark.parametrize("with_default", [True, False])
@pytest.mark.parametrize(("host", "port"), product((*HOSTS, "unknown.example"), (80, 8080, 9000)))
def test_a_host_leads_where_wagtail_leads_it(some_sites, host, port, with_default):
    if not with_default:
        Site.objects.filter(is_default_site=True).update(is_default_site=False)
    request = RequestFactory().get("/", HTTP_HOST=host, SERVER_PORT=str(port))
    assert sites.known().at(host, port) == Site.find_for_request(request)


def host_of(root):
    return urlsplit(root.root_url).hostname


def test_root_paths_are_wagtails(some_sites):
    ours, theirs = sites.known().root_paths, Site.get_site_root_paths()
    assert sorted(ours) == sorted(theirs)
    # Wagtail orders by host alone: which of two ports comes first, and which language, is the database's choice.
    assert [host_of(root) for root in ours] == [host_of(root) for root in theirs]


def test_one_hosts_ports_are_always_in_the_same_order(some_sites):
    Site.objects.filter(hostname="two.example", port=80).update(port=9000)
    urls = [root.root_url for root in sites.known().root_paths if host_of(root) == "two.example"]
    assert list(dict.fromkeys(urls)) == ["http://two.example:8080", "http://two.example:9000"]


def test_sites_take_two_queries_whatever_their_number(some_sites, django_assert_num_queries):
    for number in range(8):
        Site.objects.create(hostname=f"{number}.example", root_page=Page.objects.get(depth=1))
    with states.reading_once():
        # Content types are read once in the life of a process, what plugins are on once in a request.
        sites.known()
        with django_assert_num_queries(2):
            sites.known()


def calls_of(work):
    """How many Python functions `work` calls."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def test_a_first_visitor_after_a_change_does_not_wait_for_words_that_are_known(db):
    """Putting the two queries into words takes longer than asking them; every save of a page makes somebody first."""
    landmarks._statement.cache_clear()
    anew = calls_of(lambda: list(landmarks.rows()))
    again = calls_of(lambda: list(landmarks.rows()))
    assert again * 3 < anew, (again, anew)
