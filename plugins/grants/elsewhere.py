"""Grants on other pages: the home page, an organisation, an activity, an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.memory import SHELL
from cms.core.navigation import link_to, places
from home.listing import for_language, on_site

from . import cards, spoken, statuses, windows
from .listing import HEAVY
from .models import Award, EventGrant, Funder, GrantCall, GrantPage, GrantProgramme
from .statuses import Status

ON_HOME = 4
#: So many calls are remembered for the home page; those that close meanwhile make room for the next.
REMEMBERED = 40
MOST = 20


def pages(site: Any, code: str | None = None) -> Any:
    """The pages about grants of a site, one of each family, in a language or that of the visitor."""
    wanted = code or language_of(get_language() or SOURCE_LANGUAGE).code
    return for_language(on_site(GrantPage, site=site), code=wanted).defer(*HEAVY)


def words_for(programmes: Iterable[Any], site: Any, request: HttpRequest | None) -> Mapping[Any, cards.Words]:
    """The words about some grants by the key of their pages: one query."""
    keys = [programme.page_key for programme in programmes]
    return cards.words_of(pages(site).filter(translation_key__in=keys), request) if keys else {}


# The home page --------------------------------------------------------------------------------------------------


def home(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    """締切が近い助成金: the next deadlines; None where there is no list of grants.

    The calls are remembered until somebody changes one; how they stand is worked out for each visitor.
    """
    site = Site.find_for_request(request)
    if site is None or "grants" not in places(request):
        return None
    now = timezone.now()
    code = language_of(get_language() or SOURCE_LANGUAGE).code
    known = SHELL.get(("grants.home", site.pk, code), lambda: _next_calls(site, request, now))
    found: dict[int, cards.Card] = {}
    for call, words in known:
        shown_as = windows.beside(call)
        if call.programme_id in found or statuses.of_call(call, now=now, windows=shown_as) not in TAKEN:
            continue
        found[call.programme_id] = cards.card_of_call(call, words, now=now, windows=shown_as)
        if len(found) == ON_HOME:
            break
    return {"cards": list(found.values()), "url": link_to("grants")(request)}


TAKEN = (Status.OPEN, Status.CLOSING)


def _next_calls(site: Any, request: HttpRequest, now: datetime) -> list[tuple[Any, cards.Words]]:
    calls = GrantCall.objects.filter(site=site).with_deadline_ahead(at=now).select_related("programme__funder")
    rows = list(windows.with_windows(calls, site)[:REMEMBERED])
    words = words_for([row.programme for row in rows], site, request)
    return [(row, words[row.programme.page_key]) for row in rows if row.programme.page_key in words]


# An organisation ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A grant in a short list. what: for what it was given, of one that was."""

    title: str
    url: str
    lang: str
    when: str
    status: tuple[str, str] | None = None
    what: str = ""


def _site(request: HttpRequest | None) -> Site | None:
    """The site of the request, where it has a list of grants."""
    if request is None or "grants" not in places(request):
        return None
    return Site.find_for_request(request)  # type: ignore[no-any-return]


def of_organisation(context: Mapping[str, Any]) -> str:
    """The grants that an organisation gives, and those that it got."""
    organisation, request = context.get("organisation"), context.get("request")
    site = _site(request)
    if organisation is None or organisation.pk is None or site is None:
        return ""
    gives = organisation.pk in SHELL.get(("grants.givers", site.pk), lambda: _givers(site))
    programmes = GrantProgramme.objects.filter(site=site, funder__organisation=organisation.pk)
    given = programmes.for_lists()[:MOST] if gives else []
    got = Award.objects.filter(site=site, recipient=organisation.pk).select_related("programme__funder")[:MOST]
    return _section(list(given), list(got), site, request, kind="organisation")


def _givers(site: Any) -> frozenset[int]:
    """The organisations of the directory that give grants; remembered until a funder changes."""
    return frozenset(
        Funder.objects.filter(site=site, organisation__isnull=False).values_list("organisation", flat=True)
    )


def of_activity(context: Mapping[str, Any]) -> str:
    """The grants that paid for an activity."""
    page, request = context.get("page"), context.get("request")
    site = _site(request)
    if page is None or site is None:
        return ""
    got = Award.objects.filter(site=site, activity_key=page.translation_key).select_related("programme__funder")
    return _section([], list(got[:MOST]), site, request, kind="activity")


def _section(given: Sequence[Any], got: Sequence[Any], site: Any, request: Any, *, kind: str) -> str:
    if not given and not got:
        return ""
    words = words_for([*given, *(award.programme for award in got)], site, request)
    now, shown_as = timezone.now(), windows.of_site(site)
    context = {
        "given": [_given(row, words[row.page_key], now, shown_as) for row in given if row.page_key in words],
        "got": [_got(award, words.get(award.programme.page_key)) for award in got],
        "kind": kind,
    }
    return render_to_string("grants/of_others.html", context, request)


def _given(programme: Any, words: cards.Words, now: datetime, shown_as: Any) -> Line:
    standing = statuses.of_programme(programme, programme.calls.all(), now=now, windows=shown_as)
    said = next(iter(cards.when(standing, now=now)), "")
    status = (statuses.SHAPES[standing.status], str(standing.status.label))
    return Line(words.title, words.url, words.lang, said, status)


def _got(award: Any, words: cards.Words | None) -> Line:
    programme = award.programme
    title = words.title if words else programme.display_name
    return Line(
        title,
        words.url if words else "",
        words.lang if words else "",
        spoken.award_years(award),
        what=award.display_title,
    )


# An event -------------------------------------------------------------------------------------------------------


def of_event(context: Mapping[str, Any]) -> str:
    """The grant that an event is a briefing about, with its deadline."""
    page, request = context.get("page"), context.get("request")
    site = _site(request)
    if page is None or site is None:
        return ""
    row = (
        EventGrant.objects.filter(event=page.translation_key, programme__site=site)
        .select_related("programme__funder")
        .first()
    )
    if row is None:
        return ""
    words = words_for([row.programme], site, request)
    if row.programme.page_key not in words:
        return ""
    card = cards.card_of(
        row.programme, words[row.programme.page_key], now=timezone.now(), windows=windows.of_site(site)
    )
    return render_to_string("grants/of_event.html", {"card": card}, request)
