"""Mail scanners, previews and browsers follow links before people do: looking changes nothing."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.models import PublicAttempt
from cms.mail.models import Mailing
from events.registration import links, notifications, services, urls
from events.registration.choices import MessageKind, Waitlist
from events.registration.models import GroupMessage, Registration
from events.registration.news import Addressee, News
from events.registration.states import State
from events.registration.tokens import Purpose
from tests.factories import events as made
from tests.factories.operational_rows import operational_rows

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "options")
IN_A_MAIL = re.compile(r"https?://[^/\s]+(/\S*)")
# Every page that a link opens, and the pages behind it. What needs no link of a mail is looked at elsewhere.
NAMES = sorted(str(pattern.name) for pattern in urls.urlpatterns if "token" in str(pattern.pattern))
# What a registration is when it gets such a message; confirmed where nothing stands here.
NEEDS = {
    MessageKind.VERIFY: State.UNVERIFIED,
    MessageKind.OFFERED: State.OFFERED,
    MessageKind.WAITLISTED: State.WAITLISTED,
}
STATES = [State.CONFIRMED, State.WAITLISTED, State.OFFERED, State.UNVERIFIED, State.CANCELLED]


@pytest.fixture
def booked(offer):
    """Make a registration in a state, by the services that lead there."""

    def make(state):
        now = timezone.now()
        offering = offer(capacity=1, waitlist=Waitlist.OFFER, verify_first=state == State.UNVERIFIED)
        first = made.registered(offering, 1, now=now)
        if state == State.CANCELLED:
            services.cancel(registration=first.pk, now=now)
        if state in {State.CONFIRMED, State.UNVERIFIED, State.CANCELLED}:
            return made.fresh(first)
        second = made.registered(offering, 2, now=now)
        if state == State.OFFERED:
            services.cancel(registration=first.pk, now=now)
        return made.fresh(second)

    return make


def mailed_links():
    """The addresses of all mails that were written, as they stand in the plain text."""
    texts = Mailing.objects.values_list("text", flat=True)
    found = {link for text in texts for link in IN_A_MAIL.findall(text)}
    return sorted(link for link in found if "/registrations/" in link)  # the others lead to pages of the site


@pytest.mark.parametrize("state", [State.CONFIRMED, State.OFFERED, State.UNVERIFIED], ids=str)
def test_every_link_of_every_mail_followed_again_and_again_changes_nothing(client, booked, state, thorough):
    assert booked(state).state == state
    found = mailed_links()
    assert found
    before = operational_rows()
    for link in found:
        for number in range(100 if thorough else 12):
            assert getattr(client, METHODS[number % 3])(link).status_code < 500
    assert operational_rows() == before
    assert not PublicAttempt.objects.exists()


@pytest.mark.parametrize("kind", MessageKind.values)
def test_the_links_of_every_kind_of_message_change_nothing(client, booked, kind):
    row = booked(NEEDS.get(kind, State.CONFIRMED))
    written = GroupMessage.objects.create(
        event=row.event, key="test", subject="持ち物", text="筆記用具", sent_at=timezone.now()
    )
    former = Addressee("old@example.jp", "見本") if kind == MessageKind.ADDRESS_CHANGED else None
    news = News(written=written if kind == MessageKind.FROM_CENTRE else None, former=former)
    notifications.tell(registration=row, kind=kind, key=f"test:{kind}", now=timezone.now(), news=news)
    before = operational_rows()
    for link in mailed_links():
        for method in METHODS:
            assert getattr(client, method)(link).status_code < 500
    assert operational_rows() == before


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_page_behind_a_link_may_be_looked_at(client, booked, state, name):
    row = booked(state)
    purpose = {"verify": Purpose.VERIFY, "offer": Purpose.OFFER}.get(name, Purpose.MANAGE)
    path = reverse(f"event_registration:{name}", args=[links.token_for(row, purpose=purpose)])
    before = operational_rows()
    for method in METHODS:
        assert getattr(client, method)(path).status_code < 500
    assert operational_rows() == before


def test_all_kinds_of_pages_are_looked_at():
    assert {"booking", "cancel", "give_back", "move", "erase", "calendar", "verify", "offer"} <= set(NAMES)


def test_control_a_row_that_changes_is_seen(booked):
    row = booked(State.CONFIRMED)
    before = operational_rows()
    Registration.objects.filter(pk=row.pk).update(note="x")
    assert operational_rows() != before
