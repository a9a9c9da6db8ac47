"""What families see of languages: beside an event, and above the list of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.navigation import link_to
from events.registration.choices import LanguageUse, SpokenLanguage

from . import reading
from .spoken import spoken_in


def _visitors() -> SpokenLanguage | None:
    return spoken_in(language_of(get_language() or SOURCE_LANGUAGE).code)


def beside_event(context: Mapping[str, Any]) -> str:
    """What a family is to know of its language at an event that is to come. One query."""
    detail = context["event"]
    if detail.event is None or detail.is_over or detail.event.is_cancelled:
        return ""
    found = reading.read(detail.event)
    mine = found.of(_visitors())
    until = found.help.ask_until if found.help else None
    shown = {
        "mine": mine if mine and mine.language != SpokenLanguage.JAPANESE else None,
        "is_spoken": mine is not None and LanguageUse.SPOKEN in mine.uses,
        "is_written": mine is not None and LanguageUse.WRITTEN in mine.uses,
        "interpreted": found.interpreted,
        "until": until if until and found.interpreted and until >= timezone.localdate() else None,
        "is_too_late": bool(until and found.interpreted and until < timezone.localdate()),
        "on_the_telephone": found.on_the_telephone,
    }
    if not any(shown.values()):
        return ""
    return render_to_string("multilingual/events/beside.html", {**shown, "shell": context.get("shell")})


def on_home(context: Mapping[str, Any]) -> str:
    """The way from the home page to the events in the visitor's language, where that is not Japanese. No query."""
    mine, events = _visitors(), link_to("events")(context["request"])
    if mine in (None, SpokenLanguage.JAPANESE) or not events:
        return ""
    return render_to_string("multilingual/events/on_home.html", {"mine": mine, "url": f"{events}?lang={mine}#list"})


def above_list(context: Mapping[str, Any]) -> str:
    """A way to the events in the visitor's own language, with their number as the list itself counts it. No query."""
    found, mine = context["found"], _visitors()
    if mine is None or mine == SpokenLanguage.JAPANESE or found.is_past:
        return ""
    facet = next((facet for facet in found.facets if facet.name == "lang"), None)
    option = next((option for option in facet.options if option.value == mine), None) if facet else None
    is_chosen = bool(option and option.selected)
    query = QueryDict(found.query, mutable=True)
    others = [code for code in query.getlist("lang") if code != mine]
    query.setlist("lang", others if is_chosen else [mine.value])
    return render_to_string(
        "multilingual/events/in_my_language.html",
        {"mine": mine, "count": option.count if option else 0, "is_chosen": is_chosen, "query": query.urlencode(),
         "telephone": getattr(getattr(context.get("shell"), "centre", None), "telephone", "")},
    )  # fmt: skip
