"""Dates, places and states of bookings in words, for screens; mails have `messages`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.core.phrases import whole_dates
from cms.core.spoken_dates import on_its_clock, say_span

from . import standing
from .choices import PoolUnit, Waitlist
from .messages import language, say_moment
from .models import Offering, Registration
from .outcomes import EventAvailability, OfferingAvailability, Openness
from .states import State

SPANS_SAID = 3


@dataclass(frozen=True)
class Standing:
    """How a booking stands: `kind` of the status mark, its word, and a sentence that says what follows from it."""

    kind: str
    word: Any
    sentence: str


def spans(offering: Offering) -> str:
    """Return when the dates of an offering are; of many the first, and how many there are.

    With the year where it is another than the present one, as lists and pages say it.
    """
    dates = sorted((row for row in offering.dates if not row.is_cancelled), key=lambda row: row.starts_at)
    this_year = timezone.localdate().year
    said = [
        say_span(row.starts_at, row.ends_at, language=language(), year=on_its_clock(row.starts_at).year != this_year)
        for row in dates[:SPANS_SAID]
    ]
    if len(dates) > SPANS_SAID:
        said = [said[0], ngettext("%(n)d date", "%(n)d dates", len(dates)) % {"n": len(dates)}]
    return " / ".join(said)


def left(part: OfferingAvailability) -> str:
    """Return how much is free, in words."""
    if part.openness == Openness.WAITING:
        return _("full, waiting list open")
    if part.free is None:
        return pgettext("places", "free")
    counted = {"n": part.free}
    if all(pool.unit == PoolUnit.PARTY for pool in part.offering.always_taken):
        return ngettext("%(n)d place for a group left", "%(n)d places for groups left", part.free) % counted
    return ngettext("%(n)d place left", "%(n)d places left", part.free) % counted


def choice_words(part: OfferingAvailability) -> str:
    """Return what somebody reads about a date, on one line."""
    return _("%(what)s (%(left)s)") % {"what": _what(part.offering), "left": left(part)}


def choice_lines(part: OfferingAvailability) -> SafeString:
    """Return what somebody reads who chooses between dates: when, and below it what is free."""
    return format_html(
        '<span class="choice"><b>{}</b> <span>{}</span></span>', whole_dates(_what(part.offering)), left(part)
    )


def _what(offering: Offering) -> str:
    return " ".join(filter(None, (offering.display_name, spans(offering))))


def standing_of(registration: Registration, *, now: datetime) -> Standing:
    """Return how a booking stands now."""
    return _STANDINGS[State(registration.state)](registration)


def _confirmed(registration: Registration) -> Standing:
    sentence = _("You have a place. Please show this page or say your booking number at the reception.")
    return Standing("open", _("Confirmed"), sentence)


def _waitlisted(registration: Registration) -> Standing:
    place = standing.position(registration) or 1
    now = _("All places are taken at present. You are number %(place)d on the waiting list.") % {"place": place}
    if registration.event.waitlist == Waitlist.OFFER:
        then = _("When a place becomes free for you, we ask whether you would like it.")
    else:
        then = _("When a place becomes free for you, it is yours, and we tell you at once.")
    return Standing("wait", _("Waiting for a place"), f"{now}{'' if language().code == 'ja' else ' '}{then}")


def _applied(registration: Registration) -> Standing:
    sentence = _("We have received your application. You will hear from us, whatever the result.")
    return Standing("info", _("Application received"), sentence)


def _unverified(registration: Registration) -> Standing:
    until = registration.verify_by
    sentence = _("Please press the link in the mail that we sent you by %(until)s. Until then your place is kept.") % {
        "until": say_moment(until) if until else ""
    }
    return Standing("few", _("Address not yet confirmed"), sentence)


def _offered(registration: Registration) -> Standing:
    until = registration.offer_expires_at
    sentence = _("A place is free and kept for you. Please answer by %(until)s.") % {
        "until": say_moment(until) if until else ""
    }
    return Standing("few", _("A place is free for you"), sentence)


def _over(word: str, sentence: str) -> Standing:
    return Standing("ended", word, sentence)


_STANDINGS = {
    State.CONFIRMED: _confirmed,
    State.WAITLISTED: _waitlisted,
    State.APPLIED: _applied,
    State.UNVERIFIED: _unverified,
    State.OFFERED: _offered,
    State.CANCELLED: lambda row: _over(
        pgettext("booking", "Cancelled"), _("This registration is cancelled. Nothing more needs to be done.")
    ),
    State.DECLINED: lambda row: _over(_("Declined"), _("You declined the place that was offered.")),
    State.EXPIRED: lambda row: _over(
        pgettext("booking", "Time is over"), _("The time to answer is over. You are welcome to register once more.")
    ),
    State.NOT_SELECTED: lambda row: _over(
        pgettext("booking", "Not drawn"), _("More people applied than there are places, and you were not drawn.")
    ),
    State.REJECTED: lambda row: _over(
        pgettext("booking", "Not accepted"), _("We are sorry that we cannot give you a place this time.")
    ),
}


def why_not_open(found: EventAvailability) -> Sequence[str]:
    """Return a heading and a sentence for an event that takes no registrations now."""
    if found.openness == Openness.NOT_YET:
        if found.opens_at is None:
            return _("Registration has not opened yet"), _("Please come back a little later.")
        opens = {"opens": say_moment(found.opens_at)}
        return _("Registration has not opened yet"), _("It opens on %(opens)s.") % opens
    said = {
        Openness.FULL: (_("All places are taken"), _("There is no waiting list for this event.")),
        Openness.CLOSED: (
            _("Registration is closed"),
            _("The deadline is over. Please ask us whether you can still come."),
        ),
        Openness.OVER: (_("This event is over"), _("Thank you for your interest. Perhaps another one suits you.")),
        Openness.CANCELLED: (_("This event is cancelled"), _("We are sorry. Perhaps another one suits you.")),
    }
    nothing = (_("One does not register here for this event"), _("The page of the event says how to take part."))
    return said.get(found.openness, nothing)
