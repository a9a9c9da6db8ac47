"""What an event is called, for whoever reads which language: in mails, on pages of bookings and in lists of staff."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale, Page

from cms.core.models import SiteLanguages
from cms.mail.models import Delivery
from events.registration import services
from events.registration.models import Event
from events.registration.titles import title_of
from events.workspace.listing import titles_of
from home.models import StandardPage
from tests.factories import events as made
from tests.factories.events import default_site

pytestmark = pytest.mark.django_db

ALL = ["ja", "ja-simple", "en", "vi"]
JAPANESE, PLAIN, ENGLISH, VIETNAMESE = "地域相談会", "地域の 相談会", "Fair", "Hội chợ"


@pytest.fixture
def languages(db):
    return SiteLanguages.objects.create(site=default_site(), codes=ALL)


@pytest.fixture
def pages(languages, event_page):
    """The page of the event in Japanese, plain Japanese, English and Vietnamese, by code."""
    found = {"ja": event_page}
    for code, title in (("ja-simple", PLAIN), ("en", ENGLISH), ("vi", VIETNAMESE)):
        page = event_page.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
        page.title = title
        page.save_revision().publish()
        found[code] = StandardPage.objects.get(pk=page.pk)
    return found


def switch(languages, *codes):
    languages.codes = list(codes)
    languages.save()


def titles(offering):
    """What readers of each language and staff with that language are shown."""
    event = Event.objects.get(pk=offering.event_id)
    said = {}
    for code in ALL:
        with override(code):
            said[code] = title_of(event, locale=code).text
            if code in ("ja", "en"):
                assert titles_of([event]) == {event.page_key: said[code]}
    return said


def test_everybody_reads_it_in_her_language(pages, offer):
    assert titles(offer()) == {"ja": JAPANESE, "ja-simple": PLAIN, "en": ENGLISH, "vi": VIETNAMESE}


def test_words_of_a_language_that_is_off_stand_in_for_none(pages, languages, offer):
    for code in ("vi", "en"):
        pages[code].delete()
    offering = offer()
    assert titles(offering) == {"ja": JAPANESE, "ja-simple": PLAIN, "en": PLAIN, "vi": PLAIN}
    switch(languages, "ja", "en", "vi")
    assert {code: titles(offering)[code] for code in ("en", "vi")} == {"en": JAPANESE, "vi": JAPANESE}


def test_english_stands_in_before_japanese_where_it_is_on(pages, languages, offer):
    for code in ("vi", "ja-simple"):
        pages[code].delete()
    offering = offer()
    assert titles(offering)["vi"] == ENGLISH
    switch(languages, "ja", "vi")
    assert titles(offering)["vi"] == JAPANESE


def test_who_registered_in_a_language_is_written_to_in_it_after_it_was_switched_off(pages, languages, offer):
    """She reads it, and was promised it. Where she is shown the page is another thing: its address is of a language
    that is on, to which hers leads."""
    offering = offer()
    switch(languages, "ja", "en")
    services.register(offering=offering.pk, idem_key=made.key(), party=made.party(), locale="vi", now=timezone.now())
    told = Delivery.objects.get().mailing
    assert (told.locale, VIETNAMESE in told.subject) == ("vi", True)


def test_a_page_that_was_taken_off_still_names_the_event_and_is_not_linked(pages, languages, offer):
    pages["vi"].unpublish()
    title = title_of(offer().event, locale="vi")
    assert (title.text, title.lang, title.path) == (VIETNAMESE, "", "/vi/fair/")  # there the plain page is shown
    for code in ("ja", "ja-simple", "en"):
        pages[code].unpublish()
    title = title_of(Event.objects.get(), locale="vi")
    assert (title.text, title.path) == (VIETNAMESE, "")


def test_a_draft_that_nobody_has_seen_names_nothing_that_is_public(pages, languages, offer):
    Page.objects.filter(pk=pages["vi"].pk).update(live=False, first_published_at=None)
    title = title_of(offer().event, locale="vi")
    assert (title.text, title.lang, title.path) == (PLAIN, "ja-simple", "/vi/fair/")


def test_the_only_page_names_it_whatever_its_language(pages, languages, offer):
    for code in ("ja", "ja-simple", "en"):
        Page.objects.get(pk=pages[code].pk).delete()
    assert set(titles(offer()).values()) == {VIETNAMESE}


def test_without_a_page_it_is_called_by_its_kind(languages, db):
    event = made.EventFactory(kind="forum")
    with override("en"):
        assert (title_of(event, locale="en").text, titles_of([event])[event.page_key]) == ("Forum", "Forum")


def test_names_of_many_events_cost_what_those_of_one_do(pages, offer, query_count):
    event = offer().event
    others = [made.EventFactory() for _ in range(5)]
    with override("en"):
        assert query_count(lambda: titles_of([event, *others])) == query_count(lambda: titles_of([event]))
