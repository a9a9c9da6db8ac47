"""What events put into letters: those that became known, that changed, and whose registration closes soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.core.spoken_dates import say_day
from cms.core.templatetags.kakehashi import in_visitors_language, visitors_language
from cms.plugin_api import LetterContext, LetterItem
from events import rows
from events.cards import fee, lang_of, when, where
from events.registration.choices import Action, Booking
from events.registration.models import Offering, RegistrationEvent, Session
from events.visible import Visible

#: Who gets a letter has so long to register.
CLOSING_WITHIN = timedelta(days=14)
MOST = 30
#: So many of the next events are looked at for their deadlines.
LOOKED_AT = 200


def new(context: LetterContext) -> Iterator[LetterItem]:
    """Events to come whose page became public since the last letter; those of the reader's area first."""
    visible = Visible.on(context.site)
    pages = visible.pages().filter(first_published_at__gt=context.since, first_published_at__lte=context.until)
    events = _planned(visible, context).filter(page_key__in=pages.order_by().values("translation_key"))
    for row in _read(events, context):
        yield _item(row, context)


def changed(context: LetterContext) -> Iterator[LetterItem]:
    """Events to come that were moved or called off since the last letter; the version is the last line about it."""
    visible = Visible.on(context.site)
    lines = RegistrationEvent.objects.filter(
        registration=None,
        action__in=[Action.RESCHEDULED, Action.CANCELLED],
        at__gt=context.since,
        at__lte=context.until,
    )
    last = dict(lines.order_by().values_list("event").annotate(last=Max("pk")))
    coming = visible.events().filter(pk__in=last, ends_at__gt=context.until).order_by(*rows.SOONEST_FIRST)
    for row in _read(coming, context):
        yield _item(row, context, first=_what_changed(row), version=str(last[row.event.pk]))


def _what_changed(row: rows.Row) -> str:
    if row.event.is_cancelled:
        return pgettext("event in a letter", "Called off")
    if any(date.is_cancelled for date in row.dates):
        return pgettext("event in a letter", "A date was moved or called off")
    return pgettext("event in a letter", "Moved: please look at the new date and place")


def closing(context: LetterContext) -> Iterator[LetterItem]:
    """Events for which one can register now, but not for long, the first to close first; the version is the deadline.

    The deadline is the last of an event's offerings that still take registrations, by their own rule, the event's, or
    their start; of events that are registered for elsewhere it is the event's.
    """
    for deadline, row in sorted(_closing(context), key=lambda found: (found[0], found[1].event.pk))[:MOST]:
        day = say_day(deadline, language=visitors_language())
        yield _item(row, context, first=_("Register by %(day)s") % {"day": day}, version=day)


def _closing(context: LetterContext) -> Iterator[tuple[datetime, rows.Row]]:
    events = _planned(Visible.on(context.site), context).filter(_may_close_soon(context.until))[:LOOKED_AT]
    for row in rows.read(events, site=context.site, with_pages=True, free_at=context.until):
        deadline = _deadline(row)
        if row.page is not None and deadline and context.until < deadline <= context.until + CLOSING_WITHIN:
            yield deadline, row


def _may_close_soon(at: datetime) -> Q:
    """Those whose deadline may lie in the days to come; whether it does, the rules of their offerings tell."""
    span = {"gt": at, "lte": at + CLOSING_WITHIN}
    offerings = Offering.objects.order_by().filter(event=OuterRef("pk"), is_closed=False, is_cancelled=False)
    by_own_rule = offerings.filter(close_days_before__isnull=False)
    at_their_start = offerings.filter(**{f"sessions__starts_at__{bound}": moment for bound, moment in span.items()})
    by_the_event = Q(**{f"closes_at__{bound}": moment for bound, moment in span.items()})
    return by_the_event | Q(booking=Booking.HERE) & (Exists(by_own_rule) | Exists(at_their_start))


def _deadline(row: rows.Row) -> datetime | None:
    if row.event.booking != Booking.HERE:
        return row.event.closes_at
    return row.free.closes_at if row.free and row.free.takes_registrations else None


def _planned(visible: Visible, context: LetterContext) -> Any:
    events = rows.planned(visible, at=context.until)
    if not context.area:
        return events
    near = Session.objects.filter(event=OuterRef("pk"), venue__address__contains=context.area)
    return events.annotate(is_near=Exists(near)).order_by("-is_near", *rows.SOONEST_FIRST)


def _read(events: Any, context: LetterContext) -> list[rows.Row]:
    found = rows.read(events[:MOST], site=context.site, with_pages=True)
    return [row for row in found if row.page is not None]


def _item(row: rows.Row, context: LetterContext, *, first: str = "", version: str = "") -> LetterItem:
    lines = (first, when(row, at=context.until), where(row), fee(row.event))
    _site, _root, path = row.page.get_url_parts()
    return LetterItem(
        key=str(row.event.page_key), title=row.page.title, url=in_visitors_language(path), text=row.page.lead,
        meta=[line for line in lines if line], lang=lang_of(row.page), version=version,
    )  # fmt: skip
