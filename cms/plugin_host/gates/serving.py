"""Serving pages: 404 where the plugin is off or absent, said to staff; an apology where the plugin fails."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from wagtail.models import Page, Site

from cms.plugin_api import Contribution, PageType, Registry
from cms.plugin_host import guard, installed
from cms.plugin_host.incidents import Hook

from .pages import hidden

#: Answers, not mistakes; and what somebody sent wrongly, which Django finds when a view first looks at it. As mistakes
#: of the plugin they would let anybody have it paused.
ANSWERS = (Http404, PermissionDenied, BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError)
Serve = Callable[[Page, HttpRequest, list[Any], dict[str, Any]], HttpResponse]


def refuse_hidden(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Hook `before_serve_page`. Visitors get the usual 404; staff are told why."""
    why = hidden(page, Site.find_for_request(request))
    if why is None:
        return None
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return render(request, "plugin_host/hidden_page.html", {"why": why, "hidden": page}, status=404)


def guarded(serve: Serve) -> Serve:
    """Hook `on_serve_page`. The page of a plugin is made inside the guard, template and all."""

    def inside(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse:
        slug = installed.owner(type(page)._meta.app_label)
        if slug is None:
            return serve(page, request, args, kwargs)
        return answer(_of(page, slug), serve, page, request, args, kwargs, request=request)

    return inside


def answer(
    contribution: Contribution, fn: Callable[..., HttpResponse], *args: Any, request: HttpRequest, **kwargs: Any
) -> HttpResponse:
    """Return what a plugin answers to a request, rendered; if it fails, a page that says so with status 503."""

    def rendered() -> HttpResponse:
        response = fn(*args, **kwargs)
        lazily = getattr(response, "render", None)
        return must_be_an_answer(lazily() if lazily else response)

    site = Site.find_for_request(request)
    response = guard.call(contribution, rendered, fallback=None, site=site, passes=ANSWERS)
    return unavailable(request) if response is None else response


def must_be_an_answer(given: Any) -> HttpResponse:
    """Return what a view gave; raise TypeError, in the guard, where that is no response (a view that forgot return)."""
    if not isinstance(given, HttpResponseBase):
        raise TypeError(f"the view gave {type(given).__name__} instead of a response")
    return given  # type: ignore[return-value]


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that this part does not work right now, with ways on."""
    response = render(request, "plugin_host/unavailable.html", status=503)
    response["Retry-After"] = "600"
    response["Cache-Control"] = "no-store"
    return response


def _of(page: Page, slug: str) -> Contribution:
    label = page._meta.label_lower
    declared = (each for each in Registry.loaded(PageType) if each.model.lower() == label)
    return next(declared, Hook(plugin=slug, key=label))
