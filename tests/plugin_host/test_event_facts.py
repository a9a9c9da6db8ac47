"""What happens to events and registrations is told to those who listen, once it is stored, where they are on."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from cms.plugin_api import Listener
from cms.plugin_api.facts import FACTS, EventFact, Fact
from cms.plugin_host import services as switches
from cms.plugin_host.models import PluginIncident
from events.models import EventPage
from events.registration import services
from events.registration.models import Event, Session
from tests.factories import event_pages
from tests.factories.events import NOW, bookable, key, party, registered, staff

from .conftest import Load

Told = list[Fact]


@pytest.fixture
def told(load: Load, db: None, django_capture_on_commit_callbacks: Callable) -> Callable[..., Told]:
    """Do something and return the facts that a plugin heard of it: `told(fn, "event_changed", …)`; no name: of all."""
    heard: Told = []
    load("ear", [Listener(event=event, handle=heard.append) for event in FACTS])

    def of(fn: Callable[[], Any], *events: str) -> Told:
        with django_capture_on_commit_callbacks(execute=True):
            fn()
        found = [fact for fact in heard if not events or fact.event in events]
        heard.clear()
        return found

    return of


def names(facts: Told) -> list[str]:
    """Return the names of facts, without what every save of facts or pages tells besides."""
    return [fact.event for fact in facts if fact.event not in {"event_changed", "page_published"}]


# Registrations --------------------------------------------------------------------------------------------------------


def test_a_registration_with_a_place_is_received_and_confirmed(told: Callable) -> None:
    offering = bookable()
    facts = told(lambda: registered(offering))
    assert names(facts) == ["registration_received", "registration_confirmed"]
    registration = offering.registrations.get()
    assert {(f.registration_id, f.offering_id, f.event_key, f.site_id, f.at) for f in facts} == {
        (registration.pk, offering.pk, offering.event.page_key, offering.event.site_id, NOW)
    }


def test_who_waits_is_received_and_confirmed_when_a_place_is_free(told: Callable) -> None:
    offering = bookable(capacity=1)
    first = registered(offering, 1)
    assert names(told(lambda: registered(offering, 2))) == ["registration_received"]
    assert names(told(lambda: services.cancel(registration=first.pk, now=NOW))) == [
        "registration_cancelled",
        "registration_confirmed",
    ]


@pytest.mark.parametrize("trait", ["approval", "lottery", "verified"])
def test_an_application_is_received_only(told: Callable, trait: str) -> None:
    offering = bookable(**{trait: True})
    assert names(told(lambda: registered(offering))) == ["registration_received"]


def test_what_staff_accept_is_confirmed(told: Callable) -> None:
    row = registered(bookable(approval=True))
    by = staff()
    accepted = told(lambda: services.decide(registration=row.pk, decision="confirm", by=by, now=NOW))
    assert names(accepted) == ["registration_confirmed"]


def test_what_staff_refuse_is_not_cancelled(told: Callable) -> None:
    row = registered(bookable(approval=True))
    by = staff()
    assert names(told(lambda: services.decide(registration=row.pk, decision="reject", by=by, now=NOW))) == []


def test_who_walks_in_is_received_and_confirmed(told: Callable) -> None:
    session, by = bookable().sessions.get(), staff()
    facts = told(lambda: services.walk_in(session=session.pk, party=party(), idem_key=key(), by=by, now=NOW))
    assert names(facts) == ["registration_received", "registration_confirmed"]


def test_the_same_form_sent_again_tells_nothing(told: Callable) -> None:
    offering, idem_key = bookable(), key()

    def send() -> None:
        services.register(offering=offering.pk, idem_key=idem_key, party=party(), locale="ja", now=NOW)

    send()
    assert names(told(send)) == []


def test_what_changes_and_stays_tells_nothing(told: Callable) -> None:
    row = registered(bookable())
    assert names(told(lambda: services.change(registration=row.pk, party=party(phone="053-111-2222"), now=NOW))) == []


def test_to_cancel_twice_is_told_once(told: Callable) -> None:
    row = registered(bookable())
    services.cancel(registration=row.pk, now=NOW)
    assert names(told(lambda: services.cancel(registration=row.pk, now=NOW))) == []


def test_a_registration_that_is_undone_is_told_to_nobody(told: Callable) -> None:
    offering = bookable()

    def undone() -> None:
        with suppress(ZeroDivisionError), transaction.atomic():
            registered(offering)
            raise ZeroDivisionError

    assert names(told(undone)) == []


def test_no_fact_has_data_of_a_person(told: Callable) -> None:
    facts = told(lambda: registered(bookable()))
    assert facts
    assert all(word not in repr(facts) for word in ("架橋", "person1", "053"))


# Events ---------------------------------------------------------------------------------------------------------------


def publish(page: EventPage) -> None:
    page.save_revision().publish()


def draft_page(**facts: Any) -> EventPage:
    return event_pages.told(page={"draft": True}, **facts)


def test_an_event_is_published_with_its_page(told: Callable) -> None:
    page = draft_page()
    (fact,) = told(lambda: publish(page), "event_published")
    assert (fact.event_key, fact.site_id) == (page.translation_key, Event.objects.get().site_id)


def test_an_event_whose_page_is_live_is_published_with_its_facts(told: Callable) -> None:
    event = event_pages.event_of(event_pages.told(draft=True))
    assert names(told(lambda: services.announce(event=event, now=NOW))) == ["event_published"]
    assert names(told(lambda: services.announce(event=event, now=NOW))) == []


def test_facts_without_a_live_page_publish_nothing(told: Callable) -> None:
    event = event_pages.event_of(draft_page(draft=True))
    assert names(told(lambda: services.announce(event=event, now=NOW))) == []


def test_a_page_whose_event_is_in_preparation_publishes_no_event(told: Callable) -> None:
    page = draft_page(draft=True)
    assert names(told(lambda: publish(page))) == []


def test_a_new_version_and_a_second_language_publish_no_event(told: Callable) -> None:
    page = draft_page()
    publish(page)
    assert names(told(lambda: publish(EventPage.objects.get(pk=page.pk)))) == []
    assert names(told(lambda: event_pages.translated(EventPage.objects.get(pk=page.pk)))) == []


def test_a_page_that_was_taken_down_publishes_no_event_again(told: Callable) -> None:
    page = draft_page()
    publish(page)
    EventPage.objects.get(pk=page.pk).unpublish()
    assert names(told(lambda: publish(EventPage.objects.get(pk=page.pk)))) == []


def test_a_page_that_goes_live_later_publishes_nothing_yet(told: Callable) -> None:
    """Wagtail sends `page_published` for it all the same."""
    page = draft_page()
    page.go_live_at = timezone.now() + timedelta(days=1)
    assert told(lambda: publish(page), "event_published", "page_published") == []


def test_a_date_that_is_moved_is_told(told: Callable) -> None:
    session, by = bookable().sessions.get(), staff()
    later = {"starts_at": session.starts_at + timedelta(days=1), "ends_at": session.ends_at + timedelta(days=1)}
    facts = told(lambda: services.reschedule(session=session.pk, by=by, now=NOW, **later))
    assert [(f.session_id, f.change) for f in facts if f.event == "session_changed"] == [(session.pk, "moved")]
    assert [f.event_key for f in facts if f.event == "event_changed"] == [session.event.page_key]
    assert names(told(lambda: services.reschedule(session=session.pk, by=by, now=NOW, **later))) == []


def test_a_date_that_is_called_off_is_told_and_so_are_those_who_had_booked_it(told: Callable) -> None:
    offering, by = bookable(), staff()
    registered(offering)
    session = offering.sessions.get()
    facts = told(lambda: services.cancel_session(session=session.pk, by=by, now=NOW))
    assert names(facts) == ["session_changed", "registration_cancelled"]
    assert [f.change for f in facts if f.event == "session_changed"] == ["cancelled"]


def test_an_event_that_is_called_off_is_told_without_its_dates(told: Callable) -> None:
    offering, by = bookable(), staff()
    registered(offering)
    facts = told(lambda: services.cancel_event(event=offering.event_id, by=by, now=NOW))
    assert names(facts) == ["event_cancelled", "registration_cancelled"]


def test_what_staff_write_into_the_facts_is_told(told: Callable) -> None:
    offering, by = bookable(), staff()
    (fact,) = told(lambda: services.set_capacity(pool=offering.pools.get().pk, capacity=5, by=by, now=NOW))
    assert (fact.event, fact.event_key) == ("event_changed", offering.event.page_key)


# Who hears it ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", [name for name, fact in FACTS.items() if issubclass(fact, EventFact)])
def test_every_fact_about_events_is_announced_somewhere(told: Callable, event: str) -> None:
    """By one story that has them all."""
    page, by = draft_page(), staff()

    def story() -> None:
        offering = event_pages.offered(page)
        publish(page)
        one, two = registered(offering, 1, now=timezone.now()), registered(offering, 2, now=timezone.now())
        services.cancel(registration=one.pk, now=timezone.now())
        session = Session.objects.get()
        later = {"starts_at": session.starts_at + timedelta(days=1), "ends_at": session.ends_at + timedelta(days=1)}
        services.reschedule(session=session.pk, by=by, now=timezone.now(), **later)
        services.cancel_event(event=two.event_id, by=by, now=timezone.now())

    assert told(story, event)


def test_a_plugin_hears_of_the_sites_where_it_is_on(
    load: Load, site: Site, second_site: Site, django_capture_on_commit_callbacks: Callable
) -> None:
    heard: Told = []
    load("ear", [Listener(event="registration_confirmed", handle=heard.append)])
    switches.disable(slug="ear", site=second_site, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        for number, where in enumerate((site, second_site)):
            registered(bookable(site=where), number)
    assert [fact.site_id for fact in heard] == [site.pk]


def test_a_listener_that_raises_costs_nobody_a_place_and_stops_no_other(
    load: Load, db: None, django_capture_on_commit_callbacks: Callable
) -> None:
    def jam(fact: Fact) -> None:
        raise RuntimeError

    heard: Told = []
    load("jam", [Listener(event="registration_confirmed", handle=jam)])
    load("ear", [Listener(event="registration_confirmed", handle=heard.append)])
    with django_capture_on_commit_callbacks(execute=True):
        row = registered(bookable())
    assert row.state == "confirmed"
    assert len(heard) == 1
    assert PluginIncident.objects.get().contribution == "listener:registration_confirmed"


def test_where_nobody_listens_nothing_is_asked(db: None, load: Load) -> None:
    """A registration costs as many queries as without facts; the control has a listener and waits for the commit."""
    offering = bookable()
    registered(offering, 0)

    def queries(number: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            registered(offering, number)
        return len(found)

    without = queries(1)
    load("ear", [Listener(event="registration_cancelled", handle=print)])
    assert queries(2) == without
