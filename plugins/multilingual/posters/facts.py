"""What stands on a poster: the facts of an event in one language, read from the rows that its page shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Site

from cms.core.colons import gap
from cms.core.locales import language_of
from cms.core.models import Appearance, Centre
from cms.core.spoken_dates import on_its_clock, say_day, say_span, say_zone
from events import detail
from events.registration.choices import Booking, LanguageUse, SpokenLanguage

from . import fonts

MOST_DAYS = 3
#: Raise it when the drawing changes, so that what is kept is drawn anew.
DRAWING = 2
_BETWEEN = " ,\u060c"  # what stands between a day and its times


@dataclass(frozen=True)
class Day:
    """One date: the day, and from when to when; `time` is empty where both are said together."""

    day: str
    time: str


@dataclass(frozen=True)
class Poster:
    """The words and facts of one poster, all in the words of one language. facts: (name, lines) of each."""

    code: str
    title: str
    lead: str
    kind: str
    notice: str
    days: Sequence[Day]
    more_days: str
    facts: Sequence[tuple[str, Sequence[str]]]
    booking: Sequence[str]
    telephone: str
    telephone_note: str
    scan: str
    url: str
    centre: str
    contact: Sequence[str]
    accent: str

    @property
    def language(self) -> Any:
        return language_of(self.code)

    @property
    def texts(self) -> list[str]:
        """Everything that is written on it."""
        said = asdict(self)
        return [self.language.name, *_flat([value for name, value in said.items() if name not in ("code", "accent")])]

    @property
    def key(self) -> str:
        """What names a drawing of exactly these words."""
        said = json.dumps([DRAWING, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:24]


def _flat(value: Any) -> Any:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _flat(list(value.values()))
    else:
        for each in value:
            yield from _flat(each)


def read(*, page: Any, request: HttpRequest, site: Site, now: datetime) -> Poster | None:
    """Return the poster of an event in the language of one of its pages; None while its facts are not announced.

    Times are said on the clock of the event's place.
    """
    language = language_of(page.locale.language_code)
    with translation.override(language.code):
        shown = detail.read(page=page, request=request, site=site, now=now)
        if shown.event is None:
            return None
        with timezone.override(shown.event.zone):
            return _poster(page, shown, language, site)


def _poster(page: Any, shown: detail.Detail, language: Any, site: Site) -> Poster:
    appearance, centre = Appearance.for_site(site), Centre.for_site(site)
    event: Any = shown.event
    days = [day for day in shown.days if day.ends_at is None or day.ends_at > shown.now] or shown.days
    own_phone = bool(event.contact_phone)
    return Poster(
        code=language.code,
        title=page.title,
        lead=page.lead,
        kind=str(event.get_kind_display()),
        notice=_notice(event),
        days=[_day(day, language, shown.now) for day in days[:MOST_DAYS]],
        more_days=_more(len(days) - MOST_DAYS),
        facts=[(name, lines) for name, lines in _facts(shown, language) if lines],
        booking=_booking(shown, language),
        telephone=event.contact_phone or centre.telephone,
        telephone_note="" if own_phone else centre.display_hours,
        scan=_scan(shown),
        url=page.full_url or "",
        centre=appearance.display_name,
        contact=[line for line in (centre.display_address, centre.email, _fax(centre, own_phone)) if line],
        accent=appearance.accent,
    )  # fmt: skip


def _scan(shown: detail.Detail) -> str:
    event: Any = shown.event
    if event.booking == Booking.HERE and not event.is_cancelled:
        return _("Read the code: details and registration.")
    return _("Read the code: details.")


def _notice(event: Any) -> str:
    if event.is_cancelled:
        return " ".join(part for part in (_("This event does not take place."), event.display_notice) if part)
    return str(event.display_notice)


def _fax(centre: Any, own_phone: bool) -> str:
    if not centre.fax or own_phone:
        return ""
    # The mark, which is not seen, keeps the order of the parts of the number beside a word that is read from the right.
    mark = "\u200e" if translation.get_language_bidi() else ""
    return _("FAX") + f" {mark}{centre.fax}{mark}"


def _day(day: Any, language: Any, now: datetime) -> Day:
    year = on_its_clock(day.starts_at).year != on_its_clock(now).year
    said = say_day(day.starts_at, language=language, year=year)
    span = say_span(day.starts_at, day.ends_at, language=language, year=year)
    rest = span.removeprefix(said).lstrip(_BETWEEN)
    return Day(said, rest) if span.startswith(said) else Day(span, "")


def _more(number: int) -> str:
    if number < 1:
        return ""
    return translation.ngettext("and one more date", "and %(number)d more dates", number) % {"number": number}


def _facts(shown: detail.Detail, language: Any) -> list[tuple[str, list[str]]]:
    event: Any = shown.event
    interpreted = [language_name(code, language) for use, code in _codes(event) if use == LanguageUse.INTERPRETED]
    spoken = [language_name(code, language) for use, code in _codes(event) if use == LanguageUse.SPOKEN]
    written = [language_name(code, language) for use, code in _codes(event) if use == LanguageUse.WRITTEN]
    comma = _(", ")
    languages = [comma.join(spoken)] if spoken else []
    if interpreted:
        languages.append(_("With interpreters:") + f"{gap()}{comma.join(interpreted)}")
    if written:
        languages.append(_("Leaflets:") + f"{gap()}{comma.join(written)}")
    asked = _("please tell us when you register")
    helps = [f"{label} ({asked})" if is_asked else label for _name, label, is_asked in shown.helps]
    return [
        (pgettext("facts", "Where"), _places(shown, language)),
        (_("For whom"), [comma.join(shown.audience)] if shown.audience else []),
        (_("Fee"), [line for line in (shown.fee, event.display_fee_note) if line]),
        (_("Languages"), languages),
        (pgettext("facts", "Help"), helps),
    ]


def _codes(event: Any) -> list[tuple[str, str]]:
    return [(row.use, row.code) for row in event.languages.all()]


def language_name(code: str, language: Any) -> str:
    """Return a language named in itself; where no font has its letters, in the words of the poster."""
    from babel import Locale as Words
    from babel.core import UnknownLocaleError

    own = str(SpokenLanguage(code).label)
    if not fonts.missing(own):
        return own
    try:
        return Words.parse(code, sep="-").get_display_name(language.babel) or own
    except (UnknownLocaleError, ValueError):
        return own


def _places(shown: detail.Detail, language: Any) -> list[str]:
    event: Any = shown.event
    lines: list[str] = []
    for venue in shown.venues:
        lines.append(" ".join(part for part in (venue.display_name, shown.room) if part))
        if venue.display_address:
            lines.append(venue.display_address)
    if event.display_place:
        lines.append(event.display_place)
    if shown.is_online:
        lines.append(_("Online") + f" ({say_zone(event.zone, language=language)})")
    return lines


def _booking(shown: detail.Detail, language: Any) -> list[str]:
    """How one takes part, by when, and that one asks for an interpreter or childcare then."""
    event: Any = shown.event
    if event.is_cancelled:
        return []
    how = {
        Booking.HERE: _("Please register: on the web, by telephone or FAX."),
        Booking.ELSEWHERE: _("Please register on the organiser's site."),
        Booking.BY_PHONE: _("Please register by telephone or FAX."),
        Booking.NOT_NEEDED: _("Just come: no registration is needed."),
        Booking.INVITED: _("Only those who were invited take part."),
    }
    lines = [how[Booking(event.booking)]]
    if shown.closes_at and event.booking == Booking.HERE:
        until = say_span(shown.closes_at, None, language=language).removesuffix("〜")
        lines.append(_("Register by %(until)s.") % {"until": until})
    if event.booking == Booking.HERE and any(use == LanguageUse.INTERPRETED for use, _code in _codes(event)):
        lines.append(_("Need an interpreter? Say so when you register."))
    return lines
