"""イベント: the list of events in the admin: coming, past, in preparation, and pages that have no facts yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Site
from wagtail.permissions import page_permission_policy

from cms.core.languages_on import fallbacks_on
from cms.core.locales import SOURCE_LANGUAGE, language_of
from events.registration import services
from events.registration.choices import EventKind, EventStatus
from events.registration.models import Event
from events.registration.titles import rank, was_public

from . import permissions

WHEN = (
    ("coming", pgettext_lazy("events", "Coming")),
    ("past", pgettext_lazy("events", "Past")),
    ("draft", pgettext_lazy("events", "In preparation")),
)
ON_A_PAGE = 50


class EventListView(WagtailAdminTemplateMixin, View):
    """The list, with its filters as a plain GET form."""

    template_name = "events/admin/list.html"
    page_title = _("Events")
    header_icon = "date"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not permissions.may_look(request.user):
            raise PermissionDenied
        now = timezone.now()
        when = request.GET.get("when") if request.GET.get("when") in dict(WHEN) else "coming"
        # Keys are put in order, and the rows of a page read by them: a row is long, and the past has many.
        keys = self._chosen(when, now).values_list("pk", flat=True)
        page = Paginator(keys, ON_A_PAGE).get_page(request.GET.get("p"))
        events = _in_order(list(page.object_list))
        query = request.GET.copy()
        query.pop("p", None)
        return self.render_to_response(
            self.get_context_data(
                items=_items(events, now), page=page, when=when, whens=WHEN, kinds=EventKind.choices,
                kind=request.GET.get("kind", ""), words=request.GET.get("q", ""), query=query.urlencode(),
                untold=untold_pages(request), is_filtered=bool(request.GET.get("kind") or request.GET.get("q")),
                sees_people=permissions.sees_people(request.user), new_event_below=page_of_events(request),
            )
        )  # fmt: skip

    def _chosen(self, when: str | None, now: Any) -> Any:
        rows = permissions.events_of(self.request.user)
        if when == "past":
            over = Q(ends_at__lte=now) | Q(status=EventStatus.FINISHED)
            rows = rows.exclude(status=EventStatus.DRAFT).filter(over).order_by(
                F("starts_at").desc(nulls_last=True), "-id"
            )  # fmt: skip
        elif when == "draft":
            rows = rows.filter(status=EventStatus.DRAFT).order_by("-created_at")
        else:
            rows = rows.exclude(status__in=[EventStatus.DRAFT, EventStatus.FINISHED])
            rows = rows.filter(Q(ends_at__gt=now) | Q(ends_at__isnull=True))
            rows = rows.order_by(F("starts_at").asc(nulls_last=True), "id")
        if self.request.GET.get("kind"):
            rows = rows.filter(kind=self.request.GET["kind"])
        words = self.request.GET.get("q", "").strip()
        if words:
            named = Page.objects.filter(title__icontains=words).values("translation_key")
            rows = rows.filter(page_key__in=named)
        return rows

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


def _in_order(keys: Sequence[int]) -> list[Event]:
    """Return the events with these keys, in their order. One query."""
    found = Event.objects.in_bulk(keys)
    return [found[pk] for pk in keys if pk in found]


def titles_of(events: Sequence[Event]) -> dict[Any, str]:
    """Return what the events are called, by their key, in the language of staff or the nearest that is on.

    Two queries. What `title_of` says of one event, which also knows where its page is.
    """
    pages: dict[Any, list[Page]] = {event.page_key: [] for event in events}
    for page in Page.objects.filter(translation_key__in=list(pages)).select_related("locale").order_by("pk"):
        pages[page.translation_key].append(page)
    language = language_of(get_language() or "ja")
    sites = Site.objects.filter(pk__in={event.site_id for event in events}).select_related("sitelanguages")
    near = {site.pk: (language.code, *fallbacks_on(language, site)) for site in sites}
    return {event.page_key: _title_of(event, pages[event.page_key], near[event.site_id]) for event in events}


def _title_of(event: Event, pages: Sequence[Page], near: Sequence[str]) -> str:
    named = min(pages, key=lambda page: (not was_public(page), *rank(page, near)), default=None)
    return str(event.get_kind_display()) if named is None else named.title


def _items(events: list[Event], now: Any) -> list[dict[str, Any]]:
    for event in events:
        event.on_its_clock([])
    titles = titles_of(events)
    free = services.availability(events=events, now=now)
    return [
        {"event": event, "title": titles[event.page_key], "availability": free[event.pk],
         "held": sum(pool.held for pool in pools), "capacity": _capacity(pools)}
        for event in events
        for pools in [list({part.scarcest.pk: part.scarcest for part in free[event.pk].offerings
                            if part.scarcest is not None}.values())]
    ]  # fmt: skip


def _capacity(pools: Sequence[Any]) -> int | None:
    """How many places there are in all; None without limit. What several offerings share is one pool, counted once."""
    numbers = [pool.capacity for pool in pools]
    return None if None in numbers or not numbers else sum(numbers)


def page_of_events(request: HttpRequest) -> Page | None:
    """Return the page of events below which this person may write a new one, the Japanese first; None without one."""
    below = apps.get_model("events", "EventIndexPage")._default_manager.select_related("locale")
    pages = page_permission_policy.instances_user_has_any_permission_for(request.user, {"add"})
    found = [page for page in below.filter(Exists(pages.order_by().filter(pk=OuterRef("pk")))) if page.live]
    return min(found, key=lambda page: (page.locale.language_code != SOURCE_LANGUAGE, page.pk), default=None)


def untold_pages(request: HttpRequest) -> list[Any]:
    """Return the pages about events that this person may edit and that have no facts yet."""
    mine = page_permission_policy.instances_user_has_permission_for(request.user, "change").order_by()
    # Of pages of all kinds: the indexes of both keys tell which have no event, and nearly all pages of events have one.
    told = Event.objects.filter(page_key=OuterRef("translation_key"))
    without = Page.objects.order_by().filter(~Exists(told))
    pages = apps.get_model("events.EventPage").objects.defer_streams().filter(
        Exists(mine.filter(pk=OuterRef("pk"))), pk__in=without.values("pk"), alias_of__isnull=True
    )  # fmt: skip
    rows = list(pages.order_by("-latest_revision_created_at", "pk")[:20])
    seen: dict[Any, Any] = {}
    for page in rows:
        seen.setdefault(page.translation_key, page)
    return list(seen.values())
