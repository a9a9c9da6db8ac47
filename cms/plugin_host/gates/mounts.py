"""Where the addresses of plugins are mounted, and what stands before them.

Everything loaded is mounted once, when the process starts; whether it is on is asked at each request.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.plugin_api import ApiEndpoint, Registry, Urls
from cms.plugin_host import guard, installed, states

from .serving import ANSWERS, answer, must_be_an_answer

Mounted = URLPattern | URLResolver


def public() -> list[Mounted]:
    """Return what stands below /<language>/: of core as it is, of plugins below their prefix or slug.

    A plugin's names are `plugins:<slug>:<name>`.
    """
    core = [urls for urls in Registry.loaded(Urls) if urls.scope == "public" and not installed.is_plugin(urls.plugin)]
    mounted = [path(urls.prefix, include(urls.module)) for urls in core]
    return [*mounted, path("", include((list(_of_plugins("public")), "plugins")))]


def admin() -> list[Mounted]:
    """Return what stands below /admin/plugins/<slug>/; the names are `plugins_admin:<slug>:<name>`."""
    return [path("plugins/", include((list(_of_plugins("admin")), "plugins_admin")))]


def api() -> list[Mounted]:
    """Return what stands at /api/v1/plugins/<slug>/<name>/."""
    return [path("api/v1/plugins/<slug:slug>/<str:name>/", endpoint, name="plugin_api")]


def _of_plugins(scope: str) -> Iterator[Mounted]:
    by_plugin: dict[str, list[Urls]] = {}
    for urls in Registry.loaded(Urls):
        if urls.scope == scope and installed.is_plugin(urls.plugin):
            by_plugin.setdefault(urls.plugin, []).append(urls)
    for slug, contributed in by_plugin.items():
        patterns: list[Mounted] = []
        for urls in contributed:
            prefix = urls.prefix if scope == "admin" or urls.prefix else f"{slug}/"
            # Vetting reversed them; what fails here is left out, and the rest of the site is there.
            mounted = guard.call(urls, _mounted, urls, prefix, fallback=None, site=None)
            patterns += [mounted] if mounted else []
        if scope == "admin":
            patterns = [path(f"{slug}/", include(patterns))]
        yield path("", include((patterns, slug)))


def _mounted(urls: Urls, prefix: str) -> Mounted:
    resolver = path(prefix, include(urls.module))
    decorate_urlpatterns(resolver.url_patterns, lambda view: gated(urls, view))
    return resolver


def gated(urls: Urls, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view: 404 where its plugin is off, inside the guard where it is on."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not states.runs(urls, Site.find_for_request(request)):
            raise Http404
        return answer(urls, view, request, *args, request=request, **kwargs)

    return inside


@require_safe
def endpoint(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Answer for a plugin's `ApiEndpoint`; 404 and 503 are JSON as well."""
    site = Site.find_for_request(request)
    found = [each for each in Registry.of(ApiEndpoint, site) if (each.plugin, each.name) == (slug, name)]
    if not found:
        return _problem(404, gettext("There is nothing at this address."))
    try:
        view = found[0].view
        response = guard.call(
            found[0], lambda: must_be_an_answer(view(request)), fallback=None, site=site, passes=ANSWERS
        )
    except Http404:
        return _problem(404, gettext("There is nothing at this address."))
    if response is None:
        return _problem(503, gettext("This part does not work at the moment. Please try again later."))
    return response


def _problem(status: int, detail: str) -> JsonResponse:
    response = JsonResponse({"status": status, "detail": detail}, status=status)
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    return response


def owner_of_view(view: Callable[..., Any], kwargs: dict[str, Any]) -> str | None:
    """Return the slug of the plugin that a view of the admin belongs to, by its model or its module."""
    label = kwargs.get("app_name") or kwargs.get("app_label") or kwargs.get("content_type_app_name")
    if not label:
        model = getattr(view, "view_initkwargs", {}).get("model") or getattr(
            getattr(view, "view_class", None), "model", None
        )
        label = model._meta.app_label if model is not None and hasattr(model, "_meta") else None
    if label:
        return installed.owner(label)
    return installed.owner_of_module(getattr(view, "__module__", "") or "")


def is_closed(view: Callable[..., Any], kwargs: dict[str, Any], site: Any) -> bool:
    """Whether a view of the admin belongs to a plugin that is off at the site."""
    slug = owner_of_view(view, kwargs)
    return slug is not None and not states.is_on(slug, site)
