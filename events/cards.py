"""Events as cards: what `components/card.html` takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.core.addresses import Addresses
from cms.core.amounts import grouped
from cms.core.fiscal_year import FiscalYear
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.spoken_dates import say_span
from events.registration.choices import EventKind, LanguageUse, Mode, SpokenLanguage
from events.rows import Row
from events.statuses import Status

# Django's `get_…_display` makes this table anew for each row.
_KINDS = dict(EventKind.choices)

_DRAWINGS = {
    EventKind.CONSULTATION_FAIR: "fair",
    EventKind.RESERVED_CONSULTATION: "talk",
    EventKind.GUIDANCE: "school",
    EventKind.COURSE: "board",
    EventKind.COURSE_SERIES: "book",
    EventKind.FORUM: "stage",
    EventKind.MIXER: "people",
    EventKind.ROUND_TABLE: "table",
    EventKind.VISIT: "house",
    EventKind.TOUR: "bus",
    EventKind.RECORDED_SESSION: "screen",
    EventKind.OUTREACH: "care",
    EventKind.MATCHING: "link",
    EventKind.MEETING: "table",
}


@dataclass(frozen=True)
class Card:
    """An event in a list. date: of the date block; None where no day is known. art: a drawing of its kind."""

    title: str
    url: str
    lang: str
    text: str
    eyebrow: str
    date: datetime | None
    art: str
    status: tuple[str, str]
    meta: Sequence[str]
    chips: Sequence[str]


def drawing_of(event: Any) -> str:
    """The drawing of `components/art.html` that stands for what sort of gathering it is."""
    return _DRAWINGS[event.kind]


def card_of(row: Row, page: Any, status: Status, *, addresses: Addresses, at: datetime) -> Card:
    """Return the card of an event with its page in the visitor's language or the nearest one."""
    day = row.day_to_show(at=at)
    return Card(
        title=page.title,
        url=addresses.of(page.url_path),
        lang=lang_of(page),
        text=page.lead,
        eyebrow=str(_KINDS[row.event.kind]),
        date=day.starts_at if day else None,
        art=drawing_of(row.event) if day else "",
        status=(status.kind, status.text),
        meta=[line for line in (when(row, at=at), where(row), fee(row.event)) if line],
        chips=[SpokenLanguage(each.code).marked for each in row.languages if each.use != LanguageUse.WRITTEN],
    )


def lang_of(page: Any) -> str:
    """The `lang` of a page's words, empty where it is the visitor's own language."""
    written_in = language_of(page.locale.language_code)
    return "" if written_in.code == language_of(get_language() or SOURCE_LANGUAGE).code else written_in.bcp47


def when(row: Row, *, at: datetime) -> str:
    """「12月6日(土)14:00〜15:30 ほか2回」; of an event whose day is not known any more, its fiscal year."""
    language = language_of(get_language() or SOURCE_LANGUAGE)
    day = row.day_to_show(at=at)
    if day is None:
        return str(FiscalYear(row.event.fiscal_year)) if row.event.fiscal_year else _("Date not decided yet")
    said = say_span(day.starts_at, day.ends_at, language=language, year=day.starts_at.year != at.year)
    said = f"{said} ({zone})" if (zone := row.event.zone_name) else said
    others = len([each for each in row.days if not each.is_cancelled]) - 1
    if others < 1:
        return said
    return ngettext("%(date)s and one more date", "%(date)s and %(number)d more dates", others) % {
        "date": said, "number": others,
    }  # fmt: skip


def where(row: Row) -> str:
    """The place in a few words."""
    places = row.places
    if row.event.mode == Mode.ONLINE:
        return _("Online")
    if row.event.mode == Mode.HYBRID:
        places = [*places, _("Online")]
    return places[0] if len(places) == 1 else _(", ").join(places[:2])


def fee(event: Any) -> str:
    """「無料」、「500円」; nothing where it is not known."""
    if event.fee_yen is None:
        return ""
    return _("Free of charge") if event.is_free else _("%(yen)s yen") % {"yen": grouped(event.fee_yen)}
