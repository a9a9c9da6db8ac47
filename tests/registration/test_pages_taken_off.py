"""A page of an event that was taken off: nobody registers by its form any more, and what people hold stays theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.core.models import SiteLanguages
from cms.mail.models import Delivery
from events.registration import links, services
from events.registration.models import Registration
from events.registration.states import State
from events.registration.tokens import Purpose
from home.models import StandardPage
from tests.factories import events as made
from tests.factories.home import home_page

from .test_booking import fresh, press
from .test_registering import BROWSER, address, filled, send, words

pytestmark = pytest.mark.django_db

NOT_SHOWN = "いまここでは公開していません"


def by_hand(page):
    page.unpublish()


def by_its_day(page):
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    call_command("publish_scheduled")


def as_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def with_all_languages(page):
    for each in page.get_translations(inclusive=True):
        each.specific.unpublish()


def deleted(page):
    Page.objects.get(pk=page.pk).delete()


def in_english(page):
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.title = "Fair"
    english.save_revision().publish()
    return StandardPage.objects.get(pk=english.pk)


@pytest.mark.parametrize("taken_off", [by_hand, by_its_day, as_private, deleted])
def test_the_form_gives_way_to_a_page_that_says_so(client, event_page, offer, taken_off):
    offering = offer()
    assert client.get(address(offering)).status_code == 200
    taken_off(event_page)
    answer = client.get(address(offering))
    said = words(answer)
    assert (answer.status_code, NOT_SHOWN in said, event_page.title in said) == (404, True, False)
    assert "お申し込みを済ませている方" in said
    assert b'name="consent"' not in answer.content


def test_it_is_said_in_the_language_of_whoever_asks(client, event_page, offer):
    offering = offer()
    event_page.unpublish()
    assert "This event is not shown here at present" in words(client.get(address(offering, "en")))


@pytest.mark.parametrize("taken_off", [by_hand, by_its_day])
def test_who_was_filling_in_the_form_keeps_what_she_wrote_and_is_not_registered(client, event_page, offer, taken_off):
    offering = offer()
    taken_off(event_page)
    answer = send(client, offering, seats="2", p1_name="見本 太郎")
    page = answer.content.decode()
    assert ("見本 花子" in page, "見本 太郎" in page, "お申し込みは受け付けていません" in words(answer)) == (True,) * 3
    assert (Registration.objects.count(), Delivery.objects.count()) == (0, 0)


def test_once_the_page_is_back_the_same_form_registers(client, event_page, offer):
    offering, sent = offer(), None
    sent = filled(offering)
    event_page.unpublish()
    client.post(address(offering), sent, **BROWSER)
    event_page.save_revision().publish()
    assert client.post(address(offering), sent, **BROWSER).status_code == 303


@pytest.mark.parametrize("taken_off", [by_hand, by_its_day, as_private, deleted])
def test_who_has_registered_and_sends_her_form_again_is_led_to_her_booking(client, event_page, offer, taken_off):
    """The answer was lost on the line, and the page was taken off before she pressed the button once more."""
    sent = filled(offering := offer())
    first = client.post(address(offering), sent, **BROWSER)
    taken_off(event_page)
    again = client.post(address(offering), sent, **BROWSER)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("taken_off", [as_private, deleted])
def test_what_nobody_may_read_any_more_is_not_shown_with_the_form_either(client, event_page, offer, taken_off):
    offering = offer()
    taken_off(event_page)
    answer = send(client, offering)
    assert (answer.status_code, event_page.title in words(answer)) == (404, False)
    assert "受け付けていません" in words(answer)
    assert not Registration.objects.exists()


def test_a_form_of_an_event_that_was_never_public_is_shown_to_nobody(client, event_page, offer):
    offering = offer()
    Page.objects.filter(pk=event_page.pk).update(live=False, first_published_at=None)
    assert [client.get(address(offering)).status_code, send(client, offering).status_code] == [404, 404]


def test_of_an_event_that_is_not_there_the_same_is_said(client, db):
    answer = client.get("/ja/registrations/new/1/")
    assert (answer.status_code, NOT_SHOWN in words(answer)) == (404, True)


# In other languages ------------------------------------------------------------------------------------------


def test_where_it_is_off_in_one_language_the_form_is_open_to_who_is_shown_it_in_another(client, event_page, offer):
    """The Japanese words were taken off; the English page still leads to its form."""
    offering = offer()
    in_english(event_page)
    event_page.unpublish()
    japanese = client.get(address(offering))
    assert (japanese.status_code, client.get(address(offering, "en")).status_code) == (404, 200)
    assert f'href="{address(offering, "en")}">English</a>' in japanese.content.decode()
    refused = send(client, offering)
    assert f'href="{address(offering, "en")}">English</a>' in refused.content.decode()
    assert [refused.status_code, send(client, offering, "en").status_code] == [200, 303]


def test_a_page_in_a_language_that_is_off_opens_no_form(client, event_page, offer):
    offering = offer()
    in_english(event_page)
    event_page.unpublish()
    SiteLanguages.objects.create(site=Site.objects.get(is_default_site=True), codes=["ja", "vi"])
    answer = client.get(address(offering))
    assert (answer.status_code, "English" in words(answer)) == (404, False)
    assert send(client, offering, "en").status_code == 200  # what was typed is kept
    assert not Registration.objects.exists()


def test_a_page_that_stands_in_for_another_language_keeps_the_form_open(client, event_page, offer):
    """The English words were taken off: English readers are shown the Japanese page, as before there were any."""
    offering = offer()
    in_english(event_page).unpublish()
    assert client.get(address(offering, "en")).status_code == 200


def test_a_page_of_another_site_opens_no_form_here(client, event_page, offer):
    offering = offer()
    other = home_page().copy(to=Page.objects.get(depth=1), recursive=False, update_attrs={"slug": "second"})
    Site.objects.create(hostname="second.test", root_page=other)
    event_page.move(other, pos="last-child")
    assert client.get(address(offering)).status_code == 404


# What people hold --------------------------------------------------------------------------------------------


@pytest.fixture
def held(event_page, offer):
    """A booking of an event whose page was taken off."""
    booked = made.registered(offer(capacity=1), now=timezone.now())
    event_page.unpublish()
    return booked


def test_who_has_a_place_sees_it_and_cancels_it(client, held):
    assert held.spaced_code in words(client.get(links.path(held)))
    assert press(client, held, "cancel/", version=held.version).status_code == 303
    assert fresh(held).state == State.CANCELLED


def test_who_has_a_place_changes_what_she_wrote(client, held):
    answer = press(
        client, held, "change/", version=held.version, name="見本 次郎", email=held.email, contact_pref="mail",
        seats="1",
    )  # fmt: skip
    assert (answer.status_code, fresh(held).name) == (303, "見本 次郎")


@pytest.mark.parametrize("path", ["slip/", "my-data/", "calendar.ics"])
def test_who_has_a_place_takes_it_along(client, held, path):
    assert client.get(links.path(held) + path).status_code == 200


def test_a_lost_link_is_sent_again(client, held):
    before = Delivery.objects.count()
    services.resend_links(email=held.email, site=held.event.site, now=timezone.now())
    assert Delivery.objects.count() == before + 1


def test_an_offered_place_can_be_taken(client, event_page, offer):
    offering = offer(capacity=1, offers=True)
    first, second = (made.registered(offering, number, now=timezone.now()) for number in (1, 2))
    event_page.unpublish()
    press(client, first, "cancel/", version=first.version)
    assert fresh(second).state == State.OFFERED
    link = links.path(second, purpose=Purpose.OFFER)
    ticket = client.get(link).context["form"].issued
    assert client.post(link, {"ticket": str(ticket), "answer": "accept"}, **BROWSER).status_code == 303
    assert fresh(second).state == State.CONFIRMED


def test_staff_still_take_registrations_by_telephone(event_page, offer):
    offering = offer()
    event_page.unpublish()
    services.register(
        offering=offering.pk, idem_key=made.key(), party=made.party(), locale="ja", now=timezone.now(), source="phone"
    )
    assert Registration.objects.get().state == State.CONFIRMED


def test_the_form_asks_for_the_pages_once(client, event_page, offer, query_count):
    offering = offer()
    client.get(address(offering))
    with_one = query_count(lambda: client.get(address(offering)))
    in_english(event_page)
    client.get(address(offering))
    assert query_count(lambda: client.get(address(offering))) == with_one
