"""The card of events on the first screen of staff: whom to call, of the events of their own site."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Site

from cms.core import roles
from cms.core.models import StaffRole
from events.registration.models import Event, Notice
from events.workspace.today import week_context
from tests.factories.events import bookable, default_site, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_desk():
    """A request by somebody at the event desk of the default site."""
    site = default_site()
    roles.grant(site=site)
    user = get_user_model().objects.create_user("desk-of-one-site", "desk@example.jp", "x")
    user.groups.add(StaffRole.objects.get(key="desk").group)
    request = RequestFactory().get("/admin/")
    request.user, request._wagtail_site = user, site
    return request


@pytest.fixture
def desk(request_of_desk):
    """Ask for those to call, as the event desk."""

    def to_call() -> list[tuple[str, int]]:
        card = week_context(request_of_desk)
        return [(item["event"].pk, item["n"]) for item in card["to_call"]] if card else []

    return to_call


def untold(offering, number: int) -> Notice:
    registration = registered(offering, number, email="")
    return Notice.objects.create(
        registration=registration, kind="moved", key=f"test:{number}", channel="phone", created_at=timezone.now()
    )


def test_those_to_call_are_counted_by_event_until_they_were_told(desk) -> None:
    offering = bookable()
    notices = [untold(offering, number) for number in (1, 2)]
    own = {notice.pk for notice in notices}
    Notice.objects.exclude(pk__in=own).delete()
    assert desk() == [(offering.event_id, 2)]
    notices[0].done_at = timezone.now()
    notices[0].save()
    assert desk() == [(offering.event_id, 1)]


def test_nobody_hears_of_those_to_call_at_another_centre(desk) -> None:
    other = Site.objects.create(hostname="other.example", root_page=default_site().root_page)
    ours, theirs = bookable(), bookable(site=other)
    untold(ours, 1)
    untold(theirs, 2)
    assert [event for event, _number in desk()] == [ours.event_id]
    assert Notice.objects.filter(registration__event=theirs.event).exists()


def test_who_waits_is_told_of_events_that_are_not_over(request_of_desk) -> None:
    now, day = timezone.now(), timedelta(days=1)
    moments = {"soon": now + day, "undecided": None, "over": now - day}
    events = {}
    for name, moment in moments.items():
        offering = bookable(capacity=1)
        states = [registered(offering, number).state for number in (1, 2, 3)]
        assert states == ["confirmed", "waitlisted", "waitlisted"]
        Event.objects.filter(pk=offering.event_id).update(starts_at=moment, ends_at=moment)
        events[offering.event_id] = name
    card = week_context(request_of_desk)
    waiting = [(events[item["event"].pk], item["n"]) for item in card["waiting"]] if card else []
    assert waiting == [("soon", 2), ("undecided", 2)]
