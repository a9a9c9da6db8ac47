"""What plugins keep about an event, as the tabs of its workspace show it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import display_for_field
from django.db.models import BooleanField, Field, Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.plugin_api import EventPanel, Registry
from cms.plugin_host import guard, installed
from events.registration.models import Event


@dataclass(frozen=True)
class Shown:
    """What one plugin keeps about the event: its heading, the facts that are filled in, in words, and what it adds.

    is_broken: the plugin failed; staff are to know that something is missing.
    """

    plugin: str
    key: str
    heading: str
    facts: Sequence[tuple[str, str]] = ()
    more: str = ""
    is_broken: bool = False


def panels_of(event: Event, user: Any) -> list[EventPanel]:
    """Return the panels that are on at the event's site and that this person may see, in their order."""
    return [
        panel
        for panel in Registry.of(EventPanel, event.site)
        if not panel.permission or user.has_perm(panel.permission)
    ]


def shown(event: Event, request: HttpRequest, *, tab: str) -> list[Shown]:
    """Return what plugins keep about the event and show at this tab. A query for each panel, in the guard."""
    found = []
    for panel in panels_of(event, request.user):
        if panel.tab == tab:
            part = guard.call(panel, _shown, panel, event, request, fallback=None, site=event.site)
            found.append(part or Shown(panel.plugin, panel.key, installed.name_of(panel.plugin), is_broken=True))
    return found


def row_of(panel: EventPanel, event: Event) -> Model:
    """Return what the plugin keeps about the event, or a new row that is not saved yet."""
    model = apps.get_model(panel.model)
    return model._default_manager.filter(event=event.page_key).first() or model(event=event.page_key)


def form_class_of(panel: EventPanel) -> Any:
    """Return the class of the form in which the panel's fields are changed."""
    return panel.panel.bind_to_model(apps.get_model(panel.model)).get_form_class()


def _shown(panel: EventPanel, event: Event, request: HttpRequest) -> Shown:
    row = row_of(panel, event)
    names = form_class_of(panel).base_fields
    facts = [] if row.pk is None else list(_in_words(row, names))
    more = guard.must_be(panel.more(request, event), str) if panel.more else ""
    # What it returns is a template's own safe output, as in a slot.
    return Shown(panel.plugin, panel.key, str(panel.panel.heading), facts, mark_safe(more))


def _in_words(row: Model, names: Any) -> Iterator[tuple[str, str]]:
    """Yield label and value of the fields that say something."""
    for name in names:
        field = row._meta.get_field(name)
        if said := _said(row, field):
            yield capfirst(str(field.verbose_name)), said  # type: ignore[union-attr]


def _said(row: Model, field: Any) -> str:
    if field.many_to_many:
        return _(", ").join(str(each) for each in getattr(row, field.name).all())
    value = getattr(row, field.name)
    if isinstance(field, BooleanField):
        return "" if value is None else _("Yes") if value else _("No")
    if field.is_relation or not isinstance(field, Field):
        return "" if value is None else str(value)
    if isinstance(value, list):
        labels = dict(field.flatchoices)
        return _(", ").join(str(labels.get(each, each)) for each in value)
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    return strip_tags(str(display_for_field(value, field, "")))
