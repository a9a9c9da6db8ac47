"""The facts in the editor of a page: shown, not edited. They are edited in the workspace, live and logged."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from events import detail
from events.days import days_of

MOST_DAYS = 8


class FactsPanel(Panel):
    """When, where and how many, with the way to the workspace; on a new or copied page, the way to set them up."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/facts_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page = self.instance
            event = detail.event_of(page.translation_key) if page.pk else None
            days = days_of(event.sessions.select_related("venue")) if event else []
            context.update(
                page=page,
                event=event,
                days=days[:MOST_DAYS],
                more=max(len(days) - MOST_DAYS, 0),
                registered=event.registrations.active().count() if event else 0,
                url=_workspace(page, event),
            )
            return context


def _workspace(page: Any, event: Any) -> str:
    """The workspace of the event, or the screen on which one is set up; nothing for a page that is not saved yet."""
    if event is not None:
        return reverse("event_workspace:overview", args=[event.pk])
    return reverse("event_workspace:start", args=[page.pk]) if page.pk else ""
