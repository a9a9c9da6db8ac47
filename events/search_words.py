"""What the search index knows about an event besides its words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from events import helps
from events.registration.models import Event


def keywords(page: Any) -> str:
    """The keywords in every form in which people type them."""
    words = (item.tag for item in page.tagged_items.all())
    return " ".join(part for tag in words for part in (tag.name, tag.reading, tag.name_en, tag.synonyms) if part)


def facts(page: Any) -> str:
    """Names in the facts: the kind, places, bodies with their departments, desks, languages, help that is offered.

    Labels are in the page's language, in which people look for it.
    """
    event = Event.objects.filter(page_key=page.translation_key).first()
    if event is None:
        return ""
    with override(page.locale.language_code):
        return _facts(event)


def _facts(event: Event) -> str:
    found = [str(event.get_kind_display()), event.place, event.place_en]
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
    languages = event.languages.all()
    found += [str(row.get_code_display()) for row in languages]
    found += [str(helps.LABELS[name]) for name in helps.offered(event, languages)]
    return " ".join(dict.fromkeys(word for word in found if word))
