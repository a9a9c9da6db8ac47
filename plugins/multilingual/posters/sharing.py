"""The image of an event in a chat or a feed: named in the head of its page, drawn when somebody asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition, require_safe
from wagtail.models import Site

from cms.core.public_pages import without_private
from events.models import EventPage
from events.registration.choices import EventStatus

from . import facts, fonts, making


def in_head(context: Mapping[str, Any]) -> str:
    """Name the image, where the page has none of its own. No query. Its address changes with what it shows."""
    page, event, request = context["page"], context["event"].event, context["request"]
    is_preview = getattr(request, "is_preview", False)
    if event is None or event.status == EventStatus.DRAFT or page.social_image or is_preview:
        return ""
    said = (event.updated_at, event.starts_at, event.ends_at, event.status, page.last_published_at)
    version = hashlib.sha256(repr(said).encode()).hexdigest()[:12]
    url = request.build_absolute_uri(reverse("plugins:multilingual:share", args=[page.pk]))
    return render_to_string("multilingual/posters/head.html", {"url": f"{url}?v={version}", "title": page.title})


def _poster(request: HttpRequest, page: int) -> tuple[Any, facts.Poster]:
    site = Site.find_for_request(request)
    root = site.root_page if site else None
    live = without_private(EventPage.objects.live())
    found = get_object_or_404(live.select_related("locale"), pk=page)
    if root is None or found.get_site() != site:
        raise Http404
    poster = facts.read(page=found, request=request, site=site, now=timezone.now())
    if poster is None:
        raise Http404
    return found, poster


@require_safe
def share(request: HttpRequest, page: int) -> HttpResponse:
    """The image, 1200 by 630. 404 for what visitors may not read, and where a letter could not be drawn."""
    found, poster = _poster(request, page)
    answer = condition(etag_func=lambda *_args, **_kwargs: f'"{poster.key}"')(_drawn)
    response: HttpResponse = answer(request, found, poster)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _drawn(request: HttpRequest, page: Any, poster: facts.Poster) -> HttpResponse:
    try:
        made = making.share_image(poster, page=page.pk)
    except (fonts.MissingLetters, fonts.FontsMissing) as error:
        raise Http404 from error
    return HttpResponse(made, content_type="image/png")
