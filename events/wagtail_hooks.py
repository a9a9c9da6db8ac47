"""What events hang into the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cms.core import publication_plans

from .models import EventPage
from .registration.models import Event, Registration, Venue
from .registration.signals import facts_changed
from .workspace import permissions
from .workspace.frame import address
from .workspace.venues import VenueViewSet
from .workspace.viewset import EventWorkspaceViewSet

register_snippet(VenueViewSet)


@hooks.register("register_admin_viewset")
def event_workspace() -> EventWorkspaceViewSet:
    return EventWorkspaceViewSet()


@hooks.register("after_edit_snippet")
def a_venue_was_changed(request: HttpRequest, instance: Any) -> None:
    """Events are found by the name and address of where they are."""
    if isinstance(instance, Venue):
        events = Event.objects.at_venue(instance)
        facts_changed.send(Venue, page_keys=list(events.order_by().values_list("page_key", flat=True)))


@hooks.register("after_create_page")
def lead_into_the_workspace(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A new page about an event is the words; its facts come next. A draft or a publication is kept by then."""
    if not isinstance(page, EventPage) or page.facts is not None:
        return None
    site = page.get_site()
    if site is None or site not in permissions.sites_to_add_on(request.user):
        return None
    return redirect(address("start", page.pk))


@hooks.register("after_copy_page")
def lead_on_to_the_same_facts(request: HttpRequest, page: Any, new_page: Any) -> HttpResponse | None:
    """A copy of a page about an event tells of another event: most of its facts are those of the first."""
    copy = new_page.specific
    answer = lead_into_the_workspace(request, copy)
    original = Event.objects.filter(page_key=page.translation_key).first()
    if answer is None or original is None:
        return answer
    return redirect(f"{address('start', copy.pk)}?like={original.pk}")


@hooks.register("after_unpublish_page")
def say_what_stands(request: HttpRequest, *pages: Any) -> None:
    """Taking words off calls nothing off: who has a place still comes, and nobody is told."""
    now = timezone.now()
    active = Registration.objects.active()
    keys = publication_plans.taken_off(request, *pages).values("translation_key")
    rows = Event.objects.filter(page_key__in=keys, pk__in=active.values("event"))
    events = [event for event in rows if not event.is_cancelled and not event.is_over(at=now)]
    parties = active.filter(event__in=events).count()
    if not parties:
        return
    said = ngettext(
        "%(n)d registration stands, and nobody was told anything. If the event does not take place, cancel it.",
        "%(n)d registrations stand, and nobody was told anything. If the event does not take place, cancel it.",
        parties,
    ) % {"n": parties}
    where = address("overview", events[0].pk) if len(events) == 1 else address("list")
    messages.warning(request, said, buttons=[messages.button(where, _("Days, places and registrations"))])


@hooks.register("after_bulk_action")
def say_what_stands_of_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    if action_type == "unpublish" and issubclass(action.model, Page):
        say_what_stands(request, *objects)
