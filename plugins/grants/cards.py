"""A grant in a list: what its card says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.templatetags.kakehashi import in_visitors_language

from . import spoken, statuses
from .statuses import Standing, Status, Windows


@dataclass(frozen=True)
class Words:
    """What a grant is called, and where its page is. lang: of the words, where it is not the visitor's."""

    title: str
    summary: str
    url: str
    lang: str


@dataclass(frozen=True)
class Card:
    """A grant as `components/card.html` wants it. date: the last day of a call that is open."""

    title: str
    url: str
    lang: str
    text: str
    eyebrow: str
    status: tuple[str, str]
    date: date | None
    meta: list[str]


def words_of(pages: Iterable[Any], request: HttpRequest | None) -> Mapping[UUID, Words]:
    """Return the words by the key of the pages, which are one of each family and carry their locale."""
    return {page.translation_key: _words(page, request) for page in pages}


def _words(page: Any, request: HttpRequest | None) -> Words:
    written_in = language_of(page.locale.language_code)
    is_own = written_in.code == language_of(get_language() or SOURCE_LANGUAGE).code
    url = in_visitors_language(page.get_url(request) or "")
    return Words(page.title, page.summary, url, "" if is_own else written_in.bcp47)


def card_of(programme: Any, words: Words, *, now: datetime, windows: Windows) -> Card:
    """Return the card of a grant. Reads its funder and its calls."""
    standing = statuses.of_programme(programme, programme.calls.all(), now=now, windows=windows)
    taken = standing.status in (Status.OPEN, Status.CLOSING)
    return Card(
        title=words.title,
        url=words.url,
        lang=words.lang,
        text=words.summary,
        eyebrow=programme.funder.display_name,
        status=(statuses.SHAPES[standing.status], str(standing.status.label)),
        date=standing.call.closes_on if taken else None,
        meta=[line for line in (*when(standing, now=now), (standing.call or programme).spoken_amount) if line],
    )


def when(standing: Standing, *, now: datetime) -> list[str]:
    """Return what is to be said of dates, the most urgent first."""
    call = standing.call
    if standing.status in (Status.OPEN, Status.CLOSING):
        last = spoken.deadline(call, now=now)
        return [spoken.countdown(call, now=now), _("Last day: %(day)s") % {"day": last} if last else ""]
    if standing.status == Status.ANNOUNCED:
        last = spoken.deadline(call, now=now)
        return [
            _("Applications %(from_day)s") % {"from_day": spoken.opening(call, now=now)},
            _("Last day: %(day)s") % {"day": last} if last else "",
        ]
    if standing.expected is not None:
        return [spoken.expected(standing.expected)]
    return [_("It is not known when it comes again")] if standing.status == Status.OVER else []
