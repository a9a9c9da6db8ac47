"""Sites of one installation show languages of their own, and each lists its events in these alone."""

import re

import pytest
from wagtail.models import Locale, Page, Site

from cms.core.models import SiteLanguages
from tests.factories.activities import ActivityFactory
from tests.factories.event_pages import EventIndexFactory, tag, told, translated
from tests.factories.home import home_page

pytestmark = pytest.mark.usefixtures("index", "at_any_pace")
#: Where a client finds the second site.
OTHER = "127.0.0.1"


def second_site() -> Site:
    """Return a site with as many home pages as the first has."""
    home = home_page().copy(to=Page.objects.get(depth=1), recursive=False, update_attrs={"slug": "second"})
    for code in ("en", "vi"):
        if home_page().has_translation(Locale.objects.get(language_code=code)):
            home.copy_for_translation(Locale.objects.get(language_code=code)).save_revision().publish()
    return Site.objects.create(hostname=OTHER, root_page=home)


@pytest.fixture
def sites(index):
    """The first site with English and a second one without it, by host."""
    first = Site.objects.get(is_default_site=True)
    SiteLanguages.objects.create(site=first, codes=["ja", "en", "vi"])
    second = second_site()
    SiteLanguages.objects.create(site=second, codes=["ja", "vi"])
    EventIndexFactory(parent=second.root_page)
    return {"testserver": first, OTHER: second}


def switch(site, codes):
    chosen = SiteLanguages.objects.get(site=site)
    chosen.codes = codes
    chosen.save()


def tell(site, title, **more):
    """Return the page of an event at a site in Japanese, after it was translated into English."""
    index = Page.objects.get(url_path=f"{site.root_page.url_path}events/")
    page = told(page={"title": title, "parent": index}, site=site, **more)
    translated(page, f"{title} in English")
    return page


@pytest.fixture
def listed(client, committed):
    """Return the titles on a page of a site."""

    def titles(host, path="/vi/events/"):
        committed()
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 200
        text = re.sub(r"<wbr>|\u200b", "", answer.content.decode())
        return {title for title in ("one", "one in English", "two", "two in English") if f">{title}<" in text}

    return titles


@pytest.mark.parametrize("first", ["testserver", OTHER])
@pytest.mark.parametrize("path", ["/vi/events/", "/vi/"])
def test_the_languages_of_one_site_are_not_those_of_another(sites, listed, first, path):
    tell(sites["testserver"], "one")
    tell(sites[OTHER], "two")
    expected = {"testserver": {"one in English"}, OTHER: {"two"}}
    hosts = [first, *({"testserver", OTHER} - {first})]
    assert {host: listed(host, path) for host in hosts} == expected


def test_events_without_a_page_in_a_language_that_is_on_are_not_listed(sites, listed):
    for host, title in (("testserver", "one"), (OTHER, "two")):
        tell(sites[host], title).unpublish()
    assert listed("testserver") == {"one in English"}
    assert listed(OTHER) == set()


def test_english_pages_are_listed_until_english_is_switched_off(sites, listed):
    tell(sites["testserver"], "one")
    assert listed("testserver") == {"one in English"}
    switch(sites["testserver"], ["ja", "vi"])
    assert listed("testserver") == {"one"}
    switch(sites["testserver"], ["ja", "en", "vi"])
    assert listed("testserver") == {"one in English"}


def test_keywords_are_those_of_the_page_that_is_shown(sites, client, committed):
    for host, title in (("testserver", "one"), (OTHER, "two")):
        page = tell(sites[host], title)
        tag(page, f"{title}-ja")
        tag(page.get_translation(Locale.objects.get(language_code="en")).specific, f"{title}-en")
    committed()
    found = {}
    for host in sites:
        text = client.get("/vi/events/", headers={"host": host}).content.decode()
        found[host] = set(re.findall(r'name="keyword"[^>]*value="([^"]*)"', text))
    assert found == {"testserver": {"one-en"}, OTHER: {"two-ja"}}


def test_an_event_names_its_activity_in_a_language_that_is_on(sites, client, committed):
    activity = ActivityFactory(title="多文化カフェ")
    english = activity.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.title = "Multicultural cafe"
    english.save_revision().publish()
    page = tell(sites["testserver"], "one", activity_key=activity.translation_key)

    def shown():
        committed()
        text = client.get(f"/vi/events/{page.slug}/").content.decode()
        return [title for title in ("多文化カフェ", "Multicultural cafe") if title in text]

    assert shown() == ["Multicultural cafe"]
    switch(sites["testserver"], ["ja", "vi"])
    assert shown() == ["多文化カフェ"]
