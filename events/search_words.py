"""What the search index knows about an event besides its words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from cms.core.fact_texts import said_anywhere
from cms.core.locales import LOCALES
from events import helps
from events.registration.models import Event


def keywords(page: Any) -> str:
    """The keywords in every form in which people type them."""
    tags = [item.tag for item in page.tagged_items.all()]
    words = [part for tag in tags for part in (tag.name, tag.reading, tag.name_en, tag.synonyms)]
    return " ".join(said_anywhere(words))


def facts(page: Any) -> str:
    """Names in the facts: the kind, places, bodies with their departments, desks, languages, help that is offered.

    In every language: a page that is not written in a reader's language is shown to her all the same.
    """
    event = Event.objects.filter(page_key=page.translation_key).first()
    if event is None:
        return ""
    return " ".join([*said_anywhere(_names(event)), *_labels(event)])


def _names(event: Event) -> list[str]:
    found = [event.place, event.place_en]
    for session in event.sessions.select_related("venue"):
        found += [session.name, session.name_en, session.room]
        if session.venue:
            found += [session.venue.name, session.venue.name_en, session.venue.address]
    for row in event.organisers.select_related("organisation", "department"):
        found += [row.name, row.name_en, row.department_name]
        found += [row.organisation.name, row.organisation.name_en] if row.organisation else []
        found += [row.department.name] if row.department else []
    for desk in event.desks.select_related("organisation", "department"):
        found += [desk.topic, desk.topic_en, desk.who, desk.who_en]
        found += [desk.organisation.name, desk.organisation.name_en] if desk.organisation else []
        found += [desk.department.name] if desk.department else []
    return found


def _labels(event: Event) -> list[str]:
    """Words of ours: its kind, languages, help that is offered."""
    languages = list(event.languages.all())
    offered = helps.offered(event, languages)
    found = []
    for code in LOCALES:
        with override(code):
            found += [str(event.get_kind_display()), *(str(row.get_code_display()) for row in languages)]
            found += [str(helps.LABELS[name]) for name in offered]
    return list(dict.fromkeys(found))
