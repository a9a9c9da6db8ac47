"""The link that stops letters is core's: it works whoever wrote the letter, and whatever became of that app."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.mail import addresses, stop_links
from cms.mail.bulk import services as bulk
from cms.mail.bulk import slots
from cms.mail.models import BulkDelivery, Campaign, Channel, ConsentAction, ConsentEvent
from cms.mail.services import consent
from cms.mail.states import Reason, State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)
LIST, ADDRESS, SUBJECT = "alerts.floods", "hanako@example.jp", uuid4()
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def campaign(*, list_key: str = LIST) -> Campaign:
    mark = slots.slot("token")
    made = bulk.create(
        kind="alerts.letter", key=str(uuid4()), site=Site.objects.get(), name="6月", now=NOW,
        editions=[bulk.EditionContent(locale="ja", subject="6月", text="6月", html="<p>6月</p>")],
        belongs_to=bulk.List(
            key=list_key, name="大雨の知らせ", id="floods.alerts.example.jp", unsubscribe_url=f"https://e.jp/{mark}/"
        ),
    )  # fmt: skip
    return bulk.prepare(campaign=made, candidates=lambda: [bulk.Recipient(ADDRESS, "ja", "token")], now=NOW)


def agreed(*, locale: str = "ja", what: str = "大雨の知らせ", at: datetime = NOW) -> None:
    consent.record(
        site=Site.objects.get(), address_hash=addresses.digest(ADDRESS), subject=SUBJECT, purpose=LIST, what=what,
        action=ConsentAction.GIVEN, channel=Channel.WEB, locale=locale, now=at,
    )  # fmt: skip


@pytest.fixture
def link() -> str:
    agreed()
    return stop_links.path(stop_links.make(subject=SUBJECT, campaign_id=campaign().pk))


def test_one_click_withdraws_what_waits_with_the_reason(client, link):
    client.post(link, ONE_CLICK)
    row = BulkDelivery.objects.get()
    assert (row.state, row.reason) == (State.WITHDRAWN, Reason.LEFT_THE_LIST)


def test_a_mail_program_shows_no_ticket_and_comes_from_elsewhere(link):
    """RFC 8058, 3.2: it has no cookies of the site, and sends no more than the header's words."""
    strict = Client(enforce_csrf_checks=True, headers={"origin": "https://mail.example"})
    assert strict.post(link, ONE_CLICK, secure=True).status_code == 200
    assert BulkDelivery.objects.get().state == State.WITHDRAWN


def test_one_click_is_written_down(client, link):
    client.post(link, ONE_CLICK)
    line = ConsentEvent.objects.latest("pk")
    assert (line.action, line.purpose, line.channel, line.address_hash) == (
        ConsentAction.WITHDRAWN, LIST, Channel.ONE_CLICK, addresses.digest(ADDRESS),
    )  # fmt: skip


def test_the_button_of_a_letter_tells_that_it_arrived(client, link):
    BulkDelivery.objects.update(state=State.UNCERTAIN, batch="b")
    client.post(link, ONE_CLICK)
    assert BulkDelivery.objects.get().state == State.SENT


def test_looking_at_the_page_does_not_tell_that_it_arrived(client, link):
    BulkDelivery.objects.update(state=State.UNCERTAIN, batch="b")
    client.get(link)
    assert BulkDelivery.objects.get().state == State.UNCERTAIN


def test_other_lists_go_on(client, link):
    campaign(list_key="alerts.heat")
    client.post(link, ONE_CLICK)
    waiting = BulkDelivery.objects.filter(state=State.PENDING)
    assert [row.campaign.list_key for row in waiting] == ["alerts.heat"]


def test_pressing_again_writes_nothing_more(client, link):
    for _time in range(3):
        assert client.post(link, ONE_CLICK).status_code == 200
    assert ConsentEvent.objects.filter(action=ConsentAction.WITHDRAWN).count() == 1


def test_who_agreed_anew_can_stop_anew(client, link):
    client.post(link, ONE_CLICK)
    agreed(at=timezone.now())
    client.post(link, ONE_CLICK)
    assert ConsentEvent.objects.filter(action=ConsentAction.WITHDRAWN).count() == 2


def test_an_apps_own_token_may_stand_behind(client, link):
    client.post(link.rstrip("/") + "~something/", ONE_CLICK)
    assert BulkDelivery.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(client, link, method):
    for _time in range(20):
        assert getattr(client, method)(link).status_code == 200
    assert (ConsentEvent.objects.count(), BulkDelivery.objects.get().state) == (1, State.PENDING)


def test_nothing_is_set_in_the_browser(client, link):
    client.get(link)
    client.post(link, ONE_CLICK)
    assert client.cookies == {}


def test_a_link_that_this_site_did_not_make_stops_nothing(client, link):
    forged = stop_links.path("A" * 54)
    assert client.post(forged, ONE_CLICK).status_code == 404
    assert BulkDelivery.objects.get().state == State.PENDING


def test_the_page_speaks_the_language_of_the_letters(client):
    agreed(locale="en", what="Flood alerts")
    page = client.get(stop_links.path(stop_links.make(subject=SUBJECT, campaign_id=campaign().pk))).content.decode()
    assert ("Flood alerts" in page, "Stop these letters?" in page) == (True, True)
