"""What happens to events and registrations, announced as facts to whoever listens (`cms.plugin_api.Listener`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal
from uuid import UUID

from wagtail.models import Page

from cms.plugin_api.facts import (
    EventCancelled,
    EventChanged,
    EventPublished,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationReceived,
    SessionChanged,
)
from cms.plugin_host.facts import announce, somebody_listens

from .choices import EventStatus
from .models import Event, Registration, Session
from .states import State


def move(registration: Registration, *, before: str, now: datetime) -> None:
    """Announce that a registration came in (`before` is empty), got its place or was cancelled; else nothing."""
    moves: dict[str, type[RegistrationFact]] = {
        State.CONFIRMED: RegistrationConfirmed,
        State.CANCELLED: RegistrationCancelled,
    }
    happened: list[type[RegistrationFact]] = [RegistrationReceived] if not before else []
    if registration.state != before and registration.state in moves:
        happened.append(moves[registration.state])
    if not somebody_listens(*happened):
        return
    event = registration.event
    for fact in happened:
        announce(
            fact(
                site_id=event.site_id, at=now, event_key=event.page_key, registration_id=registration.pk,
                offering_id=registration.offering_id,
            )
        )  # fmt: skip


def session_changed(session: Session, *, change: Literal["moved", "cancelled"], now: datetime) -> None:
    event = session.event
    announce(
        SessionChanged(
            site_id=event.site_id, at=now, event_key=event.page_key, session_id=session.pk, change=change
        )
    )  # fmt: skip


def event_cancelled(event: Event, *, now: datetime) -> None:
    announce(EventCancelled(site_id=event.site_id, at=now, event_key=event.page_key))


def events_changed(page_keys: Collection[UUID], *, now: datetime) -> None:
    """Announce that facts of these events were written. One query, where somebody listens."""
    if somebody_listens(EventChanged):
        for site_id, key in Event.objects.filter(page_key__in=page_keys).order_by("pk").values_list("site", "page_key"):
            announce(EventChanged(site_id=site_id, at=now, event_key=key))


def facts_announced(event: Event, *, now: datetime) -> None:
    """Announce an event whose facts left preparation, where its page is live already."""
    if somebody_listens(EventPublished) and Page.objects.filter(translation_key=event.page_key, live=True).exists():
        _published(event, now=now)


def page_live(page: Page, *, now: datetime) -> None:
    """Announce the event of a page that was published, where it is live now and the first of the event's ever."""
    if not somebody_listens(EventPublished) or not page.live or page.first_published_at != page.last_published_at:
        return
    others = Page.objects.filter(translation_key=page.translation_key, first_published_at__isnull=False)
    event = Event.objects.exclude(status=EventStatus.DRAFT).filter(page_key=page.translation_key).first()
    if event is not None and not others.exclude(pk=page.pk).exists():
        _published(event, now=now)


def _published(event: Event, *, now: datetime) -> None:
    announce(EventPublished(site_id=event.site_id, at=now, event_key=event.page_key))
