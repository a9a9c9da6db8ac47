"""A booking to take along: as a calendar entry, and on paper."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from cms.core.models import Centre
from events.registration import booking_page, calendar_entries
from events.registration.letter_rows import sessions_of
from events.registration.messages import place_of
from events.registration.models import Registration
from events.registration.states import State
from events.registration.titles import title_of
from events.registration.tokens import Purpose

from .bookings import opened_by


@opened_by(Purpose.MANAGE)
def calendar(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """The dates as a calendar file, with the same identifiers as the entries in mails; cancelled ones say so."""
    title = title_of(registration.event, locale=get_language() or "ja")
    organiser = Centre.for_site(registration.event.site).email or settings.DEFAULT_FROM_EMAIL
    entries = [
        calendar_entries.entry(
            registration=registration, session=session, title=title.text, url=title.url, organiser=organiser,
            place=place_of(registration.event, session), now=timezone.now(),
            cancelled=registration.state != State.CONFIRMED,
        )
        for session in sessions_of(registration)
    ]  # fmt: skip
    response = HttpResponse(calendar_entries.calendar(entries, method="PUBLISH"), content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{registration.code}.ics"'
    return response


@opened_by(Purpose.MANAGE)
def slip(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """One sheet of paper with the booking number and its QR code."""
    context = booking_page.context(registration, token=token, now=timezone.now())
    return render(request, "event_registration/slip.html", context)
