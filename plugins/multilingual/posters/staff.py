"""The screen on which staff print an event in its languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import Button

from cms.core.locales import LOCALES, Language, language_of
from cms.core.permissions import SiteScopedPolicy
from events.models import EventPage
from events.registration.models import Event

from . import facts, fonts, making

LAYOUTS = ("a4", "square")


@dataclass(frozen=True)
class Offer:
    """The poster in one language. missing: letters that no font has."""

    language: Language
    poster: facts.Poster
    is_live: bool
    missing: tuple[str, ...]


def event_for(request: HttpRequest, key: int) -> Event:
    """Return an event that this person may look at; 404 for others."""
    found = SiteScopedPolicy(Event).instances_user_has_any_permission_for(request.user, {"view", "change"})
    event: Event | None = found.select_related("site").filter(pk=key).first()
    if event is None:
        raise Http404
    return event


def offers(request: HttpRequest, event: Event) -> list[Offer]:
    """Return the poster of every language that the event has a page in, in the order of the site's languages."""
    pages = EventPage.objects.filter(translation_key=event.page_key, alias_of__isnull=True).select_related("locale")
    by_code = {language_of(page.locale.language_code).code: page for page in pages.order_by("-pk")}
    found = []
    for code, language in LOCALES.items():
        page = by_code.get(code)
        poster = facts.read(page=page, request=request, site=event.site, now=timezone.now()) if page else None
        if poster is not None:
            letters = fonts.missing("".join(poster.texts))
            found.append(Offer(language, poster, page.live, tuple(letters)))  # type: ignore[union-attr]
    return found


@require_safe
def posters(request: HttpRequest, event: int) -> HttpResponse:
    """Which languages there are, how each looks, and what can be printed."""
    return _screen(request, event_for(request, event))


def _screen(request: HttpRequest, event: Event, problem: str = "") -> HttpResponse:
    try:
        found = offers(request, event)
    except fonts.FontsMissing:
        found, problem = [], _("The fonts for posters are not installed on this server. Ask whoever looks after it.")
    title = next((offer.poster.title for offer in found if offer.language.code == get_language()), "")
    workspace = reverse("event_workspace:overview", args=[event.pk])
    context = {
        "event": event, "offers": found, "problem": problem, "page_title": _("Posters and images"),
        "header_title": _("Posters and images"),
        "header_icon": "print", "can_all": [offer for offer in found if not offer.missing],
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": workspace, "label": title or (found[0].poster.title if found else _("Event"))},
            {"url": "", "label": _("Posters and images")},
        ],
        "workspace": workspace,
    }  # fmt: skip
    response = TemplateResponse(request, "multilingual/posters/screen.html", context)
    response.status_code = 422 if problem else 200
    return response


@require_safe
def poster(request: HttpRequest, event: int, code: str, layout: str, kind: str) -> HttpResponse:
    """One poster, as PDF or image."""
    row = event_for(request, event)
    if layout not in LAYOUTS or kind not in _KINDS:
        raise Http404
    make, content_type = _KINDS[kind]
    wanted = [offer for offer in _guarded(request, row) if offer.language.code == code]
    if not wanted:
        raise Http404
    return _file(request, row, wanted, lambda ready: make(ready[0], layout), f"{layout}-{code}.{kind}", content_type)


@require_safe
def everything(request: HttpRequest, event: int, kind: str) -> HttpResponse:
    """All languages at once: one PDF with a page for each, or a ZIP with posters and images."""
    row = event_for(request, event)
    if kind not in _TOGETHER:
        raise Http404
    make, content_type = _TOGETHER[kind]
    found = _guarded(request, row)
    if not found:
        return _screen(request, row)
    return _file(request, row, found, make, f"posters.{kind}", content_type)


_KINDS: dict[str, tuple[Callable[..., bytes], str]] = {
    "pdf": (making.pdf, "application/pdf"), "png": (making.png, "image/png"),
}  # fmt: skip
_TOGETHER: dict[str, tuple[Callable[..., bytes], str]] = {
    "pdf": (making.one_pdf, "application/pdf"), "zip": (making.packed, "application/zip"),
}  # fmt: skip


def _guarded(request: HttpRequest, event: Event) -> list[Offer]:
    try:
        return offers(request, event)
    except fonts.FontsMissing:
        return []


def _file(
    request: HttpRequest, event: Event, wanted: list[Offer], make: Callable[[list[facts.Poster]], bytes], name: str,
    content_type: str,
) -> HttpResponse:  # fmt: skip
    """Return a file; where letters are missing, the screen that says which: nobody is to print boxes."""
    for offer in wanted:
        if offer.missing:
            said = _("The poster in %(language)s cannot be printed: no font has %(letters)s.")
            return _screen(request, event, said % {"language": offer.language.name, "letters": " ".join(offer.missing)})
    made = make([offer.poster for offer in wanted])
    response = HttpResponse(made, content_type=content_type)
    response.headers["Content-Disposition"] = f'inline; filename="event-{event.pk}-{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def header_button(page: Any, user: Any, next_url: str = "", view_name: str = "", **_more: Any) -> list[Button]:
    """In the page editor of an event whose facts there are."""
    if not isinstance(page, EventPage) or not page.pk or page.facts is None:
        return []
    allowed = SiteScopedPolicy(Event).user_has_any_permission_for_instance(user, {"view", "change"}, page.facts)
    if not allowed:
        return []
    url = reverse("plugins_admin:multilingual:posters", args=[page.facts.pk])
    return [Button(_("Posters and images"), url, icon_name="print", priority=60)]
