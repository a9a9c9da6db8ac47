"""The demo's pages for families: complete in every language, translations of the Japanese, one old on purpose."""

import re
from datetime import date

import pytest
from wagtail.models import Locale, Page

from cms.core.locales import LOCALES
from cms.core.models import SiteLanguages
from cms.plugin_api import DemoContext
from events.models import EventPage
from home.models import GuideIndexPage, GuidePage, HomePage
from plugins.multilingual import demo_pages
from plugins.multilingual.translation.models import TranslatedFrom
from tests.factories.event_pages import EventIndexFactory, told
from tests.factories.events import default_site
from tests.factories.home import home_page

TRANSLATED = ("ja-simple", "pt-br", "es", "vi", "fil", "zh-hans")


def shape(guide) -> list[list[str]]:
    """The tags of every step, in order: what a translation must have too."""
    return [re.findall(r"<(/?\w+)", step["body"] + step.get("added", "")) for step in guide["steps"]]


@pytest.mark.parametrize("code", ["en", *TRANSLATED])
def test_guides_have_the_same_steps_lists_and_links_in_every_language(code):
    japanese = {guide["slug"]: guide for guide in demo_pages.texts("ja")["guides"]}
    mine = {guide["slug"]: guide for guide in demo_pages.texts(code)["guides"]}
    assert japanese.keys() <= mine.keys()
    assert {slug: shape(mine[slug]) for slug in japanese} == {slug: shape(guide) for slug, guide in japanese.items()}


@pytest.mark.parametrize("code", TRANSLATED)
def test_events_answer_the_same_questions_in_every_language(code):
    mine, first = demo_pages.texts(code), demo_pages.texts("vi")
    for slug, event in first["events"].items():
        assert [len(event[name]) for name in ("bring", "body", "faq")] == [
            len(mine["events"][slug][name]) for name in ("bring", "body", "faq")
        ]
    assert [guide["slug"] for guide in mine["guides"]] == [guide["slug"] for guide in first["guides"]]


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_a_fact_is_not_written_into_words(code):
    """Days, times and places are rows: a page that said them would be wrong after the first change."""
    events = demo_pages.texts(code)["events"]
    assert len(events) > 1
    for event in events.values():
        assert not re.search(r"\d{1,2}:\d\d|20\d\d", str(event))


@pytest.fixture
def centre(db):
    """A site in all languages with what the other demos make."""
    site, home = default_site(), home_page("ja")
    SiteLanguages.objects.update_or_create(site=site, defaults={"codes": list(LOCALES)})
    SiteLanguages.for_site(site).save()
    guides = GuideIndexPage(title="ガイド", slug="guides", locale=home.locale)
    home.add_child(instance=guides)
    guides.add_child(instance=GuidePage(title="相談のしかた", slug="consultation", locale=home.locale))
    EventIndexFactory()
    for slug in ("school-guidance", "carers"):
        told(page={"slug": slug})
    return DemoContext(site=site, home=Page.objects.get(pk=home.pk), today=date(2026, 4, 1), say=lambda said: None)


@pytest.mark.one_database  # what the demo says
def test_each_language_gets_its_guides_and_events_as_translations(centre, client):
    demo_pages.load(centre)
    for code in TRANSLATED:
        locale = Locale.objects.get(language_code=code)
        assert set(GuidePage.objects.filter(locale=locale, live=True).values_list("slug", flat=True)) == {
            "high-school", "school-system", "consultation",
        }  # fmt: skip
        assert EventPage.objects.filter(locale=locale, live=True).count() == 2
        assert languages_of_doors(code) == [code] * 4
    # Urdu has no guides about school yet: the Japanese ones are shown.
    assert languages_of_doors("ur") == ["ur", "ur", "ja", "ja"]
    page = GuidePage.objects.get(locale__language_code="vi", slug="high-school")
    assert client.get(page.get_url()).status_code == 200
    assert "page:guides" not in str(page.steps.raw_data)
    assert stale() == [("es", "school-system")]
    again = Page.objects.count()
    demo_pages.load(centre)
    assert Page.objects.count() == again
    assert stale() == [("es", "school-system")]


def languages_of_doors(code: str) -> list[str]:
    """The language of the page behind each door of a home page."""
    home = HomePage.objects.get(locale__language_code=code)
    return [door.value["page"].locale.language_code for door in home.doors]


def test_doors_have_the_length_that_editors_may_give_them():
    for code in (*TRANSLATED, "ur"):
        for door in demo_pages.texts(code)["home"]["doors"]:
            assert len(door["title"]) <= 30
            assert len(door["line"]) <= 60


def stale() -> list[tuple[str, str]]:
    """The pages that are older than the Japanese, as staff are shown them."""
    rows = TranslatedFrom.objects.stale().select_related("locale")
    pages = [Page.objects.get(translation_key=row.translation_key, locale=row.locale) for row in rows]
    return sorted((page.locale.language_code, page.slug) for page in pages)
