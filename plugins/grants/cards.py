"""A grant in a list: what its card says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language, pgettext
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
    calls = list(programme.calls.all())
    standing = statuses.of_programme(programme, calls, now=now, windows=windows)
    return _card(programme, standing, words, now=now, is_one_of_several=_open_beside(standing, calls, now, windows))


def card_of_call(call: Any, words: Words, *, now: datetime, windows: Windows) -> Card:
    """Return the card of a grant as one of its calls has it."""
    standing = Standing(statuses.of_call(call, now=now, windows=windows), call)
    return _card(call.programme, standing, words, now=now, is_one_of_several=bool(call.label))


def _open_beside(standing: Standing, calls: Iterable[Any], now: datetime, windows: Windows) -> bool:
    """Whether other calls of the grant can be applied for at the same time: the amounts are then the grant's."""
    taken = (Status.OPEN, Status.CLOSING)
    return any(
        call is not standing.call and statuses.of_call(call, now=now, windows=windows) in taken for call in calls
    )


def _card(programme: Any, standing: Standing, words: Words, *, now: datetime, is_one_of_several: bool) -> Card:
    taken = standing.status in (Status.OPEN, Status.CLOSING)
    amount = (programme if is_one_of_several else standing.call or programme).spoken_amount
    return Card(
        title=words.title,
        url=words.url,
        lang=words.lang,
        text=words.summary,
        eyebrow=programme.funder.display_name,
        status=(statuses.SHAPES[standing.status], str(standing.status.label)),
        date=standing.call.closes_on if taken else None,
        meta=[line for line in (*when(standing, now=now), amount) if line],
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
    decided = spoken.decision(call) if standing.status in (Status.CLOSED, Status.RESULTS) else ""
    expected = spoken.expected(standing.expected) or _("It is not known when it comes again")
    return [pgettext("grant", "Decision: %(day)s") % {"day": decided} if decided else "", expected]
