"""今日のセンター: the card board on the admin's home, and the cards that core puts on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Site, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from cms.plugin_api import Registry, StaffPanel
from cms.plugin_host import guard, installed

from .spoken_dates import say_day
from .templatetags.kakehashi import visitors_language

MOST_SHOWN = 5
LOOK_AGAIN_AFTER = timedelta(days=365)


class TodayPanel(Component):
    """Shows what apps and plugins contribute as `StaffPanel`; says so when nothing waits."""

    name = "today"
    template_name = "core/today/panel.html"
    order = 50

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["css/admin/today.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        day = say_day(timezone.localdate(), language=visitors_language(), year=True)
        return {"cards": cards(request), "day": day}


def cards(request: HttpRequest) -> list[SafeString]:
    """Render the contributed cards that have something to show to this person, in their order."""
    site = Site.find_for_request(request)
    found = []
    for panel in Registry.of(StaffPanel, site):
        card = guard.call(panel, _card, panel, request, fallback=None, site=site)
        found.append(_broken_card(panel, request) if card is None else card)
    return [card for card in found if card]


def _card(panel: StaffPanel, request: HttpRequest) -> SafeString:
    context = panel.context(request)
    return mark_safe("" if context is None else render_to_string(panel.template, dict(context), request))


def _broken_card(panel: StaffPanel, request: HttpRequest) -> SafeString:
    """Return what stands in the place of a plugin's card that fails: staff are to know that something is missing."""
    return mark_safe(render_to_string("core/today/broken.html", {"name": installed.name_of(panel.plugin)}, request))


# Waiting for a look -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A draft that somebody asked to have published."""

    title: str
    url: str
    asked_by: str
    since: Any

    @property
    def is_new(self) -> bool:
        """Whether it has waited for less than a minute."""
        return timezone.now() - self.since < timedelta(minutes=1)


def waiting_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the drafts that this person may publish or send back, oldest first; None when there are none."""
    states = (
        TaskState.objects.reviewable_by(request.user)
        .filter(status=TaskState.STATUS_IN_PROGRESS)
        .select_related("revision", "workflow_state__requested_by")
        .prefetch_related("revision__content_object")
        .order_by("started_at")
    )
    total = states.count()
    unattended = _unattended(request)
    if not total and not unattended:
        return None
    shown = [_waiting(state) for state in states[:MOST_SHOWN] if state.revision.content_object]
    return {"total": total, "items": shown, "more": total - len(shown), "unattended": unattended}


def _waiting(state: TaskState) -> Waiting:
    thing, person = state.revision.content_object, state.workflow_state.requested_by
    is_page = isinstance(thing, Page)
    url = reverse("wagtailadmin_pages:edit", args=[thing.pk]) if is_page else _snippet_url(thing)
    title = thing.get_admin_display_title() if is_page else str(thing)
    return Waiting(title, url, person.get_full_name() or person.get_username() if person else "", state.started_at)


def _snippet_url(thing: Any) -> str:
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


def _unattended(request: HttpRequest) -> int:
    """Return how many drafts wait for a group without active people; told to those who can change that."""
    if not request.user.has_perm("wagtailcore.change_workflow"):
        return 0
    return (
        WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        .exclude(current_task_state__task__groupapprovaltask__groups__user__is_active=True)
        .count()
    )


# Not looked at for long -------------------------------------------------------------------------------------------


def stale_pages(request: HttpRequest) -> QuerySet[Page]:
    """Return the live pages that this person may change and that nobody published again for a year, oldest first."""
    mine = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    old = Page.objects.filter(live=True, depth__gt=1, last_published_at__lt=timezone.now() - LOOK_AGAIN_AFTER)
    return (old & mine).order_by("last_published_at")


def stale_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the pages to look through again; None when there are none."""
    pages = stale_pages(request)
    total = pages.count()
    if not total:
        return None
    shown = [
        {"title": page.get_admin_display_title(), "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
         "since": page.last_published_at}
        for page in pages.defer_streamfields()[:MOST_SHOWN]  # type: ignore[attr-defined]
    ]  # fmt: skip
    return {
        "total": total,
        "items": shown,
        "more": total - len(shown),
        "url": reverse("wagtailadmin_reports:aging_pages"),
    }
