"""Dates that move, dates and events that are called off; everybody is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cms.core.models.fact_texts import say
from events.registration import announcing
from events.registration.choices import Action, ActorKind, EventStatus, MessageKind, SessionStatus
from events.registration.exceptions import EventNotHeld, InvalidInput, UnknownPlace
from events.registration.models import CapacityPool, Event, Offering, Registration, Session, Venue
from events.registration.news import NO_WORDS, News, Why

from .cancellation import take_back
from .journal import record, record_for_event
from .ledger import Ledger
from .locks import locked_pools
from .placement import serve


def reschedule(
    *, session: int, starts_at: datetime, ends_at: datetime, by: Any, now: datetime, venue: Venue | None = None,
    room: str | None = None, why: Why = NO_WORDS, without_venue: bool = False,
) -> Session:  # fmt: skip
    """Move a date in time or place and tell everybody who has or waits for a place, with the changed calendar entry.

    venue, room: None leaves it as it is. without_venue: it is at no place any more, but online. why: shown on the page
    and in the mails.

    Raises: UnknownPlace, EventNotHeld, InvalidInput (it ends before it starts, or is over), PoolsBusy.
    """
    if ends_at <= starts_at:
        raise InvalidInput({"ends_at": _("The end is not after the start.")})
    event = _event_of(session)
    with _all_pools(event):
        row = Session.objects.select_related("event__site", "venue").get(pk=session)
        if row.is_cancelled or row.event.is_cancelled:
            raise EventNotHeld
        before = (row.starts_at, row.ends_at, row.venue_id, row.room)
        _set(row, starts_at, ends_at, venue, room)
        if without_venue:
            row.venue = None
        if before == (row.starts_at, row.ends_at, row.venue_id, row.room):
            return row
        if ends_at <= now and (
            before[1] > now or Registration.objects.active().filter(offering__sessions=row).exists()
        ):
            raise InvalidInput({"starts_at": _("That would be over already: check the day and the year.")})
        row.status, row.moved_from = SessionStatus.MOVED, before[0]
        row.ical_sequence += 1
        row.save()
        _set_notice(row.event, why, now)
        record_for_event(
            event=row.event, action=Action.RESCHEDULED, now=now, by=by,
            data={"session": row.pk, "from": before[0].isoformat(), "to": starts_at.isoformat()},
        )  # fmt: skip
        announcing.session_changed(row, change="moved", now=now)
        moved_in_time = before[:2] != (row.starts_at, row.ends_at)
        for registration in _concerned(Offering.objects.filter(sessions=row), row.event):
            news = News(
                reason=why.said_to(registration.locale),
                before=(before[0], before[1]) if moved_in_time else None,
            )
            record(
                registration=registration, action=Action.RESCHEDULED, now=now, by=by, before=registration.state,
                tells=MessageKind.RESCHEDULED, data={"session": row.pk}, news=news,
            )  # fmt: skip
    return row


def _set(row: Session, starts_at: datetime, ends_at: datetime, venue: Venue | None, room: str | None) -> None:
    row.starts_at, row.ends_at = starts_at, ends_at
    if venue is not None:
        row.venue = venue
    if room is not None:
        row.room = room


def cancel_session(*, session: int, by: Any, now: datetime, why: Why = NO_WORDS) -> Session:
    """Call one date off and tell who booked it. Offerings that have no other date are cancelled with it.

    Calling it off again changes nothing.

    Raises: UnknownPlace, EventNotHeld (the event is called off, or this date is over), PoolsBusy.
    """
    event = _event_of(session)
    with _all_pools(event) as ledger:
        row = Session.objects.select_related("event__site", "venue").get(pk=session)
        if row.event.is_cancelled:
            raise EventNotHeld
        if row.is_cancelled:
            return row
        if row.ends_at <= now:  # who came, came: nobody is told that it does not take place
            raise EventNotHeld
        _call_off(row)
        _set_notice(row.event, why, now)
        record_for_event(event=row.event, action=Action.CANCELLED, now=now, by=by, data={"session": row.pk})
        announcing.session_changed(row, change="cancelled", now=now)
        for offering in Offering.objects.filter(sessions=row, is_cancelled=False).prefetch_related("sessions"):
            remaining = [each for each in offering.sessions.all() if not each.is_cancelled]
            if remaining:
                _tell_of_fewer_dates(offering, row, why, by, now)
                continue
            offering.is_cancelled = True
            offering.save(update_fields=["is_cancelled"])
            _take_back_all(ledger, [offering.pk], row.event, why, by, now)
        serve(ledger, now=now)
    return row


def _tell_of_fewer_dates(offering: Offering, row: Session, why: Why, by: Any, now: datetime) -> None:
    for registration in _concerned(Offering.objects.filter(pk=offering.pk), row.event):
        news = News(reason=why.said_to(registration.locale), taken_back=[row])
        record(
            registration=registration, action=Action.RESCHEDULED, now=now, by=by, before=registration.state,
            tells=MessageKind.RESCHEDULED, data={"session": row.pk}, news=news,
        )  # fmt: skip


def cancel_event(*, event: int, by: Any, now: datetime, why: Why = NO_WORDS) -> Event:
    """Call an event off: every active registration is cancelled and told, with a cancelled calendar entry.

    why: shown on the page and in the mails. Calling it off again changes nothing.

    Raises: UnknownPlace, EventNotHeld (it is over), PoolsBusy.
    """
    with _all_pools(event) as ledger:
        row = Event.objects.select_related("site").get(pk=event)
        if row.is_cancelled:
            return row
        if row.is_over(at=now):
            raise EventNotHeld
        row.status, row.cancelled_at = EventStatus.CANCELLED, now
        row.save(update_fields=["status", "cancelled_at", "updated_at"])
        _set_notice(row, why, now)
        for session in row.sessions.select_related("event"):
            if not session.is_cancelled:
                _call_off(session)
        record_for_event(event=row, action=Action.CANCELLED, now=now, by=by, data={})
        announcing.event_cancelled(row, now=now)
        offerings = list(row.offerings.values_list("pk", flat=True))
        _take_back_all(ledger, offerings, row, why, by, now)
        row.refresh_from_db(fields=["starts_at", "ends_at", "version"])
    return row


def _event_of(session: int) -> int:
    found = Session.objects.filter(pk=session).values_list("event_id", flat=True).first()
    if found is None:
        raise UnknownPlace
    return found


def _all_pools(event: int) -> Any:
    if not Event.objects.filter(pk=event).exists():
        raise UnknownPlace
    return locked_pools(CapacityPool.objects.filter(event=event).values_list("pk", flat=True))


def _call_off(session: Session) -> None:
    session.status = SessionStatus.CANCELLED
    session.ical_sequence += 1
    session.save()


def _set_notice(event: Event, why: Why, now: datetime) -> None:
    if why.japanese or why.english:
        event.notice, event.notice_en = why.japanese, why.english
        event.save(update_fields=["notice", "notice_en", "updated_at"])
    for code, text in why.further.items():
        if text and why.japanese:
            place = f"{event._meta.label_lower}.{event.pk}.notice"
            say(site=event.site, code=code, japanese=why.japanese, text=text, place=place, now=now)


def _concerned(offerings: Any, event: Event) -> Iterable[Registration]:
    """Yield the active registrations of some offerings, all with the same event, so that its title is asked once."""
    rows = Registration.objects.active().filter(offering__in=offerings).select_related("offering").order_by("pk")
    for registration in rows:
        registration.event = registration.offering.event = event
        yield registration


def _take_back_all(ledger: Ledger, offerings: list[int], event: Event, why: Why, by: Any, now: datetime) -> None:
    rows = Offering.objects.filter(pk__in=offerings)
    for registration in _concerned(rows, event):
        take_back(
            ledger, registration, now=now, by=by, reason=why.said_to(registration.locale),
            tells=MessageKind.EVENT_CANCELLED, actor=ActorKind.SYSTEM,
        )  # fmt: skip
